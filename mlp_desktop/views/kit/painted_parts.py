"""Pictures of the parts of a widget: what has not changed is copied, which takes a tenth of the time of painting it."""

from collections.abc import Callable, Hashable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

from mlp_desktop.views.kit.cached_widget import CachedWidget


class PaintedParts:
    """Keeps a picture of each part until what it shows changes, or its place, or the size of a pixel.

    While ``widget`` paints anew, as for a drawing in a file, the parts are drawn without a picture.
    """

    def __init__(self, widget: CachedWidget) -> None:
        self._widget = widget
        self._kept: dict[Hashable, tuple[object, QPixmap]] = {}

    def paint(
        self, painter: QPainter, name: Hashable, area: QRectF, shown: object, draw: Callable[[QPainter], None]
    ) -> None:
        """Paint a part.

        Args:
            painter: of the widget, or of a picture of it.
            name: of the part; there is one picture for each.
            area: what the part takes of the widget, in logical pixels; nothing is painted outside it.
            shown: what the picture depends on, besides ``area``; compared with ``==``.
            draw: paints the part in the coordinates of the widget.
        """
        if self._widget.paints_anew:
            draw(painter)
            return
        ratio = painter.device().devicePixelRatioF()
        place = area.toAlignedRect()
        wanted = (place, ratio, shown)
        kept, picture = self._kept.get(name, (None, QPixmap()))
        if kept != wanted:
            size = place.size() * ratio
            if picture.size() != size:
                picture = QPixmap(size)
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            inside = QPainter(picture)
            inside.setRenderHints(painter.renderHints())
            inside.translate(-place.x(), -place.y())
            draw(inside)
            inside.end()
            self._kept[name] = (wanted, picture)
        painter.drawPixmap(QPointF(place.topLeft()), picture)
