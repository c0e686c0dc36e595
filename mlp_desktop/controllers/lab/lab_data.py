"""The data of the Lab, which accuracies are measured on and the map shows: chosen by a person, loaded when needed."""

from PySide6.QtCore import QObject, Signal

from mlp_desktop.controllers.kit.data_chooser import MNIST, Choice, DataChooser
from mlp_desktop.controllers.kit.latest_work import LatestWorkOwner, Wanted
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.views.window.main_window import MainWindow
from mlp_desktop.workers.kit.data_workers import LoadWorker
from mlp_engine.datasets.dataset import Dataset

DATA = "practice:2000:7"
"""Practice digits of another seed than those that the bundled networks learned from."""

LOADING = "Loading samples…"


class LabData(LatestWorkOwner):
    """Emits ``chosen`` when other data is wanted, ``told`` with a sentence, and ``ended`` when nothing loads."""

    chosen = Signal()
    told = Signal(str, bool)
    """Why there are no samples, and whether that is an error."""

    def __init__(self, window: MainWindow, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._field = window.lab_tab.data
        self._loaded: tuple[str, Dataset] | None = None
        self._failure: tuple[str, str] = ("", "")
        self._chooser = DataChooser(window, settings, window.lab_tab, self._field, _data_sets, self)
        self._chooser.chosen.connect(self._choose)
        self._chooser.offer()
        self._field.changed.connect(self._choose)

    def find(self) -> Dataset | None:
        """All samples of the chosen data; ``None`` while they are being loaded, or cannot be."""
        source = self._field.data
        if self._loaded is not None and self._loaded[0] == source:
            return self._loaded[1]
        sentence = self._chooser.obstacle(source, " in the Train tab")
        if not sentence and self._failure[0] == source:
            sentence = self._failure[1]
        self.told.emit(sentence or LOADING, bool(sentence))
        if not sentence and not self._work.is_running:
            self._work.begin(Wanted(lambda: LoadWorker(source), self._keep, self._fail))
        return None

    def _keep(self, data: Dataset) -> None:
        self._loaded = (self._field.data, data)

    def _fail(self, sentence: str) -> None:
        self._failure = (self._field.data, sentence)
        self.told.emit(sentence, True)

    def _choose(self, _source: str = "") -> None:
        self._work.drop()
        self._failure = ("", "")
        self._chooser.show_arrangement()
        self.chosen.emit()


def _data_sets(is_mnist_fetched: bool) -> list[Choice]:
    note = "" if is_mnist_fetched else " (not downloaded yet)"
    return [(DATA, "Practice digits"), (MNIST, f"MNIST training set{note}")]
