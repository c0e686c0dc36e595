"""Pieces of work on the store of runs that take long, and can be stopped."""

from collections.abc import Sequence

from mlp_desktop.workers.kit.file_worker import StopIfAsked
from mlp_engine.runs import RunStore, StoredRun, UnreadableRun


def found_runs(store: RunStore, runs: Sequence[int], stop_if_asked: StopIfAsked) -> list[StoredRun | UnreadableRun]:
    """These runs with all that is stored about them, one by one."""
    found: list[StoredRun | UnreadableRun] = []
    for run in runs:
        stop_if_asked()
        found.append(store.find(run))
    return found
