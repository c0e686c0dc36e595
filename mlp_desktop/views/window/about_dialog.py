"""The window about the program: what it is for, its licence, and the versions that a report of a fault needs."""

from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import describe
from mlp_desktop.views.kit.labels import paragraph, plain_label


class AboutDialog(QDialog):
    """The icon beside a few sentences, and below them versions that one button copies."""

    def __init__(self, title: str, sentences: str, details: str, icon: QIcon, parent: QWidget) -> None:
        """Show ``sentences`` and, a line each, ``details``."""
        super().__init__(parent)
        self.setObjectName("aboutDialog")
        self.setWindowTitle(title)
        self._details = details
        picture = plain_label()
        picture.setPixmap(icon.pixmap(64, 64))
        picture.setAccessibleName("Icon of the program")
        words = paragraph("aboutWords")
        words.setText(sentences)
        versions = paragraph("aboutVersions", quiet=True)
        versions.setText(details)
        buttons = QDialogButtonBox()
        copy = QPushButton("Copy details")
        describe(copy, "aboutCopy", "Copy details", "Copy the versions, for a bug report.")
        copy.clicked.connect(self._copy)
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        close = buttons.addButton("Close", QDialogButtonBox.ButtonRole.RejectRole)
        describe(close, "aboutClose", "Close", "Close this window.")
        close.setDefault(True)
        buttons.rejected.connect(self.reject)
        text = QVBoxLayout()
        text.setSpacing(2 * theme.GRID)
        text.addWidget(words)
        text.addWidget(versions)
        upper = QHBoxLayout()
        upper.setSpacing(3 * theme.GRID)
        upper.addWidget(picture)
        upper.addLayout(text, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * theme.GRID, 3 * theme.GRID, 3 * theme.GRID, 2 * theme.GRID)
        layout.setSpacing(3 * theme.GRID)
        layout.addLayout(upper)
        layout.addWidget(buttons)
        self.setMinimumWidth(60 * theme.GRID)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._details)
