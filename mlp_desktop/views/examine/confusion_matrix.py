"""How often each digit was read as each other: a table of counts in which errors stand out."""

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import announce
from mlp_desktop.views.kit.cached_widget import CachedWidget

Cell = tuple[int, int]
"""A label and what it was read as."""

_MOVES = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
_SMALLEST_CELL = 24.0
_LEAST_STRENGTH = 0.16
_NOTHING = "·"


class ConfusionMatrix(CachedWidget):
    """A row for each label, a column for each answer; a cell is chosen by a click or by the arrow keys.

    The diagonal, what was read right, is grey; errors are the more orange the more there are. Every cell shows its
    number, so that the colour is never the only sign.
    """

    cell_chosen = Signal(int, int)
    """A person chose the samples of this label that were read as this answer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts = np.zeros((10, 10), np.int64)
        self._current: Cell | None = None
        self.setObjectName("confusionMatrix")
        self.setAccessibleName("Confusion matrix: labels in rows, answers in columns")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def current(self) -> Cell | None:
        """The cell that is chosen, if any."""
        return self._current

    def set_counts(self, counts: np.ndarray, words: str) -> None:
        """Show ``counts`` of label (row) read as answer (column), shape (classes, classes); ``words`` tell the same.

        No cell is chosen then.
        """
        self._counts = counts
        self._current = None
        self.setAccessibleDescription(words)
        self.repaint_all()

    def set_current(self, cell: Cell | None) -> None:
        """Choose a cell, or none, unannounced."""
        self._current = cell
        self.update()

    def cell_rect(self, label: int, answer: int) -> QRectF:
        """Where a cell lies, in logical pixels."""
        table = self._table()
        width, height = table.width() / len(self._counts), table.height() / len(self._counts)
        return QRectF(table.left() + answer * width, table.top() + label * height, width, height)

    def cell_colour(self, label: int, answer: int) -> QColor:
        """The colour that a cell is filled with."""
        paper = self.palette().color(QPalette.ColorRole.Base)
        if label == answer:
            return theme.faint(self.palette(), 0.07)
        count = self._counts[label, answer]
        if count == 0:
            return paper
        most = (self._counts - np.diag(self._counts.diagonal())).max()
        # The strongest is still light, or dark, enough for the number on it to be read.
        strongest = 0.45 if theme.is_dark() else 0.7
        strength = _LEAST_STRENGTH + (strongest - _LEAST_STRENGTH) * float(np.sqrt(count / most))
        return theme.blend(paper, theme.signed_colours().negative, strength)

    def sizeHint(self) -> QSize:
        """Cells with some air around their numbers."""
        return QSize(460, 380)

    def minimumSizeHint(self) -> QSize:
        """Room for the numbers."""
        side = round(_SMALLEST_CELL * (len(self._counts) + 1.5))
        return QSize(round(1.25 * side), side)

    # What a person does

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the cell under the pointer."""
        cell = self._cell_at(event.position())
        if cell is not None:
            self._choose(cell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move from cell to cell."""
        move = _MOVES.get(Qt.Key(event.key()))
        if move is None:
            super().keyPressEvent(event)
            return
        last = len(self._counts) - 1
        if self._current is None:
            self._choose((0, 0))
            return
        label, answer = (min(max(place + step, 0), last) for place, step in zip(self._current, move, strict=True))
        self._choose((label, answer))

    def event(self, event: QEvent) -> bool:
        """Tell what the cell under the pointer means."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            cell = self._cell_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self._in_words(cell) if cell else "", self)
            return True
        return super().event(event)

    def _choose(self, cell: Cell) -> None:
        self._current = cell
        self.update()
        announce(self, self._in_words(cell))
        self.cell_chosen.emit(*cell)

    def _in_words(self, cell: Cell) -> str:
        count = int(self._counts[cell])
        return f"{cell[0]} read as {cell[1]}: {count:,} {'sample' if count == 1 else 'samples'}"

    def _cell_at(self, place: QPointF) -> Cell | None:
        table = self._table()
        if not table.contains(place):
            return None
        size = len(self._counts)
        answer = int((place.x() - table.left()) / table.width() * size)
        label = int((place.y() - table.top()) / table.height() * size)
        return min(label, size - 1), min(answer, size - 1)

    # How it looks

    def paint(self, painter: QPainter) -> None:
        """Paint captions, cells and numbers."""
        palette = self.palette()
        quiet, text = (palette.color(role) for role in (QPalette.ColorRole.PlaceholderText, QPalette.ColorRole.Text))
        table, size = self._table(), len(self._counts)
        line = theme.body_height()
        painter.setFont(theme.text_font("body"))
        painter.setPen(quiet)
        centred = Qt.AlignmentFlag.AlignCenter
        painter.drawText(QRectF(table.left(), 0, table.width(), line), centred, "read as")
        painter.save()
        painter.rotate(-90)
        painter.drawText(QRectF(-table.bottom(), 0, table.height(), line), centred, "label")
        painter.restore()
        painter.setPen(text)
        for digit in range(size):
            column, row = self.cell_rect(0, digit), self.cell_rect(digit, 0)
            painter.drawText(QRectF(column.left(), line, column.width(), line), centred, str(digit))
            painter.drawText(QRectF(line, row.top(), line, row.height()), centred, str(digit))
        painter.fillRect(table, palette.color(QPalette.ColorRole.Base))
        font = self._number_font(self.cell_rect(0, 0).width())
        for label in range(size):
            for answer in range(size):
                cell = self.cell_rect(label, answer)
                count = int(self._counts[label, answer])
                painter.fillRect(cell.adjusted(0.5, 0.5, -0.5, -0.5), self.cell_colour(label, answer))
                font.setBold(count > 0 and label != answer)
                painter.setFont(font)
                painter.setPen(text if count else quiet)
                painter.drawText(cell, centred, str(count) if count else _NOTHING)

    def paint_over(self, painter: QPainter) -> None:
        """Frame the chosen cell; while the keyboard is here, the frame is thicker."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        accent = self.palette().color(QPalette.ColorRole.Accent)
        if self._current is not None:
            painter.setPen(QPen(accent, 3 if self.hasFocus() else 2))
            painter.drawRoundedRect(self.cell_rect(*self._current).adjusted(1, 1, -1, -1), 3, 3)
        elif self.hasFocus():
            painter.setPen(QPen(accent, 2))
            painter.drawRoundedRect(self._table().adjusted(1, 1, -1, -1), 3, 3)

    def _table(self) -> QRectF:
        """The cells all together: beside two lines for the label's caption, below two for the answer's."""
        captions = 2 * theme.body_height()
        return QRectF(self.rect()).adjusted(captions, captions, 0, 0)

    def _number_font(self, width: float) -> QFont:
        """Body text, or as much smaller as the longest number needs."""
        font = theme.text_font("body")
        font.setBold(True)
        needed = QFontMetricsF(font).horizontalAdvance(str(self._counts.max(initial=0))) + 4
        font.setPointSizeF(theme.body_points() * min(1.0, width / needed))
        return font
