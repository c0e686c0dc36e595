"""The mark of a single step in a plot: an arrow from the value before it to the value after it."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QColor, QPen

from mlp_desktop.views.kit.plots.plot_area import PlotArea
from mlp_desktop.views.kit.plots.value_axis import ValueAxis


class StepMark:
    """A vertical line between two values, with a dot where it begins and an arrowhead where it ends."""

    def __init__(self, plot: PlotArea, axis: ValueAxis) -> None:
        self._axis = axis
        self._step: tuple[float, float, float] | None = None
        self._line = pg.PlotDataItem(useCache=False)
        self._ends = pg.ScatterPlotItem(size=9, useCache=False)
        plot.addItem(self._line)  # counts when the axes are scaled, so that the whole arrow is seen
        plot.add_beside(self._ends)
        self.set(None)

    @property
    def step(self) -> tuple[float, float, float] | None:
        """The epoch, and the values before and after the step; ``None`` if none is marked."""
        return self._step

    def set(self, step: tuple[float, float, float] | None) -> None:
        """Mark this step (epoch, value before, value after), or none."""
        self._step = step
        self.draw()

    def draw(self) -> None:
        """Draw the mark anew, as after a change of the scale."""
        heights = np.full(2, np.nan) if self._step is None else self._axis.place(np.array(self._step[1:], float))
        seen = self._step is not None and bool(np.isfinite(heights).all())
        self._line.setVisible(seen)
        self._ends.setVisible(seen)
        if not seen or self._step is None:
            self._line.setData([], [])
            return
        epoch, before, after = self._step
        self._line.setData([epoch, epoch], heights)
        arrow = "t" if after < before else "t1"
        self._ends.setData(x=[epoch, epoch], y=heights, symbol=["o", arrow])

    def dress(self, colour: QColor) -> None:
        """Draw it in ``colour``."""
        self._line.setPen(QPen(colour, 0))
        self._ends.setPen(None)
        self._ends.setBrush(colour)
