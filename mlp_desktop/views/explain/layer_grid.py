"""The neurons of one layer as a compact grid of cells."""

from math import ceil

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QPainter

from mlp_desktop.views.kit.signed_cells import paint_signs, relative, signed_image, whole_cells
from mlp_desktop.views.kit.theme import SignedColours

_LARGEST_CELL = 36.0
_SMALLEST_CELL = 2
_LEAST_HEIGHT = 16
_NARROWEST = 200
_SIGNS_FROM = 8.0  # logical pixels of a cell from which on it can carry a sign
_MATTERS = 0.5  # share of the layer's largest magnitude from which on it does
_LINES_FROM = 5.0  # device pixels of a cell from which on lines part it from the next


class LayerGrid:
    """Where each neuron of a layer lies, and how active it is.

    Attributes:
        name: of the layer.
        count: of neurons.
        shares: activations as shares of the layer's largest magnitude, −1 to 1, shape (count,).
        grid: the cells all together, in logical pixels; empty until it is laid out.
    """

    def __init__(self, name: str, activations: np.ndarray, *, signed: bool) -> None:
        self.name = name
        self.count = activations.size
        shares = relative(activations.ravel())
        self.shares = shares if signed else np.clip(shares, 0, None)
        self.grid = QRectF()
        self.columns = self.rows = 1

    def least_height(self) -> int:
        """Height in logical pixels in which every neuron can still be pointed at, in the narrowest column."""
        return max(_LEAST_HEIGHT, _SMALLEST_CELL * ceil(self.count * _SMALLEST_CELL / _NARROWEST))

    def lay_out(self, area: QRectF, ratio: float, columns: int | None = None) -> None:
        """Take the largest cells of whole device pixels that fit ``area``, in ``columns`` if given."""
        self.columns = columns or _columns(self.count, area, ratio)
        self.rows = ceil(self.count / self.columns)
        widest = min(area.width(), _LARGEST_CELL * self.columns)
        place = QRectF(area.left(), area.top(), widest, area.height())
        self.grid = whole_cells(place, self.columns, self.rows, ratio)
        self.grid.moveTo(round(area.left() * ratio) / ratio, round(area.top() * ratio) / ratio)

    def cell(self, neuron: int) -> QRectF:
        """The cell of a neuron."""
        side = self.grid.width() / self.columns
        row, column = divmod(neuron, self.columns)
        return QRectF(self.grid.left() + column * side, self.grid.top() + row * side, side, side)

    def neuron_at(self, place: QPointF) -> int | None:
        """Which neuron's cell holds ``place``."""
        if not self.grid.contains(place):
            return None
        side = self.grid.width() / self.columns
        column = min(int((place.x() - self.grid.left()) / side), self.columns - 1)
        neuron = int((place.y() - self.grid.top()) / side) * self.columns + column
        return neuron if neuron < self.count else None

    def paint(
        self, painter: QPainter, colours: SignedColours, ground: QColor, between: QColor | None, ink: QColor
    ) -> None:
        """Paint the cells over ``ground``.

        Where they are large enough, lines in ``between`` (if any) part them, and + and − in ``ink`` tell the signs
        of a layer that has both.
        """
        cells = np.zeros(self.rows * self.columns)
        cells[: self.count] = self.shares
        side = self.grid.width() / self.columns
        missing = (self.rows * self.columns - self.count) * side
        painter.fillRect(self.grid.adjusted(0, 0, 0, -side), ground)
        painter.fillRect(self.grid.adjusted(0, self.grid.height() - side, -missing, 0), ground)
        painter.drawImage(self.grid, signed_image(cells.reshape(self.rows, self.columns), colours))
        if between is not None and side * painter.device().devicePixelRatioF() >= _LINES_FROM:
            left, top, right, bottom = self.grid.left(), self.grid.top(), self.grid.right(), self.grid.bottom()
            across = [QLineF(left, top + row * side, right, top + row * side) for row in range(1, self.rows)]
            down = [
                QLineF(left + column * side, top, left + column * side, bottom) for column in range(1, self.columns)
            ]
            painter.setPen(between)
            painter.drawLines(across + down)
        if side >= _SIGNS_FROM and (self.shares < 0).any():
            paint_signs(painter, self.grid, cells.reshape(self.rows, self.columns), ink, above=_MATTERS)


def _columns(count: int, area: QRectF, ratio: float) -> int:
    """How many cells a row lets the cells be largest; of several, with the fewest places left empty."""
    columns = np.arange(1, max(count, 1) + 1)
    rows = -(-count // columns)
    cells = np.floor(np.minimum(area.width() / columns, area.height() / np.maximum(rows, 1)) * ratio)
    cells = np.minimum(cells, _LARGEST_CELL * ratio)
    best = np.flatnonzero(cells == cells.max())
    return int(columns[best[np.argmin((columns * rows)[best])]])
