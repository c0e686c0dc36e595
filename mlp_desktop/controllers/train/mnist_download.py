"""The download of MNIST: a button starts it, and a second press stops it."""

from PySide6.QtCore import QObject, Signal

from mlp_desktop.controllers.kit.data_chooser import MNIST
from mlp_desktop.controllers.kit.one_worker import OneWorker
from mlp_desktop.controllers.train.training import TrainingController
from mlp_desktop.views.window.main_window import MainWindow
from mlp_desktop.workers.kit.data_workers import FetchWorker
from mlp_engine.datasets.download import FetchProgress


class MnistDownloadController(QObject):
    """Downloads MNIST; emits ``ended`` when no download is running any more."""

    ended = Signal()

    def __init__(self, window: MainWindow, training: TrainingController, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._tab = window.train_tab
        self._training = training
        self._work = OneWorker(self)
        self._work.ended.connect(self._has_ended)
        self._tab.fetch_requested.connect(self._fetch_or_stop)

    @property
    def is_running(self) -> bool:
        """Whether a download is running."""
        return self._work.is_running

    def stop(self) -> None:
        """Ask the download to stop; the next one continues where it stopped."""
        self._work.stop()

    def _fetch_or_stop(self) -> None:
        if self.is_running:
            self.stop()
            return
        self._tab.form.set_fetching(True)
        self._tab.show_message("Downloading MNIST…")
        worker = FetchWorker()
        self._work.begin(worker, self._succeeded, self._failed, stopped=self._stopped, progressed=self._progressed)

    def _progressed(self, progress: FetchProgress) -> None:
        done = f"{progress.bytes_done / 1e6:.1f} MB"
        if progress.bytes_total is not None:
            done += f" of {progress.bytes_total / 1e6:.1f} MB"
        self._tab.show_message(f"Downloading {progress.file}: {done}")

    def _succeeded(self) -> None:
        self._training.data.choose(MNIST)
        self._tab.show_message("MNIST is downloaded. Press Start to train on it.")

    def _stopped(self) -> None:
        self._tab.show_message("The download was stopped. What has arrived is kept.")

    def _failed(self, sentence: str) -> None:
        self._tab.show_message("The download failed. The network in use has not changed.")
        self._window.show_error(sentence)

    def _has_ended(self) -> None:
        self._tab.form.set_fetching(False)
        self._training.data.offer()
        self.ended.emit()
