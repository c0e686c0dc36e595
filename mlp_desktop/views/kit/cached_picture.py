"""A picture that is painted once for what it shows, so that panels never slow the pen."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget


class CachedPicture(QWidget):
    """A widget that keeps what it painted until what it shows, its size, palette or font changes.

    A child paints what costs time in :meth:`paint`, calls :meth:`show_afresh` when that changed, and paints what
    follows the pointer in :meth:`paint_over`.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kept = QPixmap()
        self._kept_for: object = None

    def show_afresh(self) -> None:
        """Paint everything at the next repaint."""
        self._kept_for = None
        self.update()

    def paint(self, painter: QPainter) -> None:
        """Paint what is kept."""
        raise NotImplementedError

    def paint_over(self, painter: QPainter) -> None:
        """Paint what may change at any moment; nothing by default."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Copy what is kept to the screen, in device pixels, and paint the rest over it."""
        ratio = self.devicePixelRatioF()
        shown_for = (self.width(), self.height(), ratio, self.palette().cacheKey(), self.font().key())
        if shown_for != self._kept_for:
            size = self.size() * ratio
            if self._kept.size() != size:  # new memory costs more than what is painted into it
                self._kept = QPixmap(size)
            self._kept.setDevicePixelRatio(ratio)
            self._kept.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._kept)
            self.paint(painter)
            painter.end()
            self._kept_for = shown_for
        painter = QPainter(self)
        painter.drawPixmap(QPointF(0, 0), self._kept)
        self.paint_over(painter)
