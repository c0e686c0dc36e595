"""Training with feature maps; the result is written out as an ordinary network, to be trained further."""

import math
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.errors import CheckpointError, SettingError
from mlp_engine.feature_maps import FeatureMapConfig, FeatureMapNetwork
from mlp_engine.feature_maps.backprop import FeatureMapBackprop
from mlp_engine.files.paths import shown_path
from mlp_engine.perceptron.config import TrainingConfig
from mlp_engine.perceptron.dropout import Dropout
from mlp_engine.perceptron.network import Network
from mlp_engine.perceptron.schedules import learning_rate_at
from mlp_engine.training.checkpoint import load_checkpoint
from mlp_engine.training.checkpoint_saver import CheckpointSaver
from mlp_engine.training.control import RunControl
from mlp_engine.training.epoch import epoch_record
from mlp_engine.training.history import EpochFinished, EpochRecord, History, TrainingEvent, better
from mlp_engine.training.result import Outcome, TrainingResult, divergence_message
from mlp_engine.training.state import Checkpoint, Origin, RunState, rng_of, rng_state
from mlp_engine.training.step import TrainingStep
from mlp_engine.training.teachers import Teacher, Teachers
from mlp_engine.training.time_left import RunClock
from mlp_engine.training.train import saver_of, split_for_validation


def train_feature_maps(
    data: Dataset,
    network_config: FeatureMapConfig,
    config: TrainingConfig,
    *,
    draw: int = 0,
    validation: Dataset | None = None,
    teachers: Sequence[Teacher] = (),
    on_progress: Callable[[TrainingEvent], None] | None = None,
    control: RunControl | None = None,
    checkpoint: Path | None = None,
) -> TrainingResult:
    """Train a new network with feature maps.

    With the same data and seed, this chooses the same validation samples as
    :func:`~mlp_engine.training.train.train_further` for a network of the architecture ``network_config.dense``,
    whatever the ``draw``.

    Args:
        data: the samples, digit images; the share ``config.validation`` of them becomes the validation set.
        network_config: the architecture.
        config: the settings; patience and calibration are not allowed. Dropout leaves out single neurons of the
            ordinary form: a layer of maps has as many as it has places times maps.
        draw: selects the first weights. Networks that differ only in it are good teachers of one another.
        validation: a validation set, instead of a share of ``data``.
        teachers: networks whose probabilities replace the labels as targets, see
            :class:`~mlp_engine.training.teachers.Teachers`.
        on_progress: called with each finished epoch.
        control: polled after every minibatch.
        checkpoint: file to write at the beginning, and to replace at the end of every epoch before it is reported
            (see :class:`~mlp_engine.training.checkpoint_saver.CheckpointSaver`). :func:`resume_feature_maps` continues
            from it; of an epoch that was not finished nothing is kept.

    Returns:
        The result, with its networks written out as ordinary ones.

    Raises:
        DataError: if data or teachers do not fit the network.
        SettingError: if patience or calibration is set, or dropout does not fit the layers.
        CheckpointError: if the checkpoint cannot be written at the beginning.
    """
    if config.patience is not None or config.calibrate:
        raise SettingError("Training with shared weights must be without patience and calibration. Got one of them.")
    rng = np.random.default_rng(config.seed)
    ordinary = Network.initialise(network_config.dense, rng)  # advances rng as train_further does before the split
    before = rng_state(rng)
    training, apart = split_for_validation(ordinary, data, validation, config, rng)
    network = FeatureMapNetwork.initialise(network_config, np.random.default_rng((config.seed, draw)))
    report, saver = on_progress or _ignore, None
    if checkpoint is not None:
        origin = Origin.of(data, training, apart, before, teachers=teachers)
        saver = saver_of(checkpoint, config, origin, report, network_config)
    taught = Teachers(teachers, ordinary) if teachers else None
    return _FeatureMapRun(
        network, training, apart, config, rng, taught, report, control or RunControl(), saver
    ).run()  # fmt: skip


def resume_feature_maps(
    checkpoint: Path,
    data: Dataset,
    *,
    validation: Dataset | None = None,
    teachers: Sequence[Teacher] = (),
    on_progress: Callable[[TrainingEvent], None] | None = None,
    control: RunControl | None = None,
) -> TrainingResult:
    """Resume the training with feature maps of a checkpoint, which is updated as before.

    The result is that of a training that was never interrupted, bit for bit; a finished one ends at once. Arguments are
    those that the training began with, as for :func:`~mlp_engine.training.train.resume_training`.

    Raises:
        CheckpointError: if the file is not a sound checkpoint of a training with shared weights, or cannot be replaced.
        DataError: if data or teachers are not those of the training.
    """
    found = load_checkpoint(checkpoint)
    config, origin, state = found.config, found.origin, found.state
    shared = _shared_of(found, checkpoint)
    training, apart = split_for_validation(state.network, data, validation, config, rng_of(origin.rng))
    origin.check(Origin.of(data, training, apart, origin.rng, origin.start, teachers))
    report = on_progress or _ignore
    saver = saver_of(checkpoint, config, origin, report, shared)
    network = FeatureMapNetwork(shared, np.empty(shared.parameter_count, np.float32))
    taught = Teachers(teachers, state.network) if teachers else None
    run = _FeatureMapRun(
        network, training, apart, config, rng_of(state.rng), taught, report, control or RunControl(), saver
    )  # fmt: skip
    run.go_on_from(state)
    return run.run()


def _shared_of(found: Checkpoint, path: Path) -> FeatureMapConfig:
    if found.shared is None:
        raise CheckpointError(
            f"The checkpoint must be of a training with shared weights. Got {shown_path(path)}, which "
            "`mlp-engine train --resume` resumes."
        )
    return found.shared


class _FeatureMapRun:
    """One training with feature maps."""

    def __init__(
        self,
        network: FeatureMapNetwork,
        data: Dataset,
        validation: Dataset | None,
        config: TrainingConfig,
        rng: np.random.Generator,
        teachers: Teachers | None,
        report: Callable[[TrainingEvent], None],
        control: RunControl,
        saver: CheckpointSaver | None,
    ) -> None:
        self.network = network
        self.data = data
        self.validation = validation
        self.config = config
        self.rng = rng
        self.report = report
        self.control = control
        self.saver = saver
        self.clock = RunClock(control)
        size = min(config.batch_size, len(data))
        dropout = Dropout(config.dropout, network.config.dense, size, rng) if config.dropout else None
        self.backprop = FeatureMapBackprop(network, size, dropout)
        self.step = TrainingStep(self.backprop, data, config, rng, teachers)
        self.minibatches = math.ceil(len(data) / self.step.batch_size)
        self.logits = np.empty((len(data), network.config.outputs), np.float32)
        self.records: list[EpochRecord] = []
        self.best: EpochRecord | None = None
        self.kept = network.dense()

    def go_on_from(self, state: RunState) -> None:
        """Restore the state of a training with the same data and settings."""
        for record in state.history.epochs:
            self.records.append(record)
            self.best = better(self.best, record)
        self.kept = state.kept
        steps = len(self.records) * self.minibatches
        self.backprop.recall(state.memory, steps)
        self.step.optimizer.recall(state.memory, steps)
        self.clock.resume(state.seconds)

    def run(self) -> TrainingResult:
        """Train to the end, and write the last state."""
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            try:
                outcome = self._train()
            finally:
                if self.saver is not None:
                    self.saver.flush()
        message = divergence_message(len(self.records) + 1, self.data, self.config) if outcome == "diverged" else ""
        not_saved = "" if self.saver is None else self.saver.problem
        return TrainingResult(
            self.kept, History(tuple(self.records)), outcome, message, len(self.data), not_saved=not_saved
        )  # fmt: skip

    def _train(self) -> Outcome:
        if not self.records:
            self._save(self.kept)
        outcome: Outcome | None = None
        while outcome is None:
            outcome = "finished" if len(self.records) == self.config.epochs else self._epoch()
        return outcome

    def _save(self, network: Network) -> None:
        """Offer the state between two epochs to the saver; ``network`` as it is in use."""
        memory = self.step.optimizer.memory() | self.backprop.memory()
        if self.saver is not None and all(np.isfinite(values).all() for values in memory.values()):
            self.saver.offer(
                RunState(
                    network=network,
                    kept=self.kept,
                    memory={name: values.copy() for name, values in memory.items()},
                    history=History(tuple(self.records)),
                    seconds=self.clock.seconds(),
                    rng=rng_state(self.rng),
                    order=None,
                    logits=self.logits[:0].copy(),
                )
            )

    def _epoch(self) -> Outcome | None:
        """Train on all samples once; an outcome means that the training ends here."""
        order = self.rng.permutation(len(self.data))
        self.step.follow(order)
        size = self.step.batch_size
        for number in range(self.minibatches):
            first = number * size
            if not self.step.take_next(first, self._learning_rate(number), self.logits[first : first + size]):
                return "diverged"
            if not self.control.wait_while_paused():
                return "stopped"
        network = self.backprop.finished().dense()
        record = epoch_record(
            len(self.records) + 1,
            network,
            self.logits,
            self.data.labels[order],
            self.validation,
            weights=None if self.data.weights is None else self.data.weights[order],
            penalty=self.step.regularizer.penalty(self.network.parameters[: self.network.config.weight_count]),
            learning_rate=self._learning_rate(self.minibatches - 1),
            seconds=self.clock.seconds,
        )
        if record is None:
            return "diverged"
        self.records.append(record)
        self.best = better(self.best, record)
        if self.best is None or self.best is record:
            self.kept = network
        self._save(network)
        self.report(EpochFinished(record, self.best is record, self.config.epochs))
        # A square of Adam that overflowed stays infinite: its weight would stand still from here on.
        if not all(np.isfinite(values).all() for values in self.step.optimizer.memory().values()):
            return "diverged"
        return None

    def _learning_rate(self, minibatch: int) -> float:
        """The learning rate of a minibatch of the current epoch."""
        return learning_rate_at(len(self.records) + (minibatch + 0.5) / self.minibatches, self.config)


def _ignore(event: TrainingEvent) -> None:
    pass
