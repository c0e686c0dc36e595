"""The run of a training: minibatch by minibatch and epoch by epoch, until it is finished, stopped or diverged."""

import math
from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np

from mlp_engine.arrays import Floats
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.perceptron.config import TrainingConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.perceptron.schedules import learning_rate_at
from mlp_engine.training.calibration import fit_temperature, with_temperature
from mlp_engine.training.checkpoint_saver import CheckpointSaver
from mlp_engine.training.control import RunControl
from mlp_engine.training.epoch import Epoch, epoch_record
from mlp_engine.training.fixed_part import FixedPart
from mlp_engine.training.history import Change, EpochFinished, EpochRecord, History, TrainingEvent, better
from mlp_engine.training.live_reports import LiveReports
from mlp_engine.training.live_settings import LiveSettings
from mlp_engine.training.result import Outcome, TrainingResult, divergence_message
from mlp_engine.training.snapshots import Snapshot, is_snapshot_epoch
from mlp_engine.training.state import RunState, rng_state
from mlp_engine.training.step import TrainingStep
from mlp_engine.training.teachers import Teachers
from mlp_engine.training.time_left import RunClock, TimeLeft


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
        self.settings = LiveSettings(self.network, data, config, rng, teachers)
        # Between two steps the gradient is free.
        self.fixed_part = FixedPart(self.network, data, self.step.backprop.gradient)
        self.epoch = Epoch(data, network)
        self.steps = 0
        self.saved_at: tuple[int, int] | None = None
        self.was_paused = False
        self.clock = RunClock(control)
        self.validated = 0.0 if validation is None else len(validation) / len(data)
        time_left = TimeLeft(config.epochs, self.validated)
        self.live_reports = LiveReports(self.network, self.epoch, on_progress, self.clock, time_left)

    @property
    def config(self) -> TrainingConfig:
        """The settings as they are now."""
        return self.settings.config

    @property
    def step(self) -> TrainingStep:
        """The step with the settings as they are now."""
        return self.settings.step

    @property
    def minibatches(self) -> int:
        """Minibatches of an epoch."""
        return math.ceil(len(self.data) / self.settings.batch_size)

    @property
    def minibatches_done(self) -> float:
        """Minibatches of the current epoch that were done, counted in those of the present size."""
        return self.minibatches if self.epoch.is_complete else self.epoch.seen / self.settings.batch_size

    @property
    def epochs_done(self) -> float:
        """Epochs that were done, with the fraction of the current one."""
        return len(self.records) + self.minibatches_done / self.minibatches

    def go_on_from(self, state: RunState) -> None:
        """Restore the state of a training with the same data and settings."""
        self.network.parameters[...] = state.network.parameters
        self.kept = state.kept
        for record in state.history.epochs:
            self._note(record)
        for change in state.history.changes:
            self._change(change)
        if state.order is not None:
            self.epoch.resume(state.order, state.logits)
        of_one_size = len(self.records) * self.minibatches + round(self.minibatches_done)
        self.steps = of_one_size if state.steps is None else state.steps
        self.step.optimizer.recall(state.memory, self.steps)
        self.clock.resume(state.seconds)
        self.live_reports.time_left = TimeLeft(
            self.config.epochs, self.validated, done=self.epochs_done, seconds=state.seconds
        )

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
        if self.epoch.order is None and not self.records:
            self._take_snapshot()
        while (outcome := self._end()) is None:
            outcome = self._train_epoch()
            if outcome is None and self._end() is None and not self._may_continue(epoch_ended=True):
                outcome = "stopped"
            if outcome is not None:
                break
        return self._result(outcome)

    def _end(self) -> Outcome | None:
        """The outcome, if there is nothing left to do."""
        if self.config.patience is not None and self.epochs_without_gain >= self.config.patience:
            return "stopped early"
        return "finished" if len(self.records) >= self.config.epochs else None

    def _train_epoch(self) -> Outcome | None:
        """Train on all samples once, or on those left of the epoch; an outcome means that the training ends here."""
        epoch = self.epoch
        self.step.follow(epoch.begin(self.rng) if epoch.order is None else epoch.order)
        self.live_reports.follow()
        while not epoch.is_complete:
            self._take_changes()
            minibatch = epoch.minibatch(self.settings.batch_size)
            before = self.network.parameters.copy() if self.control.is_watched_step else None
            learning_rate = self._learning_rate(self.minibatches_done)
            if not self.step.take_next(minibatch.start, learning_rate, epoch.logits[minibatch]):
                return "diverged"
            epoch.seen = minibatch.stop
            self.steps += 1
            self.live_reports.report_progress(self.epochs_done)
            if before is not None:
                self.live_reports.report_step(minibatch, self.step.backprop.inputs, before, self.epochs_done)
            # After the last minibatch of an epoch a pause waits until the epoch is recorded; a stop does not.
            if (not epoch.is_complete or self.control.is_stopped) and not self._may_continue():
                return "stopped"
        return self._finish_epoch()

    def _learning_rate(self, minibatch: float) -> float:
        """The learning rate of a minibatch of the current epoch."""
        within = min(minibatch, self.minibatches - 1)  # the last one may begin late, after a change of the size
        return learning_rate_at(len(self.records) + (within + 0.5) / self.minibatches, self.config)

    def _may_continue(self, *, epoch_ended: bool = False) -> bool:
        """Obey the control. Save at a pause and at a stop, as the user may switch the machine off next."""
        if self.control.is_paused and not self.was_paused:
            self._save(at_once=True)
        self.was_paused = self.control.is_paused
        if self.control.wait_while_paused(epoch_ended=epoch_ended):
            return True
        self._save(at_once=True)
        return False

    def _take_changes(self) -> None:
        epoch = self.epochs_done
        for what, value in self.control.take_changes().items():
            change = Change(epoch, what, value)
            if self.settings.are_changed_by(change):
                self._change(change)
                self.report(change)

    def _change(self, change: Change) -> None:
        self.changes.append(change)
        self.settings.apply(change, steps=self.steps, order=self.epoch.order)

    def _finish_epoch(self) -> Outcome | None:
        trained = self.clock.seconds()
        record = epoch_record(
            len(self.records) + 1,
            self.network,
            self.epoch.logits,
            self.epoch.labels(),
            self.validation,
            weights=self.epoch.weights(),
            penalty=self.step.regularizer.penalty(self.network.parameters[: self.network.config.weight_count]),
            learning_rate=self._learning_rate(self.minibatches - 1),
            seconds=self.clock.seconds,
            strengths=(self.config.l1, self.config.l2),
            fixed_part=self.fixed_part,
        )
        if record is None:
            return "diverged"
        self._note(record)
        if self.best is None or self.best is record:
            self.kept = self.network.copy()
        self.epoch.end()
        # After a kill the epoch is repeated and must give the same result, so a change by the user must be in the file.
        changed = bool(self.changes) and self.changes[-1].epoch >= len(self.records) - 1
        self._save(at_once=changed or self.control.is_paused)
        self.report(EpochFinished(record, self.best is record, self.config.epochs))
        self._take_snapshot()
        self.live_reports.time_left.epoch_ended(len(self.records), trained, self.clock.seconds())
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
        position = (len(self.records), self.epoch.seen)
        if position == self.saved_at:
            return
        memory, order = self.step.optimizer.memory(), self.epoch.order
        if not _are_finite((self.network.parameters, *memory.values())):
            return  # The last saved state is worth more than one that is about to diverge.
        saver.offer(
            RunState(
                network=self.network.copy(),
                kept=self.kept,
                memory={name: values.copy() for name, values in memory.items()},
                history=self._history(),
                seconds=self.clock.seconds(),
                rng=rng_state(self.rng),
                order=None if order is None else order.copy(),
                logits=self.epoch.logits[: self.epoch.seen].copy(),
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


def _are_finite(vectors: Iterable[Floats]) -> bool:
    return all(bool(np.isfinite(values).all()) for values in vectors)
