"""The samples that a person points at and selects on the map, as the network of the moment reads them."""

import numpy as np
from PySide6.QtCore import QObject

from mlp_desktop.controllers.kit.sample_ink import ink_of
from mlp_desktop.controllers.lab.map_words import sample_words, selection_words
from mlp_desktop.models.draw.drawing import Drawing
from mlp_desktop.views.examine.sample_list import ExaminedSamples
from mlp_desktop.views.lab.map_page import POINT_AT, MapPage
from mlp_desktop.views.lab.map_plot import NONE
from mlp_desktop.workers.lab.map_workers import MomentMaps


class MapSelection(QObject):
    """Shows the sample that is pointed at, lists those that are selected, and puts a chosen one on the pad."""

    def __init__(self, page: MapPage, drawing: Drawing, parent: QObject) -> None:
        super().__init__(parent)
        self._page = page
        self._drawing = drawing
        self._moment: MomentMaps | None = None
        page.pointed.connect(self._point)
        page.selected.connect(self._select)
        page.grid.open_requested.connect(self._open_on_pad)

    def read(self, moment: MomentMaps) -> None:
        """These samples are on the map, with the answers to them."""
        self._moment = moment

    def clear(self) -> None:
        """There are no samples, or none that are mapped yet."""
        self._moment = None
        self._page.show_selection(None, selection_words(np.empty(0)))
        self._point(NONE)

    def _point(self, number: int) -> None:
        moment = self._moment
        if number == NONE or moment is None:
            self._page.show_sample(None, POINT_AT)
            return
        words = sample_words(int(moment.data.labels[number]), moment.probabilities[number])
        self._page.show_sample(self._ink_of(number), words)

    def _select(self, numbers: np.ndarray) -> None:
        moment = self._moment
        if moment is None:
            return
        labels, sure = moment.data.labels[numbers], moment.probabilities[numbers].max(axis=1)
        found = ExaminedSamples(numbers, labels, moment.answers[numbers], sure, self._ink_of)
        self._page.show_selection(found if len(numbers) else None, selection_words(labels))

    def _ink_of(self, number: int) -> np.ndarray:
        """The image of a sample, uint8, shape (side, side)."""
        assert self._moment is not None, "there are samples"
        return ink_of(self._moment.data.inputs[number])

    def _open_on_pad(self, number: int) -> None:
        self._drawing.open_picture(self._ink_of(number))
