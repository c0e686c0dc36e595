"""Which keys do what."""

from collections.abc import Sequence

from PySide6.QtGui import QAction, QKeySequence, QPalette
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from mlp_desktop.views import theme


class ShortcutsDialog(QDialog):
    """A table of the ``actions`` that have a key, and their keys."""

    def __init__(self, actions: Sequence[QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("shortcutsDialog")
        self.setWindowTitle("Keyboard shortcuts")
        table = QGridLayout()
        table.setHorizontalSpacing(4 * theme.GRID)
        table.setVerticalSpacing(theme.GRID)
        for action in actions:
            if action.shortcuts():
                row = table.rowCount()
                keys = (key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts())
                shown = QLabel("  or  ".join(keys))
                shown.setForegroundRole(QPalette.ColorRole.PlaceholderText)
                table.addWidget(QLabel(action.text().replace("&", "").rstrip("…")), row, 0)
                table.addWidget(shown, row, 1)
        close = QDialogButtonBox()
        close.addButton("Close", QDialogButtonBox.ButtonRole.RejectRole)
        close.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * theme.GRID, 2 * theme.GRID, 3 * theme.GRID, 2 * theme.GRID)
        layout.setSpacing(3 * theme.GRID)
        layout.addLayout(table)
        layout.addWidget(close)
