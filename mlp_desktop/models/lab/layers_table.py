"""The table of all layers at once: what each neuron of each layer takes in and passes on, or its error."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QObject

from mlp_desktop.models.lab.math_table import FUNCTIONS, Cell, MathTable, largest, number
from mlp_engine.arrays import Floats
from mlp_engine.explain.activations import LayerOutputs
from mlp_engine.lab.edited_network import EditedNetwork
from mlp_engine.lab.places import neuron_name
from mlp_engine.perceptron.config import NetworkConfig


class _Column(NamedTuple):
    """One number of every neuron of a layer; ``what`` says in a sentence what it is, and ``held`` which are held."""

    layer: int
    head: str
    values: Floats | None
    what: str
    held: frozenset[int] = frozenset()


class LayersTable(MathTable):
    """A row for each place in the largest layer; columns side by side for each layer."""

    def __init__(self, columns: Sequence[_Column], config: NetworkConfig, parent: QObject) -> None:
        self._shown = columns
        self._config = config
        self._scales = [1.0 if column.values is None else largest(column.values) for column in columns]
        rows = max((*config.hidden, config.outputs))
        super().__init__([str(row + 1) for row in range(rows)], [column.head for column in columns], self._make, parent)

    def layer_of(self, column: int) -> int:
        """The layer that a column belongs to, counted from 0, the first hidden layer."""
        return self._shown[column].layer

    def _make(self, row: int, place: int) -> Cell:
        layer, _, values, what, held = self._shown[place]
        if row >= self._config.layers[layer + 1]:
            return Cell("")
        name = neuron_name(self._config, layer, row)
        if values is None:
            return Cell(str(row), 0.0, name, is_result=True)
        value = float(values[row])
        sentence = f"{name}: {what} = {number(value)}"
        if row in held:
            sentence = f"{name}: its activation is held at {number(value)}"
        return Cell(number(value), value / self._scales[place], sentence)


def forward_layers(edited: EditedNetwork, outputs: Sequence[LayerOutputs], parent: QObject) -> LayersTable:
    """z and a of every layer, and of the output the digits, z and p.

    Args:
        edited: the network.
        outputs: what :meth:`EditedNetwork.outputs` gives for the sample.
        parent: of the table.
    """
    config = edited.base.config
    columns: list[_Column] = []
    for layer, values in enumerate(outputs):
        function, held = FUNCTIONS[values.activation], frozenset(edited.layers[layer].pinned)
        if layer < len(config.hidden):
            columns += [
                _Column(layer, f"z of {layer + 1}", values.logits, "z = Σ a · w + b"),
                _Column(layer, f"a of {layer + 1}", values.activations, f"a = {function}", held),
            ]
        else:
            columns += [
                _digits(layer),
                _Column(layer, "z", values.logits, "z = Σ a · w + b"),
                _Column(layer, "p", values.activations, f"p = {function}"),
            ]
    return LayersTable(columns, config, parent)


def backward_layers(config: NetworkConfig, errors: Sequence[Floats], parent: QObject) -> LayersTable:
    """The errors δ of every layer."""
    last = len(config.hidden)
    columns = [_Column(layer, f"δ of {layer + 1}", errors[layer], "δ = ∂C/∂z") for layer in range(last)]
    columns += [_digits(last), _Column(last, "δ", np.asarray(errors[last]), "δ = ∂C/∂z")]
    return LayersTable(columns, config, parent)


def _digits(layer: int) -> _Column:
    return _Column(layer, "digit", None, "")
