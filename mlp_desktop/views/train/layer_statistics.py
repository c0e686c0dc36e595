"""The statistics of one layer: a histogram of its weights, and a few numbers with bars."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.plain_text import plain_tip
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import Role, give_role
from mlp_desktop.views.kit.cached_widget import CachedWidget
from mlp_desktop.views.kit.histogram_bars import paint_bars, root_heights

_HISTOGRAM_HEIGHT = 48
_TWO = "Bars: the weights now. Line: those that the run began with. Heights are square roots of shares."
_WIDEST_NAME = "saturated"
_WIDEST_TEXT = "888 of 888"
_ROW = 1.3  # lines of body text
_BAR = 0.45  # of a row


@guarded
class WeightHistogram(QWidget):
    """A bar for each interval of weights, from the most negative to the most positive.

    The height of a bar is the square root of its count, so that a few large weights can be seen beside many small ones.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_role(self, Role.Chart)
        self._heights = np.empty(0)
        self._start: np.ndarray | None = None
        self._reach = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Bars with a line of numbers below."""
        return QSize(160, _HISTOGRAM_HEIGHT + self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        """Bars that can still be distinguished."""
        return QSize(100, self.sizeHint().height())

    def show_counts(self, counts: np.ndarray, reach: float, start: np.ndarray | None = None, spread: str = "") -> None:
        """Show ``counts``, shape (n,), of the weights in n equal intervals from −``reach`` to ``reach``.

        ``start`` are those of the weights that the run began with, shown as a line; ``spread`` says both in words.
        """
        self._heights, *line = root_heights(counts, *([] if start is None else [start]))
        self._start = line[0] if line else None
        self._reach = reach
        self.setToolTip(plain_tip(_TWO if line else ""))
        self.setAccessibleDescription(spread)
        self.setAccessibleName(f"Histogram of {int(counts.sum()):,} weights between {-reach:.2g} and {reach:.2g}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bars, the baseline and the numbers."""
        if not len(self._heights):
            return
        painter = QPainter(self)
        palette = self.palette()
        colours = theme.signed_colours()
        words = self.fontMetrics().height()
        bottom = self.height() - words
        middle = len(self._heights) // 2

        def colour_of(place: int) -> QColor:
            if place == middle:
                return palette.color(QPalette.ColorRole.Text)
            return colours.negative if place < middle else colours.positive

        area = QRectF(0, 1, self.width(), bottom - 1)
        paint_bars(painter, area, self._heights, colour_of, palette, self._start)
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        if self._start is not None:
            painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, "— start")
        line = QRectF(0, bottom, self.width(), words)
        for place, text in (
            (Qt.AlignmentFlag.AlignLeft, f"−{self._reach:.2g}"),
            (Qt.AlignmentFlag.AlignHCenter, "0"),
            (Qt.AlignmentFlag.AlignRight, f"{self._reach:.2g}"),
        ):
            painter.drawText(line, place | Qt.AlignmentFlag.AlignBottom, text)


@dataclass(frozen=True)
class Statistic:
    """One number.

    Attributes:
        name: shown beside it.
        share: length of its bar, from 0 to 1.
        text: the number as text.
        tip: its meaning.
    """

    name: str
    share: float
    text: str
    tip: str


@guarded
class StatisticBars(CachedWidget):
    """Rows of a name, a bar and a number, which stay in place when the numbers change."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_role(self, Role.Chart)
        self._statistics: tuple[Statistic, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A row for each number."""
        return QSize(200, round(len(self._statistics) * self._row))

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def show_statistics(self, statistics: Sequence[Statistic], words: str) -> None:
        """Show ``statistics``; ``words`` are the same for a screen reader."""
        another_height = len(statistics) != len(self._statistics)
        self._statistics = tuple(statistics)
        self.setAccessibleDescription(words)
        if another_height:
            self.updateGeometry()
        self.repaint_all()

    def event(self, event: QEvent) -> bool:
        """Show the meaning of the number under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            row = int(event.pos().y() / self._row)
            tip = self._statistics[row].tip if row < len(self._statistics) else ""
            QToolTip.showText(event.globalPos(), plain_tip(tip), self)
            return True
        return super().event(event)

    def paint(self, painter: QPainter) -> None:
        """Paint the rows."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, metrics = self.palette(), QFontMetricsF(self.font())
        left = metrics.horizontalAdvance(_WIDEST_NAME) + theme.GRID
        right = max(map(metrics.horizontalAdvance, (_WIDEST_TEXT, *(each.text for each in self._statistics))))
        painter.setFont(self.font())
        for number, statistic in enumerate(self._statistics):
            row = QRectF(0, number * self._row, self.width(), self._row)
            middle = Qt.AlignmentFlag.AlignVCenter
            painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
            painter.drawText(row, middle | Qt.AlignmentFlag.AlignLeft, statistic.name)
            painter.setPen(palette.color(QPalette.ColorRole.WindowText))
            painter.drawText(row, middle | Qt.AlignmentFlag.AlignRight, statistic.text)
            high = _BAR * self._row
            bar = QRectF(left, row.center().y() - high / 2, self.width() - left - right - theme.GRID, high)
            theme.paint_bar(painter, bar, statistic.share, palette, strong=True)

    @property
    def _row(self) -> float:
        return _ROW * theme.body_height()
