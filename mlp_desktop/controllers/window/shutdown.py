"""The closing of the window: ask, stop the running work, wait for it, close."""

from time import monotonic

from PySide6.QtCore import QObject, QTimer, Signal

from mlp_desktop.controllers.draw.drawing_files import DrawingFilesController
from mlp_desktop.controllers.draw.pictures import PicturesController
from mlp_desktop.controllers.examine.examination import ExaminationController
from mlp_desktop.controllers.kit.weights import WeightsController
from mlp_desktop.controllers.lab.lab import LabController
from mlp_desktop.controllers.moments.run_moments import RunMoments
from mlp_desktop.controllers.my_digits.own_digits import OwnDigitsController
from mlp_desktop.controllers.runs.runs import RunsController
from mlp_desktop.controllers.sweeps.sweeps import SweepsController
from mlp_desktop.controllers.train.tab_work import TabWork
from mlp_desktop.controllers.train.training import TrainingController
from mlp_desktop.controllers.window.chart_files import ChartFilesController
from mlp_desktop.controllers.window.newer_version import NewerVersionController
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.views.window.main_window import MainWindow

QUESTION = "A training is running. Stop it and close?"
SWEEP_QUESTION = "A sweep is running. Stop it and close? What is done is kept, and you can resume it later."
LEAVING_QUESTION = "{} Close without waiting for it? What is being written may be lost."

AT_ONCE, LONG = 300, 2000
"""Milliseconds after which a closing says what it waits for, again and again, and after which it may be given up."""

Work = (
    TrainingController
    | SweepsController
    | TabWork
    | ExaminationController
    | OwnDigitsController
    | PicturesController
    | RunsController
    | LabController
    | RunMoments
    | WeightsController
    | NewerVersionController
    | ChartFilesController
    | DrawingFilesController
)
"""The controllers that work in threads."""

_WORDS: dict[type, str] = {
    TrainingController: "The training is being stopped and kept.",
    SweepsController: "The sweep is being stopped and kept.",
    RunsController: "The runs are being written.",
    OwnDigitsController: "My digits are being written.",
    PicturesController: "A picture is being read.",
    ExaminationController: "The examination is being stopped.",
    DrawingFilesController: "A drawing is being written.",
    ChartFilesController: "A chart is being written.",
    LabController: "The Lab is being stopped.",
}


class ShutdownController(QObject):
    """Handles the window's request to close; no thread outlives the window."""

    closed = Signal()

    @property
    def has_left_work(self) -> bool:
        """Whether threads still run although the window is closed: the person would not wait for them."""
        return self._is_closing and self._waits_for() != ""

    def __init__(
        self,
        window: MainWindow,
        training: TrainingController,
        sweeps: SweepsController,
        others: tuple[Work, ...],
        weights: WeightsController,
        settings: Settings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._training = training
        self._sweeps = sweeps
        self._works: tuple[Work, ...] = (training, sweeps, weights, *others)
        self._weights = weights
        self._settings = settings
        self._is_closing = self._is_closed = False
        self._waits_since = 0.0
        self._saying = QTimer(self)
        self._saying.timeout.connect(self._say_what_is_waited_for)
        window.close_requested.connect(self._close_requested)
        for work in self._works:
            work.ended.connect(self._close_when_quiet)

    def _close_requested(self) -> None:
        if self._is_closing or self._weights.does_after_saving(self.close_now):
            self._ask_to_leave()
            return
        if self._training.is_running and not self._window.ask(QUESTION, "Stop and close", "Keep training"):
            return
        if self._sweeps.is_sweeping and not self._window.ask(SWEEP_QUESTION, "Stop and close", "Keep sweeping"):
            return
        self._waits_since = monotonic()
        self._weights.when_replaceable(self.close_now)

    def close_now(self) -> None:
        """Stop all work and close without a question, as where nobody is there to answer it."""
        self._is_closing = True
        self._waits_since = monotonic()
        self._saying.start(AT_ONCE)
        for work in self._works:
            work.stop()
        self._close_when_quiet()

    def _close_when_quiet(self) -> None:
        if self._is_closing and not any(work.is_running for work in self._works):
            self._close()

    def _close(self) -> None:
        if self._is_closed:
            return
        self._is_closed = True
        self._saying.stop()
        self._settings.geometry = self._window.saveGeometry()
        self._window.allow_close()
        self._window.close()
        self.closed.emit()

    # Work that does not end

    def _waits_for(self) -> str:
        """A sentence about the work that still runs; empty if none does."""
        if self._weights.is_running and self._weights.work_words:
            return f"{self._weights.work_words.rstrip('…')}: this has not ended yet."
        running = next((work for work in self._works if work.is_running), None)
        return "" if running is None else _WORDS.get(type(running), "Work is being ended.")

    def _say_what_is_waited_for(self) -> None:
        if words := self._waits_for():
            self._window.set_file_line(f"Closing. {words}")

    def _ask_to_leave(self) -> None:
        """Offer to close at once, as where a disk never answers; at first the closing is waited for."""
        if (monotonic() - self._waits_since) * 1000 < LONG:
            return
        if (words := self._waits_for()) and self._window.ask(LEAVING_QUESTION.format(words), "Close at once", "Wait"):
            self._is_closing = True
            self._close()
