"""A check box whose words may take two lines."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.window_style import paint_check_box

LINES = 2

_BOX = 14


class WrappedCheckBox(QCheckBox):
    """A check box that is always two lines tall, so that it fits under a narrow picture."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Two lines; any width."""
        return QSize(80, LINES * self.fontMetrics().lineSpacing() + 4)

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        """Box and words can be clicked."""
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the box beside the first line, the words, and a frame around them for the keyboard."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        accent = palette.color(QPalette.ColorRole.Accent)
        top = 2 + (self.fontMetrics().height() - _BOX) / 2
        box = QRectF(1.5, top, _BOX, _BOX)
        paint_check_box(painter, box, palette, checked=self.isChecked())
        painter.setPen(palette.color(QPalette.ColorRole.WindowText))
        words = self.rect().adjusted(_BOX + theme.GRID, 2, 0, 0)
        how = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(words, how, self.text())
        if self.hasFocus():
            painter.setPen(accent)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
