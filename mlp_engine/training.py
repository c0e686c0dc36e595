"""Trains a network: an ordinary function that reports as it goes and obeys a control.

It starts no thread and knows no window. A thread, a progress bar or a test hands in what to do with the reports.
"""

from collections.abc import Callable

import numpy as np

from mlp_engine.config import NetworkConfig, TrainingConfig
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.errors import SettingError
from mlp_engine.history import TrainingEvent
from mlp_engine.metrics import check_fits
from mlp_engine.network import Network
from mlp_engine.run_control import RunControl
from mlp_engine.training_run import TrainingResult, TrainingRun


def train_new_network(
    data: Dataset,
    network_config: NetworkConfig,
    config: TrainingConfig,
    *,
    on_progress: Callable[[TrainingEvent], None] | None = None,
    control: RunControl | None = None,
) -> TrainingResult:
    """Make a network of this architecture and train it, everything random drawn from ``config.seed``.

    The same data, settings and number of BLAS threads give the same weights, bit for bit.
    Arguments, result and errors are those of :func:`train`.
    """
    rng = np.random.default_rng(config.seed)
    network = Network.initialise(network_config, rng)
    return train(network, data, config, rng=rng, on_progress=on_progress, control=control)


def train(
    network: Network,
    data: Dataset,
    config: TrainingConfig,
    *,
    rng: np.random.Generator,
    validation: Dataset | None = None,
    on_progress: Callable[[TrainingEvent], None] | None = None,
    control: RunControl | None = None,
) -> TrainingResult:
    """Train a copy of ``network`` on ``data``; the network itself stays as it is.

    Args:
        network: where to start from.
        data: the samples; a share of them is set apart if ``config.validation`` says so.
        config: the settings.
        rng: draws the split, the order of the samples and the distortions.
        validation: samples to measure on after every epoch, instead of a share of ``data``.
        on_progress: called in the calling thread with each report.
        control: polled after every minibatch.

    Returns:
        The trained network with its history. A loss that stops being finite ends the training with the outcome
        "diverged" and the last good network; it raises nothing.

    Raises:
        DataError: if the data does not fit the network.
        SettingError: if patience is asked for with nothing to validate on.
    """
    check_fits(network, data)
    if validation is not None:
        check_fits(network, validation)
    elif config.validation > 0:
        data, validation = data.split(config.validation, rng)
    elif config.patience is not None:
        raise SettingError("Validation share must be above 0 where a patience is set. Got 0.")
    run = TrainingRun(network, data, validation, config, rng, on_progress or _ignore, control or RunControl())
    # Numbers that overflow are found and explained by the run itself; numpy's own warnings would only repeat it.
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        return run.run()


def _ignore(event: TrainingEvent) -> None:
    pass
