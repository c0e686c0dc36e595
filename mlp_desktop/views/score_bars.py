"""Ten scores, one bar a digit."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from mlp_desktop.views import theme

DIGITS = 10
_RANKS = ("1st", "2nd", "3rd")


class ScoreBars(QWidget):
    """A row for each digit: the digit, a bar, the score to two decimals, and its rank if it is one of the first three.

    The highest is bold and in the accent, unless the ink is refused: then no digit has won.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scores: tuple[float, ...] | None = None
        self._refused = False
        self.setObjectName("scoreBars")
        self.setAccessibleName("Scores of the ten digits")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.set_scores(None)

    def sizeHint(self) -> QSize:
        """Rows with some air between them."""
        return QSize(320, round(DIGITS * 1.75 * theme.body_height()))

    def minimumSizeHint(self) -> QSize:
        """Rows as close as lines of text."""
        return QSize(200, round(DIGITS * 1.1 * theme.body_height()))

    def set_scores(self, scores: Sequence[float] | None, *, refused: bool = False) -> None:
        """Show ten scores from 0 to 1, or empty bars for ``None``; of refused ink nothing is made the winner."""
        self._scores = None if scores is None else tuple(float(score) for score in scores)
        self._refused = refused
        self.setAccessibleDescription(self._in_words())
        self.update()

    def _in_words(self) -> str:
        """All scores, highest first."""
        if self._scores is None:
            return "No scores yet."
        ranked = ", ".join(f"{digit}: {self._scores[digit]:.2f}" for digit in self._ranked())
        return f"Not a digit; {ranked}" if self._refused else ranked

    def _ranked(self) -> list[int]:
        scores = self._scores or ()
        return sorted(range(len(scores)), key=scores.__getitem__, reverse=True)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the rows, spread over the height."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        row_height = self.height() / DIGITS
        font, bold = self._fonts(row_height)
        figures = QFontMetricsF(bold)
        gap = figures.horizontalAdvance("0")
        digit_width = figures.horizontalAdvance("0")
        value_width = figures.horizontalAdvance("0.00")
        bar_height = min(0.5 * row_height, figures.height())
        bar_left = digit_width + gap
        rank_width = figures.horizontalAdvance(_RANKS[1]) + gap
        value_right = self.width() - rank_width
        bar_width = value_right - bar_left - gap - value_width
        ranked = self._ranked()
        ranks = {digit: rank for digit, rank in zip(ranked, _RANKS, strict=False) if self._is_seen(digit)}
        winner = ranked[0] if ranked and not self._refused else None
        for digit in range(DIGITS):
            wins = digit == winner
            top = digit * row_height
            centre = top + row_height / 2
            painter.setFont(bold if wins else font)
            painter.setPen(palette.color(QPalette.ColorRole.Text if wins else QPalette.ColorRole.PlaceholderText))
            painter.drawText(QRectF(0, top, digit_width, row_height), Qt.AlignmentFlag.AlignCenter, str(digit))
            track = QRectF(bar_left, centre - bar_height / 2, bar_width, bar_height)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.faint(palette, 0.08))
            painter.drawRoundedRect(track, bar_height / 4, bar_height / 4)
            if self._scores is None:
                continue
            score = min(max(self._scores[digit], 0.0), 1.0)
            colour = palette.color(QPalette.ColorRole.Accent) if wins else theme.faint(palette, 0.42)
            painter.setBrush(colour)
            painter.setClipRect(QRectF(track.left(), track.top(), score * bar_width, bar_height))
            painter.drawRoundedRect(track, bar_height / 4, bar_height / 4)
            painter.setClipping(False)
            painter.setPen(palette.color(QPalette.ColorRole.Text if wins else QPalette.ColorRole.PlaceholderText))
            painter.drawText(
                QRectF(value_right - value_width, top, value_width, row_height),
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                f"{self._scores[digit]:.2f}",
            )
            painter.drawText(
                QRectF(value_right, top, rank_width, row_height),
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                ranks.get(digit, ""),
            )

    def _is_seen(self, digit: int) -> bool:
        """Whether its score is more than the 0.00 that it would be written as."""
        return self._scores is not None and self._scores[digit] >= 0.005

    @staticmethod
    def _fonts(row_height: float) -> tuple[QFont, QFont]:
        """Body text, or headings' size where the rows are tall enough to be read from the back of a room."""
        font = theme.text_font("body")
        if row_height > 3 * theme.body_height():
            font.setPointSizeF(theme.text_font("heading").pointSizeF())
        bold = QFont(font)
        bold.setBold(True)
        return font, bold
