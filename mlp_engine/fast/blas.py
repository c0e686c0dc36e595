"""The BLAS inside numpy's wheels, for what numpy itself does not offer in one call: C ← αAᵀB + βC and y ← αx + βy.

With numpy alone an SGD step is a product and two or three passes over the weights; on wide layers the passes wait
for memory longer than their arithmetic takes. The library is the very one that ``np.dot`` uses, with the same
threads; nothing of it is changed. Where numpy is built on another BLAS, nothing is found, and callers go without.
"""

import os
from collections.abc import Callable
from ctypes import CDLL, DEFAULT_MODE, addressof, c_char, c_double, c_float, c_int, c_int64, c_void_p
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Call = Callable[..., None]

ROW_MAJOR, AS_IT_IS, TRANSPOSED = 101, 111, 112


# A second copy would bring a second set of threads, and the two would wait for each other. (Windows knows no such flag,
# and hands out the loaded one of that name anyway.)
_ONLY_IF_LOADED = getattr(os, "RTLD_NOLOAD", 0)


def _library() -> CDLL | None:
    """The OpenBLAS that numpy's wheel brought along and has loaded, or ``None``."""
    numpy_folder = Path(np.__file__).parent
    for folder in (numpy_folder.parent / "numpy.libs", numpy_folder / ".dylibs"):
        for path in folder.glob("libscipy_openblas64_*"):
            try:
                return CDLL(str(path), DEFAULT_MODE | _ONLY_IF_LOADED)
            except OSError:
                continue
    return None


def _call(library: CDLL | None, name: str, *arguments: type) -> Call | None:
    function = getattr(library, name, None)
    if function is not None:
        function.argtypes, function.restype = arguments, None
    return function


@dataclass(frozen=True)
class Blas:
    """The routines for one type of numbers; ``None`` where numpy's BLAS is not one that we know.

    Attributes:
        gemm: order, transpose a, transpose b, m, n, k, α, a, lda, b, ldb, β, c, ldc.
        axpy: n, α, x, step in x, y, step in y.
        axpby: n, α, x, step in x, β, y, step in y; always on the one core that calls it.
    """

    gemm: Call | None
    axpy: Call | None
    axpby: Call | None = None


def _blas(library: CDLL | None, letter: str, number: type) -> Blas:
    size, array = c_int64, c_void_p
    gemm = (c_int, c_int, c_int, size, size, size, number, array, size, array, size, number, array, size)
    axpy = (size, number, array, size, array, size)
    axpby = (size, number, array, size, number, array, size)
    return Blas(
        _call(library, f"scipy_cblas_{letter}gemm64_", *gemm),
        _call(library, f"scipy_cblas_{letter}axpy64_", *axpy),
        _call(library, f"scipy_cblas_{letter}axpby64_", *axpby),
    )


_loaded = _library()
_single, _double = _blas(_loaded, "s", c_float), _blas(_loaded, "d", c_double)


def blas(array: NDArray[np.floating]) -> Blas:
    """The routines for numbers like those of ``array``."""
    return _single if array.dtype == np.float32 else _double


def address(array: NDArray[np.floating]) -> int:
    """Where the numbers of a contiguous array begin in memory, as it is passed to the routines.

    numpy's own ``ctypes.data`` takes 1.2 µs instead of 0.4: in small networks that counts, a step asks five times.
    """
    return addressof(c_char.from_buffer(array.data)) if array.flags.writeable else array.ctypes.data
