"""The scores of the ten digits as bars."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QStaticText,
    QTransform,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import Role, give_role
from mlp_desktop.views.kit.cached_widget import CachedWidget
from mlp_desktop.views.kit.meter import Meter

DIGITS = 10
_RANKS = ("1st", "2nd", "3rd")
_LEAST_SEEN = 0.005  # a lower score is shown as 0.00 and has no rank


class _Row(NamedTuple):
    """The content of a row: a score rounded to less than a pixel of the bar, whether it wins, and its rank."""

    score: float | None
    wins: bool
    rank: str


@guarded
class ScoreBars(CachedWidget):
    """A row for each digit: the digit, a bar, the score to two decimals, and the rank if it is one of the first three.

    The highest score is bold and in the accent, unless the ink is refused.
    A screen reader finds a list of ten meters.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_role(self, Role.List)
        self._scores: tuple[float, ...] | None = None
        self._refused = False
        self._rows = self._rows_now()
        self._painted: Sequence[int] = ()
        self._look = _Look.of(self)
        self._meters = [Meter(f"score{digit}", f"Score of {digit}", self) for digit in range(DIGITS)]
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
                self._meters[digit].set_share(self._rows[digit].score)

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put each meter on its row."""
        super().resizeEvent(event)
        for digit, meter in enumerate(self._meters):
            meter.setGeometry(self._place(digit).toRect())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows in the event's region: only those that have changed, which are few while a pen moves."""
        region = event.region()
        self._painted = [digit for digit in range(DIGITS) if region.intersects(self._place(digit).toRect())]
        super().paintEvent(event)

    def paint(self, painter: QPainter) -> None:
        """Paint the empty bars, which stay the same."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._look = _Look.of(self)
        for digit in range(DIGITS):
            theme.paint_bar(painter, self._look.tracks[digit], None, self.palette(), strong=False)

    def paint_over(self, painter: QPainter) -> None:
        """Paint digits, scores and ranks, and fill the bars."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for digit in self._painted:
            self._paint_row(painter, digit, self._rows[digit])

    def _paint_row(self, painter: QPainter, digit: int, row: _Row) -> None:
        look = self._look
        if row.score:
            theme.paint_filled(painter, look.tracks[digit], row.score, self.palette(), strong=row.wins)
        top = look.tops[digit]
        painter.setFont(look.bold if row.wins else look.plain)
        painter.setPen(look.winner if row.wins else look.others)
        number, width = look.text(str(digit), bold=row.wins)
        painter.drawStaticText(QPointF((look.digit_width - width) / 2, top), number)
        if row.score is None:
            return
        for words, right in ((f"{row.score:.2f}", look.value_right), (row.rank, look.rank_right)):
            if words:
                text, width = look.text(words, bold=row.wins)
                painter.drawStaticText(QPointF(right - width, top), text)


@dataclass(frozen=True, eq=False)
class _Look:
    """What all rows have in common; measuring and laying out texts takes most of the time of painting them."""

    plain: QFont
    bold: QFont
    winner: QColor
    others: QColor
    tracks: Sequence[QRectF]
    tops: Sequence[float]
    digit_width: float
    value_right: float
    rank_right: float
    texts: dict[tuple[str, bool], tuple[QStaticText, float]] = field(default_factory=dict)

    @classmethod
    def of(cls, bars: ScoreBars) -> "_Look":
        """For the present size, palette and font of the bars."""
        height = bars.height() / DIGITS
        plain, bold = _fonts(height)
        metrics = QFontMetricsF(bold)
        gap = digit_width = metrics.horizontalAdvance("0")
        value_right = bars.width() - metrics.horizontalAdvance(_RANKS[1]) - gap
        left, right = digit_width + gap, value_right - metrics.horizontalAdvance("0.00") - gap
        bar = min(0.5 * height, metrics.height())
        middles = [height * (digit + 0.5) for digit in range(DIGITS)]
        palette = bars.palette()
        return cls(
            plain,
            bold,
            palette.color(QPalette.ColorRole.Text),
            palette.color(QPalette.ColorRole.PlaceholderText),
            [QRectF(left, middle - bar / 2, right - left, bar) for middle in middles],
            [middle - metrics.height() / 2 for middle in middles],
            digit_width,
            value_right,
            bars.width(),
        )

    def text(self, words: str, *, bold: bool) -> tuple[QStaticText, float]:
        """A text with its layout, which is kept, and its width."""
        known = self.texts.get((words, bold))
        if known is None:
            text = QStaticText(words)
            text.setTextFormat(Qt.TextFormat.PlainText)
            text.prepare(QTransform(), self.bold if bold else self.plain)
            known = self.texts[words, bold] = (text, text.size().width())
        return known


def _fonts(row_height: float) -> tuple[QFont, QFont]:
    """Plain and bold body text; larger in tall rows, so that it can be read from the back of a room."""
    font = theme.text_font("body")
    if row_height > 3 * theme.body_height():
        font.setPointSizeF(theme.text_font("heading").pointSizeF())
    bold = QFont(font)
    bold.setBold(True)
    return font, bold
