"""An opened picture on the pad, with the ink that was found in it painted over it."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QPainter, QPalette, QPixmap

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.ink_image import ink_image, picture_image

_SHARP = 12.0
"""A picture whose pixels are at least this large, in device pixels, is shown pixel by pixel."""


@dataclass(frozen=True, eq=False)
class ShownPicture:
    """What the pad shows of an opened picture; all arrays span the same part of it.

    Attributes:
        pixels: the picture, uint8: grey levels of shape (height, width), or colours of shape (height, width, 3).
        left: what was not rubbed out, 255, or 0 for paper; ``None`` if nothing was.
        ink: the ink that was found, 255 = full ink; ``None`` for none.
        is_dark: whether its paper is dark.
        is_step: whether it is one step of the reading, over which neither strokes nor frames are painted.
    """

    pixels: np.ndarray
    left: np.ndarray | None = None
    ink: np.ndarray | None = None
    is_dark: bool = False
    is_step: bool = False

    def is_same(self, other: "ShownPicture") -> bool:
        """Whether another one shows the very same arrays."""
        same_arrays = self.pixels is other.pixels and self.left is other.left and self.ink is other.ink
        return same_arrays and (self.is_dark, self.is_step) == (other.is_dark, other.is_step)

    @property
    def palette(self) -> QPalette:
        """Colours that can be seen on its paper, whatever those of the window are."""
        return theme.palette_for(dark=self.is_dark)

    def place(self, square: QRectF) -> QRectF:
        """Where it lies on the pad ``square``: centred, as large as its proportions allow."""
        height, width = self.pixels.shape[:2]
        unit = square.width() / max(height, width)
        place = QRectF(0, 0, max(width * unit, 1.0), max(height * unit, 1.0))
        place.moveCenter(square.center())
        return place


class PadPicture:
    """Paints a :class:`ShownPicture`. The scaled picture and what lies over it are kept until they change."""

    def __init__(self) -> None:
        self._scaled = QPixmap()
        self._scaled_for: object = None
        self._pixels: np.ndarray | None = None
        self._pixmap = QPixmap()
        self._painted: ShownPicture | None = None

    def paint(self, painter: QPainter, square: QRectF, shown: ShownPicture) -> None:
        """Paint ``shown`` on the pad that is ``square`` in the widget's coordinates."""
        ratio = painter.device().devicePixelRatioF()
        place = shown.place(square)
        wanted = (place.width(), place.height(), ratio)
        if shown.pixels is not self._pixels or wanted != self._scaled_for:
            self._scaled = _scaled(shown.pixels, place.size() * ratio, ratio)
            self._pixels, self._scaled_for, self._painted = shown.pixels, wanted, None
        if shown is not self._painted:
            self._pixmap = self._composed(shown, QRectF(0, 0, place.width(), place.height()))
            self._painted = shown
        painter.drawPixmap(place.topLeft(), self._pixmap)

    def _composed(self, shown: ShownPicture, area: QRectF) -> QPixmap:
        pixmap = QPixmap(self._scaled)
        onto = QPainter(pixmap)
        onto.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        palette = shown.palette
        if shown.ink is not None:
            onto.drawImage(area, ink_image(shown.ink, palette.color(QPalette.ColorRole.Accent)))
        if shown.left is not None:
            paper = palette.color(QPalette.ColorRole.Base)
            onto.drawImage(area, ink_image(255 - shown.left, paper))
        onto.end()
        return pixmap


def _scaled(pixels: np.ndarray, size: QSizeF, ratio: float) -> QPixmap:
    whole = size.toSize().expandedTo(QSize(1, 1))
    is_sharp = whole.width() >= _SHARP * pixels.shape[1]
    mode = Qt.TransformationMode.FastTransformation if is_sharp else Qt.TransformationMode.SmoothTransformation
    scaled = picture_image(pixels).scaled(whole, Qt.AspectRatioMode.IgnoreAspectRatio, mode)
    pixmap = QPixmap.fromImage(scaled)
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
