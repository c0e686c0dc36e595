"""Ink as an image that Qt can paint on paper of any colour."""

from functools import cache

import numpy as np
from PySide6.QtGui import QColor, QImage, qRgba

IMAGE_SIDE = 28
"""Side of a digit image, in its own pixels."""

TILE_SIDE = 2 * IMAGE_SIDE
"""Side of a digit image, in logical pixels, where many are shown side by side."""


def ink_image(ink: np.ndarray, colour: QColor) -> QImage:
    """An image of ``ink`` in ``colour`` on transparent paper.

    Args:
        ink: uint8, shape (height, width), 0 = paper, 255 = full ink.
        colour: of full ink.

    Returns:
        An image of the same size in pixels, which owns its memory.
    """
    height, width = ink.shape
    image = QImage(np.ascontiguousarray(ink).data, width, height, width, QImage.Format.Format_Indexed8)
    image.setColorTable(_opacities(colour.red(), colour.green(), colour.blue()))
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def picture_image(pixels: np.ndarray) -> QImage:
    """Grey levels or colours, uint8, as an image that owns its memory."""
    pixels = np.ascontiguousarray(pixels)
    height, width = pixels.shape[:2]
    form = QImage.Format.Format_Grayscale8 if pixels.ndim == 2 else QImage.Format.Format_RGB888
    return QImage(pixels.data, width, height, pixels.strides[0], form).copy()


@cache
def _opacities(red: int, green: int, blue: int) -> list[int]:
    """The colour at every opacity. Cached, because making the table takes as long as painting the image."""
    return [qRgba(red, green, blue, opacity) for opacity in range(256)]
