"""A section of a form that is folded away under its heading."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import describe
from mlp_desktop.views.kit.labels import ElidedLabel
from mlp_desktop.views.kit.layouts import hbox, vbox


@guarded
class FoldedSection(QWidget):
    """A heading that folds and unfolds what is below it, and words beside it about what it hides.

    Args:
        name: object name of the heading; that of the words ends in "Words".
        title: its text.
        tip: its tool tip.
        content: what is folded away.
    """

    toggled = Signal(bool)
    """The content was unfolded (true) or folded away."""

    def __init__(self, name: str, title: str, tip: str, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = content
        self._is_unfolded = True
        self._text = ""
        self._heading = QToolButton()
        describe(self._heading, name, title, tip)
        self._heading.setText(title)
        self._heading.setAutoRaise(True)
        self._heading.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._heading.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.keep_font(self._heading, "heading")
        self._heading.clicked.connect(self._toggle)
        self._words = ElidedLabel(f"{name}Words", quiet=True)
        theme.keep_font(self._words, "small")
        row = hbox(self._heading, self._words)
        row.setStretch(1, 1)
        vbox(row, content, parent=self)
        self.unfold(False)

    def unfold(self, unfolded: bool = True) -> None:
        """Show the content, or fold it away."""
        if unfolded == self._is_unfolded:
            return
        self._is_unfolded = unfolded
        self._heading.setArrowType(Qt.ArrowType.DownArrow if unfolded else Qt.ArrowType.RightArrow)
        self._content.setVisible(unfolded)
        self._describe()
        self.toggled.emit(unfolded)

    def set_words(self, text: str) -> None:
        """Say beside the heading, and to a screen reader, what is to be known of the content while it is hidden."""
        self._text = text
        self._words.setText(text)
        self._describe()

    def _toggle(self) -> None:
        self.unfold(not self._is_unfolded)

    def _describe(self) -> None:
        state = "unfolded" if self._is_unfolded else "folded away"
        self._heading.setAccessibleDescription(f"{state}: {self._text}" if self._text else state)
