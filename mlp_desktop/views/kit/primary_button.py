"""The one button in a tab that a person most likely wants."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QStylePainter

from mlp_desktop.views.kit import theme


class PrimaryButton(QPushButton):
    """A push button filled with the accent while it can be pressed, and like any other while it cannot."""

    def on_accent(self) -> QPalette:
        """The palette of its words and icon: they stand on the accent."""
        # The application's own: a change of palette reaches a tab, which asks for its icons then, before its buttons.
        palette = QPalette(QGuiApplication.palette())
        words = palette.color(QPalette.ColorRole.HighlightedText)
        for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
            palette.setColor(group, QPalette.ColorRole.ButtonText, words)
        return palette

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the accent, and leave words and icon to the style."""
        if not self.isEnabled():
            super().paintEvent(event)
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.palette = self.on_accent()
        accent, words = (
            option.palette.color(role) for role in (QPalette.ColorRole.Accent, QPalette.ColorRole.ButtonText)
        )
        pressed_or_lit = 0.2 if self.isDown() else 0.1 if self.underMouse() else 0.0
        painter = QStylePainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.blend(accent, words, pressed_or_lit))
        painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(words, 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5), 3, 3)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonLabel, option)
