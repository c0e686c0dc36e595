"""The heat map of a sweep: a table of scores, with one setting across and another one upwards.

Its colours go from dark blue to yellow, with evenly increasing lightness. Nearly everybody can distinguish blue from
yellow, and everybody dark from light. Both palettes use the same colours. Every cell shows its score in black or white,
whichever has more contrast.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.cell_table import Cell, CellTable, fitting_font
from mlp_desktop.views.sweeps.plot_data import EMPTY_HEAT_MAP, HeatMapData

BEST = "★"
_NO_SCORE = "·"
_TALLEST_CELL = 88.0
_TALL = 0.4  # of its width: how tall a cell becomes where there is much room
_SMALLEST_FONT = 0.7
_RAMP_WIDTH = 14
_ANCHORS = ((0.0, "#0d2f66"), (0.35, "#4d6178"), (0.68, "#a89b6c"), (1.0, "#fbe04d"))
_DARK_WORDS, _LIGHT_WORDS = "#000000", "#ffffff"


@guarded
class SweepHeatMap(CellTable):
    """A cell for each combination of two settings; a double click or Enter opens it.

    Every cell shows its score; the best one has a star and a frame of its own.
    """

    opened = Signal()
    """A person wants to see more about the chosen cell."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, upwards=True, halo=True)
        self._data = EMPTY_HEAT_MAP
        self.setObjectName("sweepHeatMap")
        self.setAccessibleName("Heat map of the sweep")
        self.repaint_all()

    def set_data(self, data: HeatMapData, words: str) -> None:
        """Show ``data``; ``words`` are a summary for a screen reader."""
        self._data = data
        self.setAccessibleDescription(words)
        self.updateGeometry()
        self.repaint_all()

    def shape(self) -> tuple[int, int]:
        """One row and one column for each value of the two settings."""
        return len(self._data.rows), len(self._data.columns)

    def headers(self) -> tuple[list[str], list[str]]:
        """The two settings with their values."""
        down, across = self._data.down, self._data.across
        return [f"{down} {row}".strip() for row in self._data.rows], [f"{across} {each}" for each in self._data.columns]

    def table_rect(self) -> QRectF:
        """All cells together: beside the labels of the rows, above those of the columns, and left of the legend."""
        line = theme.body_height()
        metrics = QFontMetricsF(theme.text_font("body"))
        labels = max((metrics.horizontalAdvance(label) for label in self._data.rows), default=0.0)
        legend = max((metrics.horizontalAdvance(text) for _, text in self._data.legend), default=0.0)
        left = min(labels, 0.25 * self.width()) + theme.GRID + (line if self._data.down else 0)
        right = legend + 2 * theme.GRID + _RAMP_WIDTH + theme.GRID
        space = QRectF(self.rect()).adjusted(left, 2, -right, -(2 * line + 4))
        tallest = max(_TALLEST_CELL, _TALL * space.width() / max(len(self._data.columns), 1))
        space.setHeight(min(space.height(), max(len(self._data.rows), 1) * tallest))
        return space

    def words(self, cell: Cell) -> str:
        """The sentence about a cell."""
        return self._data.words[cell[0]][cell[1]]

    def first_cell(self) -> Cell:
        """The best cell."""
        return self._data.best or (0, 0)

    def sizeHint(self) -> QSize:
        """Cells with some room around their scores."""
        return QSize(480, 320)

    def minimumSizeHint(self) -> QSize:
        """Room for the scores, as far as possible."""
        return QSize(320, round((3.5 + 1.15 * max(len(self._data.rows), 4)) * theme.body_height()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the cell under the pointer, which the first click has chosen."""
        if self.cell_at(event.position()) is not None:
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the best cell with Home, open the chosen one with Enter, and move the choice with the arrow keys."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._data.rows and self.current is not None:
            self.opened.emit()
        elif event.key() == Qt.Key.Key_Home and self._data.best is not None:
            self.choose(self._data.best)
        else:
            super().keyPressEvent(event)

    def paint(self, painter: QPainter) -> None:
        """Paint captions, cells, scores and the legend."""
        if not self._data.rows:
            return
        self._paint_captions(painter)
        self._paint_labels(painter)
        if self._data.legend:
            table, line = self.table_rect(), theme.body_height()
            bar = QRectF(table.right() + 2 * theme.GRID, table.top() + line / 2, _RAMP_WIDTH, table.height() - line)
            _paint_ramp(painter, bar, self._data.legend, self.palette().color(QPalette.ColorRole.PlaceholderText))
        paper = self.palette().color(QPalette.ColorRole.AlternateBase)
        scores = [text for texts in self._data.texts for text in texts]
        font = fitting_font(scores, self.cell_rect(0, 0).width() - 4, bold=True, smallest=_SMALLEST_FONT)
        for row, texts in enumerate(self._data.texts):
            for column, text in enumerate(texts):
                cell = self.cell_rect(row, column)
                share = float(self._data.shares[row, column])
                colour = paper if np.isnan(share) else ramp_colour(share)
                painter.fillRect(cell.adjusted(0.5, 0.5, -0.5, -0.5), colour)
                font.setBold((row, column) == self._data.best)
                painter.setFont(font)
                painter.setPen(words_on(colour))
                painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, text or _NO_SCORE)
        self._paint_best(painter)

    def _paint_best(self, painter: QPainter) -> None:
        if self._data.best is None:
            return
        cell = self.cell_rect(*self._data.best)
        words = words_on(ramp_colour(float(np.nan_to_num(self._data.shares[self._data.best]))))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(words, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap, Qt.PenJoinStyle.MiterJoin))
        inset = 4 if cell.height() > 2 * theme.body_height() else 1
        painter.drawRect(cell.adjusted(inset, inset, -inset, -inset))
        painter.setFont(theme.text_font("body"))
        if cell.height() > 2.6 * theme.body_height() or cell.width() > 9 * theme.body_height():
            corner = cell.adjusted(4, 4, -8, -4)
            painter.drawText(corner, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight, BEST)

    def _paint_captions(self, painter: QPainter) -> None:
        """Paint the names of the two settings."""
        table, line, centred = self.table_rect(), theme.body_height(), Qt.AlignmentFlag.AlignCenter
        painter.setFont(theme.text_font("body"))
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        below = QRectF(table.left(), table.bottom() + line + 2, table.width(), line)
        painter.drawText(below, centred, self._data.across)
        if self._data.down:
            painter.save()
            painter.rotate(-90)
            painter.drawText(QRectF(-table.bottom(), 0, table.height(), line), centred, self._data.down)
            painter.restore()

    def _paint_labels(self, painter: QPainter) -> None:
        """Paint the values of the two settings, elided where they are too long."""
        table, line, elide = self.table_rect(), theme.body_height(), Qt.TextElideMode.ElideMiddle
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        font = fitting_font(self._data.columns, self.cell_rect(0, 0).width() - 4, smallest=_SMALLEST_FONT)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        for column, label in enumerate(self._data.columns):
            cell = self.cell_rect(0, column)
            place = QRectF(cell.left() + 1, table.bottom() + 2, cell.width() - 2, line)
            text = metrics.elidedText(label, elide, place.width())
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
        font = theme.text_font("body")
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        for row, label in enumerate(self._data.rows):
            cell = self.cell_rect(row, 0)
            place = QRectF(line, cell.top(), table.left() - line - theme.GRID, cell.height())
            text = metrics.elidedText(label, elide, place.width())
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)


def ramp_colour(share: float) -> QColor:
    """The colour of a share from 0 to 1."""
    share = min(max(share, 0.0), 1.0)
    for (start, first), (end, second) in pairwise(_ANCHORS):
        if share <= end:
            return theme.blend(QColor(first), QColor(second), (share - start) / (end - start))
    raise AssertionError("a share is at most 1")


def words_on(colour: QColor) -> QColor:
    """Black or white, whichever has more contrast with ``colour``: at least 4.5 : 1 for any colour."""
    dark, light = QColor(_DARK_WORDS), QColor(_LIGHT_WORDS)
    return dark if contrast(dark, colour) >= contrast(light, colour) else light


def _paint_ramp(painter: QPainter, bar: QRectF, legend: Sequence[tuple[float, str]], colour: QColor) -> None:
    """Paint all colours, the lightest at the top, and beside them the texts of ``legend`` in ``colour``."""
    for step in range(round(bar.height())):
        share = 1 - step / max(bar.height() - 1, 1)
        painter.fillRect(QRectF(bar.left(), bar.top() + step, bar.width(), 1.5), ramp_colour(share))
    line = theme.body_height()
    painter.setFont(theme.text_font("body"))
    painter.setPen(colour)
    for share, text in legend:
        middle = bar.bottom() - share * bar.height()
        place = QRectF(bar.right() + theme.GRID / 2, middle - line / 2, 12 * line, line)
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)


def contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio of two colours, from 1 to 21 (WCAG 2)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
