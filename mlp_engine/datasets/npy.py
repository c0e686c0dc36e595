"""NumPy arrays, ``.npy``: images with their labels in a file beside them, or images alone."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_engine.datasets.npz import approve
from mlp_engine.datasets.samples import Part, Samples
from mlp_engine.datasets.tables.array_names import ArrayName, read_name
from mlp_engine.datasets.tables.named_arrays import NamedArray, samples_of_arrays
from mlp_engine.files.npz_archive import array_in, shape_in
from mlp_engine.files.source_file import SourceFile

ENDING = ".npy"


def read_npy(file: SourceFile, beside: Sequence[SourceFile], part: Part | None = None) -> Samples:
    """Read the samples of an array, with the labels that lie beside it.

    Files belong together by their names: ``X.npy`` and ``y.npy``, ``mnist_images.npy`` and ``mnist_labels.npy``,
    ``x_train.npy``, ``y_train.npy``, ``x_test.npy`` and ``y_test.npy``.

    Args:
        file: any of these.
        beside: the files in the same folder.
        part: "test" for those that are called so.

    Raises:
        DataError: if a file is no such array, or the arrays are not those of samples.
    """
    own = read_name(file.stem)
    files = [other for other in beside if other.ending == ENDING and read_name(other.stem).rest == own.rest]
    part = part or (own.part if own.part == "test" else None)
    return read_npys(files or [file], part, file.where, "_".join(own.rest) or file.stem)


def read_npys(files: Sequence[SourceFile], part: Part | None, where: str, name: str) -> Samples:
    """The samples of several arrays that belong together; see :func:`samples_of_arrays`."""
    arrays: list[NamedArray] = []
    for file in files:
        with file.open() as stream:
            shape, dtype = shape_in(stream, file.where)
        arrays.append(NamedArray(_called(file), file.where, shape, dtype, partial(_read, file)))
    return samples_of_arrays(arrays, part, where, name)


def _called(file: SourceFile) -> str:
    """The name of the file, after those of its folders that tell nothing but the part: train/images.npy."""
    parts = [folder for folder in file.parts[:-1] if _tells_part_alone(read_name(folder))]
    return "/".join((*parts, file.stem))


def _tells_part_alone(read: ArrayName) -> bool:
    return (read.part is not None or read.is_other) and read.role is None and not read.rest


def _read(file: SourceFile) -> NDArray[np.generic]:
    with file.open() as stream:
        array: NDArray[Any] = array_in(stream, file.where, approve)
    return array
