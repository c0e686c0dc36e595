"""The page of the Train tab with the network in training, neuron by neuron."""

from PySide6.QtWidgets import QStackedWidget

from mlp_desktop.views.kit.accessibility import describe
from mlp_desktop.views.kit.labels import empty_note
from mlp_desktop.views.kit.layouts import vbox
from mlp_desktop.views.kit.seen_widget import SeenWidget
from mlp_desktop.views.lab.network_diagram import NetworkDiagram


class LiveNetwork(SeenWidget):
    """The diagram, or a note instead."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("liveNetwork")
        self.diagram = NetworkDiagram()
        describe(self.diagram, "liveDiagram", "The network in training, neuron by neuron")
        self._note = empty_note("liveNetworkNote", "")
        self._shown = QStackedWidget()
        self._shown.addWidget(self._note)
        self._shown.addWidget(self.diagram)
        vbox(self._shown, parent=self)

    def show_note(self, note: str) -> None:
        """Show only ``note``."""
        self._note.setText(note)
        self._shown.setCurrentWidget(self._note)

    def show_diagram(self) -> None:
        """Show the diagram."""
        self._shown.setCurrentWidget(self.diagram)
