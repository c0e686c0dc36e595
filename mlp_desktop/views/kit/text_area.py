"""A field for several lines of text that takes no more than can be shown in a moment."""

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QPlainTextEdit

from mlp_desktop.guard import guarded

MOST_CHARACTERS = 100_000
"""As many as the note of a run may have. To lay out ten million that are pasted takes four seconds."""


@guarded
class TextArea(QPlainTextEdit):
    """Plain text of any number of lines; of what is pasted or dropped it takes what has room, as a line field does.

    Args:
        most: number of characters that it has after something was pasted; more can be typed.
    """

    def __init__(self, most: int = MOST_CHARACTERS) -> None:
        super().__init__()
        self._most = most

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Insert the beginning of the text that is pasted or dropped."""
        room = self._most - self.document().characterCount() + len(self.textCursor().selectedText()) + 1
        text = source.text()
        if len(text) <= room:
            super().insertFromMimeData(source)
        else:
            beginning = QMimeData()
            beginning.setText(text[: max(room, 0)])
            super().insertFromMimeData(beginning)
