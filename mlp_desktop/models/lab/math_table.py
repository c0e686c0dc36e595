"""The tables of the mathematics: forward through a layer, through the output, and back."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from mlp_desktop.guard import guarded
from mlp_desktop.plain_text import plain_tip
from mlp_desktop.plain_words import counted
from mlp_engine.lab.arithmetic import BackwardCells, ForwardCells, OutputCells

_KEPT_CELLS = 1024  # more than are in sight
SHARE_ROLE = int(Qt.ItemDataRole.UserRole)
RESULT_ROLE = SHARE_ROLE + 1
SENTENCE_ROLE = SHARE_ROLE + 2

_EXACTLY = 1 << 20  # terms of a layer of which the largest is looked for; of more, a bound colours them
_Index = QModelIndex | QPersistentModelIndex
FUNCTIONS = {
    "relu": "max(0, z)",
    "leaky-relu": "max(0.01 z, z)",
    "sigmoid": "1 / (1 + e^(−z))",
    "tanh": "tanh z",
    "softmax": "e^z / Σ e^z",
}


class Cell(NamedTuple):
    """One cell: its number in words, the strength of its colour from −1 to 1, and its meaning in a sentence."""

    words: str
    share: float = 0.0
    sentence: str = ""
    is_result: bool = False


@guarded
class MathTable(QAbstractTableModel):
    """A table whose cells are made when they are looked at; a layer may have millions.

    Args:
        rows: the name of each row.
        columns: the name of each column.
        cell: makes the cell in a row and a column.
        parent: its parent.
    """

    def __init__(
        self, rows: list[str], columns: list[str], cell: Callable[[int, int], Cell], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._rows = rows
        self._columns = columns
        # Painting asks a cell for several roles, and again for those in a row or column that is marked.
        self._cell = lru_cache(_KEPT_CELLS)(cell)

    def rowCount(self, parent: _Index | None = None) -> int:
        """Number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index | None = None) -> int:
        """Number of columns."""
        return 0 if parent is not None and parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """The names of rows and columns."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        names = self._columns if orientation == Qt.Orientation.Horizontal else self._rows
        return names[section] if 0 <= section < len(names) else None

    def data(self, index: _Index, role: int = 0) -> Any:
        """What there is to a cell."""
        if not index.isValid():
            return None
        cell = self._cell(index.row(), index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return cell.words
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(cell.sentence)
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.AccessibleDescriptionRole:
                return cell.sentence or cell.words
        return {SHARE_ROLE: cell.share, RESULT_ROLE: cell.is_result, SENTENCE_ROLE: cell.sentence}.get(role)


class LayerNames(NamedTuple):
    """The names of what a layer takes in and of its neurons, and what such a neuron is: "neuron" or "digit"."""

    sources: Sequence[str]
    neurons: Sequence[str]
    kind: str

    def neuron(self, column: int) -> str:
        """The name of a neuron in a sentence."""
        return f"{self.kind} {self.neurons[column]}"

    def weight(self, source: int, neuron: int) -> str:
        """The name of a weight in a sentence."""
        return f"From {self.sources[source]} to {self.neuron(neuron)}"


def forward_table(cells: ForwardCells, layer: LayerNames, parent: QObject) -> MathTable:
    """Rows of sums, biases, logits and activations, then one for each input that is not 0; a column for each neuron."""
    sources = layer.sources
    kept = np.flatnonzero(cells.inputs)
    names = ["Σ a·w", "+ b", "= z", _function(cells.function), *(sources[place] for place in kept.tolist())]
    results = (cells.sums, cells.biases, cells.logits, cells.activations)
    scales = [largest(row) for row in results]
    a = cells.inputs
    strongest = _strongest_term(a, cells.weights)
    input_scale = largest(a)

    def cell(row: int, column: int) -> Cell:
        if row < len(results):
            return _result_cell(cells, row, column, results, scales, layer)
        source = int(kept[row - len(results)])
        if column == 0:
            share = float(a[source]) / input_scale
            return Cell(number(a[source]), share, f"From {sources[source]}: a = {number(a[source])}")
        w = float(cells.weights[source, column - 1])
        term = float(a[source]) * w
        words = f"{layer.weight(source, column - 1)}: a · w = {number(a[source])} × {number(w)} = {number(term)}"
        return Cell(number(w), min(max(term / strongest, -1.0), 1.0), words)

    return MathTable(names, ["a", *layer.neurons], cell, parent)


def _result_cell(
    cells: ForwardCells,
    row: int,
    column: int,
    results: tuple[Any, ...],
    scales: list[float],
    layer: LayerNames,
) -> Cell:
    if column == 0:
        return Cell("", is_result=True)
    place = column - 1
    value, name = float(results[row][place]), layer.neuron(place).capitalize()
    z, b, total = (number(row[place]) for row in (cells.logits, cells.biases, cells.sums))
    sentences = (
        f"{name}: the sum of all a · w is {total}",
        f"{name}: bias {b}",
        f"{name}: z = {total} + {b} = {z}",
        f"{name}: its activation is held at {number(value)}"
        if place in cells.pinned
        else f"{name}: {_function(cells.function)} at z = {z} is {number(value)}",
    )
    return Cell(number(value), value / scales[row], sentences[row], is_result=True)


def output_table(cells: OutputCells, parent: QObject) -> MathTable:
    """A row for each digit and one of sums; a column for each step from the logit to the error."""
    softmax = cells.total is not None
    shifted, powers = ("z − max z", "e^(z − max z)") if softmax else ("−z", "e^(−z)")
    columns = ["z", shifted, powers, "p", "y", "loss", "δ"]
    values = (
        cells.logits,
        cells.shifted,
        cells.powers,
        cells.probabilities,
        cells.targets,
        cells.losses,
        cells.errors,
    )
    sums = {3: float(cells.probabilities.sum()), 5: cells.loss}
    if cells.total is not None:
        sums[2] = cells.total
    scales = [largest(column) for column in values]
    count = len(cells.logits)

    def cell(row: int, column: int) -> Cell:
        if row == count:
            words = number(sums[column]) if column in sums else ""
            return Cell(words, 0.0, f"Sum of {columns[column]}: {words}" if words else "", is_result=True)
        value = float(values[column][row])
        share = value / scales[column]
        return Cell(number(value), share, _output_sentence(cells, row, column, number(value)))

    return MathTable([*map(str, range(count)), "Σ"], columns, cell, parent)


def _output_sentence(cells: OutputCells, row: int, column: int, value: str) -> str:
    z, power, p, y = (number(v[row]) for v in (cells.logits, cells.powers, cells.probabilities, cells.targets))
    if cells.total is not None:
        shift = f"{z} − {number(cells.logits.max())} = {value}"
        probability = f"{power} / {number(cells.total)} = {value}"
    else:
        shift, probability = f"−({z}) = {value}", f"1 / (1 + {power}) = {value}"
    steps = (
        f"logit {value}",
        shift,
        f"e to the power of {number(cells.shifted[row])} = {value}",
        probability,
        f"{value}: it is the label" if cells.targets[row] else f"{value}: it is not the label",
        f"it adds {value} to the loss",
        f"δ = ∂C/∂z = {value}, with p = {p} and y = {y}",
    )
    return f"Digit {row}: {steps[column]}"


def backward_table(cells: BackwardCells, shown: str, layer: LayerNames, parent: QObject) -> MathTable:
    """A row of errors δ, then one for each input whose weights get a gradient; a column for each neuron.

    Args:
        cells: the numbers.
        shown: "sample" for the gradient of the sample, "mean" for that of the minibatch, "step" for the step.
        layer: the names in it.
        parent: of the table.
    """
    matrix, top, name = {
        "sample": (cells.gradient, cells.errors, "δ"),
        "mean": (cells.mean_gradient, cells.mean_errors, "mean δ"),
        "step": (cells.step, cells.bias_step, "step of b"),
    }[shown]
    kept = np.flatnonzero(matrix.any(axis=1))
    scale, top_scale, input_scale = largest(matrix), largest(top), largest(cells.inputs)
    what = {"sample": "∂C/∂w", "mean": f"mean ∂C/∂w of {counted(cells.samples, 'sample')}", "step": "step of w"}[shown]

    def cell(row: int, column: int) -> Cell:
        if row == 0:
            if column == 0:
                return Cell("", is_result=True)
            value = float(top[column - 1])
            words = f"{layer.neuron(column - 1).capitalize()}: {name} = {number(value)}"
            return Cell(number(value), value / top_scale, words, is_result=True)
        source = int(kept[row - 1])
        if column == 0:
            a = float(cells.inputs[source])
            return Cell(number(a), a / input_scale, f"From {layer.sources[source]}: a = {number(a)} in the drawing")
        value = float(matrix[source, column - 1])
        words = f"{layer.weight(source, column - 1)}: {what} = {number(value)}"
        if shown == "sample":
            words = (
                f"{layer.weight(source, column - 1)}: ∂C/∂w = a · δ = "
                f"{number(cells.inputs[source])} × {number(cells.errors[column - 1])} = {number(value)}"
            )
        return Cell(number(value), value / scale, words)

    rows = [name, *(layer.sources[place] for place in kept.tolist())]
    return MathTable(rows, ["a", *layer.neurons], cell, parent)


def number(value: float | np.floating) -> str:
    """A number in six characters or so, with a true minus sign."""
    value = float(value) + 0.0  # turns −0 into 0
    text = f"{value:.3f}" if value == 0 or 0.001 <= abs(value) < 1000 else f"{value:.1e}"
    return text.replace("e-0", "e-").replace("e+0", "e+").replace("-", "−")


def _function(name: str) -> str:
    return FUNCTIONS[name]


def largest(values: NDArray[np.floating]) -> float:
    """The largest magnitude, which has the full colour; 1 where all numbers are 0."""
    return float(np.abs(values).max(initial=0.0)) or 1.0


def _strongest_term(a: NDArray[np.floating], weights: NDArray[np.floating]) -> float:
    if weights.size <= _EXACTLY:
        return largest(a[:, None] * weights)
    return largest(a) * largest(weights) / 4
