"""The samples on the map: which data a person chooses, loaded when it is needed, and as many of it as they want."""

import numpy as np
from PySide6.QtCore import QObject, Signal

from mlp_desktop.controllers.kit.data_chooser import Choice, DataChooser
from mlp_desktop.controllers.kit.latest_work import LatestWork, Wanted
from mlp_desktop.controllers.lab import lab_edits
from mlp_desktop.controllers.lab.lab_edits import LabEdits
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.views.window.main_window import MainWindow
from mlp_desktop.workers.kit.data_workers import LoadWorker
from mlp_engine.datasets.dataset import Dataset

LOADING = "Loading samples…"
_SEED = 0


class MapSamples(QObject):
    """Emits ``chosen`` when other samples are wanted, ``told`` with a sentence, and ``ended`` when nothing loads.

    Attributes:
        total: how many samples the data has from which those on the map are taken.
    """

    chosen = Signal()
    told = Signal(str, bool)
    """Why there are no samples, and whether that is an error."""
    ended = Signal()

    def __init__(self, window: MainWindow, edits: LabEdits, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choices = window.lab_tab.map.choices
        self._edits = edits
        self._loaded: tuple[str, Dataset] | None = None
        self._taken: tuple[Dataset, int, Dataset] | None = None
        self._failure: tuple[str, str] = ("", "")
        self.total = 0
        self._work = LatestWork(self)
        self._work.ended.connect(self.ended)
        self._chooser = DataChooser(window, settings, window.lab_tab, self._choices, _data_sets, self)
        self._chooser.chosen.connect(self._choose)
        self._chooser.offer()
        self._choices.changed.connect(self._choose)

    @property
    def is_running(self) -> bool:
        """Whether a worker is running."""
        return self._work.is_running

    def stop(self) -> None:
        """Stop all work; ``ended`` follows."""
        self._work.drop()

    def find(self) -> Dataset | None:
        """The samples that are wanted; ``None`` while they are being loaded, or cannot be."""
        source = self._choices.data
        # The Lab measures accuracies on these, and loads them; everything is refreshed when they are there.
        of_the_lab = source == lab_edits.DATA
        if of_the_lab and self._edits.data is not None:
            self._loaded = (source, self._edits.data)
        if self._loaded is None or self._loaded[0] != source:
            sentence = self._chooser.obstacle(source, " in the Train tab")
            if not sentence and self._failure[0] == source:
                sentence = self._failure[1]
            self.told.emit(sentence or LOADING, bool(sentence))
            if not sentence and not of_the_lab and not self._work.is_running:
                self._work.begin(Wanted(lambda: LoadWorker(source), self._keep, self._fail))
            return None
        data, count = self._loaded[1], int(self._choices.count.value())
        if self._taken is None or self._taken[:2] != (data, count):
            self._taken = (data, count, _some_of(data, count))
            self.total = len(data)
        return self._taken[2]

    def _keep(self, data: Dataset) -> None:
        self._loaded = (self._choices.data, data)

    def _fail(self, sentence: str) -> None:
        self._failure = (self._choices.data, sentence)
        self.told.emit(sentence, True)

    def _choose(self, _source: str = "") -> None:
        self._work.drop()
        self._failure = ("", "")
        self._chooser.show_arrangement()
        self.chosen.emit()


def _some_of(data: Dataset, count: int) -> Dataset:
    """``count`` samples of the data, always the same ones, drawn at random from all of it."""
    if len(data) <= count:
        return data
    return data.take(np.sort(np.random.default_rng(_SEED).permutation(len(data))[:count]))


def _data_sets(is_mnist_fetched: bool) -> list[Choice]:
    note = "" if is_mnist_fetched else " (not downloaded yet)"
    return [(lab_edits.DATA, "Practice digits"), ("mnist", f"MNIST training set{note}")]
