"""The closing of the window: ask, stop the running work, wait for it, close."""

from PySide6.QtCore import QObject, Signal

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
from mlp_desktop.controllers.window.newer_version import NewerVersionController
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.views.window.main_window import MainWindow

QUESTION = "A training is running. Stop it and close?"
SWEEP_QUESTION = "A sweep is running. Stop it and close? What is done is kept, and you can resume it later."

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
)
"""The controllers that work in threads."""


class ShutdownController(QObject):
    """Handles the window's request to close; no thread outlives the window."""

    closed = Signal()

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
        self._is_closing = False
        window.close_requested.connect(self._close_requested)
        for work in self._works:
            work.ended.connect(self._close_when_quiet)

    def _close_requested(self) -> None:
        if self._is_closing:
            return
        if self._training.is_running and not self._window.ask(QUESTION, "Stop and close", "Keep training"):
            return
        if self._sweeps.is_sweeping and not self._window.ask(SWEEP_QUESTION, "Stop and close", "Keep sweeping"):
            return
        self._weights.when_replaceable(self.close_now)

    def close_now(self) -> None:
        """Stop all work and close without a question, as where nobody is there to answer it."""
        self._is_closing = True
        for work in self._works:
            work.stop()
        self._close_when_quiet()

    def _close_when_quiet(self) -> None:
        if self._is_closing and not any(work.is_running for work in self._works):
            self._settings.geometry = self._window.saveGeometry()
            self._window.allow_close()
            self._window.close()
            self.closed.emit()
