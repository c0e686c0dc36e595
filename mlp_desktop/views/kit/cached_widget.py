"""A widget that paints its content once and keeps it, so that panels never slow the pen."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from mlp_desktop.guard import guarded


@guarded
class CachedWidget(QWidget):
    """A widget that keeps a pixmap of its content until the content, its size, palette or font changes.

    A subclass paints the content that takes time in :meth:`paint`, calls :meth:`repaint_all` when it has changed, and
    paints whatever follows the pointer in :meth:`paint_over`.

    Attributes:
        paints_anew: whether the content is painted as it is asked for, without the pixmap, as for a drawing in a file.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixmap = QPixmap()
        self._pixmap_for: object = None
        self.paints_anew = False

    def repaint_all(self) -> None:
        """Paint the content again at the next repaint."""
        self._pixmap_for = None
        self.update()

    def paint(self, painter: QPainter) -> None:
        """Paint the content that is kept."""
        raise NotImplementedError

    def paint_over(self, painter: QPainter) -> None:
        """Paint what may change at any moment, over the content; nothing by default."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Copy the pixmap to the screen, in device pixels, and paint the rest over it."""
        if self.paints_anew:
            painter = QPainter(self)
            self.paint(painter)
            self.paint_over(painter)
            return
        ratio = self.devicePixelRatioF()
        wanted = (self.width(), self.height(), ratio, self.palette().cacheKey(), self.font().key())
        if wanted != self._pixmap_for:
            size = self.size() * ratio
            if self._pixmap.size() != size:  # allocating a pixmap takes longer than painting it
                self._pixmap = QPixmap(size)
            self._pixmap.setDevicePixelRatio(ratio)
            self._pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._pixmap)
            self.paint(painter)
            painter.end()
            self._pixmap_for = wanted
        painter = QPainter(self)
        painter.drawPixmap(QPointF(0, 0), self._pixmap)
        self.paint_over(painter)
