"""Notes what happens to a run in the store of runs, from the thread that trains."""

from collections.abc import Callable
from pathlib import Path

from mlp_engine.config import NetworkConfig, TrainingConfig
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.errors import MlpError
from mlp_engine.history import Change, EpochFinished, History, TrainingEvent
from mlp_engine.model_card import ModelCard
from mlp_engine.runs import RunStore, StoredRun, runs_folder
from mlp_engine.training_run import TrainingResult


class RunKeeper:
    """Keeps one run. A store that fails is told of once and then left alone: the training matters more.

    Attributes:
        run: the run's number in the store; ``None`` while it is not kept.
        checkpoint: where its training writes its checkpoint; ``None`` while it is not kept.
    """

    def __init__(self, source: str, tell: Callable[[str], None]) -> None:
        """Keep a run whose data ``source`` names, and ``tell`` if that fails."""
        self.run: int | None = None
        self.checkpoint: Path | None = None
        self._source = source
        self._tell = tell
        self._store: RunStore | None = None
        self._later: Callable[[], None] | None = None

    def begin(self, network: NetworkConfig, config: TrainingConfig, data: Dataset) -> None:
        """Note a new run."""

        def begin() -> None:
            store = self._open()
            self.run = store.begin(network, config, data, source=self._source)
            self.checkpoint = store.checkpoint_of(self.run)
            self._store = store

        self._attempt(begin)

    def go_on(self, stored: StoredRun, history: History) -> None:
        """Keep on with a run that is resumed after ``history``; noted once it really goes on."""
        run = stored.summary.id

        def go_on() -> None:
            store = self._store = self._open()
            self.run = run
            self._later = lambda: store.go_on(run, stored.summary.training, history)

        self._attempt(go_on)

    def event(self, event: TrainingEvent) -> None:
        """Note an epoch or a change."""
        if self._later is not None:
            later, self._later = self._later, None
            self._attempt(later)
        store, run = self._store, self.run
        if store is None or run is None:
            return
        if isinstance(event, EpochFinished):
            self._attempt(lambda: store.add_epoch(run, event.record))
        elif isinstance(event, Change):
            self._attempt(lambda: store.add_change(run, event))

    def finish(self, result: TrainingResult, card: ModelCard) -> None:
        """Note how it ended, and keep its weights."""
        store, run = self._store, self.run
        if store is not None and run is not None:
            self._attempt(lambda: store.finish(run, result, card))

    def fail(self) -> None:
        """Forget a run that never finished an epoch: its settings or its data could not be used."""
        store, run = self._store, self.run
        if store is not None and run is not None:
            self._attempt(lambda: _forget_if_empty(store, run))

    def _open(self) -> RunStore:
        store = RunStore(runs_folder())
        if store.notice:
            self._tell(store.notice)
        return store

    def _attempt(self, action: Callable[[], None]) -> None:
        try:
            action()
        except (MlpError, OSError) as error:
            self._store = self.run = None
            self._tell(f"This run is not kept: {error}")


def _forget_if_empty(store: RunStore, run: int) -> None:
    if not store.run(run).history.epochs:
        store.delete(run)
        store.purge(run)
