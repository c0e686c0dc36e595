"""A table of cells that are chosen by a click or by the arrow keys."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPalette,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.plain_text import plain_tip
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import Role, announce, give_role
from mlp_desktop.views.kit.cached_widget import CachedWidget
from mlp_desktop.views.kit.spoken_table import SpokenCells, SpokenTable

Cell = tuple[int, int]
"""Row and column."""

ARROW_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
"""Rows and columns by which an arrow key moves a cursor over cells."""


@guarded
class CellTable(CachedWidget):
    """A table of which one cell may be chosen; the chosen cell has a frame, and is spoken.

    A subclass defines :meth:`shape`, :meth:`headers`, :meth:`table_rect` and :meth:`words`, and paints the cells in
    :meth:`paint`. To a screen reader it is a chart that holds a table.

    Args:
        upwards: whether row 0 is the lowest row; otherwise it is the highest.
        halo: whether the frame of the chosen cell is wider and set off by a line in the colour of paper.
        parent: its parent, if it has one already.
    """

    cell_chosen = Signal(int, int)
    """A person chose the cell in this row and column."""

    def __init__(self, parent: QWidget | None = None, *, upwards: bool = False, halo: bool = False) -> None:
        super().__init__(parent)
        give_role(self, Role.Chart)
        self._upwards = upwards
        self._halo = halo
        self._current: Cell | None = None
        self._spoken = SpokenTable(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def shape(self) -> tuple[int, int]:
        """Number of rows and columns; the table is empty if one of them is 0."""
        raise NotImplementedError

    def headers(self) -> tuple[Sequence[str], Sequence[str]]:
        """The names of the rows, row 0 first, and of the columns, as they are spoken."""
        raise NotImplementedError

    def table_rect(self) -> QRectF:
        """The area of all cells together, in logical pixels."""
        raise NotImplementedError

    def words(self, cell: Cell) -> str:
        """The meaning of a cell in words, for its tool tip and for a screen reader."""
        raise NotImplementedError

    def first_cell(self) -> Cell:
        """The cell that an arrow key chooses while none is chosen."""
        return 0, 0

    @property
    def current(self) -> Cell | None:
        """The chosen cell, if any."""
        return self._current

    def set_current(self, cell: Cell | None) -> None:
        """Choose a cell, or none, without a signal."""
        self._current = cell
        self._spoken.choose(None if cell is None else self._from_the_top(*cell))
        self.update()

    def choose(self, cell: Cell) -> None:
        """Choose a cell for a person, with a signal; it is spoken as the one in focus, or else announced."""
        self.set_current(cell)
        if not self.hasFocus():
            announce(self, self.words(cell))
        self.cell_chosen.emit(*cell)

    def repaint_all(self) -> None:
        """Paint the content again at the next repaint, and speak it from now on."""
        super().repaint_all()
        rows, columns = self.headers()
        cells = SpokenCells(
            rows[::-1] if self._upwards else rows,
            columns,
            lambda row, column: self.words(self._from_the_top(row, column)),
        )
        self._spoken.show_cells(
            self.accessibleName(), self.accessibleDescription(), cells, self.table_rect().toAlignedRect()
        )
        self.set_current(self._current)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what is spoken where it is painted."""
        super().resizeEvent(event)
        self._spoken.setGeometry(self.table_rect().toAlignedRect())

    def _from_the_top(self, row: int, column: int) -> Cell:
        """A cell with its row counted from the top instead of from row 0, and the other way round."""
        return (self.shape()[0] - 1 - row if self._upwards else row), column

    def cell_rect(self, row: int, column: int) -> QRectF:
        """The area of a cell, in logical pixels."""
        table, (rows, columns) = self.table_rect(), self.shape()
        width, height = table.width() / columns, table.height() / rows
        top = table.bottom() - (row + 1) * height if self._upwards else table.top() + row * height
        return QRectF(table.left() + column * width, top, width, height)

    def cell_at(self, place: QPointF) -> Cell | None:
        """The cell that contains ``place``, if any."""
        table, (rows, columns) = self.table_rect(), self.shape()
        if not rows or not columns or not table.contains(place):
            return None
        down = table.bottom() - place.y() if self._upwards else place.y() - table.top()
        row, column = int(down / table.height() * rows), int((place.x() - table.left()) / table.width() * columns)
        return min(row, rows - 1), min(column, columns - 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the cell under the pointer."""
        if (cell := self.cell_at(event.position())) is not None:
            self.choose(cell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the choice to the next cell in the direction of an arrow key."""
        step = ARROW_STEPS.get(Qt.Key(event.key()))
        if step is None or not all(self.shape()):
            super().keyPressEvent(event)
        elif self._current is None:
            self.choose(self.first_cell())
        else:
            (row, column), (rows, columns) = self._current, self.shape()
            row += -step[0] if self._upwards else step[0]
            self.choose((min(max(row, 0), rows - 1), min(max(column + step[1], 0), columns - 1)))

    def event(self, event: QEvent) -> bool:
        """Show the meaning of the cell under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            cell = self.cell_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), plain_tip(self.words(cell) if cell else ""), self)
            return True
        return super().event(event)

    def paint_over(self, painter: QPainter) -> None:
        """Frame the chosen cell, thicker with the keyboard focus; without a chosen cell, the focus frames the table."""
        if not all(self.shape()):
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        accent, paper = (self.palette().color(role) for role in (QPalette.ColorRole.Accent, QPalette.ColorRole.Base))
        width = 3 if self.hasFocus() else 2
        if self._current is not None:
            frame = self.cell_rect(*self._current).adjusted(1, 1, -1, -1)
            pens = [QPen(paper, width + 3), QPen(accent, width + 1)] if self._halo else [QPen(accent, width)]
        elif self.hasFocus():
            frame, pens = self.table_rect().adjusted(1, 1, -1, -1), [QPen(accent, 2)]
        else:
            return
        for pen in pens:
            painter.setPen(pen)
            painter.drawRoundedRect(frame, 3, 3)


def fitting_font(texts: Sequence[str], width: float, *, bold: bool = False, smallest: float = 0.0) -> QFont:
    """Body text, or as much smaller as the longest of ``texts`` needs to fit ``width``.

    Args:
        texts: all texts that should fit.
        width: in logical pixels.
        bold: whether the texts are bold.
        smallest: the least size, as a share of body text.
    """
    font = theme.text_font("body")
    font.setBold(bold)
    needed = max(map(QFontMetricsF(font).horizontalAdvance, texts), default=0.0)
    font.setPointSizeF(theme.body_points() * max(min(1.0, width / max(needed, 1.0)), smallest))
    return font
