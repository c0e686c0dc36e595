"""Digits as eight points along the pen's way, as UCI's pendigits have them, drawn."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import IMAGE_PIXELS
from mlp_engine.errors import DataError, InkError
from mlp_engine.ink import digit_image_from_strokes

FULL_SCALE = 100


def images_of_pen_values(values: NDArray[Any], where: str) -> NDArray[np.uint8]:
    """Draw each row's points as one stroke; where the pen was lifted between them is not known.

    The form: x₁, y₁, …, x₈, y₈ from 0 to 100, y up (E. Alpaydin and F. Alimoglu, *Pen-Based Recognition of Handwritten
    Digits*, 1998).

    Args:
        values: shape (n, 16).
        where: what to call them in a sentence.

    Returns:
        Digit images, shape (n, 784).

    Raises:
        DataError: if a value is out of its range, or a row cannot be drawn.
    """
    if not (values.min() >= 0 and values.max() <= FULL_SCALE):  # not: true of NaN as well
        came = values.min() if not values.min() >= 0 else values.max()
        raise DataError(
            f"{where} must have pen points from 0 to {FULL_SCALE}, as lines of {values.shape[1]} values have. "
            f"Got {came:g}."
        )
    points = values.reshape(len(values), -1, 2) * np.array([1, -1], np.float32)
    images = np.empty((len(values), IMAGE_PIXELS), np.uint8)
    for row, way in enumerate(points.tolist()):
        try:
            images[row] = digit_image_from_strokes([[(x, y) for x, y in way]]).ravel()
        except InkError as error:
            raise DataError(f"{where}, sample {row + 1}: {error}") from error
    return images
