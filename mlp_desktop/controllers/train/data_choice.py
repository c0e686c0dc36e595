"""The choices of the data field in the training form: MNIST, the practice set, and the folder and file used last."""

from PySide6.QtCore import QObject, Signal

from mlp_desktop.controllers.train.data_files import (
    chosen_again,
    label_of,
    rearranged,
    refitted,
    remember,
    show_arrangement,
)
from mlp_desktop.models.my_digits.own_store import SOURCE, MyDigits
from mlp_desktop.models.train.loaded_data import PRACTICE, PRACTICE_SAMPLES
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.views.window.main_window import MainWindow
from mlp_engine.datasets.mnist import is_mnist_cached
from mlp_engine.sources import file_source

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
        self.choices: list[tuple[str, str]] = []
        """What is offered: source and name."""
        window.tabs.currentChanged.connect(self._offer_again)
        window.train_tab.folder_requested.connect(self._choose_folder)
        window.train_tab.file_requested.connect(self._choose_file)
        self._form.arrangement.chosen.connect(self._arrange)
        self._form.arrangement.fitted.connect(self._fit)

    def offer(self) -> None:
        """Offer the data sets there are; what can be used at once comes first."""
        chosen = self._form.values()["data"]
        self.choices = self._found()
        self._form.set_data_choices(self.choices)
        self._form.set_values({"data": chosen_again(chosen, list(dict(self.choices)), "")})
        self.changed.emit()

    def _found(self) -> list[tuple[str, str]]:
        practice = (PRACTICE, f"Practice set ({PRACTICE_SAMPLES:,} generated digits, no download)")
        if is_mnist_cached():
            choices = [(MNIST, "MNIST, 60,000 digits"), practice]
        else:
            choices = [practice, (MNIST, "MNIST (not fetched yet)")]
        if MyDigits.is_there():
            choices.append((SOURCE, "My digits"))
        files = filter(None, (self._settings.data_folder, self._settings.data_file))
        return choices + [(source, label_of(source)) for source in files]

    def _offer_again(self) -> None:
        """Offer what has come since the tab was last seen: own drawings, and files that were turned in another tab."""
        if self._window.tabs.currentWidget() is self._window.train_tab and self._found() != self.choices:
            self.offer()

    def choose(self, source: str) -> None:
        """Offer the data sets there are, and choose ``source`` among them."""
        self.offer()
        self._form.set_values({"data": source})
        self.changed.emit()

    def offer_also(self, source: str) -> None:
        """Offer ``source`` again, if it is a folder or a file, and choose it."""
        remember(self._settings, source)
        self.choose(source)

    def show_arrangement(self) -> None:
        """Let the button beside the field show how the images of the chosen data are turned."""
        show_arrangement(self._form.arrangement, self._form.values()["data"])

    def _arrange(self, words: str) -> None:
        self.offer_also(rearranged(self._form.values()["data"], words))

    def _fit(self, fits: bool) -> None:
        self.offer_also(refitted(self._form.values()["data"], fits))

    @staticmethod
    def obstacle(source: str) -> str:
        """A sentence that says why a run cannot learn from ``source``, empty where it can."""
        return NO_MNIST if source == MNIST and not is_mnist_cached() else ""

    def _choose_folder(self) -> None:
        chosen = self._window.choose_folder(
            "Folder of IDX files, or of folders 0 to 9 with pictures",
            file_source(self._settings.data_folder).path or str(self._settings.folder),
        )
        if chosen:
            self.offer_also(chosen)

    def _choose_file(self) -> None:
        chosen = self._window.choose_open_file(
            "File of samples", file_source(self._settings.data_file).path or str(self._settings.folder), SAMPLE_FILES
        )
        if chosen:
            self.offer_also(chosen)
