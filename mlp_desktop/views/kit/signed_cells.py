"""Signed numbers as coloured cells: blue above zero, vermilion below, and more opaque for larger values.

Colour is never the only sign: :func:`paint_signs` writes + and − into the cells with large values.
"""

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from mlp_desktop.views.kit.theme import SignedColours


def whole_cells(area: QRectF, columns: int, rows: int, ratio: float) -> QRectF:
    """The largest grid, centred in ``area``, whose cells are squares of whole device pixels.

    Args:
        area: in logical pixels.
        columns: number of cells across.
        rows: number of cells down.
        ratio: device pixels per logical pixel.

    Returns:
        The grid in logical pixels.
    """
    cell = max(int(min(area.width() / columns, area.height() / rows) * ratio), 1)
    width, height = cell * columns, cell * rows
    left = round(area.left() * ratio + (area.width() * ratio - width) / 2)
    top = round(area.top() * ratio + (area.height() * ratio - height) / 2)
    return QRectF(left / ratio, top / ratio, width / ratio, height / ratio)


def relative(values: np.ndarray) -> np.ndarray:
    """``values`` divided by their largest magnitude, −1 to 1; values that are not finite count as 0."""
    finite = np.where(np.isfinite(values), values, 0.0).astype(float)
    largest = np.abs(finite).max(initial=0.0)
    return finite / largest if largest > 0 else finite


def signed_image(shares: np.ndarray, colours: SignedColours) -> QImage:
    """An image of ``shares`` (−1 to 1, shape (height, width)), one pixel each, transparent at 0."""
    height, width = shares.shape
    # A table of one pixel for each of 255 strengths below zero and above it: ten times as fast as blending each pixel.
    strengths = np.arange(-255, 256)[:, None] / 255
    positive, negative = (np.array((colour.red(), colour.green(), colour.blue(), 255)) for colour in colours)
    channels = np.rint(np.where(strengths >= 0, positive, negative) * np.abs(strengths)).astype(np.uint32)
    red, green, blue, alpha = channels.T
    # Packed into Qt's own format, which is painted fastest, whatever the machine's byte order.
    table = alpha << 24 | red << 16 | green << 8 | blue
    pixels = table[np.rint(shares * 255).astype(np.intp) + 255]
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied).copy()


def paint_signs(painter: QPainter, grid: QRectF, shares: np.ndarray, colour: QColor, *, above: float) -> None:
    """Write + and − into some cells of a grid.

    Args:
        painter: of the widget.
        grid: all cells together.
        shares: the value of each cell, shape (rows, columns).
        colour: of the signs.
        above: the least magnitude that is given a sign.
    """
    cell = grid.width() / shares.shape[1]
    arm = max(min(0.28 * cell, 5.0), 1.0)
    lines = []
    for row, column in np.argwhere(np.abs(shares) >= above):
        centre = grid.topLeft() + QPointF((column + 0.5) * cell, (row + 0.5) * cell)
        lines.append(QLineF(centre - QPointF(arm, 0), centre + QPointF(arm, 0)))
        if shares[row, column] > 0:
            lines.append(QLineF(centre - QPointF(0, arm), centre + QPointF(0, arm)))
    painter.setPen(QPen(colour, max(arm / 2.5, 1.0)))
    painter.drawLines(lines)
