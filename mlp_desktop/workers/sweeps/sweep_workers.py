"""Workers that run a sweep and read a stored one; other processes do the trainings."""

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
    pool_data,
    process_pool,
    run_sweep,
    stored_results,
)
from mlp_engine.training.control import RunControl


@dataclass(frozen=True)
class SweepOrder:
    """A sweep with its data and the processes that train it.

    Attributes:
        sweep: the settings to try; inputs and outputs of its network are taken from the data.
        source: the text that names the data.
        choice: the samples that are used.
        workers: the number of processes; ``None`` for one for each core.
        scheduler: the address of a cluster that trains instead; empty for none.
        name: of a stored sweep that is continued; empty for a new one.
    """

    sweep: Sweep
    source: str
    choice: SampleChoice
    workers: int | None = None
    scheduler: str = ""
    name: str = ""


class SweepWorker(Worker):
    """Runs a sweep; ``progressed`` gives the number of samples loaded so far, ``succeeded`` the ``SweepResult``.

    A sweep that is stopped after it has begun still succeeds, with the result so far; ``stopped`` means that it was
    stopped earlier.
    """

    loaded = Signal(object)  # Dataset, before samples are chosen from it
    begun = Signal(object, int)  # StoredSweep, and how many trainings run at once
    done = Signal(object)  # TrialDone
    noticed = Signal(str)  # a sentence about the store of runs

    fault = "The sweep failed because of an error in this program"
    out_of_memory = "There is not enough memory for the networks and data of every process. Use fewer processes."

    def __init__(self, order: SweepOrder, data: Dataset | None = None) -> None:
        """Run ``order``; ``data`` is the data that its source names, if it is loaded already."""
        super().__init__()
        self._order = order
        self._data = data
        self._control = RunControl()

    def stop(self) -> None:
        """Ask the sweep to stop; its finished trainings are kept, and it can be continued."""
        self._control.stop()

    def work(self) -> SweepResult:
        """Load the data and run the sweep; called in the thread."""
        order = self._order
        data = pool_data(order.sweep, self._load(), order.choice)
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
        order = self._order
        data = load_or_stop(order.source, self.progressed.emit, lambda: self._control.is_stopped, order.choice)
        self.loaded.emit(data)
        return data


class SweepReadingWorker(Worker):
    """Reads a stored sweep; ``succeeded`` gives the ``StoredSweep`` and the ``SweepResult`` of its runs."""

    fault = "Reading the sweep failed because of an error in this program"

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def work(self) -> tuple[StoredSweep, SweepResult]:
        """Read the sweep; called in the thread."""
        store = RunStore(runs_folder())
        stored = SweepStore(store.folder).get(self._name)
        return stored, stored_results(stored, store)
