"""The page on which a network may say "I don't know": how many samples it answers, and how many of these rightly."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mlp_desktop.views.examine.share_plot import ShareLine, SharePlot
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.labels import paragraph, plain_label
from mlp_desktop.views.kit.layouts import hbox, vbox
from mlp_desktop.views.kit.plots.run_lines import LineKey
from mlp_desktop.views.kit.value_slider import ValueSlider

LINES = ("Probability", "Reject score")
_STEPS = 1000


class ThresholdPage(QWidget):
    """A threshold, what it does in words, and the risk–coverage curve; ``moved`` carries a threshold from 0 to 1."""

    moved = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.slider = ValueSlider(
            "thresholdSlider",
            "Threshold of the probability",
            "Below this probability the network says: I don't know.",
            steps=_STEPS,
        )
        self.slider.put(0.5, 0, 1)
        self.slider.moved.connect(self._moved)
        self._value = plain_label()
        self._value.setObjectName("thresholdValue")
        self._words = paragraph("thresholdWords")
        self._reject = paragraph("thresholdReject", quiet=True)
        self.plot = SharePlot(
            "coveragePlot", "Share correct over the share answered", "share answered", "share correct"
        )
        self._key = LineKey(LINES)
        self._key.setObjectName("coverageKey")
        label = plain_label("Threshold")
        label.setBuddy(self.slider)
        row = hbox(label, spacing=theme.GRID)
        row.addWidget(self.slider, 1)
        row.addWidget(self._value)
        page = vbox(row, self._words, self._reject, self._key, parent=self)
        page.addWidget(self.plot, 1)

    def set_words(self, value: str, words: str, reject: str) -> None:
        """Show the threshold, what it does, and what the reject score does beside it."""
        self._value.setText(value)
        self._words.setText(words)
        self._reject.setText(reject)

    def set_lines(self, lines: Sequence[ShareLine], words: str) -> None:
        """Show the curve of the probability, and that of the reject score if there is one."""
        self._key.setVisible(len(lines) > 1)
        self.plot.set_lines(lines, words, zooms=True)

    def _moved(self, value: float, _goes_on: bool) -> None:
        self.moved.emit(value)
