"""What every training begins and ends with, wherever its checkpoint is kept: its samples, and its calibration."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.errors import SettingError
from mlp_engine.perceptron.config import TrainingConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.training.calibration import check_has_temperature, fit_temperature, with_temperature
from mlp_engine.training.metrics import check_fits
from mlp_engine.training.run import TrainingResult, TrainingRun
from mlp_engine.training.state import Origin, RngState
from mlp_engine.training.teachers import Teacher


def parts_of(
    network: Network, data: Dataset, validation: Dataset | None, config: TrainingConfig, rng: np.random.Generator
) -> tuple[Dataset, Dataset | None]:
    """What to train on and what to validate on: ``validation``, or the share of ``data`` that ``rng`` sets apart.

    Raises:
        DataError: if one of them does not fit the network.
        SettingError: if there is nothing to validate on where the settings ask for it.
    """
    check_fits(network, data)
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


def origin_of(
    data: Dataset,
    training: Dataset,
    validation: Dataset | None,
    before: RngState,
    start: str | None = None,
    teachers: Sequence[Teacher] = (),
) -> Origin:
    """Where a training comes from: its samples and its teachers, hashed, and the generator ``before`` its split.

    ``start`` is the fingerprint of the network that it goes on from, if that is not a new one.
    """
    hashed = None if validation is None else validation.fingerprint()
    taught_by = tuple(network.dense().fingerprint() for network in teachers)
    return Origin(data.name, training.fingerprint(), hashed, before, start, taught_by)


def run_to_the_end(run: TrainingRun) -> TrainingResult:
    """Run it, save what is still to be saved, and calibrate the network if the settings say so."""
    # Numbers that overflow are found and explained by the run itself; numpy's own warnings would only repeat it.
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        try:
            result = run.run()
        finally:
            if run.saver is not None:
                run.saver.flush()
    if run.saver is not None:
        result = replace(result, not_saved=run.saver.problem)
    if not run.config.calibrate or run.validation is None or result.outcome == "diverged":
        return result
    temperature = fit_temperature(result.network.logits(run.validation.inputs), run.validation.labels)
    return replace(result, network=with_temperature(result.network, temperature), temperature=temperature)
