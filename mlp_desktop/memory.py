"""Memory that is given back: threads share few heaps."""

import ctypes
import sys
from contextlib import suppress

MOST_HEAPS = 2
"""With one alone, threads that both take large pieces hold each other up."""

_M_ARENA_MAX = -8  # of malloc.h


def share_heaps() -> None:
    """Let all threads that begin from now on share :data:`MOST_HEAPS` heaps, where the C library is glibc.

    Otherwise each has one of its own, up to eight for each processor, whose upper end is not given back when the thread
    has ended: after one window of ``benchmarks/monkey.py`` the process took 286 MB so, and 231 with a single heap.
    """
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another C library
            ctypes.CDLL("libc.so.6").mallopt(_M_ARENA_MAX, MOST_HEAPS)
