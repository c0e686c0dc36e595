"""The neurons of a layer as a compact grid of cells, and the strongest paths from layer to layer."""

from collections.abc import Sequence
from itertools import pairwise
from math import ceil

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.signed_cells import paint_signs, relative, signed_image, whole_cells

_LARGEST_CELL = 36.0
_SMALLEST_CELL = 2
_LEAST_HEIGHT = 16
_ROOM = 4.0  # between a path and words
_NARROWEST = 200
_SIGNS_FROM = 8.0  # least side of a cell with a sign, in logical pixels
_MATTERS = 0.5  # least share of the layer's largest magnitude for which a cell has a sign
_LINES_FROM = 5.0  # least side of cells with lines between them, in device pixels


NeuronPath = tuple[tuple[int, ...], float]
"""One neuron of every layer, the input first, and the share of the path, 0 to 1."""

_ALONG = (1 - np.cos(np.linspace(0.0, np.pi, 13))) / 2  # closest together in the bends


class LayerGrid:
    """The place and the activation of each neuron of a layer.

    Attributes:
        name: of the layer.
        count: number of neurons.
        shares: activations divided by the layer's largest magnitude, −1 to 1, shape (count,).
        grid: all cells together, in logical pixels; empty until it is laid out.
    """

    def __init__(self, name: str, activations: np.ndarray, *, signed: bool) -> None:
        self.name = name
        self.count = activations.size
        shares = relative(activations.ravel())
        self.shares = shares if signed else np.clip(shares, 0, None)
        self.grid = QRectF()
        self.columns = self.rows = 1

    def least_height(self) -> int:
        """The least height, in logical pixels, at which every neuron can be pointed at in the narrowest column."""
        return max(_LEAST_HEIGHT, _SMALLEST_CELL * ceil(self.count * _SMALLEST_CELL / _NARROWEST))

    def lay_out(self, area: QRectF, ratio: float, columns: int | None = None) -> None:
        """Lay out the largest cells of whole device pixels that fit ``area``, in ``columns`` if given."""
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
        """The neuron whose cell contains ``place``."""
        if not self.grid.contains(place):
            return None
        side = self.grid.width() / self.columns
        column = min(int((place.x() - self.grid.left()) / side), self.columns - 1)
        neuron = int((place.y() - self.grid.top()) / side) * self.columns + column
        return neuron if neuron < self.count else None

    def paint(
        self, painter: QPainter, colours: theme.SignedColours, background: QColor, lines: QColor | None, ink: QColor
    ) -> None:
        """Paint the cells over ``background``.

        Cells that are large enough have lines between them in the colour ``lines``, if any, and the signs + and − in
        the colour ``ink`` if the layer has negative activations.
        """
        cells = np.zeros(self.rows * self.columns)
        cells[: self.count] = self.shares
        side = self.grid.width() / self.columns
        missing = (self.rows * self.columns - self.count) * side
        painter.fillRect(self.grid.adjusted(0, 0, 0, -side), background)
        painter.fillRect(self.grid.adjusted(0, self.grid.height() - side, -missing, 0), background)
        painter.drawImage(self.grid, signed_image(cells.reshape(self.rows, self.columns), colours))
        if lines is not None and side * painter.device().devicePixelRatioF() >= _LINES_FROM:
            left, top, right, bottom = self.grid.left(), self.grid.top(), self.grid.right(), self.grid.bottom()
            across = [QLineF(left, top + row * side, right, top + row * side) for row in range(1, self.rows)]
            down = [
                QLineF(left + column * side, top, left + column * side, bottom) for column in range(1, self.columns)
            ]
            painter.setPen(lines)
            painter.drawLines(across + down)
        if side >= _SIGNS_FROM and (self.shares < 0).any():
            paint_signs(painter, self.grid, cells.reshape(self.rows, self.columns), ink, above=_MATTERS)


def paint_paths(
    painter: QPainter,
    layers: Sequence[LayerGrid],
    paths: Sequence[NeuronPath],
    names: Sequence[QRectF],
    palette: QPalette,
) -> None:
    """Paint ``paths`` over ``layers`` and around their ``names``.

    Stronger paths are wider and darker, and halos set them off from the cells.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    strongest = max((share for _, share in paths), default=0.0)
    ink, paper = (palette.color(role) for role in (QPalette.ColorRole.Text, QPalette.ColorRole.Base))
    for neurons, share in sorted(paths, key=lambda path: path[1]):
        strength = share / strongest if strongest > 0 else 0.0
        stops = _stops(layers, neurons, names)
        line = _through(stops)
        painter.setPen(QPen(paper, 2.5 + 2.5 * strength))
        painter.drawLines(line)
        painter.setPen(QPen(theme.blend(paper, ink, 0.4 + 0.6 * strength), 0.75 + 2.25 * strength))
        painter.drawLines(line)
        for layer, neuron in zip(layers, neurons, strict=True):
            painter.drawEllipse(layer.cell(neuron).center() if layer is not layers[-1] else stops[-1], 1.5, 1.5)
    painter.restore()


def _stops(layers: Sequence[LayerGrid], neurons: Sequence[int], names: Sequence[QRectF]) -> list[QPointF]:
    """Where a path goes: from neuron to neuron, and around the right end of each name that would be in its way."""
    cells = [layer.cell(neuron) for layer, neuron in zip(layers, neurons, strict=True)]
    # A path ends at the top of the last cell, so that its digit can be read.
    ends = [*(cell.center() for cell in cells[:-1]), QPointF(cells[-1].center().x(), cells[-1].top())]
    stops = ends[:1]
    for start, end in pairwise(ends):
        pieces = _through([start, end])
        upwards = end.y() < start.y()  # from the lower part of the input to the first layer, beside it
        highest, lowest = min(start.y(), end.y()), max(start.y(), end.y())
        for name in sorted(names, key=lambda each: each.top(), reverse=upwards):
            around = name.adjusted(-_ROOM, 0, _ROOM, 0)
            if highest < name.top() and name.bottom() <= lowest and any(_crosses(piece, around) for piece in pieces):
                corners = [QPointF(around.right() + 1, y) for y in (name.top(), name.bottom())]
                stops += reversed(corners) if upwards else corners
        stops.append(end)
    return stops


def _crosses(piece: QLineF, area: QRectF) -> bool:
    return QRectF(piece.p1(), piece.p2()).normalized().adjusted(-0.5, -0.5, 0.5, 0.5).intersects(area)


def _through(stops: Sequence[QPointF]) -> list[QLineF]:
    """A smooth line through ``stops`` that leaves and enters each of them vertically, as short straight pieces.

    A cubic across and a linear step down look like a spline, and pieces are painted four times as fast as one path.
    """
    places = np.array([(stop.x(), stop.y()) for stop in stops])
    bends = np.column_stack((_ALONG**2 * (3 - 2 * _ALONG), _ALONG))  # (points, 2)
    points = np.concatenate([start + bends * (end - start) for start, end in pairwise(places)]).tolist()
    return [QLineF(*start, *end) for start, end in pairwise(points)]


def _columns(count: int, area: QRectF, ratio: float) -> int:
    """The number of columns with the largest cells, and of several such numbers the one with the fewest empty cells."""
    columns = np.arange(1, max(count, 1) + 1)
    rows = -(-count // columns)
    cells = np.floor(np.minimum(area.width() / columns, area.height() / np.maximum(rows, 1)) * ratio)
    cells = np.minimum(cells, _LARGEST_CELL * ratio)
    best = np.flatnonzero(cells == cells.max())
    return int(columns[best[np.argmin((columns * rows)[best])]])
