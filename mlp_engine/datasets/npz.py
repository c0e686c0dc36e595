"""NumPy archives, ``.npz``, with the samples in an array X and their labels in an array y."""

import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.errors import DataError
from mlp_engine.files.npz_archive import Check, Shape, names_in, opened, read_array
from mlp_engine.validation import shortened

MAX_SAMPLES = 1_000_000

_CLASSES = 10
_FULL_INK = 255


def load_npz(path: Path) -> Dataset:
    """Load X and y of an archive, compressed or not; other arrays in it are passed over.

    X has a sample a row, shape (n, inputs), or an image each, shape (n, height, width): whole numbers of any type are
    ink from 0 to 255, floating numbers are shares of ink from 0 to 1. y has shape (n,) or (n, 1) and holds whole
    numbers from 0 to 9.

    Returns:
        Rows of ``uint8`` for whole numbers, floating ones otherwise, named after the file.

    Raises:
        DataError: if the file is no such archive, or if an array is missing, too large, damaged, of another type or
            shape, or does not fit the other; the sentence names the file and the array.
    """
    with opened(path) as archive:
        labels = _labels(archive, path)
        inputs = _inputs(archive, path, len(labels))
    return Dataset(inputs, labels, path.name.removesuffix(".npz"))


def _labels(archive: zipfile.ZipFile, path: Path) -> NDArray[np.int64]:
    def check(where: str, shape: Shape, dtype: np.dtype[Any]) -> None:
        if dtype.kind not in "iu" or shape[1:] not in ((), (1,)) or not shape:
            raise DataError(f"{where} must be a plain list of whole numbers. Got {dtype} of shape {shortened(shape)}.")
        if not 1 <= shape[0] <= MAX_SAMPLES:
            raise DataError(f"{where} must have from 1 to {MAX_SAMPLES} labels. Got {shortened(shape[0])}.")

    labels = _read(archive, "y", path, check).ravel()
    low, high = labels.min(), labels.max()
    if low < 0 or high >= _CLASSES:
        raise DataError(f"{path}, array y must hold labels from 0 to {_CLASSES - 1}. Got {low if low < 0 else high}.")
    return labels.astype(np.int64)


def _inputs(archive: zipfile.ZipFile, path: Path, samples: int) -> NDArray[np.generic]:
    def check(where: str, shape: Shape, dtype: np.dtype[Any]) -> None:
        if dtype.kind not in "iuf" or dtype.itemsize > 8 or len(shape) not in (2, 3) or 0 in shape[1:]:
            raise DataError(
                f"{where} must be a table or a stack of images of whole or floating numbers. "
                f"Got {dtype} of shape {shortened(shape)}."
            )
        if shape[0] != samples:
            raise DataError(
                f"{where} must have one sample for each of the {samples} labels. Got {shortened(shape[0])}."
            )

    inputs = _read(archive, "X", path, check).reshape(samples, -1)
    low, high = inputs.min(), inputs.max()
    is_whole = inputs.dtype.kind in "iu"
    if not (low >= 0 and high <= (_FULL_INK if is_whole else 1)):  # not: true of NaN as well
        wanted = "whole numbers from 0 to 255" if is_whole else "floating numbers from 0 to 1"
        raise DataError(f"{path}, array X must hold {wanted}. Got {high if low >= 0 else low}.")
    if is_whole:
        return inputs.astype(np.uint8, copy=False)
    return inputs.astype(np.float64 if inputs.dtype.itemsize == 8 else np.float32, copy=False)


def _read(archive: zipfile.ZipFile, name: str, path: Path, check: Check) -> NDArray[Any]:
    try:
        return read_array(archive, name, f"{path}, array {name}", check)
    except KeyError:
        held = ", ".join(names_in(archive)) or "nothing"
        raise DataError(f"{path} must hold the arrays X and y. It holds {shortened(held)}.") from None
