"""A hint in two lines, with a button for what it proposes and one for the next hint."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import set_tip
from mlp_desktop.views.kit.buttons import text_button
from mlp_desktop.views.kit.labels import ElidedLabel, paragraph
from mlp_desktop.views.kit.layouts import hbox, keep_room, vbox


class ShownHint(NamedTuple):
    """What was found, what it rests on, and the words on the button, empty for none."""

    sentence: str
    evidence: str
    action: str


class HintLine(QWidget):
    """One of several hints at a time; ``applied`` carries its place. Its room is kept where there is none.

    Args:
        prefix: stands before all object names.
        is_broad: whether there is more room across than down: sentence and buttons then are in one line each.
    """

    applied = Signal(int)

    def __init__(self, prefix: str, parent: QWidget | None = None, *, is_broad: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName(f"{prefix}Hint")
        self._hints: tuple[ShownHint, ...] = ()
        self._place = 0
        name = f"{prefix}HintWords"
        self.words: QLabel = ElidedLabel(name) if is_broad else paragraph(name, lines=2)
        self.evidence = ElidedLabel(f"{prefix}HintEvidence", quiet=True)
        theme.keep_font(self.evidence, "small")
        self.apply = text_button(f"{prefix}HintApply", "Show them", "Do what the hint proposes.")
        self.next = text_button(f"{prefix}HintNext", "Next hint", "Show the next hint.")
        for button in (self.apply, self.next):
            keep_room(button)
        self.apply.clicked.connect(self._apply)
        self.next.clicked.connect(self._go_on)
        row = hbox(parent=self)
        row.addLayout(vbox(self.words, self.evidence, spacing=0), 1)
        both = (self.apply, self.next)
        row.addLayout(hbox(*both) if is_broad else vbox(*both, spacing=theme.GRID // 2))
        self._show()

    def show_hints(self, hints: Sequence[ShownHint]) -> None:
        """Show the first of these hints, or the same one as before if it is still among them."""
        if tuple(hints) == self._hints:
            return
        shown = self._hints[self._place].sentence if self._hints else ""
        self._hints = tuple(hints)
        sentences = [hint.sentence for hint in hints]
        self._place = sentences.index(shown) if shown in sentences else 0
        self._show()

    def _apply(self) -> None:
        self.applied.emit(self._place)

    def _go_on(self) -> None:
        self._place = (self._place + 1) % len(self._hints)
        self._show()

    def _show(self) -> None:
        hint = self._hints[self._place] if self._hints else ShownHint("", "", "")
        count = len(self._hints)
        number = f"Hint {self._place + 1} of {count}: " if count > 1 else "Hint: " if count else ""
        self.words.setText(f"{number}{hint.sentence}")
        self.words.setAccessibleName(f"{number}{hint.sentence}" or "No hint")
        self.evidence.setText(hint.evidence)
        self.evidence.setAccessibleName(f"Evidence: {hint.evidence}" if hint.evidence else "No evidence")
        self.apply.setVisible(bool(hint.action))
        if hint.action:
            self.apply.setText(hint.action)
            self.apply.setAccessibleName(hint.action)
            set_tip(self.apply, f"{hint.action}: {hint.sentence}")
        self.next.setVisible(count > 1)
