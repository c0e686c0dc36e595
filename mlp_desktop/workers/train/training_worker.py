"""A thread that trains a network."""

import time
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QObject, QThread, QTimer, Signal

from mlp_desktop.workers.kit.data_workers import load_or_stop
from mlp_desktop.workers.kit.worker import Stopped
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.diagnosis.layer_statistics import layer_statistics
from mlp_engine.errors import MlpError
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.runs import StoredRun, runs_folder
from mlp_engine.runs.moments import start_of
from mlp_engine.runs.run_keeper import RunKeeper, RunTitle
from mlp_engine.runs.snapshots import SnapshotFiles
from mlp_engine.training.control import RunControl
from mlp_engine.training.history import TrainingEvent
from mlp_engine.training.result import TrainingResult
from mlp_engine.training.train import resume_training, starting_network, train_new_network
from mlp_engine.weights.model_card import card_of_training

SECONDS_BETWEEN_SIGNALS = 0.1
_SAMPLED = 500
"""Samples that the layers are examined with: enough to recognise dead and saturated units, and quick to compute."""


class TrainingWorker(QThread):
    """One training, of a network with as many inputs as the samples have.

    Exactly one of ``succeeded``, ``stopped``, ``not_begun`` and ``failed`` is emitted at its end.
    ``stopped`` is emitted for a run that the person stopped, or that diverged; it has a network to use all the same.
    ``not_begun`` is emitted if the person stops while the data is still being loaded. The run is kept in the store of
    runs: ``kept`` gives its number, or ``not_kept`` the reason why it cannot be kept.
    """

    loading = Signal(int)  # the number of samples loaded so far
    loaded = Signal(object)  # Dataset, before samples are chosen from it
    begun = Signal(int, object)  # the number of training samples; Dataset of some, to examine the layers with
    measured = Signal(object)  # tuple[LayerStatistics, ...] of the network in the result, just before the result
    progressed = Signal(object)  # list[TrainingEvent] since the last emission
    kept = Signal(int)
    not_kept = Signal(str)
    goes_on = Signal(object)  # History of a resumed run until its checkpoint
    succeeded = Signal(object, object)  # TrainingResult, and the ModelCard for its weights file
    stopped = Signal(object, object)  # TrainingResult, and the ModelCard for its weights file
    not_begun = Signal()
    failed = Signal(str)  # a sentence for the user

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
        self._is_shown = True
        self._turn = QTimer(self, singleShot=True)
        self._turn.timeout.connect(self._shown)
        self.progressed.connect(self._await_turn)

    def run(self) -> None:
        """Load the data and train; called in the thread."""
        try:
            data = self._samples.apply(self._load())
            some = _sample(data)
            if self._resumed is None:
                self._network_config = replace(self._network_config, inputs=data.inputs.shape[1])
            self.begun.emit(len(data) - round(len(data) * self._config.validation), some)
            with self._keeper:
                result = self._train(data)
                card = card_of_training(result, data, self._config)
                self._keeper.finish(result, card)
            self.measured.emit(layer_statistics(result.network, some, self.start_network()))
        except Stopped:
            self.not_begun.emit()
        except MlpError as error:
            self.failed.emit(str(error))
        except MemoryError:
            self.failed.emit(
                "There is not enough memory for this network and its minibatches. "
                "Use a smaller network or smaller minibatches."
            )
        except Exception as error:  # as in Worker.run
            self.failed.emit(f"Training failed because of an error in this program ({type(error).__name__}: {error}).")
        else:
            self._emit_events()
            ended_early = result.outcome in ("stopped", "diverged")
            (self.stopped if ended_early else self.succeeded).emit(result, card)

    def start_network(self) -> Network | None:
        """The network that the run began with, made anew; ``None`` if it is not known. Called in any thread."""
        if self._resumed is None:
            return starting_network(self._network_config, self._config)
        return start_of(SnapshotFiles(runs_folder(), self._resumed.summary.id).stored())

    def pause(self) -> None:
        """Pause after the current minibatch; all events until then are emitted."""
        self.control.pause()
        # The callback runs in the training's thread once it is paused, and emits the events held back until then.
        self.control.request_network(lambda network: self._emit_events())

    def _train(self, data: Dataset) -> TrainingResult:
        if self._resumed is not None:
            return self._resume(self._resumed, data)
        self._keeper.begin(self._network_config, self._config, data, self._samples, self._title)
        self._emit_kept()
        return train_new_network(
            data,
            self._network_config,
            self._config,
            on_progress=self._report,
            on_snapshot=self._keeper.snapshot,
            control=self.control,
            checkpoint=self._keeper.checkpoint,
        )

    def _resume(self, stored: StoredRun, data: Dataset) -> TrainingResult:
        summary = stored.summary
        history = self._keeper.go_on(stored.checkpoint, summary.training, data, self._samples, summary.id)
        self._emit_kept()
        self.goes_on.emit(history)
        return resume_training(
            stored.checkpoint,
            data,
            on_progress=self._report,
            on_snapshot=self._keeper.snapshot,
            control=self.control,
        )

    def _emit_kept(self) -> None:
        if self._keeper.run is not None:
            self.kept.emit(self._keeper.run)

    def _load(self) -> Dataset:
        if isinstance(self._source, Dataset):
            return self._source
        data = load_or_stop(self._source, self.loading.emit, self._is_stopped, self._samples)
        self.loaded.emit(data)
        return data

    def _is_stopped(self) -> bool:
        return self.control.is_stopped

    def _report(self, event: TrainingEvent) -> None:
        self._keeper.event(event)
        # Epochs of a small data set may take a millisecond; a signal for each would flood the window's event loop.
        self._events.append(event)
        # During a pause no later event comes to be emitted together with this one, and in slow motion each is watched,
        # unless the window is slower still.
        is_due = self.control.pace is not None or time.perf_counter() - self._last_emit >= SECONDS_BETWEEN_SIGNALS
        if self.control.is_paused or (is_due and self._is_shown):
            self._emit_events()

    def _emit_events(self) -> None:
        if self._events:
            self._is_shown = False
            self.progressed.emit(self._events)
        self._events = []
        self._last_emit = time.perf_counter()

    def _await_turn(self) -> None:
        """Wait, in the window's thread, until its event loop has come round.

        Qt hands over all signals that are there, and those that come meanwhile, before it looks at timers and the
        mouse: on a machine that shows a step more slowly than the next one comes, the window would do nothing else.
        """
        self._turn.start()

    def _shown(self) -> None:
        self._is_shown = True


def _sample(data: Dataset) -> Dataset:
    """Samples at even distances, because ``data`` may be sorted by class."""
    return data.take(np.unique(np.linspace(0, len(data) - 1, _SAMPLED).astype(int)))
