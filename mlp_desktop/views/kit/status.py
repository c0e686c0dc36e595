"""The status of a tab: one line of words, a progress bar, and a hairline that sets them off from the rest."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QProgressBar

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.labels import ElidedLabel

_STEPS = 1000
_ROUND = 2.0


class StatusLabel(ElidedLabel):
    """A line about what a tab is doing, two in large text, in the colour of errors while something is in the way."""

    def __init__(self, name: str) -> None:
        super().__init__(name, wraps=True)
        self._is_error = False

    def show_message(self, text: str, *, is_error: bool = False) -> None:
        """Show ``text``, to a screen reader too."""
        self._is_error = is_error
        self.setText(text)
        self.setAccessibleName(f"Status: {text}")

    def colour(self) -> QColor:
        """The colour of the text, or of errors."""
        return theme.error_colour() if self._is_error else super().colour()


@guarded
class ProgressBar(QProgressBar):
    """A thin bar without words, whose outline shows how much there is to do."""

    def __init__(self, name: str, spoken: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setRange(0, _STEPS)
        self.setTextVisible(False)
        self.setFixedHeight(theme.GRID)

    def show_share(self, share: float) -> None:
        """Show how much is done, from 0 to 1."""
        self.show_count(round(min(max(share, 0.0), 1.0) * _STEPS), _STEPS)

    def show_count(self, done: int, total: int) -> None:
        """Show that ``done`` of ``total`` is done; a total of 0 means that the amount of work is unknown."""
        self.setRange(0, total)
        self.setValue(done)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is done; of an unknown amount the style paints that something is done."""
        if self.maximum() <= self.minimum():
            super().paintEvent(event)
            return
        painter, palette = QPainter(self), self.palette()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        shape = QPainterPath()
        shape.addRoundedRect(track, _ROUND, _ROUND)
        painter.fillPath(shape, palette.color(QPalette.ColorRole.Base))
        share = (self.value() - self.minimum()) / (self.maximum() - self.minimum())
        painter.save()
        painter.setClipRect(QRectF(0, 0, share * self.width(), self.height()))
        painter.fillPath(shape, palette.color(QPalette.ColorRole.Accent))
        painter.restore()
        painter.setPen(theme.outline(palette))
        painter.drawPath(shape)


def separator() -> QFrame:
    """A horizontal hairline."""
    line = QFrame()
    line.setFrameStyle(QFrame.Shape.HLine | QFrame.Shadow.Plain)
    line.setForegroundRole(QPalette.ColorRole.Mid)
    return line
