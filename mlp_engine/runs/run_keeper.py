"""Keeps a run in the store of runs while it is trained, from the thread that trains it."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.errors import MlpError
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.runs.store import RunStore, runs_folder
from mlp_engine.training.checkpoint import load_checkpoint
from mlp_engine.training.history import Change, EpochFinished, History, NotSaved, TrainingEvent
from mlp_engine.training.result import TrainingResult
from mlp_engine.weights.model_card import ModelCard


class RunTitle(NamedTuple):
    """What a run is called in the store.

    Attributes:
        name: if empty, the store makes one of the layers and the data.
        series: a text that the runs share which repeat one another with other seeds.
    """

    name: str = ""
    series: str = ""


class RunKeeper:
    """Keeps one run. Use it in a ``with`` block, in which no other process may train the run.

    The training matters more than its record. A store that cannot be opened is left alone; one that fails later, or a
    checkpoint that cannot be written, is told of once and tried again at the next epoch. A block that ends with an
    MlpError, because its settings or its data could not be used, forgets a new run that never finished an epoch.
    That error goes on to the caller, whatever the store says to it.

    Attributes:
        run: the run's number in the store; ``None`` while it is not kept.
        checkpoint: where the training is to write its checkpoint; ``None`` for nowhere.
    """

    def __init__(self, source: str, tell: Callable[[str], None], checkpoint: Path | None = None) -> None:
        """Keep a run on the data that ``source`` names.

        Args:
            source: see :func:`mlp_engine.sources.load_source`.
            tell: called with a sentence for a person if something could not be kept.
            checkpoint: where the training is to write its checkpoint, if not in the store's folder.
        """
        self.run: int | None = None
        self.checkpoint = checkpoint
        self._source = source
        self._tell = tell
        self._store: RunStore | None = None
        self._is_new = False
        self._going_on: Callable[[], None] | None = None
        self._has_told = False
        self._held = ExitStack()

    def __enter__(self) -> "RunKeeper":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._held.close()
        store, run = self._store, self.run
        if isinstance(error, MlpError) and store is not None and run is not None and self._is_new:
            self._attempt(lambda: _forget_if_empty(store, run))

    def begin(
        self,
        network: NetworkConfig,
        training: TrainingConfig,
        data: Dataset,
        choice: SampleChoice,
        title: RunTitle = RunTitle(),  # noqa: B008 (frozen)
    ) -> None:
        """Note a new run."""

        def begin() -> None:
            store = self._store = self._open()
            self.run = self._begin(store, network, training, data, choice, title)
            self.checkpoint = store.checkpoint_of(self.run)

        self._attempt(begin)

    def go_on(
        self, checkpoint: Path, training: TrainingConfig, data: Dataset, choice: SampleChoice, run: int | None = None
    ) -> History:
        """Keep on with the run of a checkpoint. The store notes it at the first event: only then does it really go on.

        Args:
            checkpoint: the file that it goes on from.
            training: its settings from now on.
            data: the samples.
            choice: which samples of the source they are.
            run: its number; if not given, the store is searched for the newest run that writes this checkpoint, and
                where there is none, notes a new one.

        Returns:
            What happened in the run before.

        Raises:
            RunStoreError: if the run is being trained at this moment.
            CheckpointError: if the checkpoint cannot be read and trusted.
        """
        found = [run]

        def find() -> None:
            self._store = self._open()
            found[0] = self._store.find_by_checkpoint(checkpoint) if run is None else run

        self._attempt(find)
        store, number = self._store, found[0]
        if store is not None and number is not None:
            self._held.enter_context(store.hold(number))
            self.run = number
        state = load_checkpoint(checkpoint).state
        self.checkpoint = checkpoint

        def go_on() -> None:
            if store is None:
                return
            if self.run is None:
                self.run = self._begin(store, state.network.config, training, data, choice, RunTitle())
            store.go_on(self.run, training, state.history)

        self._going_on = go_on
        return state.history

    def event(self, event: TrainingEvent) -> None:
        """Note an epoch or a change, and tell that the checkpoint could not be written."""
        if isinstance(event, NotSaved):
            self._tell_once(event.message)
        self._note_going_on()
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
        self._note_going_on()
        store, run = self._store, self.run
        if store is not None and run is not None:
            self._attempt(lambda: store.finish(run, result, card))

    def _open(self) -> RunStore:
        store = RunStore(runs_folder())
        if store.notice:
            self._tell(store.notice)
        return store

    def _begin(
        self,
        store: RunStore,
        network: NetworkConfig,
        training: TrainingConfig,
        data: Dataset,
        choice: SampleChoice,
        title: RunTitle,
    ) -> int:
        name, series = title
        run = store.begin(
            network, training, data,
            source=self._source, name=name, checkpoint=self.checkpoint, choice=choice, series=series,
        )  # fmt: skip
        self._is_new = True
        self._held.enter_context(store.hold(run))
        return run

    def _note_going_on(self) -> None:
        if self._going_on is not None:
            go_on, self._going_on = self._going_on, None
            self._attempt(go_on)

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
