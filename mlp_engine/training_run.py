"""One training on its way: minibatch after minibatch, epoch after epoch, until it is done, stopped or lost."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mlp_engine.augmentation import Augmentation
from mlp_engine.backprop import Backprop
from mlp_engine.config import TrainingConfig
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.divergence import why_it_diverged
from mlp_engine.history import EpochFinished, EpochRecord, History, Progress, TrainingEvent, better
from mlp_engine.inputs import read_inputs
from mlp_engine.losses import loss
from mlp_engine.metrics import evaluate
from mlp_engine.network import Network
from mlp_engine.optimizers import optimizer
from mlp_engine.regularizers import Regularizer
from mlp_engine.run_control import RunControl
from mlp_engine.schedules import learning_rate_at

Outcome = Literal["finished", "stopped", "stopped early", "diverged"]

# Twenty reports a second are as many as an eye can use; one a minibatch would cost a quarter of the speed.
_SECONDS_BETWEEN_REPORTS = 0.05
# After an epoch's first minibatch, or a hiccup of the machine, there are only a handful of new samples, and their
# mean would be a spike in the curve: a report looks at no fewer than these, unless the data set has fewer.
_FEWEST_SAMPLES = 500


@dataclass(frozen=True, eq=False)
class TrainingResult:
    """What a training leaves behind.

    Attributes:
        network: the best network if there was something to validate on, the last one otherwise; after a
            divergence the last good one.
        history: every finished epoch.
        outcome: how it ended.
        message: one sentence for a person, empty where the outcome says it all.
        trained_on: how many samples it was trained on.
    """

    network: Network
    history: History
    outcome: Outcome
    message: str
    trained_on: int


class TrainingRun:
    """One training on its way. :func:`mlp_engine.training.train` makes one and calls :meth:`run` once."""

    def __init__(
        self,
        network: Network,
        data: Dataset,
        validation: Dataset | None,
        config: TrainingConfig,
        rng: np.random.Generator,
        on_progress: Callable[[TrainingEvent], None],
        control: RunControl,
    ) -> None:
        self.data = data
        self.validation = validation
        self.config = config
        self.rng = rng
        self.report = on_progress
        self.control = control
        self.network = network.writable_copy()
        self.kept = network.copy()
        self.records: list[EpochRecord] = []
        self.best: EpochRecord | None = None
        self.epochs_without_gain = 0
        self.batch_size = min(config.batch_size, len(data))
        self.minibatches = math.ceil(len(data) / self.batch_size)
        self.backprop = Backprop(self.network, self.batch_size)
        self.optimizer = optimizer(config, self.network.parameters)
        self.regularizer = Regularizer(config.l1, config.l2, len(data))
        self.augmentation = Augmentation(config.augmentation, data.inputs.shape[1])
        self.loss = loss(network.config.loss)
        # Logits of the epoch in the order of the minibatches: losses are worked out in bulk, not a few at a time.
        self.epoch_logits = np.empty((len(data), network.config.outputs), network.config.dtype)
        self.epoch_labels = np.empty(len(data), np.int64)
        self.samples = np.empty((self.batch_size, data.inputs.shape[1]), data.inputs.dtype)
        self.began = time.perf_counter()
        self.last_report = self.began
        self.reported = 0

    def run(self) -> TrainingResult:
        """Go through all epochs, or as far as it goes."""
        for epoch in range(self.config.epochs):
            outcome = self._epoch(epoch)
            if outcome is not None:
                return self._result(outcome, epoch)
        return self._result("finished", self.config.epochs)

    def _epoch(self, epoch: int) -> Outcome | None:
        """Go once through the data; an outcome means that the training ends here."""
        order = self.rng.permutation(len(self.data))
        self.reported = 0
        rate = 0.0
        for minibatch in range(self.minibatches):
            indices = order[minibatch * self.batch_size : (minibatch + 1) * self.batch_size]
            rate = learning_rate_at(epoch + (minibatch + 0.5) / self.minibatches, self.config)
            if not self._minibatch(minibatch * self.batch_size, indices, rate):
                return "diverged"
            now = time.perf_counter()
            if now - self.last_report >= _SECONDS_BETWEEN_REPORTS:
                self._report_progress(epoch, minibatch + 1, now)
            if not self.control.goes_on():
                return "stopped"
        return self._finish_epoch(epoch + 1, rate)

    def _minibatch(self, start: int, indices: NDArray[np.integer], rate: float) -> bool:
        """One step; ``False`` if the network's answers are no longer finite."""
        n = len(indices)
        samples = self.samples[:n]
        np.take(self.data.inputs, indices, axis=0, out=samples)
        inputs = self.backprop.inputs[:n]
        read_inputs(samples, inputs)
        self.augmentation.distort(inputs, self.rng)
        labels = self.data.labels[indices]

        self.backprop.run(labels)
        logits = self.backprop.logits[:n]
        self.epoch_logits[start : start + n] = logits
        self.epoch_labels[start : start + n] = labels
        # One NaN or infinity anywhere makes this sum one too, at a fraction of the price of looking at each.
        if not math.isfinite(logits.sum()):
            return False

        weights = slice(0, self.network.config.weight_count)
        gradient = self.backprop.gradient
        self.regularizer.add_gradient(self.network.parameters[weights], gradient[weights])
        if self.config.gradient_clip is not None:
            _clip(gradient, self.config.gradient_clip)
        self.optimizer.step(self.network.parameters, gradient, rate)
        return True

    def _finish_epoch(self, epoch: int, rate: float) -> Outcome | None:
        if not np.isfinite(self.network.parameters).all():
            return "diverged"
        training_loss, training_accuracy = self._score(slice(0, len(self.data)))
        validated = None if self.validation is None else evaluate(self.network, self.validation)
        weights = self.network.parameters[: self.network.config.weight_count]
        record = EpochRecord(
            epoch=epoch,
            training_loss=training_loss,
            training_accuracy=training_accuracy,
            validation_loss=None if validated is None else validated.loss,
            validation_accuracy=None if validated is None else 1 - validated.error_rate,
            penalty=self.regularizer.penalty(weights),
            learning_rate=rate,
            seconds=self._seconds(time.perf_counter()),
        )
        if not math.isfinite(training_loss + (record.validation_loss or 0.0) + record.penalty):
            return "diverged"
        self._keep(record)
        self.report(EpochFinished(record, self.best is record, self.config.epochs))
        if self.config.patience is not None and self.epochs_without_gain >= self.config.patience:
            return "stopped early"
        return None

    def _keep(self, record: EpochRecord) -> None:
        """Note a finished epoch, and keep the network if it is the best, or nothing says which is."""
        before = self.best
        self.records.append(record)
        self.best = better(before, record)
        if self.best is None or self.best is record:
            self.kept = self.network.copy()
        gained = self.best is record and (before is None or before.validation_accuracy != record.validation_accuracy)
        self.epochs_without_gain = 0 if gained else self.epochs_without_gain + 1

    def _result(self, outcome: Outcome, epoch: int) -> TrainingResult:
        message = ""
        if outcome == "diverged":
            message = why_it_diverged(epoch + 1, self.data, self.config)
        elif outcome == "stopped early":
            message = f"Stopped after {self.config.patience} epochs without a better validation error."
        elif outcome == "stopped" and self.best is None and np.isfinite(self.network.parameters).all():
            # Nothing says that an earlier network was better than the one of this moment.
            self.kept = self.network.copy()
        return TrainingResult(self.kept, History(tuple(self.records)), outcome, message, len(self.data))

    def _report_progress(self, epoch: int, minibatch: int, now: float) -> None:
        seen = min(minibatch * self.batch_size, len(self.data))
        if seen < min(_FEWEST_SAMPLES, len(self.data)):
            return
        mean_loss, accuracy = self._score(slice(min(self.reported, max(seen - _FEWEST_SAMPLES, 0)), seen))
        done = epoch + minibatch / self.minibatches
        seconds = self._seconds(now)
        seconds_left = seconds / done * (self.config.epochs - done)
        self.report(Progress(done, self.config.epochs, mean_loss, accuracy, seconds, seconds_left))
        self.reported = seen
        self.last_report = now

    def _score(self, samples: slice) -> tuple[float, float]:
        """Mean loss and share read right of some of this epoch's samples."""
        logits, labels = self.epoch_logits[samples], self.epoch_labels[samples]
        mean_loss = self.loss.values(logits, labels).mean(dtype=np.float64)
        return float(mean_loss), float((logits.argmax(axis=1) == labels).mean())

    def _seconds(self, now: float) -> float:
        return now - self.began - self.control.paused_seconds


def _clip(gradient: NDArray[np.floating], longest: float) -> None:
    """Shorten ``gradient`` in place to the length ``longest`` if it is longer (Pascanu et al., 2013)."""
    length = float(np.linalg.norm(gradient))
    if length > longest:
        gradient *= longest / length
