"""Training with feature maps; the result is written out as an ordinary network, to be trained further."""

import math
import time
from collections.abc import Callable, Sequence

import numpy as np

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.errors import SettingError
from mlp_engine.feature_maps import FeatureMapConfig, FeatureMapNetwork
from mlp_engine.feature_maps.backprop import FeatureMapBackprop
from mlp_engine.perceptron.config import TrainingConfig
from mlp_engine.perceptron.dropout import Dropout
from mlp_engine.perceptron.network import Network
from mlp_engine.perceptron.schedules import learning_rate_at
from mlp_engine.training.control import RunControl
from mlp_engine.training.epoch import epoch_record
from mlp_engine.training.history import EpochFinished, EpochRecord, History, TrainingEvent, better
from mlp_engine.training.result import Outcome, TrainingResult, divergence_message
from mlp_engine.training.step import TrainingStep
from mlp_engine.training.teachers import Teacher, Teachers
from mlp_engine.training.train import split_for_validation


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
) -> TrainingResult:
    """Train a new network with feature maps. It takes minutes and cannot be resumed.

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

    Returns:
        The result, with its networks written out as ordinary ones.

    Raises:
        DataError: if data or teachers do not fit the network.
        SettingError: if patience or calibration is set, or dropout does not fit the layers.
    """
    if config.patience is not None or config.calibrate:
        raise SettingError("Training with shared weights must be without patience and calibration. Got one of them.")
    rng = np.random.default_rng(config.seed)
    ordinary = Network.initialise(network_config.dense, rng)  # advances rng as train_further does before the split
    taught = Teachers(teachers, ordinary) if teachers else None
    training, apart = split_for_validation(ordinary, data, validation, config, rng)
    network = FeatureMapNetwork.initialise(network_config, np.random.default_rng((config.seed, draw)))
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        run = _FeatureMapRun(
            network, training, apart, config, rng, taught, on_progress or _ignore, control or RunControl()
        )
        return run.run()


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
    ) -> None:
        self.network = network
        self.data = data
        self.validation = validation
        self.config = config
        self.rng = rng
        self.report = report
        self.control = control
        size = min(config.batch_size, len(data))
        dropout = Dropout(config.dropout, network.config.dense, size, rng) if config.dropout else None
        self.backprop = FeatureMapBackprop(network, size, dropout)
        self.step = TrainingStep(self.backprop, data, config, rng, teachers)
        self.minibatches = math.ceil(len(data) / self.step.batch_size)
        self.logits = np.empty((len(data), network.config.outputs), np.float32)
        self.records: list[EpochRecord] = []
        self.best: EpochRecord | None = None
        self.kept = network.dense()
        self.began = time.perf_counter()

    def run(self) -> TrainingResult:
        outcome: Outcome | None = None
        while outcome is None:
            outcome = self._epoch()
        message = divergence_message(len(self.records) + 1, self.data, self.config) if outcome == "diverged" else ""
        return TrainingResult(self.kept, History(tuple(self.records)), outcome, message, len(self.data))

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
            seconds=lambda: time.perf_counter() - self.began - self.control.paused_seconds,
        )
        if record is None:
            return "diverged"
        self.records.append(record)
        self.best = better(self.best, record)
        if self.best is None or self.best is record:
            self.kept = network
        self.report(EpochFinished(record, self.best is record, self.config.epochs))
        # A square of Adam that overflowed stays infinite: its weight would stand still from here on.
        if not all(np.isfinite(values).all() for values in self.step.optimizer.memory().values()):
            return "diverged"
        return "finished" if len(self.records) == self.config.epochs else None

    def _learning_rate(self, minibatch: int) -> float:
        """The learning rate of a minibatch of the current epoch."""
        return learning_rate_at(len(self.records) + (minibatch + 0.5) / self.minibatches, self.config)


def _ignore(event: TrainingEvent) -> None:
    pass
