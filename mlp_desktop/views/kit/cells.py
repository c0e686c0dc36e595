"""Numbers as cells of colour: blue above zero, vermilion below, the more opaque the larger.

Colour is never the only sign: :func:`paint_signs` writes + and − into the cells that matter.
"""

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from mlp_desktop.views.kit.theme import SignedColours


def whole_cells(area: QRectF, columns: int, rows: int, ratio: float) -> QRectF:
    """The largest grid in the middle of ``area`` whose cells are squares of whole device pixels.

    Args:
        area: in logical pixels.
        columns: cells across.
        rows: cells down.
        ratio: device pixels for one logical pixel.
    """
    cell = max(int(min(area.width() / columns, area.height() / rows) * ratio), 1)
    width, height = cell * columns, cell * rows
    left = round(area.left() * ratio + (area.width() * ratio - width) / 2)
    top = round(area.top() * ratio + (area.height() * ratio - height) / 2)
    return QRectF(left / ratio, top / ratio, width / ratio, height / ratio)


def relative(values: np.ndarray) -> np.ndarray:
    """``values`` as shares of the largest magnitude among them, −1 to 1; what is not finite counts as 0."""
    finite = np.where(np.isfinite(values), values, 0.0).astype(float)
    largest = np.abs(finite).max(initial=0.0)
    return finite / largest if largest > 0 else finite


def signed_image(shares: np.ndarray, colours: SignedColours) -> QImage:
    """A picture of ``shares`` (−1 to 1, shape (height, width)), one pixel each, transparent where they are 0."""
    height, width = shares.shape
    # One pixel for each of 255 strengths below zero and above it: to look it up is ten times as fast as to blend it.
    strengths = np.arange(-255, 256)[:, None] / 255
    positive, negative = (np.array((colour.red(), colour.green(), colour.blue(), 255)) for colour in colours)
    channels = np.rint(np.where(strengths >= 0, positive, negative) * np.abs(strengths)).astype(np.uint32)
    red, green, blue, alpha = channels.T
    # Packed as Qt's own format, whatever the machine's byte order: no other is painted as fast.
    table = alpha << 24 | red << 16 | green << 8 | blue
    pixels = table[np.rint(shares * 255).astype(np.intp) + 255]
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied).copy()


def paint_signs(painter: QPainter, grid: QRectF, shares: np.ndarray, colour: QColor, *, above: float) -> None:
    """Write + and − into the cells of ``grid`` whose share, shape (rows, columns), has a magnitude of ``above``."""
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
