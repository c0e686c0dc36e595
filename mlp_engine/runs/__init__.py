"""The store of all training runs: their settings, histories and weights, and the user's notes."""

from mlp_engine.machine import Machine
from mlp_engine.runs.records import RunSummary, StoredRun, UnreadableRun
from mlp_engine.runs.run_files import Weights
from mlp_engine.runs.snapshots import StoredSnapshot
from mlp_engine.runs.store import RunStore, runs_folder

__all__ = [
    "Machine",
    "RunStore",
    "RunSummary",
    "StoredRun",
    "StoredSnapshot",
    "UnreadableRun",
    "Weights",
    "runs_folder",
]
