"""The window's style: Fusion with check boxes whose outline can be seen on a dark window."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPalette, QPen
from PySide6.QtWidgets import QProxyStyle, QStyle, QStyleOption, QWidget

from mlp_desktop.guard import guarded


@guarded
class WindowStyle(QProxyStyle):
    """The style of every widget."""

    def __init__(self) -> None:
        super().__init__("Fusion")

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Draw the boxes of check boxes and of checkable menu items ourselves, and everything else as Fusion does."""
        if element != QStyle.PrimitiveElement.PE_IndicatorCheckBox:
            super().drawPrimitive(element, option, painter, widget)
            return
        side = min(option.rect.width(), option.rect.height()) - 1
        box = QRectF(0, 0, side, side)
        box.moveCenter(QRectF(option.rect).center())
        checked = bool(option.state & QStyle.StateFlag.State_On)
        paint_check_box(painter, box, option.palette, checked=checked)


def paint_check_box(painter: QPainter, box: QRectF, palette: QPalette, *, checked: bool) -> None:
    """Paint a rounded box in the colours of ``palette``; a checked one is filled with the accent and has a tick."""
    fill = palette.color(QPalette.ColorRole.Highlight if checked else QPalette.ColorRole.Base)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(fill if checked else palette.color(QPalette.ColorRole.PlaceholderText))
    painter.setBrush(fill)
    painter.drawRoundedRect(box, 3, 3)
    if checked:
        painter.setPen(QPen(palette.color(QPalette.ColorRole.HighlightedText), 2))
        tick = ((0.25, 0.54), (0.43, 0.71), (0.75, 0.32))
        painter.drawPolyline([box.topLeft() + QPointF(x * box.width(), y * box.height()) for x, y in tick])
    painter.restore()
