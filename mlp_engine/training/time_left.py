"""The time of a training: how much has passed, and how much is left by the speed of its latest epochs."""

import time
from bisect import bisect_right

from mlp_engine.training.control import RunControl

# The speed of a machine varies: other programs start and end, and the processor gets hot. The later half of the
# training so far follows such changes soon enough, and is long enough not to jump at every short delay.
SHARE_USED = 0.5
# The time to validate a sample, as a share of that to train on it, until a first epoch has shown it: the forward pass
# is one of the three matrix products of a training step.
FORWARD_SHARE = 0.3


class RunClock:
    """The seconds since a training began, without its pauses."""

    def __init__(self, control: RunControl) -> None:
        """Start now; ``control`` knows the pauses."""
        self._control = control
        self._began = time.perf_counter()

    def __repr__(self) -> str:
        return f"RunClock({self.seconds():.1f} s)"

    def resume(self, seconds: float) -> None:
        """Add the seconds that the training took before it was interrupted."""
        self._began -= seconds

    def seconds(self, now: float | None = None) -> float:
        """The seconds until ``now``, a time of :func:`time.perf_counter`."""
        now = time.perf_counter() if now is None else now
        return now - self._began - self._control.paused_seconds


class TimeLeft:
    """An estimate that follows the epochs of a training; all times are seconds since it began, without pauses.

    An epoch has minibatches and then a rest (validating, saving), which the fraction of an epoch done does not show.
    The two are measured separately, so that the estimate includes the rest of the last epoch. The time of an epoch is
    the mean over the later half of the training so far, and over at least one whole epoch once there is one. Early
    stopping cannot be predicted: the time left is that to the last epoch.
    """

    def __init__(self, epochs: int, validated: float, *, done: float = 0.0, seconds: float = 0.0) -> None:
        """Start the estimate.

        Args:
            epochs: total number of epochs.
            validated: validation samples for each training sample.
            done: epochs done before this session, with the fraction of the current one.
            seconds: the time at that point.
        """
        self.epochs = epochs
        self._validated = validated
        # After each epoch: epochs done, seconds by then, and seconds of rest by then.
        self._marks = [(done, seconds, 0.0)]

    def __repr__(self) -> str:
        return f"TimeLeft({len(self._marks) - 1} epochs watched of {self.epochs})"

    def epoch_ended(self, done: float, trained: float, ended: float) -> None:
        """Record that ``done`` epochs are done; the last minibatch ended at ``trained``, the epoch at ``ended``."""
        self._marks.append((done, ended, self._marks[-1][2] + ended - trained))

    def estimate(self, done: float, seconds: float) -> float:
        """Seconds left at time ``seconds``, after ``done`` epochs with the fraction of the current; 0 before any."""
        begun = self._marks[0][0]
        if done <= begun:
            return 0.0
        # The later half of this session, and at least one whole epoch of it if there is one.
        last_epoch = self._marks[max(len(self._marks) - 2, 0)][0]
        latest = min(done - (done - begun) * SHARE_USED, last_epoch)
        first = bisect_right(self._marks, latest, key=lambda mark: mark[0]) - 1
        since, then, rested = self._marks[first]
        whole = len(self._marks) - 1 - first
        minibatches = (seconds - then - (self._marks[-1][2] - rested)) / (done - since)
        rest = (self._marks[-1][2] - rested) / whole if whole else minibatches * self._validated * FORWARD_SHARE
        finished = int(begun) + len(self._marks) - 1
        return minibatches * (self.epochs - done) + rest * (self.epochs - finished)
