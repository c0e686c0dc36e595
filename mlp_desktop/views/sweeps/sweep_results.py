"""What a sweep found, in three pictures: a heat map, parallel coordinates, and the curves of one point."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.form_parts import FormCombo
from mlp_desktop.views.kit.labels import ElidedLabel
from mlp_desktop.views.kit.plots.overlay_plot import OverlayPlot
from mlp_desktop.views.kit.plots.run_lines import LineKey
from mlp_desktop.views.kit.segments import Segments
from mlp_desktop.views.sweeps.sweep_details import SweepDetails
from mlp_desktop.views.sweeps.sweep_heat_map import SweepHeatMap
from mlp_desktop.views.sweeps.sweep_lines import SweepLines

PICTURES = ("Heat map", "Lines", "Curves")
HEAT_MAP, LINES, CURVES = range(len(PICTURES))

_TIPS = {
    "measure": ("sweepMeasure", "Figure", "Which figure the cells tell."),
    "across": ("sweepAcross", "Across", "The setting of the columns."),
    "down": ("sweepDown", "Up", "The setting of the rows."),
    "fold": ("sweepFold", "Others", "What a cell tells of all the values of the other settings."),
}


class SweepResults(QWidget):
    """A switch between the pictures, the picture, and what is known of the point that is chosen.

    ``view_changed`` tells that another figure or other settings are wanted in the heat map.
    """

    view_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heat_map = SweepHeatMap()
        self.lines = SweepLines()
        self.curves = OverlayPlot("Accuracy")
        self.curves.setObjectName("sweepCurves")
        self.details = SweepDetails()
        self._key = LineKey(("training", "validation"))
        self._switch = Segments(PICTURES, prefix="sweep")
        self._switch.setObjectName("sweepPicture")
        self._switch.setAccessibleName("How the results are shown")
        self._switch.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._switch.chosen.connect(self.show_picture)
        self._choosers: dict[str, FormCombo] = {}
        self._labels: dict[str, QLabel] = {}
        for key, (name, words, tip) in _TIPS.items():
            combo = FormCombo()
            combo.setMinimumContentsLength(6)
            combo.setObjectName(name)
            combo.setAccessibleName(words)
            combo.setToolTip(tip)
            combo.currentIndexChanged.connect(self.view_changed)
            self._choosers[key] = combo
            self._labels[key] = QLabel(words)
            self._labels[key].setBuddy(combo)
        self._explained = ElidedLabel()
        self._explained.setObjectName("sweepExplained")
        self._explained.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._pages = QStackedWidget()
        self._lay_out()
        self.heat_map.opened.connect(self._open)
        self.lines.opened.connect(self._open)

    @property
    def picture(self) -> int:
        """Which picture is in front."""
        return self._pages.currentIndex()

    def show_picture(self, number: int) -> None:
        """Put a picture in front."""
        self._switch.set_current(number)
        self._pages.setCurrentIndex(number)

    def wanted(self, key: str) -> str:
        """What is chosen: "measure", "across", "down" or "fold"."""
        return self._choosers[key].value()

    def offer(self, key: str, choices: Sequence[tuple[str, str]], chosen: str = "") -> None:
        """Offer ``choices`` (value, label), unannounced, and choose one of them."""
        self._choosers[key].set_choices(choices, chosen)

    def set_foldable(self, foldable: bool) -> None:
        """Show the choosers that mean something only where more than two settings vary."""
        for key in ("across", "down", "fold"):
            self._choosers[key].setVisible(foldable)
            self._labels[key].setVisible(foldable)

    def explain(self, text: str) -> None:
        """Say in one line what the cells show."""
        self._explained.setText(text)
        self._explained.setAccessibleName(text)

    def _open(self) -> None:
        self.show_picture(CURVES)
        self._switch.buttons[CURVES].setFocus()

    def _lay_out(self) -> None:
        heat, curves = QWidget(), QWidget()
        heat_page = QVBoxLayout(heat)
        heat_page.setContentsMargins(0, 0, 0, 0)
        heat_page.setSpacing(theme.GRID)
        for keys in (("measure", "fold"), ("across", "down")):
            row = QHBoxLayout()
            row.setSpacing(theme.GRID)
            for key in keys:
                row.addWidget(self._labels[key])
                row.addWidget(self._choosers[key], 1)
            row.addStretch(1)
            heat_page.addLayout(row)
        heat_page.addWidget(self._explained)
        heat_page.addWidget(self.heat_map, 1)
        curves_page = QVBoxLayout(curves)
        curves_page.setContentsMargins(0, 0, 0, 0)
        curves_page.setSpacing(theme.GRID)
        curves_page.addWidget(self._key)
        curves_page.addWidget(self.curves, 1)
        for page in (heat, self.lines, curves):
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GRID)
        layout.addWidget(self._switch)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self.details)
