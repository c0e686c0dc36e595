"""Curves that grow while a network trains: the one place that knows pyqtgraph.

Pens are one pixel wide and not antialiased: that is what keeps a frame at milliseconds.
"""

import math
from typing import Literal

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from mlp_desktop.views import theme

Curve = Literal["training", "validation"]

MARKED_POINTS = 40
"""Curves of no more points than this carry a marker at each."""

NO_RUN = "No run yet: press Start"

_DASHES: dict[Curve, Qt.PenStyle] = {"training": Qt.PenStyle.SolidLine, "validation": Qt.PenStyle.DashLine}
_MARKERS: dict[Curve, str] = {"training": "o", "validation": "s"}


class LivePlot(QWidget):
    """A titled plot of one quantity over epochs, for the training and the validation set.

    Values that cannot be drawn (not finite, or not above zero on a logarithmic axis) leave a gap.
    """

    def __init__(self, title: str, y_label: str, *, log_y: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(f"{title}, plotted over epochs")
        self._data: dict[Curve, tuple[np.ndarray, np.ndarray]] = {}
        self._y_axis = _ValueAxis(log_y)
        area = pg.PlotItem(axisItems={"left": self._y_axis}, enableMenu=False)
        self._plot = pg.PlotWidget(plotItem=area)
        self._plot.setFrameShape(pg.PlotWidget.Shape.NoFrame)
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._plot.setMouseEnabled(False, False)
        # pyqtgraph makes its menu all the same, without a parent; this way it goes when the plot goes.
        if area.ctrlMenu is not None:
            area.ctrlMenu.setParent(self._plot, area.ctrlMenu.windowFlags())
        self._plot.hideButtons()
        self._plot.setLimits(xMin=0)
        self._plot.setDownsampling(auto=True, mode="peak")
        self._curves: dict[Curve, pg.PlotDataItem] = {name: self._plot.plot() for name in _DASHES}
        self._best = pg.InfiniteLine(angle=90, label="", labelOpts={"anchors": [(0, 0.5), (1, 0.5)]})
        self._best.hide()
        self._plot.addItem(self._best)
        self._empty = QLabel(NO_RUN)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._paper = _Paper()
        self._paper.pages.addWidget(self._empty)
        self._paper.pages.addWidget(self._plot)
        self._title = QLabel(title)
        self._title.setFont(theme.text_font("heading"))
        header = QHBoxLayout()
        header.setSpacing(2 * theme.GRID)
        header.addWidget(self._title)
        header.addStretch()
        self._keys: dict[Curve, _Key] = {name: _Key(name) for name in _DASHES}
        for key in self._keys.values():
            header.addWidget(key)
        if log_y:
            header.addWidget(self._log_switch())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GRID)
        layout.addLayout(header)
        layout.addWidget(self._paper, 1)
        # Epochs stay epochs: thousandths of them, which the axis would count in a run's first moments, mean nothing.
        self._plot.getAxis("bottom").enableAutoSIPrefix(False)
        self._plot.setLabel("bottom", "epoch")
        self._plot.setLabel("left", y_label)
        self._dress()
        self.clear()

    def sizeHint(self) -> QSize:
        """A flat rectangle, as curves like it."""
        return QSize(480, 240)

    def minimumSizeHint(self) -> QSize:
        """Room for axes and a shape between them."""
        return QSize(280, 160)

    def set_curve(self, name: Curve, x: np.ndarray, y: np.ndarray) -> None:
        """Show ``y`` at the epochs ``x`` (fractions allowed), both of shape (n,), in place of the curve so far."""
        self._data[name] = (np.asarray(x, float), np.asarray(y, float))
        self._draw(name)

    def set_best(self, epoch: int | None) -> None:
        """Mark the epoch whose weights are the best so far, or none."""
        self._best.setVisible(epoch is not None)
        if epoch is not None:
            self._best.setValue(epoch)
            self._best.label.setFormat(f"best epoch {epoch}")

    def clear(self, note: str = NO_RUN) -> None:
        """Take everything away, and say ``note`` until the first point arrives: by default, how to begin."""
        self._empty.setText(note)
        for name in self._curves:
            self.set_curve(name, np.empty(0), np.empty(0))
        self.set_best(None)

    def changeEvent(self, event: QEvent) -> None:
        """Recolour with the palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def _draw(self, name: Curve) -> None:
        x, y = self._data[name]
        drawn = self._y_axis.place(y)
        usable = np.isfinite(x) & np.isfinite(drawn)
        curve = self._curves[name]
        if usable.any():
            marker = _MARKERS[name] if len(x) <= MARKED_POINTS else None
            curve.setData(x, np.where(usable, drawn, np.nan), connect="finite", symbol=marker)
            if name == "training":
                # A curve that rises leaves the lower right free for words, one that falls the upper right.
                shown = drawn[usable]
                self._best.label.setPosition(0.08 if shown[-1] > shown[0] else 0.92)
        else:
            curve.setData([], [])
        self._keys[name].set_latest(float(y[-1]) if len(y) else None)
        begun = any(len(values) for values, _ in self._data.values())
        self._paper.pages.setCurrentWidget(self._plot if begun else self._empty)

    def _dress(self) -> None:
        """Give every part the colours of the palette in use."""
        palette = self.palette()
        quiet = palette.color(QPalette.ColorRole.PlaceholderText)
        self._plot.setBackground(palette.color(QPalette.ColorRole.Base))
        for (name, dash), colour in zip(_DASHES.items(), theme.data_colours(), strict=True):
            self._curves[name].setPen(QPen(colour, 0, dash))
            self._curves[name].setSymbolPen(None)
            self._curves[name].setSymbolBrush(colour)
            self._curves[name].setSymbolSize(5)
            self._keys[name].set_colour(colour)
        for side in ("left", "bottom"):
            axis = self._plot.getAxis(side)
            axis.setPen(theme.faint(palette, 0.3))
            axis.setTextPen(quiet)
            axis.setGrid(24)
        self._best.setPen(QPen(quiet, 0, Qt.PenStyle.DotLine))
        self._best.label.setColor(quiet)

    def _log_switch(self) -> QCheckBox:
        switch = QCheckBox("log scale")
        switch.setObjectName("logScale")
        switch.setAccessibleName(f"{self._title.text()}: logarithmic scale")
        switch.setToolTip("Give every power of ten the same height, so that late progress stays visible.")
        switch.setChecked(True)
        switch.toggled.connect(self._set_log)
        return switch

    def _set_log(self, log: bool) -> None:
        self._y_axis.log = log
        self._y_axis.picture = None
        for name in self._curves:
            self._draw(name)


class _Paper(QWidget):
    """A sheet like the pad, with one of several pages on it."""

    def __init__(self) -> None:
        super().__init__()
        self.pages = QStackedWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.GRID, theme.GRID, theme.GRID, theme.GRID)
        layout.addWidget(self.pages)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme.paint_paper(QPainter(self), QRectF(self.rect()), self.palette())


class _ValueAxis(pg.AxisItem):
    """A vertical axis whose values may be placed by their logarithm, labelled with the values themselves."""

    def __init__(self, log: bool) -> None:
        super().__init__("left")
        self.log = log
        self.enableAutoSIPrefix(False)
        # One width for all, so that plots under each other share their epochs.
        self.setWidth(round(4 * theme.body_height()))

    def place(self, values: np.ndarray) -> np.ndarray:
        """Heights on the axis; not finite where a value has none."""
        if not self.log:
            return values
        return np.log10(values, out=np.full(values.shape, np.nan), where=values > 0)

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:
        if not self.log:
            return super().tickValues(minVal, maxVal, size)
        return [(1.0, [math.log10(value) for value in _log_ticks(minVal, maxVal)])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        if not self.log:
            return super().tickStrings(values, scale, spacing)
        return [f"{10**value:.3g}" for value in values]


def _log_ticks(low: float, high: float) -> list[float]:
    """Round values between 10**low and 10**high: a handful, whether that is less than a decade or many."""
    low, high = max(low, -300.0), min(high, 300.0)  # where powers of ten are numbers
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


class _Key(QWidget):
    """Which line is which, with its newest value, in a width that does not change; empty while there is no line."""

    def __init__(self, name: Curve) -> None:
        super().__init__()
        self.setObjectName(f"{name}Key")
        self._name: Curve = name
        self._colour = QColor()
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        text = self.fontMetrics().horizontalAdvance(f"{self._name} 0.0000")
        return QSize(4 * theme.GRID + text, self.fontMetrics().height())

    def set_colour(self, colour: QColor) -> None:
        self._colour = colour
        self.update()

    def set_latest(self, value: float | None) -> None:
        self._text = "" if value is None else f"{self._name} {value:.4f}" if math.isfinite(value) else f"{self._name} –"
        self.setAccessibleName(self._text or f"{self._name}: no values yet")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._text:
            return
        painter = QPainter(self)
        middle = self.height() / 2
        painter.setPen(QPen(self._colour, 2, _DASHES[self._name]))
        painter.drawLine(0, round(middle), 3 * theme.GRID, round(middle))
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        text = self.rect().adjusted(4 * theme.GRID, 0, 0, 0)
        painter.drawText(text, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._text)
