"""The diagnosis of a run in words, with its evidence, the findings before it, and buttons for the cure and another."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from mlp_desktop.plain_text import plain_tip
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import announce
from mlp_desktop.views.kit.growth import follow
from mlp_desktop.views.kit.labels import ElidedLabel, paragraph
from mlp_desktop.views.kit.layouts import hbox, keep_room, vbox

_LINES = 3
_WIDEST = "Try a third of the rate"


class DiagnosisLine(QWidget):
    """A sentence and two buttons, and two lines below them.

    All have constant room, so that nothing moves when they appear or disappear.
    """

    cure_requested = Signal()
    other_requested = Signal()
    """The second cure is to be applied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("diagnosisLine")
        self._words = paragraph("diagnosisWords", lines=_LINES)
        self._words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._cure = _cure_button("applyRemedy")
        self._other = _cure_button("applyOtherRemedy")
        self._cure.clicked.connect(self.cure_requested)
        self._other.clicked.connect(self.other_requested)
        self._evidence = ElidedLabel("diagnosisEvidence", quiet=True)
        self._past = ElidedLabel("diagnosisPast", quiet=True)
        for label in (self._evidence, self._past):
            theme.keep_font(label, "small")
        row = hbox()
        row.addWidget(self._words, 1)
        row.addLayout(vbox(self._cure, self._other, spacing=theme.GRID // 2))
        layout = vbox(row, self._evidence, self._past, parent=self, spacing=0)
        layout.setContentsMargins(0, 0, 0, 0)
        self._kind = ""
        self.clear()

    @property
    def words(self) -> str:
        """The sentence that is shown; empty for none."""
        return self._words.text()

    def clear(self) -> None:
        """Show nothing."""
        self._kind = ""
        self._show("", ("", ""), ("", ""))
        self.show_evidence("", "")

    def show_words(
        self, words: str, cure: str = "", tip: str = "", *, other: tuple[str, str] = ("", ""), kind: str = ""
    ) -> None:
        """Show words about the curves.

        Args:
            words: one or two sentences.
            cure: the words on the button; empty for no button.
            tip: the effect of the button.
            other: the words on the second button, and its effect; empty for no button.
            kind: the kind of finding, empty for none. New numbers of the same kind are not announced again.
        """
        if (words, cure, other[0]) == (self._words.text(), self._cure.text(), self._other.text()):
            return
        self._show(words, (cure, tip), other)
        if kind != self._kind and kind:
            announce(self, words)
        self._kind = kind

    def show_evidence(self, evidence: str, past: str) -> None:
        """Show what the words rest on, and the findings before."""
        for label, name, text in (
            (self._evidence, "Evidence", evidence),
            (self._past, "Earlier findings", past),
        ):
            if text != label.text() or not label.accessibleName():
                label.setText(text)
                label.setAccessibleName(f"{name}: {text}" if text else name)

    def set_usable(self, usable: bool) -> None:
        """Set whether a cure can be applied now."""
        self._cure.setEnabled(usable)
        self._other.setEnabled(usable)

    def _show(self, words: str, cure: tuple[str, str], other: tuple[str, str]) -> None:
        self._words.setText(words)
        self._words.setToolTip(plain_tip(words))
        self._words.setAccessibleName(f"About the curves: {words}" if words else "About the curves")
        for button, (label, tip) in ((self._cure, cure), (self._other, other)):
            button.setText(label)
            button.setAccessibleName(label)
            button.setAccessibleDescription(tip)
            button.setToolTip(plain_tip(tip))
            button.setVisible(bool(label))


def _cure_button(name: str) -> QPushButton:
    button = QPushButton()
    button.setObjectName(name)
    follow(button, lambda each: each.setFixedWidth(each.fontMetrics().horizontalAdvance(_WIDEST) + 3 * theme.GRID))
    keep_room(button)
    return button
