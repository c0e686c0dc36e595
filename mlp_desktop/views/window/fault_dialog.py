"""The window that reports faults of the program, and how many have followed."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QVBoxLayout, QWidget

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import describe
from mlp_desktop.views.kit.labels import paragraph


class FaultDialog(QDialog):
    """Shows the first fault and counts the others; the program goes on beside it.

    "Copy details" copies the tracebacks of all faults that were shown or counted with one.
    """

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("faultDialog")
        self.setWindowTitle(title)
        self._details: list[str] = []
        self._more = 0
        self._sentence = paragraph("faultSentence")
        self._rest = paragraph("faultCount", quiet=True)
        buttons = QDialogButtonBox()
        self._copy = QPushButton("Copy details")
        describe(self._copy, "faultCopy", "Copy details", "Copy the details, for a bug report.")
        buttons.addButton(self._copy, QDialogButtonBox.ButtonRole.ActionRole)
        close = buttons.addButton("Close", QDialogButtonBox.ButtonRole.RejectRole)
        describe(close, "faultClose", "Close", "Close this window. The program goes on.")
        self._copy.clicked.connect(self._copy_details)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * theme.GRID, 2 * theme.GRID, 3 * theme.GRID, 2 * theme.GRID)
        layout.setSpacing(2 * theme.GRID)
        layout.addWidget(self._sentence)
        layout.addWidget(self._rest)
        layout.addWidget(buttons)
        self.setMinimumWidth(60 * theme.GRID)

    def add(self, sentence: str, details: str) -> None:
        """Show a fault; those after the first are counted. One without a sentence is only counted."""
        if not self.isVisible():
            if not sentence:
                return  # the person has closed the window on this fault already
            self._details, self._more = [], 0
            self._sentence.setText(sentence)
            self.show()
        else:
            self._more += 1
        if details:
            self._details.append(details)
        words = "The program goes on, but what it was doing may not be finished. Help › Show log has the details."
        self._rest.setText(f"And {self._more:,} more. {words}" if self._more else words)
        self.resize(self.width(), max(self.height(), self.heightForWidth(self.width())))  # lines that wrap are not cut

    def _copy_details(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(self._details))
