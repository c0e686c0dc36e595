"""A widget that announces when it comes into sight, so that what it shows is computed only while somebody sees it."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from mlp_desktop.guard import guarded


@guarded
class SeenWidget(QWidget):
    """A page or a panel; ``seen`` tells whoever fills it."""

    seen = Signal(bool)
    """It came into sight, or went out of it."""

    def showEvent(self, event: QShowEvent) -> None:
        """Announce it."""
        super().showEvent(event)
        self.seen.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Announce it."""
        super().hideEvent(event)
        self.seen.emit(False)
