"""Cross-validation of the form's settings: a training for each fold in a thread, and their mean in the status line."""

from PySide6.QtCore import QObject

from mlp_desktop.controllers.train.estimate_words import samples_used
from mlp_desktop.controllers.train.tab_work import TabWork
from mlp_desktop.controllers.train.training import TrainingController
from mlp_desktop.controllers.train.training_words import LOADING, loading_line
from mlp_desktop.plain_words import counted
from mlp_desktop.views.window.main_window import MainWindow
from mlp_desktop.workers.train.folds_worker import FoldsWorker
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.training.cross_validation import CrossValidation


class FoldsController(TabWork):
    """Cross-validates at a press of the button under More."""

    reason = "A cross-validation is running. Stop it first, or wait."

    def __init__(self, window: MainWindow, training: TrainingController, parent: QObject | None = None) -> None:
        super().__init__(window, training, parent)
        self._source, self._samples, self._folds = "", SampleChoice(), 0
        self._tab.form.folds_requested.connect(self.begin_or_stop)

    def begin(self) -> None:
        """Train a network for each fold."""
        reading = self._usable_form()
        if reading is None:
            return
        self._source, self._samples, self._folds = self._tab.form.values()["data"], reading.samples, reading.folds
        known = samples_used(self._source, reading.samples)
        if known is not None and known < self._folds:
            self._tab.form.reveal("folds")
            self._tab.show_message(f"Folds must be at most the {counted(known, 'sample')} used. Got {self._folds}.")
            return
        data = self._training.loaded.get(self._source)
        self._tab.form.set_folding(True)
        self._tab.show_progress(0, LOADING if data is None else f"Fold 1 of {self._folds}…")
        worker = FoldsWorker(data or self._source, reading.samples, reading.network, reading.training, self._folds)
        worker.fold_done.connect(self._fold_done)
        self._work.begin(worker, self._succeeded, self._failed, stopped=self._stopped, progressed=self._progressed)

    def _progressed(self, samples: int) -> None:
        self._tab.show_message(loading_line(self._source, samples, self._samples))

    def _fold_done(self, fold: int, accuracy: float) -> None:
        self._tab.show_progress(fold / self._folds, f"Fold {fold} of {self._folds}: validation accuracy {accuracy:.1%}")

    def _succeeded(self, found: CrossValidation) -> None:
        words = f"{self._folds} folds: validation accuracy {100 * found.mean:.1f} ± {100 * found.deviation:.1f}%"
        self._tab.show_progress(1, f"{words}, mean and standard deviation after the last epoch. No network is kept.")

    def _stopped(self) -> None:
        self._tab.show_message("The cross-validation was stopped.")

    def _failed(self, sentence: str) -> None:
        self._tab.show_message("The cross-validation failed.")
        self._window.show_error(sentence)

    def finish(self) -> None:
        """Give the button its first words back."""
        self._tab.form.set_folding(False)
