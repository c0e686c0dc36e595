"""A layer over another widget: it paints, and takes nothing from mouse, pen and finger."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit.accessibility import Role, give_role


@guarded
class Overlay(QWidget):
    """Covers the whole of another widget; hidden at first.

    A subclass watches that widget by its event filter.
    """

    def __init__(self, below: QWidget, name: str) -> None:
        super().__init__(below)
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        give_role(self, Role.Indicator)
        self.below = below
        """The widget that is covered."""
        self.hide()

    def showEvent(self, event: QShowEvent) -> None:
        """Cover the widget as it is now, over all else on it."""
        self.setGeometry(self.below.rect())
        self.raise_()
        super().showEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the widget."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self.below.rect())
        return super().eventFilter(watched, event)
