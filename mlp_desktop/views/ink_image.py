"""Ink as something that Qt can paint, on paper of any colour."""

import numpy as np
from PySide6.QtGui import QColor, QImage, qRgba


def ink_image(ink: np.ndarray, colour: QColor) -> QImage:
    """A picture of ``ink`` in ``colour`` on transparent paper.

    Args:
        ink: uint8, shape (height, width), 0 = paper, 255 = full ink.
        colour: of full ink.

    Returns:
        An image of the same size in pixels, which owns its memory.
    """
    height, width = ink.shape
    image = QImage(np.ascontiguousarray(ink).data, width, height, width, QImage.Format.Format_Indexed8)
    image.setColorTable([qRgba(colour.red(), colour.green(), colour.blue(), opacity) for opacity in range(256)])
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
