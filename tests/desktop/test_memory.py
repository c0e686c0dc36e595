"""Threads of the program share few heaps of the C library."""

import subprocess
import sys

import pytest

from mlp_desktop.memory import MOST_HEAPS

COUNT = """
import ctypes, sys, tempfile, threading
from mlp_desktop.memory import share_heaps
if sys.argv[1:] == ["shared"]:
    share_heaps()
all_hold = threading.Barrier(9)
def hold():
    kept = [bytearray(5000) for _ in range(100)]
    all_hold.wait(60)
    all_hold.wait(60)
threads = [threading.Thread(target=hold) for _ in range(8)]
for thread in threads:
    thread.start()
all_hold.wait(60)
library = ctypes.CDLL("libc.so.6")
library.fopen.restype = ctypes.c_void_p
with tempfile.NamedTemporaryFile() as file:
    stream = ctypes.c_void_p(library.fopen(file.name.encode(), b"w"))
    library.malloc_info(0, stream)
    library.fclose(stream)
    print(file.read().count(b"<heap nr="))
all_hold.wait(60)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="heaps of glibc")
def test_threads_share_few_heaps() -> None:
    counts = [
        int(subprocess.run([sys.executable, "-c", COUNT, *how], capture_output=True, check=True, timeout=120).stdout)
        for how in ([], ["shared"])
    ]
    assert counts[0] > MOST_HEAPS, "one for each thread without it"
    assert counts[1] <= MOST_HEAPS


LEFT = """
import sys, threading
from pathlib import Path
import numpy as np
from mlp_desktop.memory import share_heaps
if sys.argv[1:] == ["shared"]:
    share_heaps()
def held():
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) * 1024
def work():
    np.ones(25 * 2**17)  # once it is free, glibc takes pieces of up to its 25 MB from a heap
    pieces = [np.ones(2**20) for _ in range(3)]
    between.append(bytearray(1000))
between = []
before = held()
for _ in range(3):
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
print(held() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="heaps of glibc")
def test_large_arrays_of_a_thread_are_given_back() -> None:
    left = [
        int(subprocess.run([sys.executable, "-c", LEFT, *how], capture_output=True, check=True, timeout=120).stdout)
        for how in ([], ["shared"])
    ]
    assert left[0] > 4e6, "the end of a heap without it"
    assert left[1] < 2e6
