"""The download of MNIST: a button starts it, and a second press stops it."""

from PySide6.QtCore import QObject

from mlp_desktop.controllers.kit.data_chooser import MNIST
from mlp_desktop.controllers.train.tab_work import TabWork
from mlp_desktop.controllers.train.training import TrainingController
from mlp_desktop.views.window.main_window import MainWindow
from mlp_desktop.workers.kit.data_workers import FetchWorker
from mlp_engine.datasets.download import FetchProgress


class MnistDownloadController(TabWork):
    """Downloads MNIST; a download that was stopped continues at the next press."""

    def __init__(self, window: MainWindow, training: TrainingController, parent: QObject | None = None) -> None:
        super().__init__(window, training, parent)
        self._tab.fetch_requested.connect(self.begin_or_stop)

    def begin(self) -> None:
        """Download what is missing."""
        self._tab.form.set_fetching(True)
        self._tab.show_message("Downloading MNIST…")
        worker = FetchWorker()
        self._work.begin(worker, self._succeeded, self._failed, stopped=self._stopped, progressed=self._progressed)

    def finish(self) -> None:
        """Offer what is there now."""
        self._tab.form.set_fetching(False)
        self._training.data.offer()

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
