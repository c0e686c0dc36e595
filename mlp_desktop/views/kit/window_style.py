"""The window's style: Fusion, with outlines and focus frames that can be seen on any window.

Fusion derives its outlines from the window's colour, with a contrast of 2 : 1 on a light and of 1.1 : 1 on a dark one.
"""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPalette, QPen, QRegion
from PySide6.QtWidgets import QProxyStyle, QStyle, QStyleOption, QStyleOptionComplex, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit.growth import grown
from mlp_desktop.views.kit.palettes import outline

TARGET = 24
"""The least side of what is clicked, in logical pixels: WCAG 2.2, criterion 2.5.8."""

_ELEMENT = QStyle.PrimitiveElement
_COMPLEX = QStyle.ComplexControl
_RADIUS = 2.0
_OUTLINED = (_ELEMENT.PE_PanelButtonCommand, _ELEMENT.PE_FrameLineEdit, _ELEMENT.PE_Frame)
_GROWING = {
    QStyle.PixelMetric.PM_IndicatorWidth,
    QStyle.PixelMetric.PM_IndicatorHeight,
    QStyle.PixelMetric.PM_ExclusiveIndicatorWidth,
    QStyle.PixelMetric.PM_ExclusiveIndicatorHeight,
    QStyle.PixelMetric.PM_SmallIconSize,
    QStyle.PixelMetric.PM_MessageBoxIconSize,
    QStyle.PixelMetric.PM_SliderThickness,
    QStyle.PixelMetric.PM_SliderControlThickness,
    QStyle.PixelMetric.PM_SliderLength,
    QStyle.PixelMetric.PM_MenuButtonIndicator,
}
_TARGETS = (
    QStyle.ContentsType.CT_CheckBox,
    QStyle.ContentsType.CT_RadioButton,
    QStyle.ContentsType.CT_PushButton,
    QStyle.ContentsType.CT_ComboBox,
    QStyle.ContentsType.CT_LineEdit,
    QStyle.ContentsType.CT_SpinBox,
    QStyle.ContentsType.CT_Slider,
    QStyle.ContentsType.CT_MenuItem,
    QStyle.ContentsType.CT_MenuBarItem,
)


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
        """Draw boxes, circles and focus frames ourselves, and outlines over those of Fusion, which draws the rest."""
        if element == _ELEMENT.PE_IndicatorCheckBox:
            paint_check_box(painter, _square(option.rect), option.palette, checked=_is_on(option))
        elif element == _ELEMENT.PE_IndicatorRadioButton:
            _paint_radio(painter, _square(option.rect), option.palette, checked=_is_on(option))
        elif element == _ELEMENT.PE_FrameFocusRect:
            _paint_frame(painter, option, focused=True)
        else:
            super().drawPrimitive(element, option, painter, widget)
            if element in _OUTLINED:
                _paint_frame(painter, option, focused=_shows_focus(option, element))

    def drawComplexControl(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Draw outlines over those of Fusion, which draws the rest."""
        super().drawComplexControl(control, option, painter, widget)
        if control in (_COMPLEX.CC_ComboBox, _COMPLEX.CC_SpinBox):
            _paint_frame(painter, option, focused=bool(option.state & QStyle.StateFlag.State_HasFocus))
        elif control == _COMPLEX.CC_ScrollBar:
            grip = self.subControlRect(control, option, QStyle.SubControl.SC_ScrollBarSlider, widget)  # pyright: ignore[reportArgumentType]
            _paint_frame(painter, option, focused=False, at=QRect(grip))
        elif control == _COMPLEX.CC_Slider:
            handle = self.subControlRect(control, option, QStyle.SubControl.SC_SliderHandle, widget)  # pyright: ignore[reportArgumentType]
            groove = self.subControlRect(control, option, QStyle.SubControl.SC_SliderGroove, widget)  # pyright: ignore[reportArgumentType]
            painter.save()
            painter.setClipRegion(QRegion(option.rect) - QRegion(handle))
            _paint_frame(painter, option, focused=False, at=QRect(groove))
            painter.restore()
            _paint_frame(
                painter, option, focused=bool(option.state & QStyle.StateFlag.State_HasFocus), at=QRect(handle)
            )

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        """Fusion's measures, with boxes, circles and icons that grow with the text."""
        found = super().pixelMetric(metric, option, widget)
        return grown(found) if metric in _GROWING else found

    def sizeFromContents(
        self, kind: QStyle.ContentsType, option: QStyleOption, size: QSize, widget: QWidget | None = None
    ) -> QSize:
        """Fusion's size, but no target lower than :data:`TARGET`."""
        found = super().sizeFromContents(kind, option, size, widget)  # pyright: ignore[reportArgumentType]
        is_line = kind == QStyle.ContentsType.CT_MenuItem and size.height() < TARGET // 2  # a separator
        return found.expandedTo(QSize(0, TARGET)) if kind in _TARGETS and not is_line else found

    def subElementRect(self, element: QStyle.SubElement, option: QStyleOption, widget: QWidget | None = None) -> QRect:
        """Fusion's, but the whole of a check box or radio button can be clicked."""
        if element in (QStyle.SubElement.SE_CheckBoxClickRect, QStyle.SubElement.SE_RadioButtonClickRect):
            return QRect(option.rect)
        return super().subElementRect(element, option, widget)  # pyright: ignore[reportArgumentType]


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


def _paint_radio(painter: QPainter, box: QRectF, palette: QPalette, *, checked: bool) -> None:
    """Paint a circle; a chosen one is in the accent and has a dot."""
    accent = palette.color(QPalette.ColorRole.Highlight)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(accent if checked else palette.color(QPalette.ColorRole.PlaceholderText), 1.5))
    painter.setBrush(palette.color(QPalette.ColorRole.Base))
    painter.drawEllipse(box.adjusted(0.5, 0.5, -0.5, -0.5))
    if checked:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        painter.drawEllipse(box.center(), 0.28 * box.width(), 0.28 * box.width())
    painter.restore()


def _paint_frame(painter: QPainter, option: QStyleOption, *, focused: bool, at: QRect | None = None) -> None:
    """Paint the outline of a control, or the thicker frame in the accent of one with the keyboard focus."""
    palette = option.palette
    width = 2.0 if focused else 1.0
    frame = QRectF(option.rect if at is None else at).adjusted(width / 2, width / 2, -width / 2, -width / 2)
    enabled = bool(option.state & QStyle.StateFlag.State_Enabled)
    colour = palette.color(QPalette.ColorRole.Accent) if focused else outline(palette, enabled=enabled)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(frame, _RADIUS, _RADIUS)
    painter.restore()


def _shows_focus(option: QStyleOption, element: QStyle.PrimitiveElement) -> bool:
    """Whether its frame shows the focus: of a button only if it came by a key, as a click shows itself."""
    focus = QStyle.StateFlag.State_HasFocus
    if element == _ELEMENT.PE_PanelButtonCommand:
        focus |= QStyle.StateFlag.State_KeyboardFocusChange
    return option.state & focus == focus


def _is_on(option: QStyleOption) -> bool:
    return bool(option.state & QStyle.StateFlag.State_On)


def _square(rect: QRect) -> QRectF:
    side = min(rect.width(), rect.height()) - 1
    box = QRectF(0, 0, side, side)
    box.moveCenter(QRectF(rect).center())
    return box
