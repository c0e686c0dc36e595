"""HDF5 files, MATLAB's of version 7.3 among them, which are read where h5py is installed."""

from functools import partial
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_engine.datasets.optional_library import first_line, library
from mlp_engine.datasets.samples import Part, Samples
from mlp_engine.datasets.tables.array_names import read_name
from mlp_engine.datasets.tables.named_arrays import NamedArray, samples_of_arrays
from mlp_engine.errors import DataError
from mlp_engine.files.npz_archive import MAX_BYTES
from mlp_engine.files.source_file import SourceFile
from mlp_engine.validation import shortened

MAX_ARRAYS = 1_000

_TEXTS_AT_ONCE = 64
_LONGEST_LABEL = 100  # characters


def is_hdf5(start: bytes) -> bool:
    """Whether a file that begins with ``start`` is HDF5, which MATLAB's files of version 7.3 are too."""
    return start.startswith(b"\x89HDF\r\n\x1a\n") or start.startswith(b"MATLAB 7.3 MAT-file")


def read_hdf5(file: SourceFile, part: Part | None = None) -> Samples:
    """Read the samples of an HDF5 file; see :func:`samples_of_arrays` for what its arrays may be.

    Raises:
        DataError: if h5py is not installed, or the file is damaged, or its arrays are not those of samples.
    """
    h5py = library("h5py", file, "an HDF5 file")
    by_columns = file.start(32).startswith(b"MATLAB")  # MATLAB's dimensions come in the other order
    content = BytesIO(file.content(MAX_BYTES))
    try:
        with h5py.File(content, "r") as archive:
            found: list[NamedArray] = []

            def visit(name: str, item: Any) -> None:
                # What other files hold is not read: a stranger's file could name any of them.
                if not isinstance(item, h5py.Dataset) or item.is_virtual or item.external or len(found) >= MAX_ARRAYS:
                    return
                shape = item.shape[::-1] if by_columns else item.shape
                is_text = h5py.check_string_dtype(item.dtype) is not None
                if is_text and (len(shape) != 1 or read_name(name).role != "labels"):
                    return  # titles, file names and other words
                if (item.dtype.kind in "buif" or is_text) and item.nbytes <= MAX_BYTES:
                    dtype = np.dtype(np.str_) if is_text else item.dtype
                    read = partial(_texts, item, file) if is_text else partial(_array, item, by_columns)
                    found.append(NamedArray(name, f"{file}, array {name}", tuple(shape), dtype, read))

            archive.visititems(visit)
            return samples_of_arrays(found, part, file.where, file.stem)
    except DataError:
        raise
    except Exception as error:  # the library may raise anything on a damaged file
        raise DataError(f"{file} must be a whole and undamaged HDF5 file. Got: {first_line(error)}.") from error


def _array(item: Any, by_columns: bool) -> NDArray[Any]:
    array: NDArray[Any] = item[()]
    return array.T if by_columns else array


def _texts(item: Any, file: SourceFile) -> NDArray[np.str_]:
    """Labels as texts, some at a time: a damaged file may have one long text for all of them."""
    texts: list[str] = []
    for start in range(0, len(item), _TEXTS_AT_ONCE):
        texts += item.asstr()[start : start + _TEXTS_AT_ONCE].tolist()
        longest = max(map(len, texts[start:]))
        if longest > _LONGEST_LABEL:
            raise DataError(
                f"{file}, array {shortened(item.name)}, must hold labels, digits as texts. Got {longest:,} characters."
            )
    return np.asarray(texts)
