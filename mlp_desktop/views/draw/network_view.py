"""The network's input: the digit image, pixel by pixel."""

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import Role, give_role
from mlp_desktop.views.kit.cached_widget import CachedWidget
from mlp_desktop.views.kit.ink_image import IMAGE_SIDE, ink_image
from mlp_desktop.views.kit.labels import plain_label
from mlp_desktop.views.kit.layouts import vbox


class NetworkView(QWidget):
    """The 28×28 digit image, enlarged without smoothing, with a caption below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_role(self, Role.Graphic)
        self.setObjectName("networkView")
        self.setAccessibleName("What the network sees")
        self._pixels = _Pixels()
        self._caption = plain_label("What the network sees · 28×28")
        self._caption.setObjectName("networkViewCaption")
        self._caption.setWordWrap(True)
        self._caption.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._caption.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        layout = vbox(parent=self)
        layout.addWidget(self._pixels, 1)
        layout.addWidget(self._caption)
        self.set_image(None)

    def caption_height(self, width: int) -> int:
        """Height of the part below an image of this width, in logical pixels."""
        return theme.GRID + self._caption.heightForWidth(width)

    def set_image(self, image: np.ndarray | None) -> None:
        """Show a digit image (uint8, shape (28, 28), 255 = full ink), or an empty grid for ``None``."""
        self.setAccessibleDescription("Nothing yet." if image is None else "The drawing as 28 by 28 pixels.")
        self._pixels.set_image(image)


@guarded
class _Pixels(CachedWidget):
    """Paper with a faint grid of 28×28 cells, each a whole number of device pixels wide."""

    def __init__(self) -> None:
        super().__init__()
        self._image: np.ndarray | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Six pixels a cell."""
        return QSize(6 * IMAGE_SIDE, 6 * IMAGE_SIDE)

    def minimumSizeHint(self) -> QSize:
        """Two pixels a cell: in large text the caption needs the room."""
        return QSize(2 * IMAGE_SIDE, 2 * IMAGE_SIDE)

    def set_image(self, image: np.ndarray | None) -> None:
        self._image = image
        self.update()

    def paint(self, painter: QPainter) -> None:
        """Paint paper and grid, which stay the same."""
        theme.paint_paper(painter, QRectF(self.rect()), self.palette())
        side, cell = self._to_device_pixels(painter)
        painter.setPen(theme.faint(self.palette(), 0.06))
        for line in range(IMAGE_SIDE + 1):
            painter.drawLine(line * cell, 0, line * cell, side)
            painter.drawLine(0, line * cell, side, line * cell)

    def paint_over(self, painter: QPainter) -> None:
        """Paint the image."""
        if self._image is not None:
            side, _ = self._to_device_pixels(painter)
            ink = ink_image(self._image, self.palette().color(QPalette.ColorRole.Text))
            painter.drawImage(QRectF(0, 0, side, side), ink)

    def _to_device_pixels(self, painter: QPainter) -> tuple[int, int]:
        """Give ``painter`` coordinates in device pixels from the grid's corner.

        Returns:
            The sides of the grid and of a cell, in device pixels.
        """
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        ratio = self.devicePixelRatioF()
        cell = int((min(self.width(), self.height()) - theme.GRID) * ratio) // IMAGE_SIDE
        side = cell * IMAGE_SIDE
        painter.scale(1 / ratio, 1 / ratio)
        painter.translate(int(self.width() * ratio - side) // 2, int(self.height() * ratio - side) // 2)
        return side, cell
