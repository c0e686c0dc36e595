"""Charts of the window as pictures for a file: PNG, or SVG, which stays sharp at any size.

A chart is what is announced as a chart or as a graphic (see :func:`mlp_desktop.views.kit.accessibility.give_role`).
What a screen reader says of it goes into the file as its description.
"""

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect, QSize
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QApplication, QWidget

from mlp_desktop.views.kit.accessibility import Role, role_of
from mlp_desktop.views.kit.cached_widget import CachedWidget

SHARPNESS = 2.0
"""Device pixels per logical pixel of a PNG: enough for print and projector."""


def is_chart(widget: QWidget) -> bool:
    """Whether a widget is a chart with a name."""
    return role_of(widget) in (Role.Chart, Role.Graphic) and bool(widget.accessibleName())


def chart_around(widget: QWidget | None) -> QWidget | None:
    """The chart that ``widget`` is, or is a part of."""
    while widget is not None and not is_chart(widget):
        widget = widget.parentWidget()
    return widget


def charts_in_sight() -> list[QWidget]:
    """All charts of which something can be seen, in all windows, in their order there."""
    windows = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
    each = (widget for window in windows for widget in window.findChildren(QWidget) if is_chart(widget))
    return [widget for widget in each if widget.isVisible() and not widget.visibleRegion().isEmpty()]


def chart_png(chart: QWidget) -> bytes:
    """The chart as on the screen, but for marks of the keyboard, as PNG."""
    return png_of(chart.size(), lambda painter: _paint(chart, painter), chart.accessibleDescription())


def chart_svg(chart: QWidget) -> bytes:
    """The chart as SVG."""
    words = (chart.accessibleName(), chart.accessibleDescription())
    return svg_of(chart.size(), lambda painter: _paint(chart, painter), *words)


def png_of(size: QSize, paint: Callable[[QPainter], None], description: str = "") -> bytes:
    """What ``paint`` paints on an area of this size, as PNG, twice as sharp."""
    image = QImage(size * SHARPNESS, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(SHARPNESS)
    painter = QPainter(image)
    paint(painter)
    painter.end()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"png"))
    if description:
        writer.setText("Description", description)
    writer.write(image)
    return bytes(content.data())


def svg_of(size: QSize, paint: Callable[[QPainter], None], title: str, description: str = "") -> bytes:
    """What ``paint`` paints on an area of this size, as SVG."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setTitle(title)
    generator.setDescription(description)
    generator.setSize(size)
    generator.setViewBox(QRect(QPoint(0, 0), size))
    generator.setOutputDevice(buffer)
    painter = QPainter(generator)
    paint(painter)
    painter.end()
    return bytes(content.data())


def _paint(chart: QWidget, painter: QPainter) -> None:
    """Paint a chart anew on the colour of its window."""
    painter.fillRect(chart.rect(), chart.palette().window())
    cached = [each for each in (chart, *chart.findChildren(QWidget)) if isinstance(each, CachedWidget)]
    for each in cached:
        each.paints_anew = True
    try:
        chart.render(painter, QPoint(0, 0), renderFlags=QWidget.RenderFlag.DrawChildren)
    finally:
        for each in cached:
            each.paints_anew = False
