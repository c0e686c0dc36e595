"""Marks of setting changes: thin vertical lines in a plot where a person changed a setting of a running training."""

from collections.abc import Sequence
from typing import NamedTuple

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from mlp_desktop.views.kit.plots.plot_area import PlotArea

_NEAR = 0.02  # of the visible epochs: how precisely a person points without effort
_HEIGHTS = (0.7, 0.45, 0.2)  # of the plot's height, in turn, so that the words of neighbours do not overlap
_VEIL = 0.6  # opacity of the background of the words; the curve behind them stays visible


class ChangeMark(NamedTuple):
    """One change: the number of epochs before it, its words, and its own colour, if any."""

    epoch: float
    words: str
    colour: QColor | None = None


class ChangeMarks:
    """The marks in one plot. Marks near the cursor show their words."""

    def __init__(self, plot: PlotArea) -> None:
        self._plot = plot
        self._marks: tuple[ChangeMark, ...] = ()
        self._lines: list[pg.InfiniteLine] = []
        self._all = False
        self._epoch: float | None = None
        self._reach = 0.0
        self._colour, self._paper = QColor(), QColor()

    @property
    def marks(self) -> tuple[ChangeMark, ...]:
        """The changes that are marked."""
        return self._marks

    def set(self, marks: Sequence[ChangeMark]) -> None:
        """Show these marks in place of those before."""
        if tuple(marks) == self._marks:
            return
        self._marks = tuple(marks)
        self.draw()

    def draw(self) -> None:
        """Draw all lines again, even if the plot was emptied meanwhile."""
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
        """Draw marks without a colour of their own in ``colour``, and the words on ``paper``."""
        self._colour, self._paper = colour, paper
        veil = QColor(paper)
        veil.setAlphaF(_VEIL)
        for mark, line in zip(self._marks, self._lines, strict=True):
            line.setPen(QPen(mark.colour or colour, 0, Qt.PenStyle.DashDotLine))
            line.label.setColor(mark.colour or colour)
            line.label.fill = pg.mkBrush(veil)

    def point_at(self, epoch: float | None, reach: float = 0.0) -> list[str]:
        """Show and return the words of the changes within ``reach`` epochs of ``epoch``, or nearly there."""
        self._epoch, self._reach = epoch, reach
        return self._show_words()

    def show_all_words(self, shown: bool) -> None:
        """Show the words of all marks, as in an exported picture, where nobody can point."""
        self._all = shown
        self._show_words()

    def _show_words(self) -> list[str]:
        low, high = self._plot.getViewBox().viewRange()[0] if self._lines else (0.0, 0.0)
        reach = max(self._reach, _NEAR * (high - low))
        words: list[str] = []
        for mark, line in zip(self._marks, self._lines, strict=True):
            near = self._epoch is not None and abs(mark.epoch - self._epoch) <= reach
            line.label.setVisible(near or self._all)
            if near:
                words.append(mark.words)
        return words
