"""The run of a training: minibatch by minibatch and epoch by epoch, until it is finished, stopped or diverged."""

import math
import time
from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import IMAGE_PIXELS, Floats
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.perceptron.backprop import Backprop
from mlp_engine.perceptron.config import TrainingConfig
from mlp_engine.perceptron.dropout import Dropout
from mlp_engine.perceptron.network import Network
from mlp_engine.perceptron.schedules import learning_rate_at
from mlp_engine.training.calibration import fit_temperature, with_temperature
from mlp_engine.training.checkpoint_saver import CheckpointSaver
from mlp_engine.training.control import RunControl
from mlp_engine.training.epoch import epoch_record
from mlp_engine.training.fixed_part import FixedPart
from mlp_engine.training.history import Change, EpochFinished, EpochRecord, History, Progress, TrainingEvent, better
from mlp_engine.training.metrics import score
from mlp_engine.training.result import Outcome, TrainingResult, divergence_message
from mlp_engine.training.single_step import measured_step
from mlp_engine.training.snapshots import Snapshot, is_snapshot_epoch
from mlp_engine.training.state import RunState, rng_state
from mlp_engine.training.step import TrainingStep
from mlp_engine.training.teachers import Teachers
from mlp_engine.training.time_left import TimeLeft

# Twenty reports a second are enough for the eye; one for each minibatch would cost a quarter of the speed.
_SECONDS_BETWEEN_REPORTS = 0.05
# A report averages at least this many samples, unless the data set has fewer. After an epoch's first minibatch there
# are only a few new samples, and their mean would be a spike in the curve.
_FEWEST_SAMPLES = 500


class TrainingRun:
    """One training. :func:`mlp_engine.training.train.train` creates it and calls :meth:`run` once.

    If there is a ``saver``, it is offered the state at the end of every epoch, before the epoch is reported. It must
    write the state at the beginning of the training, after an epoch in which a setting was changed, at the beginning
    of a pause, after an epoch that was stepped through, and when the user stops the training.
    """

    def __init__(
        self,
        network: Network,
        data: Dataset,
        validation: Dataset | None,
        config: TrainingConfig,
        rng: np.random.Generator,
        on_progress: Callable[[TrainingEvent], None],
        control: RunControl,
        saver: CheckpointSaver | None,
        teachers: Teachers | None = None,
        on_snapshot: Callable[[Snapshot], None] | None = None,
    ) -> None:
        self.data = data
        self.validation = validation
        self.config = config
        self.rng = rng
        self.report = on_progress
        self.control = control
        self.saver = saver
        self.on_snapshot = on_snapshot
        self.network = network.writable_copy()
        self.control.set_network(self.network)
        self.kept = network.copy()
        self.records: list[EpochRecord] = []
        self.changes: list[Change] = []
        self.best: EpochRecord | None = None
        self.epochs_without_gain = 0
        self.teachers = teachers
        self.batch_size = min(config.batch_size, len(data))
        self.backprop = Backprop(self.network, self.batch_size, dropout=self._dropout())
        self.step = TrainingStep(self.backprop, data, config, rng, teachers)
        # Between two steps the gradient is free.
        self.fixed_part = FixedPart(self.network, data, self.backprop.gradient)
        # Order of the samples in the current epoch, ``None`` between two, and the number of them that were seen.
        self.order: NDArray[np.int64] | None = None
        self.seen = 0
        self.steps = 0
        # Logits of the epoch in the order of the minibatches, so that losses are computed for many samples at once.
        self.logits = np.empty((len(data), network.config.outputs), network.config.dtype)
        self.saved_at: tuple[int, int] | None = None
        self.was_paused = False
        self.began = time.perf_counter()
        self.validated = 0.0 if validation is None else len(validation) / len(data)
        self.time_left = TimeLeft(config.epochs, self.validated)
        self.last_report = self.began
        self.reported = 0

    @property
    def minibatches(self) -> int:
        """Minibatches of an epoch."""
        return math.ceil(len(self.data) / self.batch_size)

    @property
    def done(self) -> float:
        """Minibatches of the current epoch that were done, counted in those of the present size."""
        return self.seen / self.batch_size if self.seen < len(self.data) else self.minibatches

    def go_on_from(self, state: RunState) -> None:
        """Restore the state of a training with the same data and settings."""
        self.network.parameters[...] = state.network.parameters
        self.kept = state.kept
        for record in state.history.epochs:
            self._note(record)
        for change in state.history.changes:
            self._change(change)
        self.order = state.order
        self.seen = len(state.logits)
        self.logits[: len(state.logits)] = state.logits
        of_one_size = len(self.records) * self.minibatches + round(self.done)
        self.steps = of_one_size if state.steps is None else state.steps
        self.step.optimizer.recall(state.memory, self.steps)
        self.began -= state.seconds
        done = len(self.records) + self.done / self.minibatches
        self.time_left = TimeLeft(self.config.epochs, self.validated, done=done, seconds=state.seconds)

    def run(self) -> TrainingResult:
        """Train to the end, write the last state, and calibrate the network if the settings ask for it."""
        # The run itself finds overflows and explains them; numpy's warnings would only repeat it.
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            try:
                result = self._train()
            finally:
                if self.saver is not None:
                    self.saver.flush()
        if self.saver is not None:
            result = replace(result, not_saved=self.saver.problem)
        if not self.config.calibrate or self.validation is None or result.outcome == "diverged":
            return result
        temperature = fit_temperature(result.network.logits(self.validation.inputs), self.validation.labels)
        return replace(result, network=with_temperature(result.network, temperature), temperature=temperature)

    def _train(self) -> TrainingResult:
        self._save(at_once=True)
        if self.order is None and not self.records:
            self._take_snapshot()
        while (outcome := self._end()) is None:
            outcome = self._epoch()
            if outcome is None and self._end() is None and not self._goes_on(epoch_ended=True):
                outcome = "stopped"
            if outcome is not None:
                break
        return self._result(outcome)

    def _end(self) -> Outcome | None:
        """The outcome, if there is nothing left to do."""
        if self.config.patience is not None and self.epochs_without_gain >= self.config.patience:
            return "stopped early"
        return "finished" if len(self.records) >= self.config.epochs else None

    def _epoch(self) -> Outcome | None:
        """Train on all samples once, or on those left of the epoch; an outcome means that the training ends here."""
        if self.order is None:
            self.order = self.rng.permutation(len(self.data))
            self.seen = 0
        self.reported = self.seen
        self.step.follow(self.order)
        samples = len(self.data)
        while self.seen < samples:
            self._take_changes()
            first = self.seen
            logits = self.logits[first : first + self.batch_size]
            before = self.network.parameters.copy() if self.control.is_watched_step else None
            if not self.step.take_next(first, self._learning_rate(self.done), logits):
                return "diverged"
            self.seen += len(logits)
            self.steps += 1
            now = time.perf_counter()
            if now - self.last_report >= _SECONDS_BETWEEN_REPORTS:
                self._report_progress(now)
            if before is not None:
                self._report_step(before, slice(first, self.seen))
            # After the last minibatch of an epoch a pause waits until the epoch is recorded; a stop does not.
            if (self.seen < samples or self.control.is_stopped) and not self._goes_on():
                return "stopped"
        return self._finish_epoch()

    def _learning_rate(self, minibatch: float) -> float:
        """The learning rate of a minibatch of the current epoch."""
        within = min(minibatch, self.minibatches - 1)  # the last one may begin late, after a change of the size
        return learning_rate_at(len(self.records) + (within + 0.5) / self.minibatches, self.config)

    def _goes_on(self, *, epoch_ended: bool = False) -> bool:
        """Obey the control. Save at a pause and at a stop, as the user may switch the machine off next."""
        if self.control.is_paused and not self.was_paused:
            self._save(at_once=True)
        self.was_paused = self.control.is_paused
        if self.control.wait_while_paused(epoch_ended=epoch_ended):
            return True
        self._save(at_once=True)
        return False

    def _take_changes(self) -> None:
        epoch = len(self.records) + self.done / self.minibatches
        for what, value in self.control.take_changes().items():
            change = Change(epoch, what, value)
            if self._has_effect(change) and change.apply(self.config) != self.config:
                self._change(change)
                self.report(change)

    def _has_effect(self, change: Change) -> bool:
        match change.what:
            case "momentum":
                return self.step.has_momentum
            case "augmentation":
                return change.value == "none" or self.network.config.inputs == IMAGE_PIXELS
            case _:
                return True

    def _change(self, change: Change) -> None:
        self.changes.append(change)
        self.config = change.apply(self.config)
        match change.what:
            case "momentum":
                self.step.set_momentum(self.config.momentum)
            case "dropout":
                self.backprop.dropout = self._dropout()
            case "batch_size" | "augmentation" | "noise":
                self._make_step_anew()
            case _:
                self.step.set_strengths(self.config.l1, self.config.l2)

    def _make_step_anew(self) -> None:
        """Allocate the memory of a step anew, for the settings as they are now; what the optimizer remembers stays."""
        self.batch_size = min(self.config.batch_size, len(self.data))
        self.backprop = Backprop(self.network, self.batch_size, self.backprop.gradient, self._dropout())
        memory = self.step.optimizer.memory()
        self.step = TrainingStep(self.backprop, self.data, self.config, self.rng, self.teachers)
        self.step.optimizer.recall(memory, self.steps)
        if self.order is not None:
            self.step.follow(self.order)

    def _dropout(self) -> Dropout | None:
        """Dropout as the settings say."""
        if not self.config.dropout:
            return None
        return Dropout(self.config.dropout, self.network.config, self.batch_size, self.rng)

    def _finish_epoch(self) -> Outcome | None:
        assert self.order is not None
        trained = self._seconds(time.perf_counter())
        record = epoch_record(
            len(self.records) + 1,
            self.network,
            self.logits,
            self.data.labels[self.order],
            self.validation,
            weights=None if self.data.weights is None else self.data.weights[self.order],
            penalty=self.step.regularizer.penalty(self.network.parameters[: self.network.config.weight_count]),
            learning_rate=self._learning_rate(self.minibatches - 1),
            seconds=lambda: self._seconds(time.perf_counter()),
            strengths=(self.config.l1, self.config.l2),
            fixed_part=self.fixed_part,
        )
        if record is None:
            return "diverged"
        self._note(record)
        if self.best is None or self.best is record:
            self.kept = self.network.copy()
        self.order, self.seen = None, 0
        # After a kill the epoch is repeated and must give the same result, so a change by the user must be in the file.
        changed = bool(self.changes) and self.changes[-1].epoch >= len(self.records) - 1
        self._save(at_once=changed or self.control.is_paused)
        self.report(EpochFinished(record, self.best is record, self.config.epochs))
        self._take_snapshot()
        self.time_left.epoch_ended(len(self.records), trained, self._seconds(time.perf_counter()))
        # A square of Adam that overflowed stays infinite: its weight would stand still from here on.
        return None if _are_finite(self.step.optimizer.memory().values()) else "diverged"

    def _note(self, record: EpochRecord) -> None:
        """Append a finished epoch, and update the best one."""
        before = self.best
        self.records.append(record)
        self.best = better(before, record)
        gained = self.best is record and (before is None or before.validation_accuracy != record.validation_accuracy)
        self.epochs_without_gain = 0 if gained else self.epochs_without_gain + 1

    def _take_snapshot(self) -> None:
        if self.on_snapshot is not None and is_snapshot_epoch(len(self.records)):
            self.on_snapshot(Snapshot(len(self.records), self.network.copy()))

    def _save(self, *, at_once: bool = False) -> None:
        if self.saver is None:
            return
        self._offer(self.saver)
        if at_once:
            self.saver.flush()

    def _offer(self, saver: CheckpointSaver) -> None:
        position = (len(self.records), self.seen)
        if position == self.saved_at:
            return
        memory = self.step.optimizer.memory()
        if not _are_finite((self.network.parameters, *memory.values())):
            return  # The last saved state is worth more than one that is about to diverge.
        saver.offer(
            RunState(
                network=self.network.copy(),
                kept=self.kept,
                memory={name: values.copy() for name, values in memory.items()},
                history=self._history(),
                seconds=self._seconds(time.perf_counter()),
                rng=rng_state(self.rng),
                order=None if self.order is None else self.order.copy(),
                logits=self.logits[: self.seen].copy(),
                steps=self.steps,
            )
        )
        self.saved_at = position

    def _history(self) -> History:
        return History(tuple(self.records), tuple(self.changes))

    def _result(self, outcome: Outcome) -> TrainingResult:
        last = self.network.copy() if np.isfinite(self.network.parameters).all() else None
        kept, message = self.kept, ""
        if outcome == "diverged":
            message = divergence_message(len(self.records) + 1, self.data, self.config)
        elif outcome == "stopped early":
            epochs = "1 epoch" if self.config.patience == 1 else f"{self.config.patience} epochs"
            message = f"Stopped after {epochs} without a better validation error."
        elif outcome == "stopped" and self.best is None and last is not None:
            # Without validation there is no reason to prefer an earlier network.
            kept = last
        return TrainingResult(kept, self._history(), outcome, message, len(self.data), last)

    def _report_progress(self, now: float) -> None:
        seen = self.seen
        if seen < min(_FEWEST_SAMPLES, len(self.data)):
            return
        mean_loss, accuracy = self._score(slice(min(self.reported, max(seen - _FEWEST_SAMPLES, 0)), seen))
        done = len(self.records) + self.done / self.minibatches
        seconds = self._seconds(now)
        seconds_left = self.time_left.estimate(done, seconds)
        self.report(Progress(done, self.config.epochs, mean_loss, accuracy, seconds, seconds_left))
        self.reported = seen
        self.last_report = now

    def _report_step(self, before: Floats, samples: slice) -> None:
        """Report what the last step did, which a person watches; ``before`` are the parameters before it."""
        assert self.order is not None
        rows = self.order[samples]
        weights = None if self.data.weights is None else self.data.weights[rows]
        inputs = self.step.backprop.inputs[: len(rows)]
        epoch = len(self.records) + self.done / self.minibatches
        self.report(measured_step(self.network, before, inputs, self.data.labels[rows], weights, epoch))

    def _score(self, samples: slice) -> tuple[float, float]:
        """Mean loss and accuracy of some of this epoch's samples."""
        assert self.order is not None
        rows = self.order[samples]
        weights = None if self.data.weights is None else self.data.weights[rows]
        return score(self.network, self.logits[samples], self.data.labels[rows], weights)

    def _seconds(self, now: float) -> float:
        return now - self.began - self.control.paused_seconds


def _are_finite(vectors: Iterable[Floats]) -> bool:
    return all(bool(np.isfinite(values).all()) for values in vectors)
