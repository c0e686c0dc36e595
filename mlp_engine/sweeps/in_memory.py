"""Trains as :mod:`mlp_engine.training.train` does, with the checkpoint in memory until the training is stopped.

A trial whose process dies is begun again, so that its checkpoint is read only after a stop. As a file it costs every
trial some waiting for the disk, at the begin and after epochs, and the hashing of all samples, which with MNIST takes
twice as long as setting a part of them apart.
"""

from collections.abc import Callable

import numpy as np

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.training.checkpoint_saver import CheckpointSaver
from mlp_engine.training.control import RunControl
from mlp_engine.training.history import TrainingEvent
from mlp_engine.training.result import TrainingResult
from mlp_engine.training.run import TrainingRun
from mlp_engine.training.state import Checkpoint, Origin, RunState, rng_of, rng_state
from mlp_engine.training.train import split_for_validation


def train_in_memory(
    data: Dataset,
    network_config: NetworkConfig,
    config: TrainingConfig,
    found: Checkpoint | None,
    *,
    on_progress: Callable[[TrainingEvent], None],
    control: RunControl,
) -> tuple[TrainingResult, Checkpoint | None]:
    """Begin a training, or go on with that of ``found``; weights and history are those of one with a file.

    Args:
        data: the samples; to go on, those that the training began with, which is for the caller to know.
        network_config: the architecture to begin with.
        config: the settings to begin with.
        found: where to go on, with the network and the settings that it has; ``None`` to begin.
        on_progress: called in the calling thread with each report.
        control: polled after every minibatch.

    Returns:
        What the training left behind, and where it can go on, if it was stopped.

    Raises:
        DataError: if the data does not fit the network.
        SettingError: if there is nothing to validate on where the settings ask for it.
    """
    if found is None:
        rng = np.random.default_rng(config.seed)
        network = Network.initialise(network_config, rng)
        before = rng_state(rng)
    else:
        network, config, before = found.state.network, found.config, found.origin.rng
        rng = rng_of(before)
    training, validation = split_for_validation(network, data, None, config, rng)
    if found is not None:
        rng = rng_of(found.state.rng)
    state: RunState | None = None

    def keep(newest: RunState) -> None:
        nonlocal state
        state = newest

    saver = CheckpointSaver(keep, on_progress)
    run = TrainingRun(network, training, validation, config, rng, on_progress, control, saver)
    if found is not None:
        run.go_on_from(found.state)
    result = run.run()
    checkpoint = None
    if result.outcome == "stopped" and state is not None:
        origin = Origin.of(data, training, validation, before) if found is None else found.origin
        checkpoint = Checkpoint(config, origin, state)
    return result, checkpoint
