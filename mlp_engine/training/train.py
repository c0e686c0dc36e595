"""Training of a network: ordinary functions that report their progress and obey a control.

They start no thread and know no window. The caller passes a function that receives the reports.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.errors import CheckpointError, DataError, SettingError
from mlp_engine.feature_maps import FeatureMapConfig
from mlp_engine.files.paths import shown_path
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.perceptron.dropout import shares_of
from mlp_engine.perceptron.network import Network
from mlp_engine.training.calibration import check_has_temperature
from mlp_engine.training.checkpoint import load_checkpoint, prepare_checkpoint, save_checkpoint
from mlp_engine.training.checkpoint_saver import CheckpointSaver
from mlp_engine.training.control import RunControl
from mlp_engine.training.history import TrainingEvent
from mlp_engine.training.metrics import check_fits
from mlp_engine.training.result import TrainingResult
from mlp_engine.training.run import TrainingRun
from mlp_engine.training.snapshots import Snapshot
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
    on_snapshot: Callable[[Snapshot], None] | None = None,
    control: RunControl | None = None,
    checkpoint: Path | None = None,
) -> TrainingResult:
    """Create a network of this architecture and train it, with all random numbers from ``config.seed``.

    The same data, settings and number of BLAS threads give the same weights, bit for bit.
    Arguments, result and errors are those of :func:`train`.
    """
    rng = np.random.default_rng(config.seed)
    network = Network.initialise(network_config, rng)
    return _train(network, data, config, rng, None, teachers, on_progress, on_snapshot, control, checkpoint, start=None)


def starting_network(network_config: NetworkConfig, config: TrainingConfig) -> Network:
    """The network that :func:`train_new_network` begins with, before its first step."""
    return Network.initialise(network_config, np.random.default_rng(config.seed))


def train_further(
    network: Network,
    data: Dataset,
    config: TrainingConfig,
    *,
    teachers: Sequence[Teacher] = (),
    on_progress: Callable[[TrainingEvent], None] | None = None,
    on_snapshot: Callable[[Snapshot], None] | None = None,
    control: RunControl | None = None,
    checkpoint: Path | None = None,
) -> TrainingResult:
    """Train a copy of ``network`` further, with all random numbers from ``config.seed``.

    The validation samples are those that :func:`train_new_network` chooses for the same architecture and seed. So the
    samples that were held out of the first training are held out again, and the validation stays honest.
    Arguments, result and errors are those of :func:`train`.
    """
    rng = np.random.default_rng(config.seed)
    Network.initialise(network.config, rng)  # advances rng as train_new_network does before the split
    start = network.fingerprint()
    return _train(
        network, data, config, rng, None, teachers, on_progress, on_snapshot, control, checkpoint, start=start
    )


def train(
    network: Network,
    data: Dataset,
    config: TrainingConfig,
    *,
    rng: np.random.Generator,
    validation: Dataset | None = None,
    teachers: Sequence[Teacher] = (),
    on_progress: Callable[[TrainingEvent], None] | None = None,
    on_snapshot: Callable[[Snapshot], None] | None = None,
    control: RunControl | None = None,
    checkpoint: Path | None = None,
) -> TrainingResult:
    """Train a copy of ``network`` on ``data``; the network itself is not changed.

    Args:
        network: the network to start from.
        data: the samples; the share ``config.validation`` of them becomes the validation set.
        config: the settings.
        rng: draws the split, the order of the samples and the distortions.
        validation: a validation set, instead of a share of ``data``.
        teachers: networks whose probabilities replace the labels as targets, see
            :class:`~mlp_engine.training.teachers.Teachers`; losses and accuracies are still measured by the labels.
        on_progress: called in the calling thread with each report.
        on_snapshot: called in the calling thread with a copy of the network before the first step and at the end of
            the epochs of :func:`~mlp_engine.training.snapshots.is_snapshot_epoch`, after they are reported.
        control: polled after every minibatch.
        checkpoint: file to write at the beginning, and to replace at the end of every epoch before it is reported,
            at a pause and at a stop. Very short epochs are not all saved, see
            :class:`~mlp_engine.training.checkpoint_saver.CheckpointSaver`. :func:`resume_training` continues from it.

    Returns:
        The trained network with its history. If the loss stops being finite, the training ends with the outcome
        "diverged" and the last good network; no error is raised.

    Raises:
        DataError: if data or teachers do not fit the network.
        SettingError: if patience is set without validation samples, or if there is a checkpoint and ``rng`` is not of
            the kind of ``np.random.default_rng``.
        CheckpointError: if the checkpoint cannot be written at the beginning. If it cannot be written later, as on a
            full disk, that is reported, saving is tried again, and the result says whether the last one failed.
    """
    start = network.fingerprint()
    return _train(
        network, data, config, rng, validation, teachers, on_progress, on_snapshot, control, checkpoint, start=start
    )


def _train(
    network: Network,
    data: Dataset,
    config: TrainingConfig,
    rng: np.random.Generator,
    validation: Dataset | None,
    teachers: Sequence[Teacher],
    on_progress: Callable[[TrainingEvent], None] | None,
    on_snapshot: Callable[[Snapshot], None] | None,
    control: RunControl | None,
    checkpoint: Path | None,
    *,
    start: str | None,
) -> TrainingResult:
    """Train as :func:`train` does; ``start`` is the fingerprint for the checkpoint's origin."""
    before = None if checkpoint is None else rng_state(rng)
    training, validation = split_for_validation(network, data, validation, config, rng)
    report = on_progress or _ignore
    saver = None
    if checkpoint is not None and before is not None:
        origin = Origin.of(data, training, validation, before, start, teachers)
        saver = saver_of(checkpoint, config, origin, report)
    control = control or RunControl()
    taught = Teachers(teachers, network) if teachers else None
    run = TrainingRun(network, training, validation, config, rng, report, control, saver, taught, on_snapshot)
    return run.run()


def resume_training(
    checkpoint: Path,
    data: Dataset,
    *,
    validation: Dataset | None = None,
    teachers: Sequence[Teacher] = (),
    epochs: int | None = None,
    on_progress: Callable[[TrainingEvent], None] | None = None,
    on_snapshot: Callable[[Snapshot], None] | None = None,
    control: RunControl | None = None,
) -> TrainingResult:
    """Resume the training of a checkpoint, which is updated as before.

    With the same number of BLAS threads and the same numpy, the weights and the history (without its seconds) are
    those of a training that was never interrupted, bit for bit. A training that was finished ends at once.

    Args:
        checkpoint: the file.
        data: the data that the training began with.
        validation: the validation set, if the training had a separate one.
        teachers: the teachers of the training, if any, in the same order.
        epochs: total number of epochs, instead of that in the settings. A cosine schedule falls to 0 at the new end.
        on_progress: called in the calling thread with each report; epochs in the file are not reported again.
        on_snapshot: as for :func:`train`, from the first epoch on that is not in the file.
        control: polled after every minibatch.

    Returns:
        The result of the whole training, as from :func:`train`.

    Raises:
        CheckpointError: if the file is not a sound checkpoint, or cannot be replaced.
        DataError: if data or teachers are not those of the training.
        SettingError: if ``epochs`` is less than the number of finished epochs.
    """
    found = load_checkpoint(checkpoint)
    config, origin, state = found.config, found.origin, found.state
    if found.shared is not None:
        raise CheckpointError(
            f"The checkpoint must be of a training without shared weights. Got {shown_path(checkpoint)}, which "
            "`mlp-engine share --resume` resumes."
        )
    if epochs is not None:
        check_whole_number("Epochs in all", epochs, at_least=max(len(state.history), 1))
        config = replace(config, epochs=epochs)
    separate = validation
    training, validation = split_for_validation(state.network, data, separate, config, rng_of(origin.rng))
    here = Origin.of(data, training, validation, origin.rng, origin.start, teachers)
    if data.hands is not None and here.validation_sha256 != origin.validation_sha256:
        # Checkpoints of before hands were kept together.
        loose = replace(data, hands=None)
        training, validation = split_for_validation(state.network, loose, separate, config, rng_of(origin.rng))
        here = Origin.of(data, training, validation, origin.rng, origin.start, teachers)
    origin.check(here)
    if state.order is not None and len(state.order) != len(training):
        raise DataError(f"{training.name} must have {len(state.order)} samples to go on. Got {len(training)}.")
    report, rng = on_progress or _ignore, rng_of(state.rng)
    saver = saver_of(checkpoint, config, origin, report)
    control = control or RunControl()
    taught = Teachers(teachers, state.network) if teachers else None
    run = TrainingRun(state.network, training, validation, config, rng, report, control, saver, taught, on_snapshot)
    run.go_on_from(state)
    return run.run()


def split_for_validation(
    network: Network, data: Dataset, validation: Dataset | None, config: TrainingConfig, rng: np.random.Generator
) -> tuple[Dataset, Dataset | None]:
    """The training and the validation set: ``data`` and ``validation``, or ``data`` split at random by ``rng``.

    Raises:
        DataError: if one of them does not fit the network.
        SettingError: if the settings require validation samples and there are none.
    """
    check_fits(network, data)
    shares_of(config.dropout, network.config)
    if config.calibrate:
        check_has_temperature(network)
    if validation is not None:
        check_fits(network, validation)
    elif config.validation > 0:
        return data.split(config.validation, rng)
    elif config.patience is not None or config.calibrate:
        reason = "a patience is set" if config.patience is not None else "probabilities are to be calibrated"
        raise SettingError(f"Validation share must be above 0 where {reason}. Got 0.")
    return data, validation


def saver_of(
    path: Path,
    config: TrainingConfig,
    origin: Origin,
    report: Callable[[TrainingEvent], None],
    shared: FeatureMapConfig | None = None,
) -> CheckpointSaver:
    """What saves the states of a training in the file ``path``, which is tried at once; fields of the checkpoint.

    Raises:
        CheckpointError: if it cannot be written.
    """
    prepare_checkpoint(path)

    def write(state: RunState) -> None:
        save_checkpoint(path, Checkpoint(config, origin, state, shared))

    return CheckpointSaver(write, report)


def _ignore(event: TrainingEvent) -> None:
    pass
