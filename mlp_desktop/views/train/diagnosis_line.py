"""What the curves mean, in words, and a button for the cure."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import announce

_LINES = 3
_WIDEST = "Try a third of the rate"


class DiagnosisLine(QWidget):
    """A sentence in room for three lines, and beside it room for a button: nothing jumps when either comes or goes."""

    remedy_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("diagnosisLine")
        self._words = QLabel()
        self._words.setObjectName("diagnosisWords")
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._words.setFixedHeight(_LINES * self._words.fontMetrics().lineSpacing() + 2)
        self._remedy = QPushButton()
        self._remedy.setObjectName("applyRemedy")
        self._remedy.setFixedWidth(self._remedy.fontMetrics().horizontalAdvance(_WIDEST) + 3 * theme.GRID)
        self._remedy.clicked.connect(self.remedy_requested)
        policy = self._remedy.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._remedy.setSizePolicy(policy)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GRID)
        layout.addWidget(self._words, 1)
        layout.addWidget(self._remedy)
        self._say("", "", "")

    def show_words(self, words: str, remedy: str = "", tip: str = "") -> None:
        """Say something about the curves.

        Args:
            words: one or two sentences.
            remedy: what the button says; no button without it.
            tip: what pressing it does.
        """
        if words == self._words.text() and remedy == self._remedy.text():
            return
        self._say(words, remedy, tip)
        if remedy:
            announce(self, words)

    def set_usable(self, usable: bool) -> None:
        """Say whether the cure can be applied now."""
        self._remedy.setEnabled(usable)

    def _say(self, words: str, remedy: str, tip: str) -> None:
        self._words.setText(words)
        self._words.setToolTip(words)
        self._words.setAccessibleName(f"About the curves: {words}" if words else "About the curves")
        self._remedy.setText(remedy)
        self._remedy.setAccessibleName(remedy)
        self._remedy.setAccessibleDescription(tip)
        self._remedy.setToolTip(tip)
        self._remedy.setVisible(bool(remedy))
