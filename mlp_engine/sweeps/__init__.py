"""Sweeps: many trainings side by side, over ranges of settings, on this machine or on a cluster.

A :class:`~mlp_engine.sweeps.sweep.Sweep` says what to try. A :class:`~mlp_engine.sweeps.crew.Crew` does the work:
processes of this machine, or the workers of a Dask cluster. :func:`~mlp_engine.sweeps.runner.run_sweep` brings the two
together and keeps every training as a run in the run store, from which an interrupted sweep goes on::

    sweep = Sweep((parse_axis("l2=0,1e-4..1e-1:log:5"),), NetworkConfig(), TrainingConfig(validation=0.1), seeds=3)
    with process_crew(data) as crew:
        result = run_sweep(sweep, data, crew, RunStore(runs_folder()), name="my sweep")
    print(result.best)
"""

from mlp_engine.sweeps.axis import PARAMETERS, Axis, Span, parse_axis
from mlp_engine.sweeps.cluster import cluster_crew
from mlp_engine.sweeps.crew import Crew, process_crew
from mlp_engine.sweeps.results import PointResult, SweepResult, TrialDone, TrialResult
from mlp_engine.sweeps.runner import run_sweep
from mlp_engine.sweeps.stored_results import stored_results
from mlp_engine.sweeps.sweep import Point, Sweep, Trial
from mlp_engine.sweeps.sweep_store import StoredSweep, SweepStore

__all__ = [
    "PARAMETERS",
    "Axis",
    "Crew",
    "Point",
    "PointResult",
    "Span",
    "StoredSweep",
    "Sweep",
    "SweepResult",
    "SweepStore",
    "Trial",
    "TrialDone",
    "TrialResult",
    "cluster_crew",
    "parse_axis",
    "process_crew",
    "run_sweep",
    "stored_results",
]
