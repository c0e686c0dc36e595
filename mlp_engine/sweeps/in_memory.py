"""Training as in :mod:`mlp_engine.training.train`, but with the checkpoint in memory instead of in a file.

A trial whose process dies is started again, so its checkpoint is only needed after a stop. In a file it would cost
every trial time for disk access, at the beginning and after epochs, and for hashing all samples, which for MNIST takes
twice as long as the validation split.
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
    """Start a training, or resume that of ``found``; weights and history are the same as with a checkpoint file.

    Args:
        data: the samples; the caller must make sure that a resumed training gets the samples it began with.
        network_config: the architecture of a new training.
        config: the settings of a new training.
        found: the checkpoint to resume, with its own network and settings; ``None`` for a new training.
        on_progress: called in the calling thread with each report.
        control: polled after every minibatch.

    Returns:
        The result of the training, and its checkpoint if it was stopped.

    Raises:
        DataError: if the data does not fit the network.
        SettingError: if the settings require validation samples and there are none.
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
