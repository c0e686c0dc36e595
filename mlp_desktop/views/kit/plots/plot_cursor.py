"""The cursor of a plot: a line at an epoch, and a point on every curve where its value is read."""

from collections.abc import Mapping
from typing import TypeVar

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QColor, QPen

from mlp_desktop.views.kit.plots.plot_area import PlotArea

Name = TypeVar("Name")
"""What distinguishes a curve from the others."""


def all_epochs(curves: Mapping[Name, tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    """All epochs at which a curve has a point, in order; ``curves`` are epochs and values, both of shape (n,)."""
    return np.unique(np.concatenate([x for x, _ in curves.values()])) if curves else np.empty(0)


def read_near(
    curves: Mapping[Name, tuple[np.ndarray, np.ndarray]], wanted: float | None
) -> tuple[float, dict[Name, tuple[float, float]]] | None:
    """The epoch of the point nearest to ``wanted``, and each curve's point nearest to ``wanted``; ``None`` for none.

    A point is an epoch and a value.
    """
    if wanted is None:
        return None
    near: dict[Name, tuple[float, float]] = {}
    for name, (x, y) in curves.items():
        if len(x):
            at = int(np.abs(x - wanted).argmin())
            near[name] = (float(x[at]), float(y[at]))
    if not near:
        return None
    return min((x for x, _ in near.values()), key=lambda x: abs(x - wanted)), near


class PlotCursor:
    """The line and the points of the cursor in one plot."""

    def __init__(self, plot: PlotArea) -> None:
        self._line = pg.InfiniteLine(angle=90, label="", labelOpts={"anchors": [(0, 0.5), (1, 0.5)]})
        self._points = pg.ScatterPlotItem(size=7, pen=None, useCache=False)
        for item in (self._line, self._points):
            plot.add_beside(item)
        self.hide()

    def hide(self) -> None:
        """Hide the cursor."""
        self._line.hide()
        self._points.hide()

    def show(self, epoch: float, points: list[tuple[float, float]], colours: list[QColor]) -> None:
        """Draw the line at ``epoch``, and a point of its colour at each of ``points`` in the plot's coordinates."""
        self._line.show()  # first, because a hidden label takes no text
        self._points.show()
        self._line.setValue(epoch)
        self._line.label.setFormat(f"epoch {epoch:.4g}")
        self._points.setData(x=[x for x, _ in points], y=[y for _, y in points], brush=colours)

    def set_words_at(self, height: float) -> None:
        """Put the line's words at this share of the plot's height."""
        self._line.label.setPosition(height)

    def dress(self, colour: QColor, paper: QColor) -> None:
        """Draw the line in ``colour``, and its words on ``paper``."""
        self._line.setPen(QPen(colour, 0))
        self._line.label.setColor(colour)
        self._line.label.fill = pg.mkBrush(paper)
