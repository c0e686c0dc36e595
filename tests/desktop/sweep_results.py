"""Sweeps whose results are made up, for tests of what the window makes of them."""

from collections.abc import Callable

from mlp_desktop.models.sweeps.sweep_table import SweepTable
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.sweeps import Sweep, TrialResult, parse_axis
from mlp_engine.sweeps.sweep import Trial
from mlp_engine.training.history import EpochRecord, History
from mlp_engine.training.result import Outcome


def sweep_over(*axes: str, seeds: int = 1, epochs: int = 2, **options: object) -> Sweep:
    """A sweep of small networks."""
    training = TrainingConfig(epochs=epochs, validation=0.2)
    network = NetworkConfig(hidden=(10,))
    return Sweep(tuple(map(parse_axis, axes)), network, training, seeds, **options)  # pyright: ignore[reportArgumentType]


def result_of(
    trial: Trial, validation: float, training: float = 0.9, outcome: Outcome = "finished", epochs: int = 2
) -> TrialResult:
    """A training that came to these accuracies in each of its epochs of half a second."""
    records = [
        EpochRecord(epoch, 0.5, training, 0.6, validation, 0.0, 0.1, 0.5 * epoch) for epoch in range(1, epochs + 1)
    ]
    return TrialResult(trial, 7, outcome, History(tuple(records)))


def filled(sweep: Sweep, validation: Callable[[Trial], float], training: float = 0.9) -> SweepTable:
    """A table of all trainings, each with the accuracy that ``validation`` says."""
    trials = [trial for point in sweep.points for trial in sweep.trials(point)]
    return SweepTable(sweep, [result_of(trial, validation(trial), training) for trial in trials])
