"""The bars of a histogram, with a second distribution as a line over them."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPalette, QPen, QPolygonF

from mlp_desktop.views.kit import theme

_LINE = 1.5


def root_heights(*counts: np.ndarray) -> list[np.ndarray]:
    """Heights from 0 to 1 for distributions over the same intervals, each of shape (n,): square roots of shares.

    So that a few can be seen beside many. Shares and not counts: distributions of different size can be compared.
    """
    roots = [np.sqrt(each.astype(float) / max(float(each.sum()), 1.0)) for each in counts]
    highest = max((float(each.max(initial=0.0)) for each in roots), default=0.0)
    return [each / max(highest, 1e-12) for each in roots]


def paint_bars(
    painter: QPainter,
    area: QRectF,
    heights: np.ndarray,
    colour_of: Callable[[int], QColor],
    palette: QPalette,
    line: np.ndarray | None = None,
) -> None:
    """Paint a bar for each interval upwards from the lower edge of ``area``, and a baseline under it.

    Args:
        painter: without antialiasing, so that bars are sharp.
        area: where the bars stand.
        heights: from 0 to 1, shape (n,).
        colour_of: the colour of a bar by its place.
        palette: for the baseline and the line.
        line: a second distribution, shape (n,), painted as a line of steps.
    """
    width = area.width() / max(len(heights), 1)
    for number, height in enumerate(heights.tolist()):
        tall = height * area.height()
        bar = QRectF(area.left() + number * width, area.bottom() - tall, max(width - 1, 1), tall)
        painter.fillRect(bar, colour_of(number))
    painter.fillRect(QRectF(area.left(), area.bottom(), area.width(), 1), theme.faint(palette, 0.3))
    if line is None:
        return
    steps = QPolygonF()
    for number, height in enumerate(line.tolist()):
        level = area.bottom() - height * area.height()
        steps.append(QPointF(area.left() + number * width, level))
        steps.append(QPointF(area.left() + (number + 1) * width, level))
    painter.save()
    painter.setPen(QPen(palette.color(QPalette.ColorRole.Base), 2 * _LINE + 1))  # a rim, over bars of any colour
    painter.drawPolyline(steps)
    painter.setPen(QPen(palette.color(QPalette.ColorRole.Text), _LINE))
    painter.drawPolyline(steps)
    painter.restore()
