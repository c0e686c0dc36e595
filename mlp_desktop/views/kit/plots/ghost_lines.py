"""The curves of the run before, faint behind those of the current run."""

from collections.abc import Mapping

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QPen

from mlp_desktop.views.kit.plots.curve_key import DASHES, Curve, curve_colour
from mlp_desktop.views.kit.plots.plot_area import PlotArea
from mlp_desktop.views.kit.plots.value_axis import ValueAxis

_OPACITY = 0.4


class GhostLines:
    """Lines of their curve's colour, but pale. The axes are not scaled to them, so that they move nothing."""

    def __init__(self, plot: PlotArea, axis: ValueAxis) -> None:
        self._plot = plot
        self._axis = axis
        self._curves: dict[Curve, tuple[np.ndarray, np.ndarray]] = {}
        self._lines: list[tuple[Curve, pg.PlotCurveItem]] = []
        self._shown = True

    @property
    def lines(self) -> list[pg.PlotCurveItem]:
        """The lines that can be seen."""
        return [line for _, line in self._lines] if self._shown else []

    def set(self, curves: Mapping[Curve, tuple[np.ndarray, np.ndarray]]) -> None:
        """Show these curves, epochs and values, in place of those before."""
        self._curves = dict(curves)
        self.draw()

    def show(self, shown: bool) -> None:
        """Show or hide all of them."""
        self._shown = shown
        for _, line in self._lines:
            line.setVisible(shown)

    def draw(self) -> None:
        """Draw all lines anew, as after a change of the scale."""
        for _, line in self._lines:
            self._plot.removeItem(line)
        self._lines = []
        for name, (x, y) in self._curves.items():
            heights = self._axis.place(np.asarray(y, float))
            if not np.isfinite(heights).any():
                continue
            line = pg.PlotCurveItem(np.asarray(x, float), heights, connect="finite")
            line.setZValue(-120)  # under the curves
            self._plot.add_beside(line)
            self._lines.append((name, line))
        self.dress()
        self.show(self._shown)

    def dress(self) -> None:
        """Give every line the colour of the theme in use."""
        for name, line in self._lines:
            colour = curve_colour(name)
            colour.setAlphaF(_OPACITY)
            dash = Qt.PenStyle.DotLine if name == "training" else DASHES[name]
            line.setPen(QPen(colour, 0, dash))
