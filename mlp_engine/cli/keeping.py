"""How ``mlp-engine train`` keeps its run in the store."""

import argparse
import sys
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tqdm import tqdm

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.errors import MlpError
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.runs import RunStore, runs_folder
from mlp_engine.training.checkpoint import load_checkpoint
from mlp_engine.training.history import Change, EpochFinished, NotSaved, TrainingEvent
from mlp_engine.training.run import TrainingResult
from mlp_engine.weights.model_card import ModelCard


class Keeping:
    """Notes what happens to a run, or nothing if there is no store.

    A store that cannot be opened is left alone; one that fails later is told of once and tried again at the next epoch:
    the training matters more. Use it in a ``with`` block, in which no other process may train the run.

    Attributes:
        run: the run's number in the store, if it is kept.
        checkpoint: where to write the training's checkpoint, if anywhere.
    """

    def __init__(self, checkpoint: Path | None) -> None:
        self.run: int | None = None
        self.checkpoint = checkpoint
        self._store: RunStore | None = None
        self._begun = True
        self._has_told = False
        self._held = ExitStack()

    def __enter__(self) -> "Keeping":
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()

    def begin(
        self, network: NetworkConfig, config: TrainingConfig, data: Dataset, choice: SampleChoice, source: str
    ) -> None:
        """Note a new run."""

        def begin() -> None:
            store = self._open()
            self.run = store.begin(network, config, data, source=source, checkpoint=self.checkpoint, choice=choice)
            self._held.enter_context(store.hold(self.run))
            self.checkpoint = store.checkpoint_of(self.run)
            self._store = store

        self._attempt(begin)

    def go_on(self, path: Path, config: TrainingConfig, data: Dataset, choice: SampleChoice, source: str) -> None:
        """Note, once it does, that the run of a checkpoint goes on.

        Raises:
            RunStoreError: if the run is being trained at this moment.
        """
        found: list[tuple[RunStore, int | None]] = []

        def find() -> None:
            store = self._open()
            found.append((store, store.find_by_checkpoint(path)))

        def go_on() -> None:
            state = load_checkpoint(path).state
            for store, run in found:
                if run is None:
                    network = state.network.config
                    run = store.begin(network, config, data, source=source, checkpoint=path, choice=choice)
                    self._held.enter_context(store.hold(run))
                store.go_on(run, config, state.history)
                self.run, self._store = run, store

        self._attempt(find)
        for store, run in found:
            if run is not None:
                self._held.enter_context(store.hold(run))
        self._later: Callable[[], None] = go_on
        self._begun = False

    def event(self, event: TrainingEvent) -> None:
        """Note an epoch or a change, and tell that the checkpoint could not be written."""
        self._catch_up()
        if isinstance(event, NotSaved):
            _say(event.message)
        store, run = self._store, self.run
        if store is None or run is None:
            return
        if isinstance(event, EpochFinished):
            self._note(lambda: store.add_epoch(run, event.record))
        elif isinstance(event, Change):
            self._note(lambda: store.add_change(run, event))

    def finish(self, result: TrainingResult, card: ModelCard) -> None:
        """Note how it ended, all that could not be noted before, and its weights; tell if the checkpoint is behind."""
        self._catch_up()
        if result.not_saved:
            _say(result.not_saved)
        store, run = self._store, self.run
        if store is not None and run is not None:
            self._attempt(lambda: store.finish(run, result, card))

    def fail(self) -> None:
        """Forget a run that never finished an epoch: its settings or its data could not be used."""
        store, run = self._store, self.run
        self._held.close()
        if store is not None and run is not None and not store.run(run).history.epochs:
            store.delete(run)
            store.purge(run)

    def _catch_up(self) -> None:
        if not self._begun:
            self._begun = True
            self._attempt(self._later)

    def _open(self) -> RunStore:
        store = RunStore(runs_folder())
        if store.notice:
            _say(store.notice)
        return store

    def _attempt(self, action: Callable[[], None]) -> None:
        try:
            action()
        except (MlpError, OSError) as error:
            _say(f"this run is not kept: {error}")
            self._store = self.run = None

    def _note(self, action: Callable[[], None]) -> None:
        try:
            action()
        except MlpError as error:
            if not self._has_told:
                _say(f"this run cannot be kept at the moment; that is tried again after every epoch: {error}")
            self._has_told = True


def _say(sentence: str) -> None:
    tqdm.write(f"mlp-engine: {sentence}", file=sys.stderr)  # on a line of its own, whatever bar is shown


@contextmanager
def keeping(
    arguments: argparse.Namespace, network: NetworkConfig, config: TrainingConfig, data: Dataset, choice: SampleChoice
) -> Generator[Keeping]:
    """What keeps the run that ``arguments`` ask for; a run that fails at once is forgotten."""
    with Keeping(arguments.checkpoint) as kept:
        if arguments.no_store:
            yield kept
            return
        if arguments.resume is None:
            kept.begin(network, config, data, choice, arguments.data)
        else:
            kept.go_on(arguments.resume, config, data, choice, arguments.data)
        try:
            yield kept
        except MlpError:
            kept.fail()
            raise
