"""Buttons: with words on them, filled with the accent, or with an icon and no frame."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QPushButton,
    QStyle,
    QStyleOptionButton,
    QStyleOptionToolButton,
    QStylePainter,
    QToolButton,
    QWidget,
)

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import describe
from mlp_desktop.views.kit.growth import follow, grown, grown_line, grown_size

HEIGHT = 4 * theme.GRID
"""Height of a button with words, in logical pixels."""

ICON_SIDE = 20
_CHOSEN_LINE = 3
_TOOL_SIDE = 5 * theme.GRID


def tool_side() -> int:
    """Side of a :class:`ToolButton` without words, in logical pixels; with words it has the same height."""
    return max(_TOOL_SIDE, grown(ICON_SIDE) + 2 * theme.GRID)


def text_button(name: str, words: str, tip: str, *, height: int = HEIGHT) -> QPushButton:
    """A button with the object name ``name`` and ``words`` on it, at least ``height`` pixels high."""
    button = QPushButton(words)
    describe_button(button, name, tip, height=height)
    return button


def describe_button(button: QPushButton, name: str, tip: str, *, height: int = HEIGHT) -> None:
    """Give an existing button, which has its words already, a name, a tip and a height."""
    describe(button, name, button.text().rstrip("…"), tip)

    def grow(each: QPushButton) -> None:
        each.setMinimumHeight(grown_line(height))
        each.setIconSize(grown_size(16, 16))

    follow(button, grow)


@guarded
class PrimaryButton(QPushButton):
    """The button that a person most likely wants: filled with the accent while it is enabled."""

    def on_accent(self) -> QPalette:
        """The palette of its words and icon, which stand on the accent."""
        # The application's palette, not the button's own: when the palette changes, a tab asks for its icons before
        # the change has reached its buttons.
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
        highlight = 0.2 if self.isDown() else 0.1 if self.underMouse() else 0.0
        painter = QStylePainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.blend(accent, words, highlight))
        painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(words, 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5), 3, 3)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonLabel, option)


@guarded
class ToolButton(QToolButton):
    """An icon without a frame, with words beside it where its style says so.

    It has a rounded background while it is checked, pressed or under the pointer, a line below it while checked, and
    a frame for the keyboard focus.
    """

    def __init__(self, name: str, text: str, tip: str, parent: QWidget) -> None:
        super().__init__(parent)
        describe(self, name, text, tip)
        self.setText(text)
        self.setAutoRaise(True)
        follow(self, ToolButton._grow)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        """The style's size, with room beside the words for the rounded background."""
        return super().sizeHint() + QSize(theme.GRID if self._has_words() else 0, 0)

    def _grow(self) -> None:
        self.setIconSize(grown_size(ICON_SIDE, ICON_SIDE))
        self.setMinimumSize(tool_side(), tool_side())

    def _has_words(self) -> bool:
        return self.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextBesideIcon

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the background and the focus, and leave icon, words and arrow to the style."""
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        background = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        strength = 0.12 if self.isChecked() else 0.0
        strength += 0.1 if self.isDown() else 0.05 if self.underMouse() and self.isEnabled() else 0.0
        if strength:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.faint(self.palette(), strength))
            painter.drawRoundedRect(background, 6, 6)
        if self.isChecked():
            line = QRectF(
                background.left() + 6, background.bottom() - _CHOSEN_LINE, background.width() - 12, _CHOSEN_LINE
            )
            painter.fillRect(line, self.palette().color(QPalette.ColorRole.Accent))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Accent), 2))
            painter.drawRoundedRect(background, 6, 6)
        if self._has_words():
            option.rect.adjust(theme.GRID // 2, 0, 0, 0)
        painter.drawControl(QStyle.ControlElement.CE_ToolButtonLabel, option)
        if option.features & QStyleOptionToolButton.ToolButtonFeature.HasMenu:
            option.rect = self.rect().adjusted(tool_side() - 14, tool_side() - 14, -4, -4)
            painter.drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorArrowDown, option)
