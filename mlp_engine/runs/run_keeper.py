"""The keeper of a run: stores the run while it is trained, from the thread that trains it."""

from collections.abc import Callable
from contextlib import ExitStack, suppress
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
from mlp_engine.training.snapshots import Snapshot
from mlp_engine.weights.model_card import ModelCard


class RunTitle(NamedTuple):
    """The title of a run in the store.

    Attributes:
        name: its name; if empty, the store uses its layers and data.
        series: a text common to the runs that repeat one training with different seeds.
    """

    name: str = ""
    series: str = ""


class RunKeeper:
    """Stores one run. Use it in a ``with`` block, in which no other process may train the run.

    The training is more important than its record. If the store cannot be opened, the run is not kept. If the store or
    the checkpoint cannot be written later, this is reported once and tried again after the next epoch. If the block
    ends with an MlpError, since the settings or the data could not be used, a new run without a finished epoch is
    deleted. That error always reaches the caller, whatever happens in the store.

    Attributes:
        run: the number of the run in the store; ``None`` while it is not kept.
        checkpoint: the checkpoint file for the training; ``None`` for none.
    """

    def __init__(self, source: str, tell: Callable[[str], None], checkpoint: Path | None = None) -> None:
        """Keep a run on the data that ``source`` names.

        Args:
            source: the text that names the data, see :func:`mlp_engine.sources.load_source`.
            tell: called with a sentence for the user if something could not be kept.
            checkpoint: the checkpoint file for the training, if not in the store's folder.
        """
        self.run: int | None = None
        self.checkpoint = checkpoint
        self._source = source
        self._training: TrainingConfig | None = None
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
        with suppress(MlpError):  # the run is let go even where its folder has vanished
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
        """Store a new run."""
        self._training = training

        def begin() -> None:
            store = self._store = self._open()
            self.run = self._begin(store, network, training, data, choice, title)
            self.checkpoint = store.checkpoint_of(self.run)

        self._attempt(begin)

    def go_on(
        self, checkpoint: Path, training: TrainingConfig, data: Dataset, choice: SampleChoice, run: int | None = None
    ) -> History:
        """Continue to keep the run of a checkpoint. It is stored at the first event, when the training has resumed.

        Args:
            checkpoint: the checkpoint to resume.
            training: the settings from now on.
            data: the samples.
            choice: which samples of the source are used.
            run: the number of the run; if not given, the newest run in the store with this checkpoint, or a new run if
                there is none.

        Returns:
            The history of the run so far.

        Raises:
            RunStoreError: if the run is being trained.
            CheckpointError: if the checkpoint is not sound.
        """
        self._training = training
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
        """Store an epoch or a change; report a checkpoint that could not be written."""
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

    def snapshot(self, snapshot: Snapshot) -> None:
        """Store a snapshot; to be passed to the training as ``on_snapshot``."""
        store, run, training = self._store, self.run, self._training
        if store is not None and run is not None and training is not None:
            try:
                store.keep_snapshot(run, snapshot, training)
            except (MlpError, OSError) as error:
                self._tell_once(f"A snapshot of epoch {snapshot.epoch} is not kept: {error}")

    def finish(self, result: TrainingResult, card: ModelCard) -> None:
        """Store the result, with its weights and whatever could not be stored before; report an outdated checkpoint."""
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
        """Report a problem only once: on a full disk the store and the checkpoint fail again and again."""
        if not self._has_told:
            self._has_told = True
            self._tell(sentence)


def _forget_if_empty(store: RunStore, run: int) -> None:
    if not store.run(run).history.epochs:
        store.delete(run)
        store.purge(run)
