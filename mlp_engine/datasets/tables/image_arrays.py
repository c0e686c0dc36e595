"""Arrays of images, in any of the usual arrangements of their dimensions, as one row an image."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import IMAGE_PIXELS
from mlp_engine.datasets.samples import side_of
from mlp_engine.datasets.tables.columns import MAX_SIDE, MIN_SIDE
from mlp_engine.errors import DataError
from mlp_engine.validation import shortened

_GREY = np.array([0.299, 0.587, 0.114], np.float32)  # of red, green and blue: ITU-R BT.601
_COLOURS = (1, 3, 4)
_OPACITY = 3  # its place

Size = tuple[int, int]


def rows_of_images(array: NDArray[Any], samples: int | None, where: str) -> tuple[NDArray[Any], Size | None, str]:
    """The images of an array, one row each.

    The dimensions may be (n, inputs), (n, height, width), (n, 1, height, width), (n, height, width, 1), any of them
    with 3 colours instead of 1, or with the samples last, as MATLAB's users often have them. Opacity as a fourth colour
    must be the same everywhere. (n, 1, inputs) and (n, inputs, 1) are understood too.

    Args:
        array: of numbers.
        samples: how many there must be, from their labels; ``None`` if there are no labels.
        where: what to call the array in a sentence.

    Returns:
        Shape (n, inputs); height and width where they are known; and a sentence if colours were made grey.

    Raises:
        DataError: if the dimensions are none of these, or not of so many samples.
    """
    if array.ndim == 2 and samples in (None, 1) and array.shape[0] == array.shape[1] and _is_side(array.shape[0]):
        array = array[None]  # one image
    if not 2 <= array.ndim <= 4 or 0 in array.shape:
        raise _refusal(array, where)
    if samples is not None and array.shape[0] != samples:
        if array.shape[-1] != samples:
            raise DataError(
                f"{where} must have one sample for each of the {samples} labels. Got shape {shortened(array.shape)}."
            )
        array = np.moveaxis(array, -1, 0)
    remark = ""
    if array.ndim == 4:
        array, remark = _grey(array, where)
    if array.ndim == 3 and 1 not in array.shape[1:]:
        return array.reshape(len(array), -1), (array.shape[1], array.shape[2]), remark
    array = array.reshape(len(array), -1)
    side = side_of(array.shape[1])
    return array, None if side is None else (side, side), remark


def refuse_turned(rows: int, columns: int, where: str) -> None:
    """Refuse a table without labels that has one row a pixel of 28×28, with or without one for the labels.

    Raises:
        DataError: if it has as many rows, and another number of columns.
    """
    if rows - IMAGE_PIXELS in (0, 1) and columns != IMAGE_PIXELS:
        raise DataError(
            f"{where} must have one row an image. Got {rows} rows and {columns} columns, as if each column were an "
            "image: turn it round with X = X.T."
        )


def _is_side(length: int) -> bool:
    return MIN_SIDE <= length <= MAX_SIDE


def _grey(array: NDArray[Any], where: str) -> tuple[NDArray[Any], str]:
    """Images with a dimension for colours, without it, shape (n, height, width)."""
    if array.shape[-1] in _COLOURS:
        planes = array
    elif array.shape[1] in _COLOURS:
        planes = np.moveaxis(array, 1, -1)
    else:
        raise _refusal(array, where)
    if planes.shape[-1] == _OPACITY + 1:
        if (planes[..., _OPACITY] != planes.flat[_OPACITY]).any():
            raise DataError(
                f"{where} must have opaque images. Got some that are transparent in parts: put them on white paper, or "
                "leave the fourth colour out with X = X[..., :3]."
            )
        planes = planes[..., :_OPACITY]
    first = planes[..., 0]
    if planes.shape[-1] == 1 or all(np.array_equal(first, planes[..., colour]) for colour in (1, 2)):
        return np.ascontiguousarray(first), ""
    grey = np.zeros(first.shape, np.float32)
    for colour, weight in enumerate(_GREY):
        grey += planes[..., colour] * weight
    if array.dtype.kind in "iu":
        grey = np.rint(grey, out=grey)
    return grey, "The colours were made grey."


def _refusal(array: NDArray[Any], where: str) -> DataError:
    return DataError(
        f"{where} must be a table or a stack of images, such as n × 784 or n × 28 × 28. "
        f"Got {shortened(array.dtype)} of shape {shortened(array.shape)}."
    )
