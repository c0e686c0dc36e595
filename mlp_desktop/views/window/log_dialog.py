"""The dialog that shows the log of the program."""

from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import describe
from mlp_desktop.views.kit.labels import paragraph


class LogDialog(QDialog):
    """The end of the log as plain text, newest lines last, with the path of its file.

    Args:
        place: where the log is, in words.
        text: the log.
        parent: the window.
    """

    def __init__(self, place: str, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("logDialog")
        self.setWindowTitle("Log")
        where = paragraph("logPlace", quiet=True)
        where.setText(place)
        self._text = QPlainTextEdit()
        describe(self._text, "logText", "Log", "What the program did, newest lines last.")
        self._text.setReadOnly(True)
        self._text.setPlainText(text)
        self._text.moveCursor(QTextCursor.MoveOperation.End)
        buttons = QDialogButtonBox()
        copy = QPushButton("Copy all")
        describe(copy, "logCopy", "Copy all", "Copy the whole log.")
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        close = buttons.addButton("Close", QDialogButtonBox.ButtonRole.RejectRole)
        describe(close, "logClose", "Close", "Close this window.")
        copy.clicked.connect(self._copy)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * theme.GRID, 2 * theme.GRID, 3 * theme.GRID, 2 * theme.GRID)
        layout.setSpacing(2 * theme.GRID)
        layout.addWidget(where)
        layout.addWidget(self._text, 1)
        layout.addWidget(buttons)
        self.resize(100 * theme.GRID, 60 * theme.GRID)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text.toPlainText())
