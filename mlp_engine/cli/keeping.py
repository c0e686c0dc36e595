"""How ``mlp-engine train`` keeps its run in the store."""

import argparse
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from mlp_engine.checkpoint import load_checkpoint
from mlp_engine.config import NetworkConfig, TrainingConfig
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.errors import MlpError
from mlp_engine.history import Change, EpochFinished, TrainingEvent
from mlp_engine.model_card import ModelCard
from mlp_engine.runs import RunStore, runs_folder
from mlp_engine.training_run import TrainingResult


class Keeping:
    """Notes what happens to a run, or nothing if there is no store.

    A store that fails is told about once and then left alone: the training matters more.

    Attributes:
        run: the run's number in the store, if it is kept.
        checkpoint: where to write the training's checkpoint, if anywhere.
    """

    def __init__(self, checkpoint: Path | None) -> None:
        self.run: int | None = None
        self.checkpoint = checkpoint
        self._store: RunStore | None = None
        self._begun = True

    def begin(self, network: NetworkConfig, config: TrainingConfig, data: Dataset, source: str) -> None:
        """Note a new run."""

        def begin() -> None:
            store = self._open()
            self.run = store.begin(network, config, data, source=source, checkpoint=self.checkpoint)
            self.checkpoint = store.checkpoint_of(self.run)
            self._store = store

        self._attempt(begin)

    def go_on(self, path: Path, config: TrainingConfig, data: Dataset, source: str) -> None:
        """Note, once it does, that the run of a checkpoint goes on."""

        def go_on() -> None:
            store, found = self._open(), load_checkpoint(path)
            run = store.find_by_checkpoint(path)
            if run is None:
                run = store.begin(found.state.network.config, config, data, source=source, checkpoint=path)
            store.go_on(run, config, found.state.history)
            self.run, self._store = run, store

        self._later: Callable[[], None] = go_on
        self._begun = False

    def event(self, event: TrainingEvent) -> None:
        """Note an epoch or a change."""
        self._catch_up()
        store, run = self._store, self.run
        if store is None or run is None:
            return
        if isinstance(event, EpochFinished):
            self._attempt(lambda: store.add_epoch(run, event.record))
        elif isinstance(event, Change):
            self._attempt(lambda: store.add_change(run, event))

    def finish(self, result: TrainingResult, card: ModelCard) -> None:
        """Note how it ended, and keep its weights."""
        self._catch_up()
        store, run = self._store, self.run
        if store is not None and run is not None:
            self._attempt(lambda: store.finish(run, result, card))

    def fail(self) -> None:
        """Forget a run that never finished an epoch: its settings or its data could not be used."""
        store, run = self._store, self.run
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
            print(f"mlp-engine: {store.notice}", file=sys.stderr)
        return store

    def _attempt(self, action: Callable[[], None]) -> None:
        try:
            action()
        except MlpError as error:
            print(f"mlp-engine: this run is not kept: {error}", file=sys.stderr)
            self._store = self.run = None


@contextmanager
def keeping(
    arguments: argparse.Namespace, network: NetworkConfig, config: TrainingConfig, data: Dataset
) -> Generator[Keeping]:
    """What keeps the run that ``arguments`` ask for; a run that fails at once is forgotten."""
    kept = Keeping(arguments.checkpoint)
    if arguments.no_store:
        yield kept
        return
    if arguments.resume is None:
        kept.begin(network, config, data, arguments.data)
    else:
        kept.go_on(arguments.resume, config, data, arguments.data)
    try:
        yield kept
    except MlpError:
        kept.fail()
        raise
