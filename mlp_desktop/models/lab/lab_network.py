"""The network in the Lab: its edits, what they make of it, and the neuron that a person looks at."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from mlp_engine.lab.edited_network import EditedNetwork, EditList
from mlp_engine.lab.edits import Edit
from mlp_engine.lab.measurement import LabScore
from mlp_engine.perceptron.network import Network
from mlp_engine.weights.model_card import ModelCard


@dataclass(frozen=True, eq=False)
class LabOrigin:
    """A network that can be looked into.

    Attributes:
        name: what the window calls it.
        network: the network before all edits.
        card: where its weights come from.
    """

    name: str
    network: Network
    card: ModelCard


class LabNetwork(QObject):
    """Emits ``wanted`` when the edits have changed, and ``changed`` when the network with these edits is there.

    Attributes:
        origin: the network before all edits.
        edits: the edits that a person made.
        edited: the network with its edits; it may lag behind ``edits`` while a worker computes it.
        before: the accuracies before all edits; ``None`` until they are measured.
        after: those of ``edited``.
        neuron: layer and neuron that a person looks at.
    """

    wanted = Signal()
    changed = Signal()
    neuron_chosen = Signal()

    def __init__(self, origin: LabOrigin, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.origin = origin
        self.edits = EditList()
        self.edited = EditedNetwork(origin.network)
        self.before: LabScore | None = None
        self.after: LabScore | None = None
        self.neuron = (0, 0)

    def take(self, origin: LabOrigin, edits: EditList) -> None:
        """Look into another network, with edits that were made before."""
        self.origin = origin
        self.edits = edits
        self.edited = EditedNetwork(origin.network)
        self.before = self.after = None
        self.neuron = (0, 0)
        self.wanted.emit()
        self.changed.emit()

    def edit(self, edit: Edit, *, goes_on: bool = False) -> None:
        """Make an edit, or go on with the last one."""
        self.set_edits(self.edits.add(edit, goes_on=goes_on))

    def set_edits(self, edits: EditList) -> None:
        """Use these edits from now on."""
        if edits != self.edits:
            self.edits = edits
            self.wanted.emit()

    def set_edited(self, edited: EditedNetwork) -> None:
        """The network with its edits is there."""
        self.edited = edited
        self.changed.emit()

    def choose_neuron(self, layer: int, neuron: int) -> None:
        """Look at a neuron."""
        self.neuron = (layer, neuron)
        self.neuron_chosen.emit()
