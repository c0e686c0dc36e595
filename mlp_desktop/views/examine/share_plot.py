"""A plot of lines whose two values are shares, from 0 to 100 %."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.examine.share_axes import ShareAxes
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.part_walk import Part, PartWalk
from mlp_desktop.views.kit.plots.run_lines import run_pen

_FEET = (0.996, 0.992, 0.98, 0.96, 0.92, 0.8, 0.6)  # a quarter of the way to 1 is a round step
_MARKED_POINTS = 20
_SPOKEN_POINTS = 9
_DOT, _RING = 2.5, 5.0


class ShareLine(NamedTuple):
    """A line of the plot.

    Attributes:
        name: what it is of.
        place: of its pen among those of :func:`run_pen`.
        x: shares from 0 to 1, shape (n,).
        y: likewise.
    """

    name: str
    place: int
    x: np.ndarray
    y: np.ndarray


@guarded
class SharePlot(ShareAxes):
    """Lines over a share; few points are marked with dots, and a ring marks one place."""

    def __init__(self, name: str, spoken: str, across: str, upwards: str, parent: QWidget | None = None) -> None:
        super().__init__(across, upwards, parent)
        self._lines: tuple[ShareLine, ...] = ()
        self._mark: tuple[float, float] | None = None
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self._walk = PartWalk(self, self._parts)

    def set_lines(self, lines: Sequence[ShareLine], words: str, *, zooms: bool = False) -> None:
        """Show these lines.

        Args:
            lines: the lines.
            words: the same in words.
            zooms: whether the upright axis begins near the lowest value instead of at 0.
        """
        self._lines = tuple(lines)
        lowest = min((float(line.y.min()) for line in lines if len(line.y)), default=0.0)
        self._low = next((foot for foot in _FEET if foot <= lowest), 0.0) if zooms else 0.0
        self.describe(words)
        self.repaint_all()

    def set_mark(self, mark: tuple[float, float] | None) -> None:
        """Put the ring at two shares, or nowhere."""
        self._mark = mark
        self.update()

    def _parts(self) -> list[Part]:
        """Some points of every line, each in words."""
        area, side = self._plot_area(), 2 * _RING
        parts: list[Part] = []
        for line in self._lines:
            for at in np.unique(np.linspace(0, len(line.x) - 1, _SPOKEN_POINTS).astype(int)).tolist():
                x, y = float(line.x[at]), float(line.y[at])
                square = QRectF(0, 0, side, side)
                square.moveCenter(self.place(area, x, y))
                parts.append(Part(f"{line.name}, {self._across} {x:.0%}: {y:.1%} right", square))
        return parts

    def sizeHint(self) -> QSize:
        """Wider than high."""
        return QSize(460, 260)

    def paint(self, painter: QPainter) -> None:
        """Paint axes and lines."""
        plot = self._plot_area()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.text_font("body"))
        self.paint_axes(painter, plot, self.inner_area().bottom())
        painter.setClipRect(plot.adjusted(-_RING, -_RING, _RING, _RING))
        for line in self._lines:
            pen = run_pen(line.place, 1.5)
            points = [self.place(plot, x, y) for x, y in zip(line.x.tolist(), line.y.tolist(), strict=True)]
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(QPolygonF(points))
            if len(points) <= _MARKED_POINTS:
                self._paint_dots(painter, points, pen)

    def paint_over(self, painter: QPainter) -> None:
        """Paint the ring."""
        if self._mark is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Text), 2))
        painter.drawEllipse(self.place(self._plot_area(), *self._mark), _RING, _RING)

    def _plot_area(self) -> QRectF:
        """The area of the lines; below it, the two words at the corner of the axes must not meet."""
        return self.inner_area().adjusted(0, 0, 0, -0.4 * theme.body_height())

    @staticmethod
    def _paint_dots(painter: QPainter, points: Sequence[QPointF], pen: QPen) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(pen.color())
        for point in points:
            painter.drawEllipse(point, _DOT, _DOT)
