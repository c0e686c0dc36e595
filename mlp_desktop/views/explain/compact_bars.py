"""The scores of the ten digits as bars in little room: of one network, or of two back to back."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import Role, give_role
from mlp_desktop.views.kit.cached_widget import CachedWidget

DIGITS = 10
DIFFERENCE = 0.2
"""Two scores of a digit that differ by at least this much are marked."""

_SMALLEST_TEXT = 0.7  # of body text
_WIDEST_ROW = 1.6  # lines of body text

Scores = tuple[float, ...]


@guarded
class CompactBars(CachedWidget):
    """A row for each digit: the digit and a bar. The highest score is bold and in the accent."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_role(self, Role.Chart)
        self._scores: Scores | None = None
        self.setObjectName("slimBars")
        self.setAccessibleName("Scores of the ten digits")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.set_scores(None)

    def sizeHint(self) -> QSize:
        """Rows as close together as lines of text."""
        return QSize(120, round(DIGITS * theme.body_height()))

    def minimumSizeHint(self) -> QSize:
        """Rows as close together as lines of the smallest text."""
        return QSize(64, round(DIGITS * _SMALLEST_TEXT * theme.body_height()))

    def set_scores(self, scores: Sequence[float] | None) -> None:
        """Show ten scores from 0 to 1, or empty bars for ``None``."""
        shown = _floats(scores)
        if shown == self._scores and self.accessibleDescription():
            return
        self._scores = shown
        ranked = sorted(enumerate(self._scores or ()), key=lambda one: -one[1])
        words = ", ".join(f"{digit}: {score:.2f}" for digit, score in ranked)
        self.setAccessibleDescription(words or "No scores yet.")
        self.repaint_all()

    def paint(self, painter: QPainter) -> None:
        """Paint the rows from the top, close enough together to be read as one list."""
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
            theme.paint_bar(painter, track, self._scores[digit] if self._scores else None, palette, strong=wins)


@guarded
class PairedBars(CachedWidget):
    """The digits in the middle; the first network's bars grow to the left, the second's to the right.

    The highest score of each network is bold and in the accent. A row whose two scores differ by at least
    ``DIFFERENCE`` has a frame and a ≠.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_role(self, Role.Chart)
        self._both: tuple[Scores | None, Scores | None] = (None, None)
        self.setObjectName("pairedBars")
        self.setAccessibleName("Scores of both networks")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.set_scores(None, None)

    def sizeHint(self) -> QSize:
        """Rows with some room between them."""
        return QSize(400, round(DIGITS * 1.75 * theme.body_height()))

    def minimumSizeHint(self) -> QSize:
        """Rows as close together as lines of text."""
        return QSize(280, round(DIGITS * 1.1 * theme.body_height()))

    @property
    def differing(self) -> list[int]:
        """The digits whose two scores differ by at least ``DIFFERENCE``."""
        first, second = self._both
        if first is None or second is None:
            return []
        return [digit for digit in range(DIGITS) if abs(first[digit] - second[digit]) >= DIFFERENCE]

    def set_scores(self, first: Sequence[float] | None, second: Sequence[float] | None) -> None:
        """Show ten scores from 0 to 1 of each network, or empty bars for ``None``."""
        self._both = _floats(first), _floats(second)
        self.setAccessibleDescription(self._in_words())
        self.repaint_all()

    def _in_words(self) -> str:
        first, second = self._both
        if first is None or second is None:
            return "No scores yet."
        rows = [f"{digit}: {first[digit]:.2f} and {second[digit]:.2f}" for digit in self.differing]
        return f"They differ most in {', '.join(rows)}." if rows else "They hardly differ."

    def paint(self, painter: QPainter) -> None:
        """Paint the rows, spread over the height."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = self.height() / DIGITS
        bold = QFont(theme.text_font("body"))
        bold.setBold(True)
        metrics = QFontMetricsF(bold)
        middle = 4 * metrics.horizontalAdvance("0")
        value = metrics.horizontalAdvance("0.00") + theme.GRID
        room = (self.width() - middle) / 2
        for digit in range(DIGITS):
            line = QRectF(0, digit * row, self.width(), row)
            if digit in self.differing:
                self._mark(painter, line)
            wins_any = False
            for right_side, scores in enumerate(self._both):
                left = line.left() + (room + middle if right_side else 0)
                wins = scores is not None and scores[digit] == max(scores)
                wins_any = wins_any or wins
                score = None if scores is None else scores[digit]
                place = QRectF(left, line.top(), room, row)
                self._bar(painter, place, value, score, rightwards=bool(right_side), wins=wins)
            painter.setFont(bold if wins_any else theme.text_font("body"))
            painter.setPen(self._text(wins_any))
            label = f"{digit} ≠" if digit in self.differing else str(digit)
            place = QRectF(room, line.top(), middle, row)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, label)

    def _mark(self, painter: QPainter, line: QRectF) -> None:
        vermilion = theme.signed_colours().negative
        painter.setPen(QPen(vermilion, 1, Qt.PenStyle.DashLine))
        painter.setBrush(theme.blend(self.palette().color(QPalette.ColorRole.Window), vermilion, 0.1))
        painter.drawRoundedRect(line.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)

    def _bar(
        self, painter: QPainter, place: QRectF, value: float, score: float | None, *, rightwards: bool, wins: bool
    ) -> None:
        """Paint one bar in ``place``, with its number, ``value`` pixels wide, at the outer end."""
        height = min(0.5 * place.height(), theme.body_height())
        left = place.left() if rightwards else place.left() + value
        track = QRectF(left, place.center().y() - height / 2, place.width() - value, height)
        theme.paint_bar(painter, track, score, self.palette(), strong=wins, leftwards=not rightwards)
        if score is None:
            return
        font = theme.text_font("body")
        font.setBold(wins)
        painter.setFont(font)
        painter.setPen(self._text(wins))
        number = QRectF(track.right() if rightwards else place.left(), place.top(), value - 4, place.height())
        if not rightwards:
            number.translate(4, 0)
        side = Qt.AlignmentFlag.AlignRight if rightwards else Qt.AlignmentFlag.AlignLeft
        painter.drawText(number, side | Qt.AlignmentFlag.AlignVCenter, f"{score:.2f}")

    def _text(self, strong: bool) -> QColor:
        role = QPalette.ColorRole.Text if strong else QPalette.ColorRole.PlaceholderText
        return self.palette().color(role)


def _floats(scores: Sequence[float] | None) -> Scores | None:
    return None if scores is None else tuple(float(score) for score in scores)
