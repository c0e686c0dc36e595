"""A button with an icon that keeps quiet: no frame, a rounded ground when it is on, lit or pressed."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionToolButton, QStylePainter, QToolButton, QWidget

from mlp_desktop.views.kit import theme

ICON_SIDE = 20
SIDE = 5 * theme.GRID
"""Of a button without words; with words it is as high."""


class ToolButton(QToolButton):
    """An icon, with words beside it where its style says so; the keyboard focus has a frame."""

    def __init__(self, name: str, text: str, tip: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(tip)
        self.setAutoRaise(True)
        self.setIconSize(QSize(ICON_SIDE, ICON_SIDE))
        self.setMinimumSize(SIDE, SIDE)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        """As the style says, with room beside words for the rounded ground."""
        return super().sizeHint() + QSize(theme.GRID if self._has_words() else 0, 0)

    def _has_words(self) -> bool:
        return self.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextBesideIcon

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground and the focus, and leave icon, words and arrow to the style."""
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        strength = 0.12 if self.isChecked() else 0.0
        strength += 0.1 if self.isDown() else 0.05 if self.underMouse() and self.isEnabled() else 0.0
        if strength:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.faint(self.palette(), strength))
            painter.drawRoundedRect(ground, 6, 6)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Accent), 1.5))
            painter.drawRoundedRect(ground, 6, 6)
        if self._has_words():
            option.rect.adjust(theme.GRID // 2, 0, 0, 0)
        painter.drawControl(QStyle.ControlElement.CE_ToolButtonLabel, option)
        if option.features & QStyleOptionToolButton.ToolButtonFeature.HasMenu:
            option.rect = self.rect().adjusted(SIDE - 14, SIDE - 14, -4, -4)
            painter.drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorArrowDown, option)
