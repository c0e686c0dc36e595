"""The plot of a sweep over one setting: the setting across, the figure upwards, a bar for the spread over the seeds."""

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme
from mlp_desktop.views.sweeps.plot_data import EMPTY_ERROR_BARS, ErrorBarsData, Series
from mlp_desktop.views.sweeps.pointed_plot import BEST, PointedPlot

_NEAR = 16.0
"""Largest distance, in logical pixels, of the pointer from the point that it points at."""

_CAP = 4.0
_APART = 9.0
_DOT = 4.0


@guarded
class SweepErrorBars(PointedPlot):
    """Points that are chosen by a click, or from left to right by the arrow keys, and opened by Enter.

    The points of a setting with an order are joined by a line. The best point has a star.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data = EMPTY_ERROR_BARS
        self.setObjectName("sweepErrorBars")
        self.setAccessibleName("Plot of the sweep: a point for each value, with its spread over the seeds")

    @property
    def data(self) -> ErrorBarsData:
        """What is shown."""
        return self._data

    def set_data(self, data: ErrorBarsData, words: str) -> None:
        """Show ``data``; ``words`` are a summary for a screen reader."""
        self._data = data
        self.show_words(data.words, words)

    def place_of(self, point: int, series: int = 0) -> QPointF:
        """Where a point is drawn, in logical pixels."""
        height = float(self._data.series[series].heights[point])
        # Side by side, so that the bars of two figures do not hide each other.
        beside = (series - 0.5 * (len(self._data.series) - 1)) * _APART
        return QPointF(self._x(float(self._data.places[point])) + beside, self._y(height))

    def sizeHint(self) -> QSize:
        """Room for the points between the axes."""
        return QSize(480, 320)

    def minimumSizeHint(self) -> QSize:
        """Room for some labels."""
        return QSize(320, round(9 * theme.body_height()))

    def next_point(self, key: int) -> int | None:
        """The next point to the left or right, or the best one."""
        order, keys = self._data.order, Qt.Key
        steps = {keys.Key_Left: -1, keys.Key_Down: -1, keys.Key_Right: 1, keys.Key_Up: 1}
        if key == keys.Key_Home:
            return self._data.best
        if not order or key not in steps:
            return None
        if self._current in order:
            return order[min(max(order.index(self._current) + steps[keys(key)], 0), len(order) - 1)]
        return self._data.best if self._current is None and self._data.best in order else order[0]

    def point_at(self, place: QPointF) -> int | None:
        """The nearest point of any series, if it is near."""
        found = [
            ((self.place_of(point, number) - place).manhattanLength(), point)
            for number, series in enumerate(self._data.series)
            for point in self._drawn(series)
        ]
        distance, point = min(found, default=(np.inf, -1))
        return point if distance <= _NEAR else None

    # Painting

    def paint(self, painter: QPainter) -> None:
        """Paint the axes, the bars and the points."""
        if not self._data.series:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_axes(painter)
        self._paint_key(painter)
        # The first series last, so that it lies above the others.
        for number in reversed(range(len(self._data.series))):
            self._paint_series(painter, number)

    def paint_over(self, painter: QPainter) -> None:
        """Mark the best point, the one under the pointer and the chosen one."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        text = self.palette().color(QPalette.ColorRole.Text)
        for point, pen in ((self._pointed, QPen(text, 1, Qt.PenStyle.DotLine)), (self._current, QPen(text, 2))):
            if point is not None and point in self._drawn(self._data.series[0] if self._data.series else None):
                painter.setPen(pen)
                painter.drawEllipse(self.place_of(point), 2.2 * _DOT, 2.2 * _DOT)
        if self.hasFocus():
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def _paint_series(self, painter: QPainter, number: int) -> None:
        series, colour = self._data.series[number], _colour(number)
        drawn = self._drawn(series)
        painter.setPen(QPen(colour, 1.4, Qt.PenStyle.SolidLine if number == 0 else Qt.PenStyle.DashLine))
        if self._data.is_joined:
            painter.drawPolyline(QPolygonF([self.place_of(point, number) for point in drawn]))
        painter.setPen(QPen(colour, 1.4))
        for point in drawn:
            centre = self.place_of(point, number)
            low, high = float(series.low[point]), float(series.high[point])
            if np.isfinite(low) and np.isfinite(high):
                for end in (low, high):
                    painter.drawLine(QPointF(centre.x() - _CAP, self._y(end)), QPointF(centre.x() + _CAP, self._y(end)))
                painter.drawLine(QPointF(centre.x(), self._y(low)), QPointF(centre.x(), self._y(high)))
            _paint_mark(painter, centre, number, colour)
        if number == 0 and self._data.best in drawn:
            assert self._data.best is not None, "it is drawn"
            self._paint_star(painter, self._data.best)

    def _paint_star(self, painter: QPainter, best: int) -> None:
        """Paint a star left of the best point, on paper, so that it can be read over lines."""
        metrics = QFontMetricsF(theme.text_font("heading"))
        width, line = metrics.horizontalAdvance(BEST), theme.body_height()
        centre = self.place_of(best) - QPointF(2 * _DOT + width, 0)
        box = QRectF(centre.x() - width / 2, centre.y() - line / 2, width + 2, line)
        paper = self.palette().color(QPalette.ColorRole.Window)
        paper.setAlphaF(0.85)
        painter.fillRect(box, paper)
        painter.setFont(theme.text_font("heading"))
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, BEST)

    def _paint_key(self, painter: QPainter) -> None:
        """Paint a mark and a name for each series, above the plot."""
        metrics, line = QFontMetricsF(theme.text_font("body")), theme.body_height()
        left, middle = self._area().left(), line / 2 + 5
        painter.setFont(theme.text_font("body"))
        for number, series in enumerate(self._data.series):
            painter.setPen(QPen(_colour(number), 1.4))
            painter.drawLine(QPointF(left, middle), QPointF(left + 3 * theme.GRID, middle))
            _paint_mark(painter, QPointF(left + 1.5 * theme.GRID, middle), number, _colour(number))
            left += 3.5 * theme.GRID
            width = metrics.horizontalAdvance(series.name)
            painter.setPen(self.palette().color(QPalette.ColorRole.Text))
            painter.drawText(QRectF(left, 5, width + 2, line), Qt.AlignmentFlag.AlignVCenter, series.name)
            left += width + 3 * theme.GRID

    def _paint_axes(self, painter: QPainter) -> None:
        area, line = self._area(), theme.body_height()
        metrics = QFontMetricsF(theme.text_font("body"))
        painter.setFont(theme.text_font("body"))
        quiet = self.palette().color(QPalette.ColorRole.PlaceholderText)
        for height, label in self._data.y_ticks:
            y = self._y(height)
            painter.setPen(QPen(theme.faint(self.palette(), 0.14), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(quiet)
            place = QRectF(0, y - line / 2, area.left() - theme.GRID, line)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, label)
        painter.setPen(QPen(theme.faint(self.palette(), 0.5), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.drawLine(area.topLeft(), area.bottomLeft())
        for tick in self._labelled(metrics):
            place, label = self._data.x_ticks[tick]
            x = self._x(place)
            painter.setPen(QPen(theme.faint(self.palette(), 0.5), 1))
            painter.drawLine(QPointF(x, area.bottom()), QPointF(x, area.bottom() + 4))
            painter.setPen(self.palette().color(QPalette.ColorRole.Text))
            room = self._room(tick)
            text = metrics.elidedText(label, Qt.TextElideMode.ElideMiddle, room)
            box = QRectF(x - room / 2, area.bottom() + 4, room, line)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        painter.setPen(quiet)
        caption = QRectF(area.left(), area.bottom() + line + 5, area.width(), line)
        painter.drawText(caption, Qt.AlignmentFlag.AlignCenter, self._data.across)

    def _labelled(self, metrics: QFontMetricsF) -> Iterator[int]:
        """The ticks whose labels have room beside those before them."""
        end = -np.inf
        for tick, (place, label) in enumerate(self._data.x_ticks):
            half = min(metrics.horizontalAdvance(label), self._room(tick)) / 2
            if self._x(place) - half >= end:
                end = self._x(place) + half + theme.GRID
                yield tick

    def _room(self, tick: int) -> float:
        """The width that a label may take: names share the axis, numbers are short."""
        count = len(self._data.x_ticks)
        wide = self._area().width() / max(count, 1) - theme.GRID
        return wide if not self._data.is_joined else max(wide, 4.5 * theme.body_height())

    def _drawn(self, series: Series | None) -> list[int]:
        """The points of a series that have a figure, from left to right."""
        return [] if series is None else [point for point in self._data.order if np.isfinite(series.heights[point])]

    def _area(self) -> QRectF:
        """The area between the axes."""
        line = theme.body_height()
        metrics = QFontMetricsF(theme.text_font("body"))
        left = max((metrics.horizontalAdvance(label) for _, label in self._data.y_ticks), default=0.0)
        return QRectF(self.rect()).adjusted(
            left + 1.5 * theme.GRID, 1.9 * line + 4, -theme.GRID, -(2 * line + theme.GRID)
        )

    def _x(self, place: float) -> float:
        area = self._area()
        inset = 0.0 if not self._data.is_joined else 2 * theme.GRID
        return area.left() + inset + place * (area.width() - 2 * inset)

    def _y(self, height: float) -> float:
        area = self._area()
        return area.bottom() - height * area.height()


def _colour(number: int) -> QColor:
    colours = theme.data_colours()
    return (colours.validation, colours.training)[number % 2]


def _paint_mark(painter: QPainter, centre: QPointF, number: int, colour: QColor) -> None:
    """Paint a square for the first series and a circle for the second, so that no colour is needed."""
    painter.setBrush(colour)
    if number:
        painter.drawEllipse(centre, _DOT - 0.5, _DOT - 0.5)
    else:
        painter.drawRect(QRectF(centre.x() - _DOT, centre.y() - _DOT, 2 * _DOT, 2 * _DOT))
    painter.setBrush(Qt.BrushStyle.NoBrush)
