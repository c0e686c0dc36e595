"""Sweeps: many trainings in parallel, over ranges of settings, on this machine or on a cluster.

A :class:`~mlp_engine.sweeps.sweep.Sweep` describes the trainings. A :class:`~mlp_engine.sweeps.worker_pool.WorkerPool`
does them: processes of this machine, or the workers of a Dask cluster. :func:`~mlp_engine.sweeps.runner.run_sweep`
keeps every training as a run in the run store, from which an interrupted sweep continues::

    sweep = Sweep((parse_axis("l2=0,1e-4..1e-1:log:5"),), NetworkConfig(), TrainingConfig(validation=0.1), seeds=3)
    with process_pool(data) as pool:
        result = run_sweep(sweep, data, pool, RunStore(runs_folder()), name="my sweep")
    print(result.best)
"""

from mlp_engine.sweeps.axis import DATA_PARAMETERS, PARAMETERS, Axis, Span, comma_warning, parse_axis
from mlp_engine.sweeps.cluster import ClusterKeys, cluster_pool
from mlp_engine.sweeps.results import PointResult, SweepResult, TrialDone, TrialResult
from mlp_engine.sweeps.runner import run_sweep
from mlp_engine.sweeps.stored_results import stored_results
from mlp_engine.sweeps.sweep import Point, Sweep, Trial
from mlp_engine.sweeps.sweep_store import StoredSweep, SweepStore
from mlp_engine.sweeps.trial_data import check_samples, pool_data, samples_of
from mlp_engine.sweeps.worker_pool import WorkerPool, process_pool

__all__ = [
    "DATA_PARAMETERS",
    "PARAMETERS",
    "Axis",
    "ClusterKeys",
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
    "WorkerPool",
    "check_samples",
    "cluster_pool",
    "comma_warning",
    "parse_axis",
    "pool_data",
    "process_pool",
    "run_sweep",
    "samples_of",
    "stored_results",
]
