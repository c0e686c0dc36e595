"""The tables of the mathematics: their numbers, colours and sentences."""

import numpy as np
import pytest
from PySide6.QtCore import QObject, Qt

from mlp_desktop.models.lab.layers_table import backward_layers, forward_layers
from mlp_desktop.models.lab.math_table import (
    RESULT_ROLE,
    SENTENCE_ROLE,
    SHARE_ROLE,
    LayerNames,
    backward_table,
    forward_table,
    number,
    output_table,
)
from mlp_engine import Network, NetworkConfig
from mlp_engine.lab.arithmetic import backward_cells, forward_cells, layer_errors, output_cells
from mlp_engine.lab.edited_network import EditedNetwork
from mlp_engine.lab.edits import NeuronOff

NAMES = LayerNames(["pixel 1, 1", "pixel 1, 2", "pixel 2, 1", "pixel 2, 2"], ["1", "2", "3"], "neuron")
SAMPLE = np.array([0.0, 1.0, 0.5, 0.0])


@pytest.fixture
def network() -> Network:
    config = NetworkConfig(inputs=4, hidden=(3,), outputs=2, activations=("relu",), dtype="float64")
    network = Network.initialise(config, np.random.default_rng(0)).writable_copy()
    network.weights[0][...] = np.arange(12).reshape(4, 3) / 10 - 0.5
    network.biases[0][...] = (0.25, 0.0, -1.0)
    return network.copy()


@pytest.fixture
def parent(qapp) -> QObject:
    return QObject()


def test_forward_shows_sums_results_and_only_inputs_that_add_something(network, parent) -> None:
    edited = EditedNetwork(network, [NeuronOff(0, 1)])
    table = forward_table(forward_cells(edited, edited.outputs(SAMPLE), SAMPLE, 0), NAMES, parent)
    rows = [table.headerData(row, Qt.Orientation.Vertical) for row in range(table.rowCount())]
    assert rows == ["Σ a·w", "+ b", "= z", "max(0, z)", "pixel 1, 2", "pixel 2, 1"]
    assert [table.headerData(column, Qt.Orientation.Horizontal) for column in range(4)] == ["a", "1", "2", "3"]
    shown = [[table.index(row, column).data() for column in range(4)] for row in range(6)]
    assert shown[0][1:] == ["−0.150", "0.000", "0.150"]
    assert shown[1][1:] == ["0.250", "0.000", "−1.000"]
    assert shown[2][1:] == ["0.100", "0.000", "−0.850"]
    assert shown[3][1:] == ["0.100", "0.000", "0.000"]
    assert shown[4] == ["1.000", "−0.200", "−0.100", "0.000"]
    assert shown[5] == ["0.500", "0.100", "0.200", "0.300"]
    cell = table.index(5, 3)
    assert cell.data(SENTENCE_ROLE) == "From pixel 2, 1 to neuron 3: a · w = 0.500 × 0.300 = 0.150"
    assert cell.data(Qt.ItemDataRole.AccessibleTextRole) == cell.data(SENTENCE_ROLE)
    assert cell.data(SHARE_ROLE) == pytest.approx(0.75), "of the largest term, −0.2"
    assert not cell.data(RESULT_ROLE)
    assert table.index(2, 1).data(RESULT_ROLE)
    assert table.index(2, 1).data(SENTENCE_ROLE) == "Neuron 1: z = −0.150 + 0.250 = 0.100"
    assert table.index(3, 2).data(SENTENCE_ROLE) == "Neuron 2: its activation is held at 0.000"


def test_the_output_table_ends_with_sums(network, parent) -> None:
    edited = EditedNetwork(network)
    cells = output_cells(edited, edited.outputs(SAMPLE), 1)
    table = output_table(cells, parent)
    assert (table.rowCount(), table.columnCount()) == (3, 7)
    p = cells.probabilities
    assert table.index(0, 3).data() == number(p[0])
    assert table.index(2, 3).data() == "1.000"
    assert table.index(2, 2).data() == number(np.exp(cells.logits - cells.logits.max()).sum())
    assert table.index(2, 5).data() == number(-np.log(p[1]))
    assert table.index(1, 4).data(SENTENCE_ROLE) == "Digit 1: 1.000: it is the label"
    assert table.index(1, 6).data() == number(p[1] - 1)


@pytest.mark.parametrize(("shown", "name"), [("sample", "δ"), ("mean", "mean δ"), ("step", "step of b")])
def test_the_way_back_shows_gradient_mean_or_step(network, parent, shown, name) -> None:
    edited, other = EditedNetwork(network), np.array([1.0, 0.0, 0.0, 0.0])
    cells = backward_cells(edited, [SAMPLE, other], [1, 0], 0, 0.5)
    table = backward_table(cells, shown, NAMES, parent)
    rows = [table.headerData(row, Qt.Orientation.Vertical) for row in range(table.rowCount())]
    matrix = {"sample": cells.gradient, "mean": cells.mean_gradient, "step": cells.step}[shown]
    assert rows == [name, *(NAMES.sources[place] for place in np.flatnonzero(matrix.any(axis=1)))]
    source = NAMES.sources.index(rows[1])
    assert table.index(1, 1).data() == number(matrix[source, 0])
    assert table.index(1, 1).data(SENTENCE_ROLE).startswith(f"From {rows[1]} to neuron 1: ")


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.0, "0.000"), (-0.0, "0.000"), (1.5, "1.500"), (-0.25, "−0.250"), (0.00005, "5.0e−5"), (-123456.0, "−1.2e+5")],
)
def test_numbers_are_short_and_have_a_true_minus(value: float, words: str) -> None:
    assert number(value) == words


def test_nothing_is_said_of_a_place_outside(network, parent) -> None:
    edited = EditedNetwork(network)
    table = output_table(output_cells(edited, edited.outputs(SAMPLE), 0), parent)
    assert table.data(table.index(-1, 0)) is None
    assert table.headerData(99, Qt.Orientation.Horizontal) is None
    assert table.rowCount(table.index(0, 0)) == 0


def test_all_layers_stand_side_by_side_forward_and_back(network, parent) -> None:
    edited = EditedNetwork(network, [NeuronOff(0, 1)])
    outputs = edited.outputs(SAMPLE)
    table = forward_layers(edited, outputs, parent)
    heads = [table.headerData(column, Qt.Orientation.Horizontal) for column in range(table.columnCount())]
    assert heads == ["z of 1", "a of 1", "digit", "z", "p"]
    assert [table.layer_of(column) for column in range(5)] == [0, 0, 1, 1, 1]
    shown = [[table.index(row, column).data() for column in range(5)] for row in range(table.rowCount())]
    assert shown[0][:3] == ["0.100", "0.100", "0"]
    assert shown[1][:3] == ["0.000", "0.000", "1"]
    assert shown[2] == ["−0.850", "0.000", "", "", ""], "the output has 2 neurons"
    assert [row[4] for row in shown[:2]] == [number(p) for p in outputs[-1].activations]
    assert table.index(0, 1).data(SENTENCE_ROLE) == "Hidden layer, neuron 1: a = max(0, z) = 0.100"
    assert table.index(1, 1).data(SENTENCE_ROLE) == "Hidden layer, neuron 2: its activation is held at 0.000"
    assert table.index(1, 4).data(SENTENCE_ROLE) == f"Output 1: p = e^z / Σ e^z = {shown[1][4]}"
    errors = layer_errors(edited, outputs, 1)
    table = backward_layers(network.config, errors, parent)
    assert [table.headerData(column, Qt.Orientation.Horizontal) for column in range(3)] == ["δ of 1", "digit", "δ"]
    assert [table.index(row, 0).data() for row in range(3)] == [number(delta) for delta in errors[0]]
    assert table.index(1, 0).data() == "0.000", "a held neuron passes nothing back"
    assert [table.index(row, 2).data() for row in range(2)] == [number(delta) for delta in errors[1]]
