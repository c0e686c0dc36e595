"""The results of a sweep, read from the run store without its data and without training."""

from mlp_engine.runs import RunStore, RunSummary
from mlp_engine.sweeps.results import PointResult, SweepResult, TrialResult
from mlp_engine.sweeps.sweep import Point, Trial
from mlp_engine.sweeps.sweep_store import StoredSweep
from mlp_engine.sweeps.trial_runs import data_of_series, series_of


def stored_results(stored: StoredSweep, store: RunStore) -> SweepResult:
    """The results of a sweep's trainings in ``store``; ``stopped`` says that some are not done yet.

    If the data changed between the trainings, only those on its latest version count.

    Raises:
        RunStoreError: if the store cannot be read.
    """
    mine = [run for run in store.runs() if run.series.startswith(f"sweep {stored.name} ")]
    sha256 = data_of_series(mine[0].series) or mine[0].data_sha256 if mine else ""
    runs = {(run.series, run.training.seed): run for run in reversed(mine)}
    points = tuple(_point(stored, point, runs, sha256, store) for point in stored.sweep.points)
    return SweepResult(points, not _is_finished(stored, points), retried=0)


def _point(
    stored: StoredSweep, point: Point, runs: dict[tuple[str, int], RunSummary], sha256: str, store: RunStore
) -> PointResult:
    series = series_of(stored.name, point, sha256)
    found = [(trial, runs.get((series, trial.seed))) for trial in stored.sweep.trials(point)]
    results = [_trial(trial, run, store) for trial, run in found if run is not None]
    return PointResult(point, tuple(result for result in results if result is not None))


def _trial(trial: Trial, run: RunSummary, store: RunStore) -> TrialResult | None:
    if run.outcome is None:  # It failed and its note says why, or it is running, or its process was killed.
        return TrialResult(trial, run.id, None, store.run(run.id).history, run.note) if run.note else None
    return TrialResult(trial, run.id, run.outcome, store.run(run.id).history)


def _is_finished(stored: StoredSweep, points: tuple[PointResult, ...]) -> bool:
    """Whether all trainings were started, and as many points as the last rung has are complete."""
    sweep = stored.sweep
    if any(len(point.trials) < sweep.seeds for point in points):
        return False
    return sum(point.is_complete for point in points) >= sweep.points_in_rung(len(sweep.rungs) - 1)
