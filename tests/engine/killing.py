"""Kills a child that does one thing after another, and says how far it had told to be."""

import os
import signal
import struct
import time
from collections.abc import Callable

_COUNTER = struct.Struct("<q")


def told_before_death(work: Callable[[], Callable[[int], None]], number: int, seconds: float) -> int:
    """Let a child do the things after ``number``, and kill it (SIGKILL) after so many seconds.

    Args:
        work: called in the child; what it returns does the thing of a number, which is then told.
        number: the thing that is done already.
        seconds: how long the child lives.

    Returns:
        The last thing that was told; the one after it may be done, too.
    """
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        do = work()
        while True:
            number += 1
            do(number)
            os.write(write, _COUNTER.pack(number))
    os.close(write)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    told = number
    while block := os.read(read, _COUNTER.size):
        told = _COUNTER.unpack(block)[0]
    os.close(read)
    return told
