"""The axes of a plot: epochs below, and values at the left on a linear or logarithmic scale."""

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme


@guarded
class PlotAxis(pg.AxisItem):
    """An axis that is painted fast.

    Most of the time for a frame went into the grid: Qt takes some 90 µs for a translucent line across the plot, and
    pyqtgraph draws dozens. This axis has fewer. It paints them as rectangles one pixel wide, in the opaque colour that
    the translucent one would give on the plot's background: 2 µs instead of 34 for a vertical line.
    """

    def __init__(self, side: str) -> None:
        super().__init__(side)
        self.setStyle(maxTickLevel=1)
        # At the beginning of a run pyqtgraph would count thousandths of an epoch; they mean nothing.
        self.enableAutoSIPrefix(False)

    def paint(self, p: QPainter, opt: object, widget: object) -> None:
        """Paint the lines and words that pyqtgraph has laid out, which it keeps until something changes."""
        if self.picture is None:
            self.picture = self.generateDrawSpecs(p)
        if self.picture is None:
            return
        line, ticks, words = self.picture
        view = self.getViewWidget()
        assert view is not None, "an axis is painted in a view"
        background = view.backgroundBrush().color()
        thin = 1 / p.device().devicePixelRatioF()
        for pen, start, end in (*ticks, line):
            p.fillRect(
                QRectF(start.x(), start.y(), end.x() - start.x() or thin, end.y() - start.y() or thin),
                _opaque(pen.color(), background),
            )
        p.setPen(self.textPen())
        for place, flags, text in words:
            p.drawText(place, int(flags), text)


@guarded
class ValueAxis(PlotAxis):
    """The axis of values on a linear or logarithmic scale, labelled with the values themselves.

    Attributes:
        log: whether the scale is logarithmic.
    """

    def __init__(self, log: bool) -> None:
        super().__init__("left")
        self.log = log
        # One width for all, so that the epochs of plots below each other line up.
        self.setWidth(round(4 * theme.body_height()))

    def set_log(self, log: bool) -> None:
        """Use a logarithmic scale, or a linear one."""
        self.log = log
        self.picture = None

    def place(self, values: np.ndarray) -> np.ndarray:
        """Positions of ``values`` on the axis; NaN for values that a logarithmic scale cannot show."""
        if not self.log:
            return values
        return np.log10(values, out=np.full(values.shape, np.nan), where=values > 0)

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:
        """Round values; on a logarithmic scale some between the powers of ten too."""
        if not self.log:
            return super().tickValues(minVal, maxVal, size)
        return [(1.0, [math.log10(value) for value in log_ticks(minVal, maxVal)])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """The values themselves, not their logarithms."""
        if not self.log:
            return super().tickStrings(values, scale, spacing)
        return [f"{10**value:.3g}" for value in values]


def _opaque(colour: QColor, background: QColor) -> QColor:
    """The opaque colour that translucent ``colour`` gives on ``background``."""
    share = colour.alphaF()
    parts = (
        (colour.redF(), background.redF()),
        (colour.greenF(), background.greenF()),
        (colour.blueF(), background.blueF()),
    )
    return QColor.fromRgbF(*(share * over + (1 - share) * under for over, under in parts))


def log_ticks(low: float, high: float) -> list[float]:
    """A handful of round values between 10**low and 10**high, for a part of a decade or for many."""
    low, high = max(low, -300.0), min(high, 300.0)  # outside this range 10**x is no finite float
    if high - low > 0.8:
        factors = (1, 2, 5) if high - low < 3 else (1,)
        every = max(1, round((high - low) / 6))
        decades = range(math.floor(low), math.ceil(high) + 1, every)
        values = [factor * 10.0**decade for decade in decades for factor in factors]
    else:
        span = 10**high - 10**low
        if span <= 0:
            return []
        unit = 10.0 ** math.floor(math.log10(span / 4))
        step = min((unit * factor for factor in (1, 2, 5, 10)), key=lambda step: abs(step - span / 4))
        values = [step * index for index in range(math.ceil(10**low / step), math.floor(10**high / step) + 1)]
    return [value for value in values if value > 0 and low <= math.log10(value) <= high]
