"""The answer: one large digit, or a number whose digits can be chosen."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme

REFUSED = "?"
"""Shown inside a number in place of ink that is no digit."""

_FILLED = 0.8  # share of the tile that the text fills at most
_MEASURED_AT = 100.0  # size in points at which the text is measured


@guarded
class AnswerTile(QLabel):
    """One digit, or rows of digits of which one is chosen, by a click or by the arrow keys.

    The label's text is the answer, with line breaks between the rows.
    """

    digit_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("predictedDigit")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._rows: tuple[str, ...] = ()
        self._chosen = 0
        self.setAccessibleName("Predicted digit: none")

    def set_answer(self, rows: Sequence[str], chosen: int) -> None:
        """Show ``rows`` of digits; ``chosen`` is the number, in reading order, of the digit described beside it."""
        if (tuple(rows), chosen) == (self._rows, self._chosen):
            return  # while a pen moves, most answers are the same as the last
        self._rows, self._chosen = tuple(rows), chosen
        several = self._count() > 1
        self.setText("\n".join(rows))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if several else Qt.FocusPolicy.NoFocus)
        name = "Predicted number" if several else "Predicted digit"
        self.setAccessibleName(f"{name}: {', '.join(rows) or 'none'}")
        self.setToolTip("Click a digit to see how the network reads it" if several else "")
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the digit under the pointer."""
        if self._count() > 1:
            for place, (cell, _) in enumerate(self._cells()):
                if cell.contains(event.position()):
                    self.digit_chosen.emit(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the previous or next digit with the arrow keys."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None or self._count() < 2:
            super().keyPressEvent(event)
        elif 0 <= self._chosen + step < self._count():
            self.digit_chosen.emit(self._chosen + step)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the paper, the digits, and a line under the chosen one."""
        painter = QPainter(self)
        theme.paint_paper(painter, QRectF(self.rect()), self.palette(), focused=self.hasFocus())
        font = self._fitted_font()
        painter.setFont(font)
        several = self._count() > 1
        for place, (cell, digit) in enumerate(self._cells()):
            chosen = several and place == self._chosen
            role = QPalette.ColorRole.Accent if chosen else QPalette.ColorRole.Text
            painter.setPen(self.palette().color(role))
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, digit)
            if chosen:
                line = QRectF(cell.left() + 2, cell.bottom() - 3, cell.width() - 4, 3)
                painter.fillRect(line, self.palette().color(role))

    def _count(self) -> int:
        return sum(map(len, self._rows))

    def _cells(self) -> Iterator[tuple[QRectF, str]]:
        """The place of each digit on the tile, and the digit, in reading order."""
        metrics = QFontMetricsF(self._fitted_font())
        width = metrics.horizontalAdvance("0")
        height = metrics.height() if len(self._rows) > 1 else min(metrics.height(), self.height() - 2.0)
        top = (self.height() - height * len(self._rows)) / 2
        for row, digits in enumerate(self._rows):
            left = (self.width() - width * len(digits)) / 2
            for place, digit in enumerate(digits):
                yield QRectF(left + place * width, top + row * height, width, height), digit

    def _fitted_font(self) -> QFont:
        font = theme.text_font("answer")
        font.setPointSizeF(_MEASURED_AT)
        metrics = QFontMetricsF(font)
        # A single row may use the room of descenders, which digits do not have.
        height = metrics.capHeight() / 0.56 if len(self._rows) < 2 else len(self._rows) * metrics.height()
        width = max(map(len, self._rows), default=1) * metrics.horizontalAdvance("0")
        share = min(_FILLED * self.height() / height, _FILLED * self.width() / width)
        font.setPointSizeF(max(share * _MEASURED_AT, 1.0))
        return font
