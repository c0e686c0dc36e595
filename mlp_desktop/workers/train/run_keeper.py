"""Notes what happens to a run in the store of runs, from the thread that trains."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.errors import MlpError
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.runs import RunStore, StoredRun, runs_folder
from mlp_engine.training.checkpoint import load_checkpoint
from mlp_engine.training.history import Change, EpochFinished, History, NotSaved, TrainingEvent
from mlp_engine.training.run import TrainingResult
from mlp_engine.weights.model_card import ModelCard


class Label(NamedTuple):
    """What a run is kept under.

    Attributes:
        name: what to call it; if empty, layers and data say it.
        series: a text that the runs share which repeat one another with other seeds.
    """

    name: str = ""
    series: str = ""


class RunKeeper:
    """Keeps one run, which no other process may train until :meth:`close`.

    A store that cannot be opened is left alone; one that fails later, or a checkpoint, is told of once and tried again
    at the next epoch: the training matters more.

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
        self._has_told = False
        self._held = ExitStack()

    def close(self) -> None:
        """Let others train the run."""
        self._held.close()

    def begin(
        self, network: NetworkConfig, config: TrainingConfig, data: Dataset, choice: SampleChoice, label: Label
    ) -> None:
        """Note a new run."""

        def begin() -> None:
            store = self._open()
            name, series = label
            self.run = store.begin(network, config, data, source=self._source, name=name, choice=choice, series=series)
            self._held.enter_context(store.hold(self.run))
            self.checkpoint = store.checkpoint_of(self.run)
            self._store = store

        self._attempt(begin)

    def go_on(self, stored: StoredRun) -> History:
        """Keep on with a run that is resumed after the history that is returned; noted once it really goes on.

        Raises:
            RunStoreError: if the run is being trained at this moment.
            CheckpointError: if it has no sound checkpoint.
        """
        run = stored.summary.id
        self._attempt(self._use_store)
        store = self._store
        if store is not None:
            self._held.enter_context(store.hold(run))
        history = load_checkpoint(stored.checkpoint).state.history
        if store is not None:
            self.run = run
            self._later = lambda: store.go_on(run, stored.summary.training, history)
        return history

    def event(self, event: TrainingEvent) -> None:
        """Note an epoch or a change, and tell that the checkpoint could not be written."""
        if isinstance(event, NotSaved):
            self._tell_once(event.message)
        if self._later is not None:
            later, self._later = self._later, None
            self._attempt(later)
        store, run = self._store, self.run
        if store is None or run is None:
            return
        if isinstance(event, EpochFinished):
            self._note(lambda: store.add_epoch(run, event.record))
        elif isinstance(event, Change):
            self._note(lambda: store.add_change(run, event))

    def finish(self, result: TrainingResult, card: ModelCard) -> None:
        """Note how it ended, all that could not be noted before, and its weights; tell if the checkpoint is behind."""
        if result.not_saved:
            self._tell(result.not_saved)
        store, run = self._store, self.run
        if store is not None and run is not None:
            self._attempt(lambda: store.finish(run, result, card))

    def fail(self) -> None:
        """Forget a run that never finished an epoch: its settings or its data could not be used."""
        store, run = self._store, self.run
        self.close()
        if store is not None and run is not None:
            self._attempt(lambda: _forget_if_empty(store, run))

    def _use_store(self) -> None:
        self._store = self._open()

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

    def _note(self, action: Callable[[], None]) -> None:
        try:
            action()
        except MlpError as error:
            self._tell_once(f"This run cannot be kept at the moment; that is tried again after every epoch: {error}")

    def _tell_once(self, sentence: str) -> None:
        """A disk that is full fails the store and the checkpoint, over and over; one word of that is enough."""
        if not self._has_told:
            self._has_told = True
            self._tell(sentence)


def _forget_if_empty(store: RunStore, run: int) -> None:
    if not store.run(run).history.epochs:
        store.delete(run)
        store.purge(run)
