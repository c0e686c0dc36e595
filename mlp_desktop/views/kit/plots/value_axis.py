"""The axes of a plot: epochs below, and values at the left on a linear or logarithmic scale."""

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

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

    def updateAutoSIPrefix(self) -> None:
        """Leave the label as it is: pyqtgraph would lay its HTML out anew with every range, a dozen times at first."""
        self.picture = None
        self.update()

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
class EpochAxis(PlotAxis):
    """The axis of epochs, which are counted: parts of one are marked only where no more than two are shown."""

    def __init__(self) -> None:
        super().__init__("bottom")

    def tickSpacing(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, float]]:
        """The distances of the marks, from the largest on, and where they begin."""
        levels = super().tickSpacing(minVal, maxVal, size)
        if abs(maxVal - minVal) <= 2:
            return [(apart, float(start)) for apart, start in levels]
        return [(apart, float(start)) for apart, start in levels if apart >= 1] or [(1.0, 0.0)]


@guarded
class ValueAxis(PlotAxis):
    """The axis of values on a linear or logarithmic scale, labelled with the values themselves.

    Attributes:
        log: whether the scale is logarithmic.
    """

    def __init__(self, log: bool) -> None:
        super().__init__("left")
        self.log = log
        self.fit_text()

    def fit_text(self) -> None:
        """Have the width for the text's size: one for all, so that the epochs of plots below each other line up."""
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
        """Round values; on a logarithmic scale some between the powers of ten too, where their words have room."""
        if not self.log:
            return super().tickValues(minVal, maxVal, size)
        apart = (maxVal - minVal) * 1.2 * theme.body_height() / size if size > 0 else 0.0
        return [(1.0, [math.log10(value) for value in log_ticks(minVal, maxVal, apart)])]

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


def log_ticks(low: float, high: float, apart: float = 0.0) -> list[float]:
    """A handful of round values between 10**low and 10**high, for a part of a decade or for many.

    Their logarithms are at least ``apart`` from each other, so that the words beside them do not touch.
    """
    low, high = max(low, -300.0), min(high, 300.0)  # outside this range 10**x is no finite float
    found: list[float] = []
    for values in _ever_fewer(low, high):
        found = [value for value in values if value > 0 and low <= math.log10(value) <= high]
        places = [math.log10(value) for value in found]
        if all(after - before >= apart for before, after in pairwise(places)):
            break
    return found


def _ever_fewer(low: float, high: float) -> Iterator[list[float]]:
    """Round values around 10**low and 10**high: first a handful, then fewer and fewer, at last one or none."""
    if high - low > 0.8:
        every = max(1, round((high - low) / 6))
        if high - low < 3:
            yield _decades(low, high, every, (1, 2, 5))
            yield _decades(low, high, every, (1, 3))
        for step in range(every, math.ceil(high - low) + 2):
            yield _decades(low, high, step, (1,))
    elif high > low:
        span = 10**high - 10**low
        for count in (4, 3, 2, 1):
            unit = 10.0 ** math.floor(math.log10(span / count))
            step = min((unit * factor for factor in (1, 2, 5, 10)), key=lambda step: abs(step - span / count))
            yield [step * index for index in range(math.ceil(10**low / step), math.floor(10**high / step) + 1)]


def _decades(low: float, high: float, every: int, factors: Sequence[int]) -> list[float]:
    decades = range(math.floor(low), math.ceil(high) + 1, every)
    return [factor * 10.0**decade for decade in decades for factor in factors]
