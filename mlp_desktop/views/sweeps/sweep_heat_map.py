"""Figures of a sweep in a table of colours: one setting across, another one upwards."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import announce
from mlp_desktop.views.kit.cached_widget import CachedWidget
from mlp_desktop.views.sweeps.sweep_pictures import NO_HEAT, Cell, Heat
from mlp_desktop.views.sweeps.sweep_ramp import RAMP_WIDTH, paint_ramp, ramp_colour, words_on

BEST = "★"
_MOVES = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (1, 0),
    Qt.Key.Key_Down: (-1, 0),
}
_NOTHING = "·"
_HIGHEST_CELL = 88.0
_SMALLEST_FONT = 0.7


class SweepHeatMap(CachedWidget):
    """Cells that are chosen by a click or by the arrow keys, and opened by Enter or a double click.

    Every cell says its figure; the best one has a star and a double frame.
    """

    cell_chosen = Signal(int, int)
    """A person chose this row (from below) and column."""
    opened = Signal()
    """A person wants to see more of the cell that is chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heat: Heat = NO_HEAT
        self._current: Cell | None = None
        self.setObjectName("sweepHeatMap")
        self.setAccessibleName("Heat map of the sweep")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def current(self) -> Cell | None:
        """The cell that is chosen, if any."""
        return self._current

    def set_heat(self, heat: Heat, words: str) -> None:
        """Show ``heat``; ``words`` tell the most important of it."""
        self._heat = heat
        self.setAccessibleDescription(words)
        self.updateGeometry()
        self.repaint_all()

    def set_current(self, cell: Cell | None) -> None:
        """Choose a cell, or none, unannounced."""
        self._current = cell
        self.update()

    def cell_rect(self, row: int, column: int) -> QRectF:
        """Where a cell lies, in logical pixels."""
        table = self._table()
        width, height = table.width() / len(self._heat.columns), table.height() / len(self._heat.rows)
        return QRectF(table.left() + column * width, table.bottom() - (row + 1) * height, width, height)

    def sizeHint(self) -> QSize:
        """Cells with some air around their figures."""
        return QSize(480, 320)

    def minimumSizeHint(self) -> QSize:
        """Room for the figures, as far as there can be."""
        return QSize(320, round((3.5 + 1.15 * max(len(self._heat.rows), 4)) * theme.body_height()))

    # What a person does

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the cell under the pointer."""
        if (cell := self._cell_at(event.position())) is not None:
            self._choose(cell)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the cell under the pointer, which the first click has chosen."""
        if self._cell_at(event.position()) is not None:
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move from cell to cell; Home goes to the best one, Enter opens it."""
        key = Qt.Key(event.key())
        if not self._heat.rows:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current is not None:
            self.opened.emit()
        elif key == Qt.Key.Key_Home and self._heat.best is not None:
            self._choose(self._heat.best)
        elif key in _MOVES:
            row, column = self._current or self._heat.best or (0, 0)
            if self._current is not None:
                row, column = row + _MOVES[key][0], column + _MOVES[key][1]
            self._choose((min(max(row, 0), len(self._heat.rows) - 1), min(max(column, 0), len(self._heat.columns) - 1)))
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Tell what the cell under the pointer means."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            cell = self._cell_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self._heat.words[cell[0]][cell[1]] if cell else "", self)
            return True
        return super().event(event)

    def _choose(self, cell: Cell) -> None:
        self._current = cell
        self.update()
        announce(self, self._heat.words[cell[0]][cell[1]])
        self.cell_chosen.emit(*cell)

    def _cell_at(self, place: QPointF) -> Cell | None:
        table = self._table()
        if not self._heat.rows or not table.contains(place):
            return None
        rows, columns = len(self._heat.rows), len(self._heat.columns)
        column = int((place.x() - table.left()) / table.width() * columns)
        row = int((table.bottom() - place.y()) / table.height() * rows)
        return min(row, rows - 1), min(column, columns - 1)

    # How it looks

    def paint(self, painter: QPainter) -> None:
        """Paint captions, cells, figures and the legend."""
        if not self._heat.rows:
            return
        self._paint_captions(painter)
        if self._heat.legend:
            table, line = self._table(), theme.body_height()
            bar = QRectF(table.right() + 2 * theme.GRID, table.top() + line / 2, RAMP_WIDTH, table.height() - line)
            paint_ramp(painter, bar, self._heat.legend, self.palette().color(QPalette.ColorRole.PlaceholderText))
        paper = self.palette().color(QPalette.ColorRole.AlternateBase)
        font = self._figure_font()
        for row, texts in enumerate(self._heat.texts):
            for column, text in enumerate(texts):
                cell = self.cell_rect(row, column)
                share = float(self._heat.shares[row, column])
                known = not np.isnan(share)
                colour = ramp_colour(share) if known else paper
                painter.fillRect(cell.adjusted(0.5, 0.5, -0.5, -0.5), colour)
                font.setBold((row, column) == self._heat.best)
                painter.setFont(font)
                painter.setPen(words_on(colour))
                painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, text or _NOTHING)
        self._paint_best(painter)

    def paint_over(self, painter: QPainter) -> None:
        """Frame the chosen cell; while the keyboard is here, the frame is thicker."""
        if not self._heat.rows:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        accent = self.palette().color(QPalette.ColorRole.Accent)
        if self._current is not None:
            cell = self.cell_rect(*self._current)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Base), 6 if self.hasFocus() else 5))
            painter.drawRoundedRect(cell.adjusted(1, 1, -1, -1), 3, 3)
            painter.setPen(QPen(accent, 4 if self.hasFocus() else 3))
            painter.drawRoundedRect(cell.adjusted(1, 1, -1, -1), 3, 3)
        elif self.hasFocus():
            painter.setPen(QPen(accent, 2))
            painter.drawRoundedRect(self._table().adjusted(1, 1, -1, -1), 3, 3)

    def _paint_best(self, painter: QPainter) -> None:
        if self._heat.best is None:
            return
        cell = self.cell_rect(*self._heat.best)
        words = words_on(ramp_colour(float(np.nan_to_num(self._heat.shares[self._heat.best]))))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(words, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap, Qt.PenJoinStyle.MiterJoin))
        inset = 4 if cell.height() > 2 * theme.body_height() else 1
        painter.drawRect(cell.adjusted(inset, inset, -inset, -inset))
        painter.setFont(theme.text_font("body"))
        if cell.height() > 2.6 * theme.body_height() or cell.width() > 9 * theme.body_height():
            corner = cell.adjusted(4, 4, -8, -4)
            painter.drawText(corner, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight, BEST)

    def _paint_captions(self, painter: QPainter) -> None:
        table, line = self._table(), theme.body_height()
        palette = self.palette()
        font = theme.text_font("body")
        painter.setFont(font)
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        centre = Qt.AlignmentFlag.AlignCenter
        painter.drawText(
            QRectF(table.left(), table.bottom() + line + 2, table.width(), line), centre, self._heat.across
        )
        if self._heat.down:
            painter.save()
            painter.rotate(-90)
            painter.drawText(QRectF(-table.bottom(), 0, table.height(), line), centre, self._heat.down)
            painter.restore()
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        elide = Qt.TextElideMode.ElideMiddle
        smaller = self._fitting(font, self._heat.columns, self.cell_rect(0, 0).width() - 4)
        metrics = QFontMetricsF(smaller)
        painter.setFont(smaller)
        for column, label in enumerate(self._heat.columns):
            cell = self.cell_rect(0, column)
            place = QRectF(cell.left() + 1, table.bottom() + 2, cell.width() - 2, line)
            painter.drawText(place, centre, metrics.elidedText(label, elide, place.width()))
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for row, label in enumerate(self._heat.rows):
            cell = self.cell_rect(row, 0)
            place = QRectF(line, cell.top(), table.left() - line - theme.GRID, cell.height())
            painter.drawText(place, side, metrics.elidedText(label, elide, place.width()))

    def _table(self) -> QRectF:
        """The cells all together: between the labels of the rows, those of the columns, and the legend."""
        line = theme.body_height()
        metrics = QFontMetricsF(theme.text_font("body"))
        labels = max((metrics.horizontalAdvance(label) for label in self._heat.rows), default=0.0)
        legend = max((metrics.horizontalAdvance(text) for _, text in self._heat.legend), default=0.0)
        left = min(labels, 0.25 * self.width()) + theme.GRID + (line if self._heat.down else 0)
        right = legend + 2 * theme.GRID + RAMP_WIDTH + theme.GRID
        space = QRectF(self.rect()).adjusted(left, 2, -right, -(2 * line + 4))
        rows = max(len(self._heat.rows), 1)
        space.setHeight(min(space.height(), rows * _HIGHEST_CELL))
        return space

    def _figure_font(self) -> QFont:
        """Body text, or as much smaller as the longest figure needs."""
        font = theme.text_font("body")
        font.setBold(True)
        texts = [text for texts in self._heat.texts for text in texts]
        font = self._fitting(font, texts, self.cell_rect(0, 0).width() - 4)
        font.setBold(False)
        return font

    @staticmethod
    def _fitting(font: QFont, texts: Sequence[str], width: float) -> QFont:
        """``font``, or as much smaller as the longest of ``texts`` needs, but not too small to be read."""
        metrics = QFontMetricsF(font)
        needed = max(map(metrics.horizontalAdvance, texts), default=0.0)
        fitting = QFont(font)
        fitting.setPointSizeF(theme.body_points() * max(min(1.0, width / max(needed, 1.0)), _SMALLEST_FONT))
        return fitting
