"""Fetches MNIST at the press of a button, and stops at a second press."""

from PySide6.QtCore import QObject, Signal

from mlp_desktop.controllers.data_choice import MNIST
from mlp_desktop.controllers.training import TrainingController
from mlp_desktop.views.main_window import MainWindow
from mlp_desktop.workers.fetch_worker import FetchWorker
from mlp_engine.datasets.download import FetchProgress


class FetchingController(QObject):
    """Owns the download that is going on, if any; emits ``ended`` when none is any more."""

    ended = Signal()

    def __init__(self, window: MainWindow, training: TrainingController, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._tab = window.train_tab
        self._training = training
        self._worker: FetchWorker | None = None
        self._tab.fetch_requested.connect(self._fetch_or_stop)

    @property
    def is_running(self) -> bool:
        """Whether a download is going on."""
        return self._worker is not None

    def stop(self) -> None:
        """Ask the download to end; what has arrived is kept for the next one."""
        if self._worker is not None:
            self._worker.requestInterruption()

    def _fetch_or_stop(self) -> None:
        if self._worker is not None:
            self.stop()
            return
        worker = FetchWorker(self)
        worker.progressed.connect(self._progressed)
        worker.succeeded.connect(self._succeeded)
        worker.stopped.connect(self._stopped)
        worker.failed.connect(self._failed)
        worker.finished.connect(self._finished)
        self._worker = worker
        self._tab.form.set_fetching(True)
        self._tab.show_message("Fetching MNIST…")
        worker.start()

    def _progressed(self, progress: FetchProgress) -> None:
        done = f"{progress.bytes_done / 1e6:.1f} MB"
        if progress.bytes_total is not None:
            done += f" of {progress.bytes_total / 1e6:.1f} MB"
        self._tab.show_message(f"Fetching {progress.file}: {done}")

    def _succeeded(self) -> None:
        self._training.data.choose(MNIST)
        self._tab.show_message("MNIST is here. Press Start to train on it.")

    def _stopped(self) -> None:
        self._tab.show_message("The download was stopped; what has arrived is kept.")

    def _failed(self, sentence: str) -> None:
        self._tab.show_message("The download failed. The network in use is as it was.")
        self._window.show_error(sentence)

    def _finished(self) -> None:
        if self._worker is not None:
            self._worker.deleteLater()
            self._worker = None
        self._tab.form.set_fetching(False)
        self._training.data.offer()
        self.ended.emit()
