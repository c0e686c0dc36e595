"""What the Train tab shows of a run: its progress, curves, weights and what goes wrong in it."""

from PySide6.QtCore import QObject, Signal

from mlp_desktop.controllers.train.advice import Advice
from mlp_desktop.controllers.train.live_controls import LiveControls
from mlp_desktop.controllers.train.live_curves import LiveCurves
from mlp_desktop.controllers.train.live_weights import LiveWeights
from mlp_desktop.controllers.train.recorded_plot import RecordedPlot, ghost_of
from mlp_desktop.controllers.train.training_words import LOADING, loading_line, progress_line, size_line
from mlp_desktop.controllers.train.weights_display import show_weights
from mlp_desktop.models.train.loaded_data import ALL_SAMPLES, LoadedData, digits_to_draw
from mlp_desktop.models.train.run_curves import RunCurves
from mlp_desktop.models.window.session import Session
from mlp_desktop.views.train.train_tab import TrainTab
from mlp_desktop.workers.train.training_worker import TrainingWorker
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.diagnosis.layer_statistics import LayerStatistics
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.training.history import Change, EpochFinished, History, MinibatchStep, Progress, TrainingEvent, better
from mlp_engine.training.result import TrainingResult

BEGINNING = "The curves start in a moment"
WEIGHTS_COME = "The weights appear in a moment"


class RunDisplay(QObject):
    """Follows the signals of one worker after the other.

    Attributes:
        curves: those of the current or the last run.
        loaded: the data that was loaded last.
    """

    quiet = Signal()
    """No snapshot of the weights is being made any more."""

    stepped = Signal(object)
    """A ``MinibatchStep``: what a minibatch did that was asked for on its own, or came in slow motion."""

    def __init__(self, tab: TrainTab, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tab = tab
        self.curves = RunCurves()
        self.loaded = LoadedData()
        self._worker: TrainingWorker | None = None
        self._source, self._choice = "", ALL_SAMPLES
        self._epochs = 1
        self._place = ""
        self._layers: tuple[LayerStatistics, ...] = ()
        self._live_curves = LiveCurves(tab, self)
        self._recorded = RecordedPlot(tab, self)
        self._advice = Advice(tab, self)
        self._controls = LiveControls(tab, session, self)
        self._weights = LiveWeights(tab.curves.weights, self)
        self._weights.ended.connect(self.quiet)

    @property
    def is_busy(self) -> bool:
        """Whether a snapshot of the weights is still being made."""
        return self._weights.is_running

    @property
    def share_done(self) -> float:
        """The share of the epochs that are done, from 0 to 1."""
        return 0.0 if self.curves.last is None else self.curves.last.epoch / self._epochs

    def clear(self, place: str) -> None:
        """Keep of the run before only its curves, as a ghost; ``place`` stands before the progress of the new one."""
        if self.curves.records:
            self._tab.curves.set_ghost(ghost_of(self.curves.history()))
        self.curves = RunCurves()
        self._place = place
        self._live_curves.begin(self.curves)
        self._tab.curves.clear(BEGINNING)
        self._recorded.begin(self.curves)
        self._tab.curves.weights.clear(WEIGHTS_COME)
        self._tab.set_summary("")
        self._tab.show_progress(0, place + LOADING)

    def follow(
        self,
        worker: TrainingWorker,
        source: str,
        choice: SampleChoice,
        network: NetworkConfig,
        training: TrainingConfig,
    ) -> None:
        """Follow a worker that is about to start, with these data and settings."""
        self._worker = worker
        self._source, self._choice = source, choice
        self._epochs = training.epochs
        self._advice.begin(network, training)
        worker.loading.connect(self._loading)
        worker.loaded.connect(self._has_data)
        worker.begun.connect(self._begun)
        worker.measured.connect(self._measured)
        worker.goes_on.connect(self._goes_on)
        worker.progressed.connect(self._progressed)
        self._controls.begin(worker.control, training, self.curves)
        self._tab.set_has_network(False)

    def show_result(self, result: TrainingResult) -> None:
        """Show the finished curves, and the network that is kept."""
        self._weights.end()
        self._live_curves.draw_all()
        self._recorded.draw()
        self._advice.end(self.curves, result)
        show_weights(self._tab.curves.weights, result.network, self._layers)

    def end(self, *, failed: bool) -> None:
        """The run has ended; of one that failed nothing stays."""
        self._worker = None
        self._controls.end()
        self._weights.end()
        if failed:
            self._live_curves.begin(RunCurves())
            self._tab.curves.clear()

    # Signals of the worker

    def _loading(self, samples: int) -> None:
        digits = digits_to_draw(self._source, self._choice)  # the size of a file is not known
        words = self._place + loading_line(self._source, samples, self._choice)
        self._tab.show_progress(samples / digits if digits else 0, words)

    def _has_data(self, data: Dataset) -> None:
        self.loaded.keep(self._source, data, self._choice)
        self._controls.has_data(data)
        words = (size_line(data.inputs.shape[1]), *data.remarks)
        self._tab.form.set_error("data", " ".join(filter(None, words)))

    def _goes_on(self, history: History) -> None:
        """Begin the curves of a resumed run with its history."""
        best = None
        for record in history.epochs:
            best = better(best, record)
            self.curves.add_epoch(EpochFinished(record, best is record, self._epochs))
        for change in history.changes:
            self._controls.changed(change)
        self._live_curves.draw_soon()
        self._recorded.draw_soon()

    def _begun(self, samples: int, some: Dataset) -> None:
        self._tab.set_has_network(True)
        self._controls.has_begun(samples)
        data = self.loaded.get(self._source)
        self._advice.begun(samples, 0 if data is None else len(data))
        if self._worker is not None:
            self._weights.begin(self._worker.control, some, self._worker.start_network)

    def _measured(self, layers: tuple[LayerStatistics, ...]) -> None:
        self._layers = layers

    def _progressed(self, events: list[TrainingEvent]) -> None:
        for event in events:
            match event:
                case Progress():
                    self.curves.add_progress(event)
                    words = self._place + progress_line(event, self.curves, self._controls.news())
                    self._tab.show_progress(event.epoch / event.epochs, words)
                case EpochFinished():
                    self.curves.add_epoch(event)
                case Change():
                    self._controls.changed(event)
                case MinibatchStep():
                    self._controls.stepped(event)
                    self.stepped.emit(event)
                case _:
                    pass
        self._advice.watch(self.curves)
        self._live_curves.draw_soon()
        self._recorded.draw_soon()
