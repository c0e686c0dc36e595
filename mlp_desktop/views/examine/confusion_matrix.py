"""The confusion matrix: a table of how often each digit was read as each other."""

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.plain_words import counted
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.cell_table import Cell, CellTable, fitting_font

_SMALLEST_CELL = 24.0
_WEAKEST_COLOUR = 0.16
_ZERO = "·"


@guarded
class ConfusionMatrix(CellTable):
    """A row for each label and a column for each answer.

    The diagonal, with the correct answers, is grey; more errors have a stronger orange. Every cell shows its count, so
    that the colour is never the only sign.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts = np.zeros((10, 10), np.int64)
        self.setObjectName("confusionMatrix")
        self.setAccessibleName("Confusion matrix: labels in rows, answers in columns")
        self.repaint_all()

    def set_counts(self, counts: np.ndarray, words: str) -> None:
        """Show how often each label was read as each answer, and choose no cell.

        Args:
            counts: of label (row) read as answer (column), shape (classes, classes).
            words: a summary for a screen reader.
        """
        self._counts = counts
        self._current = None
        self.setAccessibleDescription(words)
        self.repaint_all()

    def shape(self) -> tuple[int, int]:
        """One row and one column for each class."""
        return self._counts.shape[0], self._counts.shape[1]

    def headers(self) -> tuple[list[str], list[str]]:
        """Labels in rows, answers in columns."""
        rows, columns = self.shape()
        return [f"label {digit}" for digit in range(rows)], [f"read as {digit}" for digit in range(columns)]

    def table_rect(self) -> QRectF:
        """All cells together: two lines of text from the top and from the left, which have captions."""
        captions = 2 * theme.body_height()
        return QRectF(self.rect()).adjusted(captions, captions, 0, 0)

    def words(self, cell: Cell) -> str:
        """Label, answer and count."""
        return f"{cell[0]} read as {cell[1]}: {counted(int(self._counts[cell]), 'sample')}"

    def cell_colour(self, label: int, answer: int) -> QColor:
        """The colour that fills a cell."""
        paper = self.palette().color(QPalette.ColorRole.Base)
        if label == answer:
            return theme.faint(self.palette(), 0.07)
        count = self._counts[label, answer]
        if count == 0:
            return paper
        most = (self._counts - np.diag(self._counts.diagonal())).max()
        # Even the strongest colour leaves enough contrast for the number on it.
        strongest = 0.45 if theme.is_dark() else 0.7
        strength = _WEAKEST_COLOUR + (strongest - _WEAKEST_COLOUR) * float(np.sqrt(count / most))
        return theme.blend(paper, theme.signed_colours().negative, strength)

    def sizeHint(self) -> QSize:
        """Cells with some room around their numbers."""
        return QSize(460, 380)

    def minimumSizeHint(self) -> QSize:
        """The smallest cells."""
        side = round(_SMALLEST_CELL * (len(self._counts) + 1.5))
        return QSize(round(1.25 * side), side)

    def paint(self, painter: QPainter) -> None:
        """Paint captions, cells and numbers."""
        palette = self.palette()
        quiet, text = (palette.color(role) for role in (QPalette.ColorRole.PlaceholderText, QPalette.ColorRole.Text))
        self._paint_captions(painter, text, quiet)
        painter.fillRect(self.table_rect(), palette.color(QPalette.ColorRole.Base))
        font = fitting_font([str(self._counts.max(initial=0))], self.cell_rect(0, 0).width() - 4, bold=True)
        font.setBold(False)
        painter.setFont(font)
        centred = Qt.AlignmentFlag.AlignCenter
        counts = self._counts.tolist()
        # Cells alike one after the other: fonts, pens and colours take longer than their text.
        painter.setPen(quiet)
        for label, answer in np.argwhere(self._counts == 0).tolist():
            cell = self.cell_rect(label, answer)
            if label == answer:
                painter.fillRect(cell.adjusted(0.5, 0.5, -0.5, -0.5), self.cell_colour(label, answer))
            painter.drawText(cell, centred, _ZERO)
        painter.setPen(text)
        for label, answer in np.argwhere(self._counts > 0).tolist():
            cell = self.cell_rect(label, answer)
            painter.fillRect(cell.adjusted(0.5, 0.5, -0.5, -0.5), self.cell_colour(label, answer))
            font.setBold(label != answer)
            painter.setFont(font)
            painter.drawText(cell, centred, str(counts[label][answer]))

    def _paint_captions(self, painter: QPainter, text: QColor, quiet: QColor) -> None:
        table, line, centred = self.table_rect(), theme.body_height(), Qt.AlignmentFlag.AlignCenter
        painter.setFont(theme.text_font("body"))
        painter.setPen(quiet)
        painter.drawText(QRectF(table.left(), 0, table.width(), line), centred, "read as")
        painter.save()
        painter.rotate(-90)
        painter.drawText(QRectF(-table.bottom(), 0, table.height(), line), centred, "label")
        painter.restore()
        painter.setPen(text)
        for digit in range(len(self._counts)):
            column, row = self.cell_rect(0, digit), self.cell_rect(digit, 0)
            painter.drawText(QRectF(column.left(), line, column.width(), line), centred, str(digit))
            painter.drawText(QRectF(line, row.top(), line, row.height()), centred, str(digit))
