"""Children that work until they are killed, and tell how far they are."""

import os
import signal
import struct
import sys
import time
import traceback
from collections.abc import Callable

_COUNTER = struct.Struct("<q")
_LONGEST_LIFE = 3.0  # seconds of the clock
_PROCESS_CLOCK = 2  # Linux numbers the clock of a process's own time by its id and this, as clock_getcpuclockid(3) does

Tell = Callable[[int], None]


class Child:
    """A forked child at work.

    Args:
        work: called in the child with a function that tells a number.
    """

    def __init__(self, work: Callable[[Tell], None]) -> None:
        self._told, write = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self._told)
            code = 1
            try:
                work(lambda number: _tell(write, number))
                code = 0
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(code)
        os.close(write)

    def kill(self) -> list[int]:
        """Kill it (SIGKILL); returns all that it told. Raises if it had failed by itself."""
        os.kill(self.pid, signal.SIGKILL)
        return self.wait()

    def wait(self) -> list[int]:
        """Wait for its end; returns all that it told. Raises if it failed by itself."""
        told: list[int] = []
        while block := os.read(self._told, _COUNTER.size):
            told.append(_COUNTER.unpack(block)[0])
        os.close(self._told)
        _, status = os.waitpid(self.pid, 0)
        if os.WIFEXITED(status) and os.WEXITSTATUS(status):
            raise RuntimeError("The child failed by itself; its traceback is on standard error.")
        return told


def told_before_death(work: Callable[[], Callable[[int], None]], number: int, seconds: float) -> int:
    """Let a child do the things after ``number``, and kill it (SIGKILL) after so many seconds.

    Args:
        work: called in the child; what it returns does the thing of a number, which is then told.
        number: the thing that is done already.
        seconds: how long the child lives, of its own processor time where the system tells it, so that it works as
            much beside other programs; at most three seconds of the clock.

    Returns:
        The last thing that was told; the one after it may be done, too.
    """

    def go_on(tell: Tell) -> None:
        do, next_one = work(), number
        while True:
            next_one += 1
            do(next_one)
            tell(next_one)

    child = Child(go_on)
    _wait(child.pid, seconds)
    return (child.kill() or [number])[-1]


def _wait(pid: int, seconds: float) -> None:
    """Wait until the process has used so many seconds."""
    if sys.platform != "linux":
        time.sleep(seconds)
        return
    clock = (~pid << 3) | _PROCESS_CLOCK
    until = time.monotonic() + _LONGEST_LIFE
    while time.clock_gettime(clock) < seconds and time.monotonic() < until:
        time.sleep(0.001)


def _tell(pipe: int, number: int) -> None:
    os.write(pipe, _COUNTER.pack(number))
