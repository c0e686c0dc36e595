"""A small sheet of paper that shows an ink array of any size."""

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import Role, give_role
from mlp_desktop.views.kit.cached_widget import CachedWidget
from mlp_desktop.views.kit.ink_image import ink_image
from mlp_desktop.views.kit.signed_cells import whole_cells

_MARGIN = 4
_PIXELS_SEEN = 64  # ink with at most this many pixels a side is shown pixel by pixel


@guarded
class InkTile(CachedWidget):
    """Ink as large as the paper allows, with a dotted line around its array."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_role(self, Role.Graphic)
        self._ink: np.ndarray | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def minimumSizeHint(self) -> QSize:
        """Two logical pixels for each pixel of a digit image."""
        return QSize(56 + 2 * _MARGIN, 56 + 2 * _MARGIN)

    def sizeHint(self) -> QSize:
        """Four logical pixels for each pixel of a digit image."""
        return QSize(112 + 2 * _MARGIN, 112 + 2 * _MARGIN)

    def set_ink(self, ink: np.ndarray | None) -> None:
        """Show ``ink`` (uint8, shape (height, width), 255 = full ink), or blank paper for ``None``."""
        self._ink = ink if ink is not None and ink.size else None
        self.repaint_all()

    def paint(self, painter: QPainter) -> None:
        """Paint paper, ink and dotted line."""
        theme.paint_paper(painter, QRectF(self.rect()), self.palette())
        if self._ink is None:
            return
        ratio = self.devicePixelRatioF()
        height, width = self._ink.shape
        area = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        colour = self.palette().color(QPalette.ColorRole.Text)
        if max(width, height) <= _PIXELS_SEEN and min(area.width(), area.height()) * ratio >= max(width, height):
            place = whole_cells(area, width, height, ratio)
            painter.drawImage(place, ink_image(self._ink, colour))
        else:
            scale = max(min(area.width() / width, area.height() / height), 1e-3)
            place = QRectF(0, 0, max(width * scale, 1.0), max(height * scale, 1.0))
            place.moveCenter(area.center())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(place, ink_image(_downsampled(self._ink, scale * ratio), colour))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(theme.faint(self.palette(), 0.3), 1, Qt.PenStyle.DotLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(place)


def _downsampled(ink: np.ndarray, scale: float) -> np.ndarray:
    """The means of blocks of ``ink``, as small as ``scale`` device pixels for each of its pixels can show."""
    block = int(1 / scale)
    if block < 2:
        return ink
    down, across = (min(block, side) for side in ink.shape)  # a line one pixel thick is reduced along its length only
    height, width = ink.shape[0] // down, ink.shape[1] // across
    blocks = ink[: height * down, : width * across].reshape(height, down, width, across)
    return blocks.mean(axis=(1, 3), dtype=np.float32).astype(np.uint8)
