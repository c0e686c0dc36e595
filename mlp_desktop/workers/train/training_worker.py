"""Trains in a thread of its own."""

import time

import numpy as np
from PySide6.QtCore import QObject, QThread, Signal

from mlp_desktop.workers.kit.data_workers import load_or_stop
from mlp_desktop.workers.kit.worker import Stopped
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.diagnosis.layer_statistics import layer_statistics
from mlp_engine.errors import MlpError
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.runs import StoredRun
from mlp_engine.runs.run_keeper import RunKeeper, RunTitle
from mlp_engine.training.control import RunControl
from mlp_engine.training.history import TrainingEvent
from mlp_engine.training.result import TrainingResult
from mlp_engine.training.train import resume_training, train_new_network
from mlp_engine.weights.model_card import card_of_training

SECONDS_BETWEEN_SIGNALS = 0.1
_LOOKED_AT = 500  # samples: enough to tell the units of a layer by, and a moment's work


class TrainingWorker(QThread):
    """One training. Exactly one of ``succeeded``, ``stopped``, ``not_begun`` and ``failed`` is emitted in the end.

    ``loading`` tells the number of samples so far, and ``loaded`` hands out the data, before any are chosen from it;
    ``not_begun`` is a run that was stopped before that. Both results come with the card for the network's weights
    file. ``stopped`` is a run that a person or a loss that was no number any more ended before its time; it still has
    a network to use.

    The run is kept in the store of runs, and ``kept`` tells its number; ``not_kept`` says why not, at most once. One
    that is ``resumed`` goes on from its checkpoint, after the history that ``goes_on`` tells.
    """

    loading = Signal(int)
    loaded = Signal(object)  # Dataset
    begun = Signal(int, object)  # so many samples are trained on; Dataset of some, to look at the layers with
    measured = Signal(object)  # tuple[LayerStatistics, ...] of the network that is kept, just before the result
    progressed = Signal(object)  # list[TrainingEvent], what happened since the last one
    kept = Signal(int)
    not_kept = Signal(str)
    goes_on = Signal(object)  # History
    succeeded = Signal(object, object)  # TrainingResult, ModelCard
    stopped = Signal(object, object)  # TrainingResult, ModelCard
    not_begun = Signal()
    failed = Signal(str)

    def __init__(
        self,
        source: str | Dataset,
        samples: SampleChoice,
        network_config: NetworkConfig,
        config: TrainingConfig,
        parent: QObject | None = None,
        *,
        source_name: str,
        resumed: StoredRun | None = None,
        title: RunTitle = RunTitle(),  # noqa: B008 (frozen)
    ) -> None:
        super().__init__(parent)
        self.control = RunControl()
        self._keeper = RunKeeper(source_name, self.not_kept.emit)
        self._resumed = resumed
        self._title = title
        self._source = source
        self._samples = samples
        self._network_config = network_config
        self._config = config
        self._events: list[TrainingEvent] = []
        self._last_emit = 0.0

    def run(self) -> None:
        """Load the data and train; called by the thread."""
        try:
            data = self._samples.apply(self._load())
            some = _sample(data)
            self.begun.emit(len(data) - round(len(data) * self._config.validation), some)
            with self._keeper:
                result = self._train(data)
                card = card_of_training(result, data, self._config)
                self._keeper.finish(result, card)
            self.measured.emit(layer_statistics(result.network, some))
        except Stopped:
            self.not_begun.emit()
        except MlpError as error:
            self.failed.emit(str(error))
        except MemoryError:
            self.failed.emit("A network and its minibatches must fit into memory. Got more than there is.")
        except Exception as error:  # see Worker
            self.failed.emit(f"Training ended by a fault of this program ({type(error).__name__}: {error}).")
        else:
            self._emit_events()
            ended_early = result.outcome in ("stopped", "diverged")
            (self.stopped if ended_early else self.succeeded).emit(result, card)

    def pause(self) -> None:
        """Pause after the current minibatch, with everything told that happened until then."""
        self.control.pause()
        # Called in the training's thread once it is paused: what was held back to be told with a later event.
        self.control.ask_for_network(lambda network: self._emit_events())

    def _train(self, data: Dataset) -> TrainingResult:
        if self._resumed is not None:
            return self._resume(self._resumed, data)
        self._keeper.begin(self._network_config, self._config, data, self._samples, self._title)
        self._tell_of_keeping()
        return train_new_network(
            data,
            self._network_config,
            self._config,
            on_progress=self._report,
            control=self.control,
            checkpoint=self._keeper.checkpoint,
        )

    def _resume(self, stored: StoredRun, data: Dataset) -> TrainingResult:
        summary = stored.summary
        history = self._keeper.go_on(stored.checkpoint, summary.training, data, self._samples, summary.id)
        self._tell_of_keeping()
        self.goes_on.emit(history)
        return resume_training(stored.checkpoint, data, on_progress=self._report, control=self.control)

    def _tell_of_keeping(self) -> None:
        if self._keeper.run is not None:
            self.kept.emit(self._keeper.run)

    def _load(self) -> Dataset:
        if isinstance(self._source, Dataset):
            return self._source
        data = load_or_stop(self._source, self.loading.emit, self._is_stopped)
        self.loaded.emit(data)
        return data

    def _is_stopped(self) -> bool:
        return self.control.is_stopped

    def _report(self, event: TrainingEvent) -> None:
        self._keeper.event(event)
        # Epochs of a small data set may take a millisecond; a signal for each would flood the window's event loop.
        self._events.append(event)
        # While it is paused there is no later event to take this one along.
        if self.control.is_paused or time.perf_counter() - self._last_emit >= SECONDS_BETWEEN_SIGNALS:
            self._emit_events()

    def _emit_events(self) -> None:
        if self._events:
            self.progressed.emit(self._events)
        self._events = []
        self._last_emit = time.perf_counter()


def _sample(data: Dataset) -> Dataset:
    """Some samples from all over ``data``, which may be in the order of its classes."""
    return data.take(np.unique(np.linspace(0, len(data) - 1, _LOOKED_AT).astype(int)))
