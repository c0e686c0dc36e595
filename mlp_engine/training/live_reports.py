"""The live reports of a training: how it goes within an epoch, before the epoch's record."""

import time
from collections.abc import Callable

from mlp_engine.arrays import Floats
from mlp_engine.perceptron.network import Network
from mlp_engine.training.epoch import Epoch
from mlp_engine.training.history import Progress, TrainingEvent
from mlp_engine.training.metrics import score
from mlp_engine.training.single_step import measured_step
from mlp_engine.training.time_left import RunClock, TimeLeft

# Twenty reports a second are enough for the eye; one for each minibatch would cost a quarter of the speed.
_SECONDS_BETWEEN_REPORTS = 0.05
# A report averages at least this many samples, unless the data set has fewer. After an epoch's first minibatch there
# are only a few new samples, and their mean would be a spike in the curve.
_FEWEST_SAMPLES = 500


class LiveReports:
    """Reports loss, accuracy and time left up to twenty times a second, and what a watched step did.

    Attributes:
        time_left: the estimate of the remaining time, which the run keeps informed about finished epochs.
    """

    def __init__(
        self,
        network: Network,
        epoch: Epoch,
        report: Callable[[TrainingEvent], None],
        clock: RunClock,
        time_left: TimeLeft,
    ) -> None:
        """Report about a training.

        Args:
            network: the network in training, whose parameters change in place.
            epoch: the current epoch.
            report: called with each report.
            clock: the clock of the training.
            time_left: the estimate of the remaining time.
        """
        self.time_left = time_left
        self._network = network
        self._epoch = epoch
        self._report = report
        self._clock = clock
        self._last_report = time.perf_counter()
        self._reported = 0

    def __repr__(self) -> str:
        return f"LiveReports({self._epoch!r})"

    def follow(self) -> None:
        """Report from here on: the epoch has just begun or been resumed."""
        self._reported = self._epoch.seen

    def report_progress(self, epochs_done: float) -> None:
        """Report mean loss and accuracy since the last report, if it is time to.

        Args:
            epochs_done: epochs done, with the fraction of the current one.
        """
        now = time.perf_counter()
        if now - self._last_report < _SECONDS_BETWEEN_REPORTS:
            return
        epoch, seen = self._epoch, self._epoch.seen
        if seen < min(_FEWEST_SAMPLES, len(epoch)):
            return
        latest = slice(min(self._reported, max(seen - _FEWEST_SAMPLES, 0)), seen)
        mean_loss, accuracy = score(self._network, epoch.logits[latest], epoch.labels(latest), epoch.weights(latest))
        seconds = self._clock.seconds(now)
        left = self.time_left.estimate(epochs_done, seconds)
        self._report(Progress(epochs_done, self.time_left.epochs, mean_loss, accuracy, seconds, left))
        self._reported, self._last_report = seen, now

    def report_step(self, minibatch: slice, inputs: Floats, before: Floats, epochs_done: float) -> None:
        """Report what the last step did.

        Args:
            minibatch: places of its samples in the order of the epoch.
            inputs: these samples as they were distorted, shape (n, inputs).
            before: the parameters before the step, shape (parameters,).
            epochs_done: epochs done after the step, with the fraction of the current one.
        """
        labels, weights = self._epoch.labels(minibatch), self._epoch.weights(minibatch)
        self._report(measured_step(self._network, before, inputs[: len(labels)], labels, weights, epochs_done))
