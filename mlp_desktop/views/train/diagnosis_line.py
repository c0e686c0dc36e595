"""The diagnosis of a run in words, with a button for the cure."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from mlp_desktop.plain_text import plain_tip
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import announce
from mlp_desktop.views.kit.labels import paragraph
from mlp_desktop.views.kit.layouts import hbox, keep_room

_LINES = 3
_WIDEST = "Try a third of the rate"


class DiagnosisLine(QWidget):
    """A sentence and a button, with constant room for both, so that nothing moves when they appear or disappear."""

    cure_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("diagnosisLine")
        self._words = paragraph("diagnosisWords", lines=_LINES)
        self._words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._cure = QPushButton()
        self._cure.setObjectName("applyRemedy")
        self._cure.setFixedWidth(self._cure.fontMetrics().horizontalAdvance(_WIDEST) + 3 * theme.GRID)
        self._cure.clicked.connect(self.cure_requested)
        keep_room(self._cure)
        layout = hbox(parent=self)
        layout.addWidget(self._words, 1)
        layout.addWidget(self._cure)
        self._show("", "", "")

    def show_words(self, words: str, cure: str = "", tip: str = "") -> None:
        """Show words about the curves.

        Args:
            words: one or two sentences.
            cure: the words on the button; empty for no button.
            tip: the effect of the button.
        """
        if words == self._words.text() and cure == self._cure.text():
            return
        self._show(words, cure, tip)
        if cure:
            announce(self, words)

    def set_usable(self, usable: bool) -> None:
        """Set whether the cure can be applied now."""
        self._cure.setEnabled(usable)

    def _show(self, words: str, cure: str, tip: str) -> None:
        self._words.setText(words)
        self._words.setToolTip(plain_tip(words))
        self._words.setAccessibleName(f"About the curves: {words}" if words else "About the curves")
        self._cure.setText(cure)
        self._cure.setAccessibleName(cure)
        self._cure.setAccessibleDescription(tip)
        self._cure.setToolTip(plain_tip(tip))
        self._cure.setVisible(bool(cure))
