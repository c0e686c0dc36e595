"""Memory that is given back: threads share few heaps, and large arrays stand in none of them."""

import ctypes
import sys
from contextlib import suppress

MOST_HEAPS = 2
"""With one alone, threads that both take large pieces hold each other up."""
LARGE = 2**20
"""Bytes from which on a piece of memory is the system's own, and goes back to it as soon as it is free."""
KEPT = 2**21
"""Most bytes that are free at the upper end of a heap."""

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8  # of malloc.h


def share_heaps() -> None:
    """Let all threads that begin from now on share :data:`MOST_HEAPS` heaps, where the C library is glibc.

    Otherwise each has one of its own, up to eight for each processor, whose upper end is not given back when the thread
    has ended: after one window of ``benchmarks/monkey.py`` the process took 286 MB so, and 231 with a single heap.

    The bounds :data:`LARGE` and :data:`KEPT` are fixed, too. By default glibc raises both whenever a large array is
    freed, the second up to 64 MB, and so much stays at the end of each thread's heap for ever: not even ``malloc_trim``
    gives the end of another heap than the first back. The distances between 1,000 samples of a map are such arrays.
    """
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another C library
            library = ctypes.CDLL("libc.so.6")
            for what, bound in ((_M_ARENA_MAX, MOST_HEAPS), (_M_MMAP_THRESHOLD, LARGE), (_M_TRIM_THRESHOLD, KEPT)):
                library.mallopt(what, bound)
