"""Trains a network: an ordinary function that reports as it goes and obeys a control.

It starts no thread and knows no window. A thread, a progress bar or a test hands in what to do with the reports.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.errors import DataError
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.training.checkpoint import load_checkpoint, prepare_checkpoint, save_checkpoint
from mlp_engine.training.checkpoint_saver import CheckpointSaver
from mlp_engine.training.control import RunControl
from mlp_engine.training.history import TrainingEvent
from mlp_engine.training.parts import origin_of, parts_of, run_to_the_end
from mlp_engine.training.run import TrainingResult, TrainingRun
from mlp_engine.training.state import Checkpoint, Origin, RunState, rng_of, rng_state
from mlp_engine.training.teachers import Teacher, Teachers
from mlp_engine.validation import check_whole_number


def train_new_network(
    data: Dataset,
    network_config: NetworkConfig,
    config: TrainingConfig,
    *,
    teachers: Sequence[Teacher] = (),
    on_progress: Callable[[TrainingEvent], None] | None = None,
    control: RunControl | None = None,
    checkpoint: Path | None = None,
) -> TrainingResult:
    """Make a network of this architecture and train it, everything random drawn from ``config.seed``.

    The same data, settings and number of BLAS threads give the same weights, bit for bit.
    Arguments, result and errors are those of :func:`train`.
    """
    rng = np.random.default_rng(config.seed)
    network = Network.initialise(network_config, rng)
    return _train(network, data, config, rng, None, teachers, on_progress, control, checkpoint, start=None)


def train_further(
    network: Network,
    data: Dataset,
    config: TrainingConfig,
    *,
    teachers: Sequence[Teacher] = (),
    on_progress: Callable[[TrainingEvent], None] | None = None,
    control: RunControl | None = None,
    checkpoint: Path | None = None,
) -> TrainingResult:
    """Train a copy of ``network`` further, everything random drawn from ``config.seed``.

    The share set apart to validate is the one that :func:`train_new_network` sets apart for such a network and seed:
    samples that its first training did not learn from are still not learned from, and measure it honestly.
    Arguments, result and errors are those of :func:`train`.
    """
    rng = np.random.default_rng(config.seed)
    Network.initialise(network.config, rng)  # draws what a new network draws before its samples are set apart
    start = network.fingerprint()
    return _train(network, data, config, rng, None, teachers, on_progress, control, checkpoint, start=start)


def train(
    network: Network,
    data: Dataset,
    config: TrainingConfig,
    *,
    rng: np.random.Generator,
    validation: Dataset | None = None,
    teachers: Sequence[Teacher] = (),
    on_progress: Callable[[TrainingEvent], None] | None = None,
    control: RunControl | None = None,
    checkpoint: Path | None = None,
) -> TrainingResult:
    """Train a copy of ``network`` on ``data``; the network itself stays as it is.

    Args:
        network: where to start from.
        data: the samples; a share of them is set apart if ``config.validation`` says so.
        config: the settings.
        rng: draws the split, the order of the samples and the distortions.
        validation: samples to measure on after every epoch, instead of a share of ``data``.
        teachers: networks whose answers to the samples take the place of their labels, see
            :class:`~mlp_engine.training.teachers.Teachers`; losses and accuracies are still measured by the labels.
        on_progress: called in the calling thread with each report.
        control: polled after every minibatch.
        checkpoint: file to write at the beginning, and to replace at the end of every epoch before it is reported,
            at a pause and at a stop; epochs of a moment share one saving, see
            :class:`~mlp_engine.training.checkpoint_saver.CheckpointSaver`. :func:`resume_training` goes on from it.

    Returns:
        The trained network with its history. A loss that stops being finite ends the training with the outcome
        "diverged" and the last good network; it raises nothing.

    Raises:
        DataError: if data or teachers do not fit the network.
        SettingError: if patience is asked for with nothing to validate on, or a checkpoint with an ``rng`` that is
            not of the kind of ``np.random.default_rng``.
        CheckpointError: if there cannot be such a file. One that cannot be written later on, as on a full disk, is
            reported and tried again, and the result tells if it stayed so.
    """
    start = network.fingerprint()
    return _train(network, data, config, rng, validation, teachers, on_progress, control, checkpoint, start=start)


def _train(
    network: Network,
    data: Dataset,
    config: TrainingConfig,
    rng: np.random.Generator,
    validation: Dataset | None,
    teachers: Sequence[Teacher],
    on_progress: Callable[[TrainingEvent], None] | None,
    control: RunControl | None,
    checkpoint: Path | None,
    *,
    start: str | None,
) -> TrainingResult:
    """As :func:`train`; ``start`` is what a checkpoint tells of the network that it began with."""
    before = None if checkpoint is None else rng_state(rng)
    training, validation = parts_of(network, data, validation, config, rng)
    report = on_progress or _ignore
    saver = None
    if checkpoint is not None and before is not None:
        origin = origin_of(data, training, validation, before, start, teachers)
        saver = _saver(checkpoint, config, origin, report)
    control = control or RunControl()
    taught = Teachers(teachers, network) if teachers else None
    return run_to_the_end(TrainingRun(network, training, validation, config, rng, report, control, saver, taught))


def resume_training(
    checkpoint: Path,
    data: Dataset,
    *,
    validation: Dataset | None = None,
    teachers: Sequence[Teacher] = (),
    epochs: int | None = None,
    on_progress: Callable[[TrainingEvent], None] | None = None,
    control: RunControl | None = None,
) -> TrainingResult:
    """Go on with the training of a checkpoint, which is written on as before.

    With the same number of BLAS threads and the same numpy, the weights and the history (but for its seconds) end
    as those of a training that was never interrupted, bit for bit. One that had ended already ends again at once.

    Args:
        checkpoint: the file.
        data: the data that the training began with.
        validation: the validation set, if the training was given one.
        teachers: the networks that the training learns from, if it was given any, in the same order.
        epochs: epochs in all, instead of those of the settings. A cosine schedule falls to 0 at the new last one.
        on_progress: called in the calling thread with each report; epochs that the file holds are not reported again.
        control: polled after every minibatch.

    Returns:
        As :func:`train` does, for the training as a whole.

    Raises:
        CheckpointError: if the file is not a sound checkpoint, or there cannot be a new one in its place.
        DataError: if data or teachers are not those of the training.
        SettingError: if there are fewer ``epochs`` than were finished.
    """
    found = load_checkpoint(checkpoint)
    config, origin, state = found.config, found.origin, found.state
    if epochs is not None:
        check_whole_number("Epochs in all", epochs, at_least=max(len(state.history), 1))
        config = replace(config, epochs=epochs)
    training, validation = parts_of(state.network, data, validation, config, rng_of(origin.rng))
    here = origin_of(data, training, validation, origin.rng, origin.start, teachers)
    if (here.data_sha256, here.validation_sha256) != (origin.data_sha256, origin.validation_sha256):
        raise DataError(
            f"Data must be the samples that this training began with ({origin.data}). "
            f"Got {data.name} with other samples, or another validation set."
        )
    if here.teachers != origin.teachers:
        raise DataError(
            f"Networks to learn from must be the {len(origin.teachers)} that this training began with, in their order. "
            f"Got {len(teachers) if len(teachers) != len(origin.teachers) else 'others'}."
        )
    if state.order is not None and len(state.order) != len(training):
        raise DataError(f"{training.name} must have {len(state.order)} samples to go on. Got {len(training)}.")
    report, rng = on_progress or _ignore, rng_of(state.rng)
    saver = _saver(checkpoint, config, origin, report)
    control = control or RunControl()
    taught = Teachers(teachers, state.network) if teachers else None
    run = TrainingRun(state.network, training, validation, config, rng, report, control, saver, taught)
    run.go_on_from(state)
    return run_to_the_end(run)


def _saver(
    path: Path, config: TrainingConfig, origin: Origin, report: Callable[[TrainingEvent], None]
) -> CheckpointSaver:
    prepare_checkpoint(path)

    def write(state: RunState) -> None:
        save_checkpoint(path, Checkpoint(config, origin, state))

    return CheckpointSaver(write, report)


def _ignore(event: TrainingEvent) -> None:
    pass
