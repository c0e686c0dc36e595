"""The page on which the examined images are damaged: one kind and strength, and the curves of several kinds."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.examine.share_plot import ShareLine, SharePlot
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import describe
from mlp_desktop.views.kit.form_parts import FormCombo, form_button
from mlp_desktop.views.kit.growth import follow
from mlp_desktop.views.kit.labels import paragraph, plain_label, text_is_large
from mlp_desktop.views.kit.layouts import hbox, vbox
from mlp_desktop.views.kit.plots.run_lines import run_icon
from mlp_desktop.views.kit.value_slider import ValueSlider
from mlp_desktop.views.kit.wrapping_row import WrappingRow

_COLUMNS = 4
_COUNTS = (("200", "200 samples"), ("1000", "1,000 samples"), ("5000", "5,000 samples"))


@guarded
class DamagePage(QWidget):
    """The chosen damage with its words, and the accuracy over the strength of every ticked one."""

    chosen = Signal()
    """Another kind, strength or number of samples."""
    curves_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = FormCombo("damageKind", "Damage", "What is done to the images.", characters=10)
        self.strength = ValueSlider("damageStrength", "Strength of the damage", "How strong the damage is.", steps=40)
        self.count = FormCombo(
            "damageCount", "Samples", "How many of the examined samples are read again.", characters=10
        )
        self.count.set_choices(_COUNTS)
        self._start = form_button("damageCurves", "Measure curves", "Read the samples at nine strengths of each kind.")
        self._start.clicked.connect(self.curves_requested)
        self._value = plain_label()
        self._value.setObjectName("damageValue")
        self._words = paragraph("damageWords", lines=2)
        self.plot = SharePlot(
            "damagePlot",
            "Share correct over the strength of the damage",
            "share of the largest strength",
            "share correct",
        )
        self._ticks: dict[str, QCheckBox] = {}
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(2 * theme.GRID)
        self._grid.setVerticalSpacing(0)
        self.kind.currentIndexChanged.connect(self.chosen)
        self.count.currentIndexChanged.connect(self.chosen)
        self.strength.moved.connect(self.chosen)
        self._lay_out()

    def set_kinds(self, kinds: Sequence[tuple[str, str]]) -> None:
        """Offer kinds of damage (value, label), all ticked."""
        self.kind.set_choices(kinds)
        for value, label in kinds:
            tick = QCheckBox(label)
            describe(tick, f"damage{label.title().replace(' ', '')}", label, f"Measure a curve of {label.lower()}.")
            tick.setChecked(True)
            self._ticks[value] = tick
        self._place_ticks()
        self._show_lines_of_ticks()

    def ticked(self) -> list[str]:
        """The kinds whose curves are wanted, in their order."""
        return [value for value, tick in self._ticks.items() if tick.isChecked()]

    def set_words(self, value: str, words: str) -> None:
        """Show the strength, and what it does to the accuracy."""
        self._value.setText(value)
        self._words.setText(words)

    def set_lines(self, lines: Sequence[ShareLine], words: str) -> None:
        """Show the accuracy over the strength."""
        self.plot.set_lines(lines, words)

    def set_running(self, running: bool) -> None:
        """Disable the button while something runs."""
        self._start.setEnabled(not running)

    def changeEvent(self, event: QEvent) -> None:
        """Recolour with the palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._show_lines_of_ticks()

    def _show_lines_of_ticks(self) -> None:
        """Put a sample of its line beside each kind: the boxes are the key to the plot."""
        for place, tick in enumerate(self._ticks.values()):
            tick.setIcon(run_icon(place, self.devicePixelRatioF()))

    def _place_ticks(self) -> None:
        columns = _COLUMNS // 2 if text_is_large() else _COLUMNS
        for place, tick in enumerate(self._ticks.values()):
            self._grid.addWidget(tick, place // columns, place % columns)

    def _lay_out(self) -> None:
        label = plain_label("Damage")
        label.setBuddy(self.kind)
        kind = QWidget()
        hbox(label, self.kind, parent=kind)
        first = WrappingRow(kind, self.strength, self._value, growing=(self.strength,))
        follow(self, DamagePage._place_ticks)
        curves = hbox(self.count, self._start, spacing=theme.GRID)
        curves.addStretch(1)
        page = vbox(first, self._words, self._grid, curves, parent=self)
        page.addWidget(self.plot, 1)
