"""The map of what layers know: samples as points, one layer at a time or two side by side."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.examine.sample_list import ExaminedSamples, SampleList
from mlp_desktop.views.explain.ink_tile import InkTile
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.form_parts import form_button
from mlp_desktop.views.kit.growth import grown
from mlp_desktop.views.kit.labels import ElidedLabel, paragraph, plain_label
from mlp_desktop.views.kit.layouts import hbox, keep_room, vbox
from mlp_desktop.views.kit.status import ProgressBar, StatusLabel
from mlp_desktop.views.lab.map_choices import MapChoices
from mlp_desktop.views.lab.map_panel import MapPanel, StepSlider
from mlp_desktop.views.lab.map_plot import NONE

_SIDE = 24 * theme.GRID  # width of the column with pictures
_SIDE_SHARE, _MOST_SIDE = 0.16, 0.26  # of the width of the page, at least and at most
_TILE = 11 * theme.GRID
POINT_AT = "Point at a digit, or draw a line around some."


@guarded
class MapPage(QWidget):
    """Choices, one map or two, and a column with the sample that is pointed at and those that are selected.

    Both maps show the same samples: what is pointed at or selected in one is marked in the other.
    """

    layer_chosen = Signal(int, int)
    """Of the map 0 or 1, the layer, counted from 0, the pixels."""
    moment_chosen = Signal(int)
    pointed = Signal(int)
    """The number of a sample, or −1."""
    selected = Signal(object)
    """The numbers of samples, shape (m,)."""
    stop_requested = Signal()
    close_requested = Signal()
    """The moments of a run are not wanted any more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("labMapPage")
        self.choices = MapChoices()
        self.panels = (MapPanel(1), MapPanel(2))
        self.moment = StepSlider("labMapMoment", "Moment", "Go through the moments of a run.")
        self.moment_name = plain_label()
        self.moment_name.setObjectName("labMapMomentName")
        self._close = form_button("labMapClose", "Close", "Show the network of the Lab again.")
        self._close.clicked.connect(self.close_requested)
        self.tile = InkTile()
        self.tile.setObjectName("labMapTile")
        self.tile.setAccessibleName("Sample that is pointed at")
        self.sample = paragraph("labMapSample", lines=4)
        self.selection = ElidedLabel("labMapSelection")
        self.grid = SampleList()
        self.grid.setObjectName("labMapGrid")
        self.grid.setAccessibleName("Selected samples")
        self.status = StatusLabel("labMapStatus")
        self.progress = ProgressBar("labMapProgress", "Progress of the map")
        self.stop = form_button("labMapStop", "Stop", "Stop arranging the digits. The layers that are done stay.")
        self.summary = paragraph("labMapSummary", lines=2, small=True)
        self.stop.clicked.connect(self.stop_requested)
        self.moment.valueChanged.connect(self.moment_chosen)
        for panel, layer_chosen in zip(self.panels, (self._choose_first, self._choose_second), strict=True):
            panel.layer_chosen.connect(layer_chosen)
            panel.plot.pointed.connect(self._point)
            panel.plot.selected.connect(self.selected)
        self.choices.side_by_side.connect(self.panels[1].setVisible)
        self.panels[1].hide()
        self._lay_out()
        self.set_moments((), 0)
        self.show_sample(None, POINT_AT)
        self.show_selection(None, "")
        self.show_progress(None)

    # Content

    def set_moments(self, names: Sequence[str], chosen: int) -> None:
        """Offer the moments of a run; a single one needs no choice."""
        self._moments.setVisible(len(names) > 1)
        self.moment.put(chosen, max(len(names) - 1, 0))
        self.moment_name.setText(names[chosen] if names else "")
        self.moment.name_step(self.moment_name.text())

    def show_sample(self, ink: np.ndarray | None, words: str) -> None:
        """Show the sample that is pointed at, uint8, and what is known of it."""
        self.tile.set_ink(ink)
        self.tile.setAccessibleDescription(words)
        self.sample.setText(words)

    def show_selection(self, samples: ExaminedSamples | None, words: str) -> None:
        """List the selected samples, and tell them in one line."""
        numbers = np.empty(0, np.int64) if samples is None else samples.indices
        self.grid.show_samples(samples)
        self.selection.setText(words)
        for panel in self.panels:
            panel.plot.set_chosen(numbers)
            if words:
                panel.plot.tell(words)

    def show_progress(self, share: float | None) -> None:
        """Show how much is done, from 0 to 1; ``None`` while nothing is under way."""
        self.progress.setVisible(share is not None)
        self.stop.setVisible(share is not None)
        self.progress.show_share(share or 0.0)

    # Layout

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the pictures their share of the width."""
        super().resizeEvent(event)
        most, least = _MOST_SIDE * self.width(), _SIDE_SHARE * self.width()
        self._column.setFixedWidth(round(max(min(grown(_SIDE), most), least)))
        self.tile.setFixedSize(grown(_TILE), grown(_TILE))

    def _lay_out(self) -> None:
        maps = hbox(spacing=2 * theme.GRID)
        for panel in self.panels:
            maps.addWidget(panel, 1)
        self._moments = QWidget()
        hbox(plain_label("Moment"), self.moment, self.moment_name, self._close, parent=self._moments)
        self._column = QWidget()
        column = vbox(hbox(self.tile), self.sample, self.selection, parent=self._column)
        column.addWidget(self.grid, 1)
        body = hbox(spacing=2 * theme.GRID)
        body.addLayout(vbox(maps, self._moments), 1)
        body.addWidget(self._column)
        keep_room(self.stop)
        keep_room(self.progress)
        state = hbox(self.status)
        state.setStretch(0, 1)
        self.progress.setFixedWidth(20 * theme.GRID)
        for widget in (self.progress, self.stop):
            state.addWidget(widget)
        layout = vbox(self.choices, parent=self)
        layout.addLayout(body, 1)
        layout.addLayout(state)
        layout.addWidget(self.summary)

    # What the user did

    def _choose_first(self, layer: int) -> None:
        self.layer_chosen.emit(0, layer)

    def _choose_second(self, layer: int) -> None:
        self.layer_chosen.emit(1, layer)

    def _point(self, number: int) -> None:
        for panel in self.panels:
            panel.plot.set_pointed(number)
        self.pointed.emit(number)
        if number != NONE:
            for panel in self.panels:
                panel.plot.tell(self.sample.text())
