"""The accuracy on each digit before the edits and after them."""

import numpy as np
from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import Role, give_role
from mlp_desktop.views.kit.cached_widget import CachedWidget

DIGITS = 10
_ROW = 1.15  # lines of small text


@guarded
class ClassAccuracies(CachedWidget):
    """A row for each digit: a bar for the accuracy now, a mark where it was before, and the accuracy in per cent."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_role(self, Role.Chart)
        self._before: np.ndarray | None = None
        self._after: np.ndarray | None = None
        self.setObjectName("labClasses")
        self.setAccessibleName("Accuracy on each digit")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_accuracies(None, None)

    def sizeHint(self) -> QSize:
        """Rows as close together as lines of small text."""
        return QSize(160, round(DIGITS * self._row()))

    def minimumSizeHint(self) -> QSize:
        """The same height."""
        return QSize(120, self.sizeHint().height())

    def show_accuracies(self, before: np.ndarray | None, after: np.ndarray | None) -> None:
        """Show accuracies from 0 to 1, shape (10,) each; NaN for a digit without samples, ``None`` for none yet."""
        if _are_same(before, self._before) and _are_same(after, self._after) and self.accessibleDescription():
            return
        self._before, self._after = before, after
        if before is None or after is None:
            self.setAccessibleDescription("Not measured yet.")
        else:
            told = zip(range(DIGITS), before.tolist(), after.tolist(), strict=True)
            self.setAccessibleDescription(", ".join(f"{d}: {old:.1%} before, {new:.1%} now" for d, old, new in told))
        self.repaint_all()

    def paint(self, painter: QPainter) -> None:
        """Paint the rows."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        font = theme.text_font("small")
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        row, left, right = self._row(), metrics.horizontalAdvance("8") + theme.GRID, metrics.horizontalAdvance("100.0")
        for digit in range(DIGITS):
            top = digit * row
            now = None if self._after is None else float(self._after[digit])
            now = None if now is None or np.isnan(now) else now
            track = QRectF(left, top + 0.2 * row, self.width() - left - right - theme.GRID, 0.6 * row)
            theme.paint_bar(painter, track, now, palette, strong=False)
            painter.setPen(palette.color(QPalette.ColorRole.Text))
            painter.drawText(QRectF(0, top, left, row), Qt.AlignmentFlag.AlignVCenter, str(digit))
            if now is not None and self._before is not None:
                x = track.left() + float(self._before[digit]) * track.width()
                painter.setPen(QPen(palette.color(QPalette.ColorRole.Accent), 2))
                painter.drawLine(QLineF(x, top + 0.08 * row, x, top + 0.92 * row))
                painter.setPen(palette.color(QPalette.ColorRole.Text))
                place = QRectF(self.width() - right, top, right, row)
                how = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                painter.drawText(place, how, f"{100 * now:.1f}")

    @staticmethod
    def _row() -> float:
        return _ROW * QFontMetricsF(theme.text_font("small")).height()


def _are_same(values: np.ndarray | None, others: np.ndarray | None) -> bool:
    return values is others or (values is not None and others is not None and np.array_equal(values, others, True))
