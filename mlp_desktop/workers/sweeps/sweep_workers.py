"""Runs a sweep in a thread of its own; the trainings are done by other processes."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

from PySide6.QtCore import Signal

from mlp_desktop.workers.kit.data_workers import load_or_stop
from mlp_desktop.workers.kit.worker import Stopped, Worker
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.runs import RunStore, runs_folder
from mlp_engine.sweeps import (
    StoredSweep,
    Sweep,
    SweepResult,
    SweepStore,
    WorkerPool,
    cluster_pool,
    process_pool,
    run_sweep,
)
from mlp_engine.training.control import RunControl


@dataclass(frozen=True)
class SweepOrder:
    """What is to be swept, and by whom.

    Attributes:
        sweep: what to try; inputs and outputs of its network are taken from the data.
        source: the text that names the data.
        choice: which samples of it.
        workers: how many processes; ``None`` for one a core.
        scheduler: address of the cluster that does it instead; empty for none.
        name: of a sweep that is gone on with; empty for a new one.
    """

    sweep: Sweep
    source: str
    choice: SampleChoice
    workers: int | None = None
    scheduler: str = ""
    name: str = ""


class SweepWorker(Worker):
    """One sweep; ``progressed`` tells samples loaded so far, ``succeeded`` the SweepResult, also of a stopped one.

    ``stopped`` is one that was stopped before it had a name. In between, ``loaded`` hands out the data before any is
    chosen from it, ``begun`` tells the StoredSweep and how many trainings are done at once, and ``done`` each
    TrialDone; ``noticed`` is a sentence about the store of runs.
    """

    loaded = Signal(object)
    begun = Signal(object, int)
    done = Signal(object)
    noticed = Signal(str)

    fault = "The sweep ended by a fault of this program"
    out_of_memory = "Networks and data must fit into memory, once for each process. Got more than there is."

    def __init__(self, order: SweepOrder, data: Dataset | None = None) -> None:
        """``data`` is what the source names, if it is at hand."""
        super().__init__()
        self._order = order
        self._data = data
        self._control = RunControl()

    def stop(self) -> None:
        """Ask it to end; what is being trained is kept, and can be gone on with."""
        self._control.stop()

    def work(self) -> SweepResult:
        """Load the data and sweep; called by the thread."""
        order = self._order
        data = order.choice.apply(self._load())
        if self._control.is_stopped:
            raise Stopped
        store = RunStore(runs_folder())
        if store.notice:
            self.noticed.emit(store.notice)
        stored = self._stored(data, SweepStore(store.folder))
        with self._pool(data) as pool:
            self.begun.emit(stored, pool.size)
            return run_sweep(
                stored.sweep, data, pool, store,
                name=stored.name, source=order.source, choice=order.choice,
                on_done=self.done.emit, control=self._control,
            )  # fmt: skip

    def _stored(self, data: Dataset, sweep_store: SweepStore) -> StoredSweep:
        order = self._order
        network = replace(order.sweep.network, inputs=data.inputs.shape[1], outputs=data.classes)
        sweep = replace(order.sweep, network=network)
        stored = StoredSweep(order.name or sweep_store.free_name(), sweep, order.source, order.choice)
        sweep_store.put(stored)
        return stored

    def _pool(self, data: Dataset) -> AbstractContextManager[WorkerPool]:
        if self._order.scheduler:
            return cluster_pool(data, self._order.scheduler)
        return process_pool(data, self._order.workers)

    def _load(self) -> Dataset:
        if self._data is not None:
            return self._data
        data = load_or_stop(self._order.source, self.progressed.emit, lambda: self._control.is_stopped)
        self.loaded.emit(data)
        return data
