"""The page of the Train tab with the network in training, neuron by neuron."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit.accessibility import describe
from mlp_desktop.views.kit.labels import empty_note
from mlp_desktop.views.lab.network_diagram import NetworkDiagram


@guarded
class LiveNetwork(QStackedWidget):
    """The diagram, or a note instead."""

    seen = Signal(bool)
    """It came into sight, or went out of it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("liveNetwork")
        self.diagram = NetworkDiagram()
        describe(self.diagram, "liveDiagram", "The network in training, neuron by neuron")
        self._note = empty_note("liveNetworkNote", "")
        self.addWidget(self._note)
        self.addWidget(self.diagram)

    def show_note(self, note: str) -> None:
        """Show only ``note``."""
        self._note.setText(note)
        self.setCurrentWidget(self._note)

    def show_diagram(self) -> None:
        """Show the diagram."""
        self.setCurrentWidget(self.diagram)

    def showEvent(self, event: QShowEvent) -> None:
        """Announce it."""
        super().showEvent(event)
        self.seen.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Announce it."""
        super().hideEvent(event)
        self.seen.emit(False)
