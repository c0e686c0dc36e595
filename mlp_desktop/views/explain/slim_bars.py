"""Ten scores where there is little room."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.cached_widget import CachedWidget

DIGITS = 10
_SMALLEST_TEXT = 0.7  # of body text
_WIDEST_ROW = 1.6  # lines of body text


class SlimBars(CachedWidget):
    """A row for each digit: the digit and a bar, the highest in bold and in the accent."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scores: tuple[float, ...] | None = None
        self.setObjectName("slimBars")
        self.setAccessibleName("Scores of the ten digits")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.set_scores(None)

    def sizeHint(self) -> QSize:
        """Rows as close as lines of text."""
        return QSize(120, round(DIGITS * theme.body_height()))

    def minimumSizeHint(self) -> QSize:
        """Rows as close as the smallest text."""
        return QSize(64, round(DIGITS * _SMALLEST_TEXT * theme.body_height()))

    def set_scores(self, scores: Sequence[float] | None) -> None:
        """Show ten scores from 0 to 1, or empty bars for ``None``."""
        self._scores = None if scores is None else tuple(float(score) for score in scores)
        ranked = sorted(enumerate(self._scores or ()), key=lambda one: -one[1])
        words = ", ".join(f"{digit}: {score:.2f}" for digit, score in ranked)
        self.setAccessibleDescription(words or "No scores yet.")
        self.repaint_all()

    def paint(self, painter: QPainter) -> None:
        """Paint the rows from the top, no further apart than is easy to follow."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        row = min(self.height() / DIGITS, _WIDEST_ROW * theme.body_height())
        font = theme.text_font("body")
        font.setPointSizeF(theme.body_points() * min(max(row / theme.body_height(), _SMALLEST_TEXT), 1.0))
        bold = QFont(font)
        bold.setBold(True)
        left = 2 * QFontMetricsF(bold).horizontalAdvance("0")
        height = 0.5 * row
        winner = None if self._scores is None else self._scores.index(max(self._scores))
        for digit in range(DIGITS):
            wins = digit == winner
            painter.setFont(bold if wins else font)
            painter.setPen(palette.color(QPalette.ColorRole.Text if wins else QPalette.ColorRole.PlaceholderText))
            painter.drawText(QRectF(0, digit * row, left / 2, row), Qt.AlignmentFlag.AlignCenter, str(digit))
            track = QRectF(left, digit * row + (row - height) / 2, self.width() - left, height)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.faint(palette, 0.08))
            painter.drawRoundedRect(track, height / 4, height / 4)
            if self._scores is not None:
                track.setWidth(min(max(self._scores[digit], 0.0), 1.0) * track.width())
                painter.setBrush(palette.color(QPalette.ColorRole.Accent) if wins else theme.faint(palette, 0.42))
                painter.drawRoundedRect(track, height / 4, height / 4)
