"""How long a training still takes, told from how long its latest epochs took."""

from bisect import bisect_right

# A machine does not stay as fast as it was: other programs come and go, and a processor grows hot. The later half of
# the way so far follows that soon enough, and is long enough not to jump at every hiccup.
SHARE_OF_THE_WAY = 0.5
# Before a first epoch has shown what validating takes: forward is one of a training step's three matrix products.
FORWARD_SHARE = 0.3


class TimeLeft:
    """Watches the epochs of a training go by; all times are seconds since it began, pauses not counted.

    An epoch is its minibatches and then a rest (validating, saving) that no fraction of an epoch shows. The two are
    told apart, so that the end of the last epoch does not come as a surprise. What one epoch takes is the mean of the
    later half of the way so far, at least of one whole epoch as soon as there is one. How many epochs patience will
    cut off nobody knows: the time left is that to the last one.
    """

    def __init__(self, epochs: int, validated: float, *, done: float = 0.0, seconds: float = 0.0) -> None:
        """Begin to watch.

        Args:
            epochs: epochs in all.
            validated: samples validated in an epoch for each one trained on.
            done: epochs done before, in another sitting, with the fraction of the current one.
            seconds: the time by then.
        """
        self.epochs = epochs
        self._validated = validated
        # Where the way can be cut: epochs done, seconds by then, and seconds of rest by then.
        self._marks = [(done, seconds, 0.0)]

    def __repr__(self) -> str:
        return f"TimeLeft({len(self._marks) - 1} epochs watched of {self.epochs})"

    def epoch_ended(self, done: float, trained: float, ended: float) -> None:
        """Note an epoch: so many are done now, its last minibatch was ``trained`` then, all of it ``ended`` then."""
        self._marks.append((done, ended, self._marks[-1][2] + ended - trained))

    def estimate(self, done: float, seconds: float) -> float:
        """Seconds left after ``done`` epochs, with the fraction of the current one, by ``seconds``; 0 before any."""
        begun = self._marks[0][0]
        if done <= begun:
            return 0.0
        # The later half of the way that this sitting has gone, and a whole epoch of it if there is one.
        last_epoch = self._marks[max(len(self._marks) - 2, 0)][0]
        latest = min(done - (done - begun) * SHARE_OF_THE_WAY, last_epoch)
        first = bisect_right(self._marks, latest, key=lambda mark: mark[0]) - 1
        since, then, rested = self._marks[first]
        whole = len(self._marks) - 1 - first
        minibatches = (seconds - then - (self._marks[-1][2] - rested)) / (done - since)
        rest = (self._marks[-1][2] - rested) / whole if whole else minibatches * self._validated * FORWARD_SHARE
        finished = int(begun) + len(self._marks) - 1
        return minibatches * (self.epochs - done) + rest * (self.epochs - finished)
