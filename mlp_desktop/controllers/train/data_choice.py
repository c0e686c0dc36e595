"""What the data field of the training form offers: MNIST, the practice set, and the folder and file used last."""

import os
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from mlp_desktop.models.my_digits.own_store import SOURCE, MyDigits
from mlp_desktop.models.train.loaded_data import PRACTICE, PRACTICE_SAMPLES
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.views.window.main_window import MainWindow
from mlp_engine.datasets.mnist import is_mnist_cached

MNIST = "mnist"
NO_MNIST = "MNIST must be fetched first, or choose other data."
SAMPLE_FILES = (
    "Samples (*.npz *.npy *.mat *.csv *.tsv *.txt *.csv.gz *.csv.xz *.jsonl *.jsonl.gz *-ubyte *-ubyte.gz *.zip)"
)


class DataChoice(QObject):
    """Fills the field, and lets folders and files be chosen; ``changed`` tells that the field holds something else."""

    changed = Signal()

    def __init__(self, window: MainWindow, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._form = window.train_tab.form
        self._settings = settings
        self._has_offered_mine = False
        self.choices: list[tuple[str, str]] = []
        """What is offered: source and name."""
        window.tabs.currentChanged.connect(self._offer_mine)
        window.train_tab.folder_requested.connect(self._choose_folder)
        window.train_tab.file_requested.connect(self._choose_file)

    def offer(self) -> None:
        """Offer the data sets there are; what can be used at once comes first."""
        practice = (PRACTICE, f"Practice set ({PRACTICE_SAMPLES:,} generated digits, no download)")
        if is_mnist_cached():
            choices = [(MNIST, "MNIST, 60,000 digits"), practice]
        else:
            choices = [practice, (MNIST, "MNIST (not fetched yet)")]
        if MyDigits.is_there():
            choices.append((SOURCE, "My digits"))
        if folder := self._settings.data_folder:
            choices.append((folder, f"Folder {Path(folder).name}"))
        if file := self._settings.data_file:
            choices.append((file, f"File {Path(file).name}"))
        self.choices = choices
        self._form.set_data_choices(choices)
        self._has_offered_mine = MyDigits.is_there()
        self.changed.emit()

    def _offer_mine(self) -> None:
        """Offer own drawings as soon as there are any."""
        seen = self._window.tabs.currentWidget() is self._window.train_tab
        if seen and not self._has_offered_mine and MyDigits.is_there():
            self.choose(self._form.values()["data"])

    def choose(self, source: str) -> None:
        """Offer the data sets there are, and choose ``source`` among them."""
        self.offer()
        self._form.set_values({"data": source})
        self.changed.emit()

    def offer_also(self, source: str) -> None:
        """Offer ``source`` again, if it is a folder or a file, and choose it."""
        if Path(source).is_absolute() and os.path.isdir(source):  # noqa: PTH112 (Path.is_dir may raise, this only says no)
            self._settings.data_folder = source
        elif Path(source).is_absolute() and os.path.isfile(source):  # noqa: PTH113
            self._settings.data_file = source
        self.choose(source)

    @staticmethod
    def obstacle(source: str) -> str:
        """A sentence that says why a run cannot learn from ``source``, empty where it can."""
        return NO_MNIST if source == MNIST and not is_mnist_cached() else ""

    def _choose_folder(self) -> None:
        chosen = self._window.choose_folder(
            "Folder of IDX files, or of folders 0 to 9 with pictures",
            self._settings.data_folder or str(self._settings.folder),
        )
        if chosen:
            self._settings.data_folder = chosen
            self.choose(chosen)

    def _choose_file(self) -> None:
        chosen = self._window.choose_open_file(
            "File of samples", self._settings.data_file or str(self._settings.folder), SAMPLE_FILES
        )
        if chosen:
            self._settings.data_file = chosen
            self.choose(chosen)
