"""NumPy archives, ``.npz``, with inputs and labels under any of their usual names."""

from functools import partial
from typing import Any

import numpy as np

from mlp_engine.datasets.samples import Part, Samples
from mlp_engine.datasets.tables.named_arrays import NamedArray, samples_of_arrays
from mlp_engine.errors import DataError
from mlp_engine.files.npz_archive import Shape, names_in, opened, read_array, read_shape
from mlp_engine.files.source_file import SourceFile
from mlp_engine.validation import shortened

MAX_ARRAYS = 1_000


def read_npz(file: SourceFile, part: Part | None = None) -> Samples:
    """Read the samples of an archive, compressed or not; see :func:`samples_of_arrays` for what its arrays may be.

    Raises:
        DataError: if the file is no such archive, or if an array is missing, too large, damaged, of another type or
            shape, or does not fit the other; the sentence names the file and the array.
    """
    with opened(file) as archive:
        names = names_in(archive)
        if len(names) > MAX_ARRAYS:
            raise DataError(f"{file} must hold at most {MAX_ARRAYS} arrays. Got {len(names)}.")
        arrays: list[NamedArray] = []
        for name in names:
            where = f"{file}, array {shortened(name)}"
            shape, dtype = read_shape(archive, name, where)
            arrays.append(NamedArray(name, where, shape, dtype, partial(read_array, archive, name, where, approve)))
        return samples_of_arrays(arrays, part, file.where, file.stem)


def approve(where: str, shape: Shape, dtype: np.dtype[Any]) -> None:
    """Approve any array: those that are read have been chosen by their shape and type."""
