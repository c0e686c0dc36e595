"""The parallel coordinates of a sweep: an axis for each setting and each accuracy, and a line for each point."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QPainter,
    QPalette,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme
from mlp_desktop.views.sweeps.plot_data import EMPTY_LINES, LinesData
from mlp_desktop.views.sweeps.pointed_plot import BEST, PointedPlot

_NEAR = 10.0
"""Largest distance, in logical pixels, of the pointer from the line that it points at."""


@guarded
class SweepLines(PointedPlot):
    """Lines that are chosen by a click, or from the best to the worst by the arrow keys, and opened by Enter.

    Better points have stronger lines; the best line is thick and has a star at its end. The line under the pointer is
    highlighted.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data = EMPTY_LINES
        self.setObjectName("sweepLines")
        self.setAccessibleName("Parallel coordinates of the sweep: a line for each point")

    def set_data(self, data: LinesData, words: str) -> None:
        """Show ``data``; ``words`` are a summary for a screen reader."""
        self._data = data
        self.show_words(data.words, words)

    def crossing(self, line: int, axis: int) -> QPointF:
        """The point at which a line crosses an axis, in logical pixels."""
        area = self._area()
        return QPointF(self._axis_at(axis), area.bottom() - float(self._data.places[line, axis]) * area.height())

    def sizeHint(self) -> QSize:
        """Axes with room for their labels between them."""
        return QSize(480, 320)

    def minimumSizeHint(self) -> QSize:
        """Room for some labels."""
        return QSize(320, round(8 * theme.body_height()))

    def next_point(self, key: int) -> int | None:
        """The next worse or better line, or the best or worst one."""
        ranking, keys = self._data.ranking, Qt.Key
        place = ranking.index(self._current) if self._current in ranking else -1
        moves = {
            keys.Key_Down: place + 1,
            keys.Key_Right: place + 1,
            keys.Key_Up: place - 1,
            keys.Key_Left: place - 1,
            keys.Key_Home: 0,
            keys.Key_End: len(ranking) - 1,
        }
        return ranking[min(max(moves[keys(key)], 0), len(ranking) - 1)] if ranking and key in moves else None

    def point_at(self, place: QPointF) -> int | None:
        """The line nearest above or below ``place``; of several lines on top of each other, the best."""
        if not self._data.ranking or not self._area().adjusted(-_NEAR, -_NEAR, _NEAR, _NEAR).contains(place):
            return None
        axes = np.array([self._axis_at(axis) for axis in range(len(self._data.axes))])
        left = int(np.clip(np.searchsorted(axes, place.x()) - 1, 0, len(axes) - 2))
        share = np.clip((place.x() - axes[left]) / (axes[left + 1] - axes[left]), 0, 1)
        ranking = np.array(self._data.ranking)
        heights = self._data.places[ranking, left] * (1 - share) + self._data.places[ranking, left + 1] * share
        area = self._area()
        distances = np.abs(area.bottom() - heights * area.height() - place.y())
        nearest = int(np.argmin(np.round(distances)))
        return int(ranking[nearest]) if distances[nearest] <= _NEAR else None

    # Painting

    def paint(self, painter: QPainter) -> None:
        """Paint the lines, worst first, and the axes over them."""
        if not self._data.axes:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        weak, strong = theme.faint(palette, 0.16), palette.color(QPalette.ColorRole.Accent)
        for line in reversed(self._data.ranking):
            colour = theme.blend(weak, strong, 0.85 * float(self._data.strengths[line]) ** 2)
            self._draw(painter, line, QPen(colour, 1.2))
        if self._data.ranking:
            best = self._data.ranking[0]
            self._draw(painter, best, QPen(strong, 3))
        self._paint_axes(painter)

    def paint_over(self, painter: QPainter) -> None:
        """Highlight the line under the pointer and the chosen one."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = theme.data_colours().validation
        if self._pointed is not None:
            self._draw(painter, self._pointed, QPen(colour, 2, Qt.PenStyle.DashLine))
        if self._current in self._data.ranking:
            assert self._current is not None, "it is in the ranking"
            self._draw(painter, self._current, QPen(colour, 3))
            painter.setBrush(colour)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Base), 1))
            for axis in range(len(self._data.axes)):
                painter.drawEllipse(self.crossing(self._current, axis), 4, 4)
        self._paint_labels(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def _draw(self, painter: QPainter, line: int, pen: QPen) -> None:
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF([self.crossing(line, axis) for axis in range(len(self._data.axes))]))

    def _paint_axes(self, painter: QPainter) -> None:
        palette, line, area = self.palette(), theme.body_height(), self._area()
        text = palette.color(QPalette.ColorRole.Text)
        painter.setFont(theme.text_font("body"))
        strip = self._strip()
        for number, axis in enumerate(self._data.axes):
            x = self._axis_at(number)
            painter.setPen(QPen(theme.faint(palette, 0.5), 1))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
            painter.setPen(text)
            title = QRectF(x - strip / 2, 0, strip, 2 * line)
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextWordWrap
            painter.drawText(title, int(flags), axis.title)
            for place, _ in axis.ticks:
                y = area.bottom() - place * area.height()
                painter.setPen(theme.faint(palette, 0.5))
                painter.drawLine(QPointF(x - 3, y), QPointF(x + 3, y))

    def _paint_labels(self, painter: QPainter) -> None:
        """Paint the labels of the ticks, and the star at the end of the best line, over all lines."""
        area, strip = self._area(), self._strip()
        quiet = self.palette().color(QPalette.ColorRole.PlaceholderText)
        metrics = QFontMetricsF(theme.text_font("body"))
        painter.setFont(theme.text_font("body"))
        for number, axis in enumerate(self._data.axes):
            for place, label in axis.ticks:
                shown = metrics.elidedText(label, Qt.TextElideMode.ElideMiddle, strip - 2 * theme.GRID)
                corner = QPointF(self._axis_at(number) + theme.GRID, area.bottom() - place * area.height())
                self._label(painter, corner, shown, metrics.horizontalAdvance(shown), quiet)
        if self._data.ranking:
            end = self.crossing(self._data.ranking[0], len(self._data.axes) - 1)
            width = metrics.horizontalAdvance(BEST)
            accent = self.palette().color(QPalette.ColorRole.Accent)
            self._label(painter, end - QPointF(width + 1.5 * theme.GRID, 0), BEST, width, accent)

    def _label(self, painter: QPainter, place: QPointF, text: str, width: float, colour: QColor) -> None:
        """Paint words on a translucent background, so that they can be read over lines."""
        line = theme.body_height()
        box = QRectF(place.x(), place.y() - line / 2, width + 4, line)
        paper = self.palette().color(QPalette.ColorRole.Window)
        paper.setAlphaF(0.85)
        painter.fillRect(box, paper)
        painter.setPen(colour)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _area(self) -> QRectF:
        """The area of the axes."""
        line = theme.body_height()
        label = line / 2 + 1  # of the highest tick, half of which stands above the axis: it must not cover a title
        return QRectF(self.rect()).adjusted(0, 2 * line + max(theme.GRID, label), 0, -line)

    def _strip(self) -> float:
        """The width of the strip that belongs to one axis."""
        return self.width() / max(len(self._data.axes), 1)

    def _axis_at(self, axis: int) -> float:
        return (axis + 0.5) * self._strip()
