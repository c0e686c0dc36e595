"""Pages of which one is shown, and needs room."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget, QWidget

from mlp_desktop.guard import guarded


@guarded
class Pages(QStackedWidget):
    """Asks for as much room as the current page needs; Qt's own asks for what the largest of all pages would."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currentChanged.connect(self._ask_for_room)

    def minimumSizeHint(self) -> QSize:
        """What the current page needs."""
        page = self.currentWidget()
        return QSize() if page is None else page.minimumSizeHint().expandedTo(page.minimumSize())

    def _ask_for_room(self) -> None:
        self.updateGeometry()
