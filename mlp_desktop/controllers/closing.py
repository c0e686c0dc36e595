"""Closes the window: asks, stops what runs, waits for it, then closes."""

from PySide6.QtCore import QObject

from mlp_desktop.controllers.browsing import BrowsingController
from mlp_desktop.controllers.examination.examining import ExaminingController
from mlp_desktop.controllers.fetching import FetchingController
from mlp_desktop.controllers.training import TrainingController
from mlp_desktop.controllers.weights import WeightsController
from mlp_desktop.models.settings import Settings
from mlp_desktop.views.main_window import MainWindow

QUESTION = "A training is running. Stop it and close?"


class ClosingController(QObject):
    """Answers the window's wish to close; no thread outlives it."""

    def __init__(
        self,
        window: MainWindow,
        training: TrainingController,
        fetching: FetchingController,
        browsing: BrowsingController,
        examining: ExaminingController,
        weights: WeightsController,
        settings: Settings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._training = training
        self._fetching = fetching
        self._browsing = browsing
        self._examining = examining
        self._weights = weights
        self._settings = settings
        self._is_closing = False
        window.close_requested.connect(self._close_requested)
        training.ended.connect(self._close_when_quiet)
        fetching.ended.connect(self._close_when_quiet)
        browsing.ended.connect(self._close_when_quiet)
        examining.ended.connect(self._close_when_quiet)

    def _close_requested(self) -> None:
        if self._is_closing:
            return
        if self._training.is_running and not self._window.ask(QUESTION, "Stop and close", "Keep training"):
            return
        if not self._weights.may_replace():
            return
        self._is_closing = True
        self._training.stop()
        self._fetching.stop()
        self._browsing.stop()
        self._examining.stop()
        self._close_when_quiet()

    def _close_when_quiet(self) -> None:
        busy = any(work.is_running for work in (self._training, self._fetching, self._browsing, self._examining))
        if self._is_closing and not busy:
            self._settings.geometry = self._window.saveGeometry()
            self._window.allow_close()
            self._window.close()
