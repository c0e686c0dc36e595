"""The results of a sweep in three plots: figures of all points, parallel coordinates, and the curves of one point.

The figures are a heat map, or for a single setting points with error bars.
"""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QSizePolicy, QStackedWidget, QWidget

from mlp_desktop.views.kit.form_parts import FormCombo
from mlp_desktop.views.kit.labels import ElidedLabel, plain_label
from mlp_desktop.views.kit.layouts import hbox, vbox
from mlp_desktop.views.kit.plots.overlay_plot import OverlayPlot
from mlp_desktop.views.kit.plots.run_lines import LineKey
from mlp_desktop.views.kit.segments import Segments
from mlp_desktop.views.kit.wrapping_row import WrappingRow
from mlp_desktop.views.sweeps.sweep_details import SweepDetails
from mlp_desktop.views.sweeps.sweep_error_bars import SweepErrorBars
from mlp_desktop.views.sweeps.sweep_heat_map import SweepHeatMap
from mlp_desktop.views.sweeps.sweep_lines import SweepLines

PLOTS = ("Heat map", "Lines", "Curves")
HEAT_MAP, LINES, CURVES = range(len(PLOTS))
ERROR_BARS = "Points"
"""What stands in place of "Heat map" if one setting varies."""

_CHOOSERS = {
    "measure": ("sweepMeasure", "Figure", "The figure that the cells show."),
    "across": ("sweepAcross", "Across", "The setting of the columns."),
    "down": ("sweepDown", "Up", "The setting of the rows."),
    "fold": ("sweepFold", "Others", "What a cell shows of the other settings: their best value, or their mean."),
}


class SweepResults(QWidget):
    """A switch between the plots, the current plot, and the details of the chosen point.

    ``view_changed`` announces that a person wants another score or other settings in the heat map.
    """

    view_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heat_map = SweepHeatMap()
        self.error_bars = SweepErrorBars()
        self.lines = SweepLines()
        self.curves = OverlayPlot("Accuracy")
        self.curves.setObjectName("sweepCurves")
        self.details = SweepDetails()
        self._key = LineKey(("training", "validation"))
        self._switch = Segments(PLOTS, prefix="sweep")
        self._switch.setObjectName("sweepPicture")
        self._switch.setAccessibleName("How the results are shown")
        self._switch.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._switch.chosen.connect(self.show_plot)
        self._choosers: dict[str, FormCombo] = {}
        self._labels: dict[str, QLabel] = {}
        for key, (name, words, tip) in _CHOOSERS.items():
            combo = FormCombo(name, words, tip, characters=15 if key == "measure" else 6)
            combo.currentIndexChanged.connect(self.view_changed)
            self._choosers[key] = combo
            self._labels[key] = plain_label(words)
            self._labels[key].setBuddy(combo)
        self._explanation = ElidedLabel("sweepExplained", quiet=True, wraps=True)
        self._pages = QStackedWidget()
        self._lay_out()
        self.heat_map.opened.connect(self._open)
        self.error_bars.opened.connect(self._open)
        self.lines.opened.connect(self._open)

    @property
    def plot(self) -> int:
        """The number of the current plot."""
        return self._pages.currentIndex()

    def show_plot(self, number: int) -> None:
        """Show the plot with this number."""
        self._switch.set_current(number)
        self._pages.setCurrentIndex(number)

    def choice(self, key: str) -> str:
        """The value chosen in "measure", "across", "down" or "fold"."""
        return self._choosers[key].value()

    def offer(self, key: str, choices: Sequence[tuple[str, str]], chosen: str = "") -> None:
        """Offer ``choices`` (value, label), and choose one of them, without a signal."""
        self._choosers[key].set_choices(choices, chosen)

    def set_foldable(self, foldable: bool) -> None:
        """Show or hide the choosers that are needed only if more than two settings vary."""
        for key in ("across", "down", "fold"):
            self._choosers[key].setVisible(foldable)
            self._labels[key].setVisible(foldable)

    def set_one_setting(self, one: bool) -> None:
        """Show points with error bars instead of a heat map, which takes two settings."""
        self._figures.setCurrentWidget(self.error_bars if one else self.heat_map)
        self._switch.rename(HEAT_MAP, ERROR_BARS if one else PLOTS[HEAT_MAP])

    def explain(self, text: str) -> None:
        """Show one line about the meaning of the cells."""
        self._explanation.setText(text)
        self._explanation.setAccessibleName(text)

    def _open(self) -> None:
        self.show_plot(CURVES)
        self._switch.buttons[CURVES].setFocus()

    def _lay_out(self) -> None:
        heat, curves = QWidget(), QWidget()
        heat_page = vbox(parent=heat)
        for keys in (("measure", "fold"), ("across", "down")):
            pairs = [QWidget() for _ in keys]
            for key, pair in zip(keys, pairs, strict=True):
                hbox(self._labels[key], self._choosers[key], parent=pair).setStretch(1, 1)
            heat_page.addWidget(WrappingRow(*pairs, growing=pairs))
        heat_page.addWidget(self._explanation)
        self._figures = QStackedWidget()
        self._figures.addWidget(self.heat_map)
        self._figures.addWidget(self.error_bars)
        heat_page.addWidget(self._figures, 1)
        vbox(self._key, parent=curves).addWidget(self.curves, 1)
        for page in (heat, self.lines, curves):
            self._pages.addWidget(page)
        layout = vbox(self._switch, parent=self)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self.details)
