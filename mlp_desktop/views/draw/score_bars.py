"""The scores of the ten digits as bars."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme

DIGITS = 10
_RANKS = ("1st", "2nd", "3rd")
_LEAST_SEEN = 0.005  # a lower score is shown as 0.00 and has no rank


class _Row(NamedTuple):
    """The content of a row: a score rounded to less than a pixel of the bar, whether it wins, and its rank."""

    score: float | None
    wins: bool
    rank: str


@guarded
class ScoreBars(QWidget):
    """A row for each digit: the digit, a bar, the score to two decimals, and the rank if it is one of the first three.

    The highest score is bold and in the accent, unless the ink is refused.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scores: tuple[float, ...] | None = None
        self._refused = False
        self._rows = self._rows_now()
        self.setObjectName("scoreBars")
        self.setAccessibleName("Scores of the ten digits")
        self.setAccessibleDescription(self._in_words())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Rows with some room between them."""
        return QSize(320, round(DIGITS * 1.75 * theme.body_height()))

    def minimumSizeHint(self) -> QSize:
        """Rows as close together as lines of text."""
        return QSize(200, round(DIGITS * 1.1 * theme.body_height()))

    def set_scores(self, scores: Sequence[float] | None, *, refused: bool = False) -> None:
        """Show ten scores from 0 to 1, or empty bars for ``None``; for refused ink no digit wins."""
        self._scores = None if scores is None else tuple(float(score) for score in scores)
        self._refused = refused
        self.setAccessibleDescription(self._in_words())
        before, self._rows = self._rows, self._rows_now()
        for digit in range(DIGITS):
            if self._rows[digit] != before[digit]:
                self.update(self._place(digit).toAlignedRect())

    def _in_words(self) -> str:
        """All scores, highest first."""
        if self._scores is None:
            return "No scores yet."
        ranked = ", ".join(f"{digit}: {self._scores[digit]:.2f}" for digit in self._ranked())
        return f"Not a digit; {ranked}" if self._refused else ranked

    def _ranked(self) -> list[int]:
        scores = self._scores or ()
        return sorted(range(len(scores)), key=scores.__getitem__, reverse=True)

    def _rows_now(self) -> tuple[_Row, ...]:
        scores = self._scores
        if scores is None:
            return (_Row(None, False, ""),) * DIGITS
        ranked = self._ranked()
        ranks = {digit: rank for digit, rank in zip(ranked, _RANKS, strict=False) if scores[digit] >= _LEAST_SEEN}
        winner = None if self._refused else ranked[0]
        return tuple(
            _Row(round(min(max(score, 0.0), 1.0), 3), digit == winner, ranks.get(digit, ""))
            for digit, score in enumerate(scores)
        )

    def _place(self, digit: int) -> QRectF:
        height = self.height() / DIGITS
        return QRectF(0, digit * height, self.width(), height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows in the event's region: only those that have changed, which are few while a pen moves."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fonts = self._fonts(self.height() / DIGITS)
        for digit, row in enumerate(self._rows):
            if event.region().intersects(self._place(digit).toRect()):
                self._paint_row(painter, digit, row, fonts)

    def _paint_row(self, painter: QPainter, digit: int, row: _Row, fonts: tuple[QFont, QFont]) -> None:
        palette, place = self.palette(), self._place(digit)
        metrics = QFontMetricsF(fonts[1])
        gap = digit_width = metrics.horizontalAdvance("0")
        value_width = metrics.horizontalAdvance("0.00")
        rank_width = metrics.horizontalAdvance(_RANKS[1]) + gap
        bar_height = min(0.5 * place.height(), metrics.height())
        bar_left = digit_width + gap
        value_right = self.width() - rank_width
        text = palette.color(QPalette.ColorRole.Text if row.wins else QPalette.ColorRole.PlaceholderText)
        painter.setFont(fonts[1] if row.wins else fonts[0])
        painter.setPen(text)
        painter.drawText(QRectF(0, place.top(), digit_width, place.height()), Qt.AlignmentFlag.AlignCenter, str(digit))
        track = QRectF(bar_left, 0, value_right - bar_left - gap - value_width, bar_height)
        track.moveTop(place.center().y() - bar_height / 2)
        theme.paint_bar(painter, track, row.score, palette, strong=row.wins)
        if row.score is None:
            return
        painter.setPen(text)
        at_right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        value = QRectF(value_right - value_width, place.top(), value_width, place.height())
        painter.drawText(value, at_right, f"{row.score:.2f}")
        if row.rank:
            painter.drawText(QRectF(value_right, place.top(), rank_width, place.height()), at_right, row.rank)

    @staticmethod
    def _fonts(row_height: float) -> tuple[QFont, QFont]:
        """Plain and bold body text; larger in tall rows, so that it can be read from the back of a room."""
        font = theme.text_font("body")
        if row_height > 3 * theme.body_height():
            font.setPointSizeF(theme.text_font("heading").pointSizeF())
        bold = QFont(font)
        bold.setBold(True)
        return font, bold
