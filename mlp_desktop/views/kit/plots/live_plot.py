"""A plot whose curves grow while a network trains.

Pens are one pixel wide and not antialiased, so that a frame takes milliseconds.
"""

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPalette, QPen
from PySide6.QtWidgets import QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.labels import plain_label
from mlp_desktop.views.kit.plots.change_marks import ChangeMark, ChangeMarks
from mlp_desktop.views.kit.plots.curve_key import DASHES, MARKERS, Curve, CurveKey, curve_colour, format_value
from mlp_desktop.views.kit.plots.epoch_plot import EpochPlot
from mlp_desktop.views.kit.plots.ghost_lines import GhostLines
from mlp_desktop.views.kit.plots.plot_area import Epochs
from mlp_desktop.views.kit.plots.plot_cursor import PlotCursor, all_epochs, read_near
from mlp_desktop.views.kit.plots.step_mark import StepMark

MARKED_POINTS = 40
"""Curves with at most this many points have a marker at each."""

NO_RUN = "No run yet: press Start"


@guarded
class LivePlot(EpochPlot):
    """A plot of one quantity during a training, with a curve for each of ``curves``.

    Values that cannot be drawn (not finite, or not above zero on a logarithmic axis) leave a gap.

    A cursor reads every curve at the point nearest to it, and the header then shows these values. The mouse moves it
    too.

    When a person moves the cursor or zooms, ``pointed`` carries the cursor's epoch (``None`` for no cursor) and
    ``zoomed`` the visible epochs (``None`` for all). To keep several plots together, connect these signals to
    :meth:`set_cursor` and :meth:`show_epochs` of the others.
    """

    pointed = Signal(object)
    zoomed = Signal(object)

    def __init__(
        self,
        title: str,
        y_label: str,
        *,
        log_y: bool = False,
        curves: Sequence[Curve] = ("training", "validation"),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, log_y=log_y, parent=parent)
        self.setAccessibleName(f"{title}, plotted over epochs")
        self._data: dict[Curve, tuple[np.ndarray, np.ndarray]] = {name: (np.empty(0), np.empty(0)) for name in curves}
        self._hidden: set[Curve] = set()
        self._summary = ""
        self._plot.setLabel("left", y_label)
        self._plot.pointed.connect(self.point_at)
        self._plot.zoomed.connect(self.zoomed)
        # Markers as shapes, not as cached pixmaps: so few are fast, and they stay sharp in an exported SVG.
        self._curves: dict[Curve, pg.PlotDataItem] = {name: self._plot.plot(useCache=False) for name in curves}
        self._best = pg.InfiniteLine(angle=90, label="", labelOpts={"anchors": [(0, 0.5), (1, 0.5)]})
        self._best.hide()
        self._plot.add_beside(self._best)
        self._ghost = GhostLines(self._plot, self._axis)
        self._step = StepMark(self._plot, self._axis)
        self._marked: tuple[int, int] | None = None
        self._span = pg.LinearRegionItem(movable=False)
        self._span.setZValue(-150)  # above the grid, and under the curves
        self._span.hide()
        self._plot.add_beside(self._span)
        self._cursor = PlotCursor(self._plot)
        self._changes = ChangeMarks(self._plot)
        self._empty = plain_label(NO_RUN)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._paper.pages.addWidget(self._empty)
        self._keys: dict[Curve, CurveKey] = {name: CurveKey(name) for name in curves}
        for key in self._keys.values():
            self._header.addWidget(key)
        self.dress()
        self.clear()

    def sizeHint(self) -> QSize:
        """A wide rectangle."""
        return QSize(480, 240)

    def set_curve(self, name: Curve, x: np.ndarray, y: np.ndarray) -> None:
        """Replace a curve: ``y`` at the epochs ``x`` (fractions allowed), both of shape (n,)."""
        self._data[name] = (np.asarray(x, float), np.asarray(y, float))
        self._draw(name)
        self._show_cursor()
        if not self.hasFocus():  # a screen reader would speak every new value of what has the focus
            self.set_summary(self._summary)

    def set_summary(self, words: str) -> None:
        """Have a screen reader say ``words`` about the curves; empty for where they begin and end."""
        self._summary = words
        self.setAccessibleDescription(words or self._in_words())

    def settle(self) -> None:
        """Finish an update, once all curves are set; see :meth:`PlotArea.settle`."""
        self._plot.settle()

    def set_best(self, epoch: int | None) -> None:
        """Mark the epoch with the best weights so far, or none."""
        self._best.setVisible(epoch is not None)
        if epoch is not None:
            self._best.setValue(epoch)
            self._best.label.setFormat(f"best epoch {epoch}")

    @property
    def span(self) -> tuple[int, int] | None:
        """The first and the last epoch that are marked; ``None`` if none are."""
        return self._marked

    def set_span(self, epochs: tuple[int, int] | None) -> None:
        """Mark the epochs from the first to the last of ``epochs``, or none."""
        if epochs == self._marked:
            return
        self._marked = epochs
        self._span.setVisible(epochs is not None)
        if epochs is not None:
            self._span.setRegion(epochs)

    def set_changes(self, changes: Sequence[tuple[float, str]]) -> None:
        """Mark changes of settings: the number of epochs before each, and the words that the cursor shows."""
        self._changes.set([ChangeMark(*change) for change in changes])

    def show_change_words(self, shown: bool) -> None:
        """Show the words of all changes, or only of those near the cursor."""
        self._changes.show_all_words(shown)

    def set_log(self, log: bool) -> None:
        """Use a logarithmic scale, or a linear one."""
        self._axis.set_log(log)
        self._ghost.draw()
        self._step.draw()
        for name in self._curves:
            self._draw(name)
        self._show_cursor()

    def set_ghost(self, curves: Mapping[Curve, tuple[np.ndarray, np.ndarray]]) -> None:
        """Show these curves of another run, epochs and values, faint behind the current ones."""
        self._ghost.set({name: points for name, points in curves.items() if name in self._curves})

    def show_ghost(self, shown: bool) -> None:
        """Show or hide the faint curves."""
        self._ghost.show(shown)

    def set_step(self, epoch: float | None, before: float = 0.0, after: float = 0.0) -> None:
        """Mark a single step at ``epoch`` with an arrow from the value before it to the one after it, or none."""
        self._step.set(None if epoch is None else (epoch, before, after))

    def set_shown(self, name: Curve, shown: bool) -> None:
        """Show or hide a curve."""
        (self._hidden.discard if shown else self._hidden.add)(name)
        self._keys[name].setVisible(shown)
        self._draw(name)
        self._show_cursor()

    def set_cursor(self, epoch: float | None) -> None:
        """Read all values at the point nearest to ``epoch``, or the newest values for ``None``."""
        self._cursor_epoch = epoch
        self._show_cursor()

    def show_epochs(self, epochs: Epochs | None) -> None:
        """Show the epochs from the first to the last of ``epochs``, or all."""
        self._plot.show_epochs(epochs)

    def clear(self, note: str = NO_RUN) -> None:
        """Remove everything, and show ``note`` until the first point arrives."""
        self._empty.setText(note)
        self._cursor_epoch = None
        self.show_epochs(None)
        for name in self._curves:
            self.set_curve(name, np.empty(0), np.empty(0))
        self.set_best(None)
        self.set_changes(())
        self.set_step(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Bring the summary up to date: it stays as it is while the plot has the focus."""
        self.set_summary(self._summary)
        super().focusInEvent(event)

    def dress(self) -> None:
        """Give every part the colours of the palette in use."""
        super().dress()
        palette = self.palette()
        quiet = palette.color(QPalette.ColorRole.PlaceholderText)
        paper = palette.color(QPalette.ColorRole.Base)
        for name, curve in self._curves.items():
            colour = curve_colour(name)
            curve.setPen(QPen(colour, 0, DASHES[name]))
            curve.setSymbolPen(None)
            curve.setSymbolBrush(colour)
            curve.setSymbolSize(5)
            self._keys[name].set_colour(colour)
        self._best.setPen(QPen(quiet, 0, Qt.PenStyle.DotLine))
        self._best.label.setColor(quiet)
        self._span.setBrush(theme.faint(palette, 0.08))
        for edge in self._span.lines:
            edge.setPen(QPen(quiet, 0, Qt.PenStyle.DotLine))
        self._cursor.dress(palette.color(QPalette.ColorRole.Text), paper)
        self._changes.dress(quiet, paper)
        self._ghost.dress()
        self._step.dress(palette.color(QPalette.ColorRole.Text))
        self._show_cursor()

    def _draw(self, name: Curve) -> None:
        x, y = self._data[name]
        drawn = self._axis.place(y)
        usable = np.isfinite(x) & np.isfinite(drawn)
        curve = self._curves[name]
        if usable.any() and name not in self._hidden:
            marker = MARKERS[name] if len(x) <= MARKED_POINTS else None
            curve.setData(x, np.where(usable, drawn, np.nan), connect="finite", symbol=marker)
            if name == "training":
                # A rising curve leaves room for words at the lower right, a falling one at the upper right.
                shown = drawn[usable]
                rises = shown[-1] > shown[0]
                self._best.label.setPosition(0.08 if rises else 0.92)
                self._cursor.set_words_at(0.92 if rises else 0.08)
        else:
            curve.setData([], [])
        ends = [x[[0, -1]] for x, _ in self._data.values() if len(x)]
        if ends:
            self._plot.set_extent(float(np.min(ends)), float(np.max(ends)))
        self._paper.pages.setCurrentWidget(self._plot if ends else self._empty)

    def _in_words(self) -> str:
        """How far the curves go, and where each begins and ends."""
        drawn = [(name, x, y) for name, (x, y) in self._data.items() if len(x)]
        if not drawn:
            return self._empty.text()
        last = max(float(x[-1]) for _, x, _ in drawn)
        ways = [f"{name} from {format_value(float(y[0]))} to {format_value(float(y[-1]))}" for name, _, y in drawn]
        return f"To epoch {last:.4g}: {', '.join(ways)}."

    # The cursor

    def _shown(self) -> dict[Curve, tuple[np.ndarray, np.ndarray]]:
        return {name: points for name, points in self._data.items() if name not in self._hidden}

    def epochs(self) -> np.ndarray:
        """The epochs of all curves that are shown."""
        return all_epochs(self._shown())

    def words_at(self, epoch: float) -> str:
        """The values of the curves that are shown, and the changes near them."""
        read = read_near(self._shown(), epoch)
        if read is None:
            return ""
        words = [f"{name} {format_value(y)}" for name, (_, y) in read[1].items()] + self._near_changes()
        return f"Epoch {read[0]:g}: {', '.join(words)}"

    def point_at(self, epoch: float | None) -> None:
        """Put the cursor there, and announce it."""
        self.set_cursor(epoch)
        self.pointed.emit(epoch)

    def _near_changes(self) -> list[str]:
        """Show and return the words of the changes that are nearer to the cursor than to another point."""
        if self._cursor_epoch is None or not self._changes.marks:
            return self._changes.point_at(None)
        points = all_epochs(self._shown())
        spacing = float(np.ptp(points)) / (len(points) - 1) if len(points) > 1 else 0.0
        return self._changes.point_at(self._cursor_epoch, spacing / 2)

    def _show_cursor(self) -> None:
        self._near_changes()
        read = read_near(self._shown(), self._cursor_epoch)
        if read is None:
            self._cursor.hide()
            for name, (_, y) in self._data.items():
                newest = len(y) and name not in self._hidden
                self._keys[name].set_value(float(y[-1]) if newest else None)
            return
        epoch, near = read
        places = {name: (x, float(self._axis.place(np.array(y)))) for name, (x, y) in near.items()}
        drawn: list[Curve] = [name for name in self._keys if name in places and math.isfinite(places[name][1])]
        self._cursor.show(epoch, [places[name] for name in drawn], [curve_colour(name) for name in drawn])
        for name, key in self._keys.items():
            point = near.get(name)
            key.set_value(None if point is None else point[1], "" if point is None else f" at epoch {point[0]:.4g}")
