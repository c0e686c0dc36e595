"""The hints of the Lab, and what happens when one is followed."""

from collections.abc import Sequence

from PySide6.QtCore import QObject

from mlp_desktop.models.lab.lab_network import LabNetwork
from mlp_desktop.views.kit.hint_line import HintLine, ShownHint
from mlp_engine.examination.hint import Hint
from mlp_engine.explain.activations import LayerOutputs
from mlp_engine.lab.edits import NeuronOff
from mlp_engine.lab.hints import lab_hints


class LabHints(QObject):
    """Shows what is worth a try with the network as it is."""

    def __init__(self, line: HintLine, lab: LabNetwork, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._line = line
        self._lab = lab
        self._hints: tuple[Hint, ...] = ()
        line.applied.connect(self._apply)

    def show(self, outputs: Sequence[LayerOutputs] | None) -> None:
        """Show the hints for these outputs of the layers for the drawing, or for no drawing."""
        self._hints = lab_hints(self._lab.edited, outputs, self._lab.before, self._lab.after)
        self._line.show_hints([ShownHint(hint.sentence, hint.evidence, hint.action) for hint in self._hints])

    def _apply(self, place: int) -> None:
        hint = self._hints[place]
        if hint.kind == "costly":
            self._lab.set_edits(self._lab.edits.undo())
        elif hint.kind == "pivot":
            self._lab.choose_neuron(*hint.place)
            self._lab.edit(NeuronOff(*hint.place))
