"""Where a person changed a setting while a network trained: thin vertical lines in a plot over epochs."""

from collections.abc import Sequence
from typing import NamedTuple

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from mlp_desktop.views.kit.plots.plot_area import PlotArea

_NEAR = 0.02  # of the epochs shown: as close as a hand points with ease
_HEIGHTS = (0.7, 0.45, 0.2)  # of the plot's height, in turn: words of neighbours do not cover each other

_VEIL = 0.6  # how opaque the ground of the words is: the curve behind them stays to be seen


class Mark(NamedTuple):
    """One change: epochs done before it, what it was, and a colour of its own, if it has one."""

    epoch: float
    words: str
    colour: QColor | None = None


class ChangeMarks:
    """The lines of one plot; the words of those that the cursor is near stand beside them."""

    def __init__(self, plot: PlotArea) -> None:
        self._plot = plot
        self._marks: tuple[Mark, ...] = ()
        self._lines: list[pg.InfiniteLine] = []
        self._all = False
        self._epoch: float | None = None
        self._reach = 0.0
        self._colour, self._paper = QColor(), QColor()

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What is marked."""
        return self._marks

    def set(self, marks: Sequence[Mark]) -> None:
        """Mark these in place of those before."""
        if tuple(marks) == self._marks:
            return
        self._marks = tuple(marks)
        self.draw()

    def draw(self) -> None:
        """Draw all lines anew, also where the plot was emptied meanwhile."""
        for line in self._lines:
            self._plot.removeItem(line)
        self._lines = []
        for place, mark in enumerate(self._marks):
            height = _HEIGHTS[place % len(_HEIGHTS)]
            options = {"position": height, "anchors": [(0, 0.5), (1, 0.5)]}
            line = pg.InfiniteLine(mark.epoch, angle=90, label=mark.words, labelOpts=options)
            self._plot.add_beside(line)
            self._lines.append(line)
        self.dress(self._colour, self._paper)
        self._show_words()

    def dress(self, colour: QColor, paper: QColor) -> None:
        """Draw in ``colour`` what has none of its own, the words on ``paper``."""
        self._colour, self._paper = colour, paper
        veil = QColor(paper)
        veil.setAlphaF(_VEIL)
        for mark, line in zip(self._marks, self._lines, strict=True):
            line.setPen(QPen(mark.colour or colour, 0, Qt.PenStyle.DashDotLine))
            line.label.setColor(mark.colour or colour)
            line.label.fill = pg.mkBrush(veil)

    def point_at(self, epoch: float | None, reach: float = 0.0) -> list[str]:
        """Show and return the words of the changes near ``epoch``: within ``reach``, or a hand's trembling."""
        self._epoch, self._reach = epoch, reach
        return self._show_words()

    def show_all_words(self, shown: bool) -> None:
        """Let every line carry its words, as on a picture that nobody can point at."""
        self._all = shown
        self._show_words()

    def _show_words(self) -> list[str]:
        low, high = self._plot.getViewBox().viewRange()[0] if self._lines else (0.0, 0.0)
        reach = max(self._reach, _NEAR * (high - low))
        told: list[str] = []
        for mark, line in zip(self._marks, self._lines, strict=True):
            near = self._epoch is not None and abs(mark.epoch - self._epoch) <= reach
            line.label.setVisible(near or self._all)
            if near:
                told.append(mark.words)
        return told
