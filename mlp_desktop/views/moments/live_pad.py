"""The pad beside a training: the drawing, and what the network in training makes of it now."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.draw.drawing_pad import DrawingPad
from mlp_desktop.views.explain.compact_bars import CompactBars
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import describe
from mlp_desktop.views.kit.form_parts import form_button
from mlp_desktop.views.kit.growth import grown
from mlp_desktop.views.kit.labels import ElidedLabel, paragraph
from mlp_desktop.views.kit.layouts import hbox, vbox
from mlp_desktop.views.kit.seen_widget import SeenWidget

_LEAST_WIDTH, _MOST_WIDTH = 22 * theme.GRID, 45 * theme.GRID
_SHARE = 0.17  # of the window's width
_PAD_SHARE = 0.45  # of the height, at most


@guarded
class LivePad(SeenWidget):
    """A column: the pad, the answer, the ten probabilities, and what the last update of the weights changed in them."""

    clear_requested = Signal()
    sample_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("livePadColumn")
        self.pad = DrawingPad(self)
        self.pad.setObjectName("livePad")
        self.pad.setAccessibleName("Drawing pad beside the training")
        sample = form_button("liveSample", "Sample", "Put a sample digit on the pad.")
        clear = form_button("liveClear", "Clear", "Remove the drawing.")
        sample.clicked.connect(self.sample_requested)
        clear.clicked.connect(self.clear_requested)
        self.answer = ElidedLabel("liveAnswer", heading=True)
        self.scores = CompactBars(self)
        describe(self.scores, "liveScores", "Probabilities of the ten digits, by the network in training")
        self.change = paragraph("liveChange", lines=3, small=True, quiet=True)
        layout = vbox(self.pad, hbox(sample, clear), self.answer, self.scores, self.change, parent=self)
        layout.setStretch(3, 1)
        self._share_room()

    def show_answer(self, words: str, scores: Sequence[float] | None, change: str) -> None:
        """Show the answer to the drawing, the ten probabilities, and a line about the network that gave it."""
        self.answer.setText(words)
        self.scores.set_scores(scores)
        self.change.setText(change)

    def showEvent(self, event: QShowEvent) -> None:
        """Give the pad its share of the height before anything is shown on it."""
        self._share_room()
        super().showEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the pad its share of the height."""
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        width = min(max(grown(_LEAST_WIDTH), round(_SHARE * self.window().width())), _MOST_WIDTH)
        self.setFixedWidth(width)
        self.pad.setFixedHeight(min(width, max(self.pad.minimumHeight(), round(_PAD_SHARE * self.height()))))
