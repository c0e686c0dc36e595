"""A lock between threads and processes, which the operating system releases when its holder dies."""

import os
import sys
import time
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


@contextmanager
def file_lock(path: Path, wait: Callable[[], None]) -> Generator[None, None, None]:
    """Hold the lock whose file is ``path``; the file is deleted at the end.

    While another holds it, ``wait`` is called again and again: it should sleep a little, or raise to give up.

    Raises:
        OSError: if the folder cannot be written, or the file system has no locks.
    """
    while (file := _acquire(path)) is None:
        wait()
    try:
        yield
    finally:
        _release(file, path)


def wait_at_most(seconds: float) -> Callable[[], None]:
    """A function for :func:`file_lock` to wait with, which raises ``TimeoutError`` after so many seconds."""
    until = time.monotonic() + seconds

    def wait() -> None:
        if time.monotonic() > until:
            raise TimeoutError("another program holds it")
        time.sleep(0.05)

    return wait


def _acquire(path: Path) -> BinaryIO | None:
    with ExitStack() as stack:
        file = stack.enter_context(path.open("ab"))
        if not (_try_lock(file.fileno()) and _is_still_at(path, file.fileno())):
            return None
        stack.pop_all()
        return file


def _is_still_at(path: Path, descriptor: int) -> bool:
    """Whether the locked file still has this path, and was not deleted while we opened it."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _release(file: BinaryIO, path: Path) -> None:
        # Windows deletes no file that another process has open: the last process to wait deletes it.
        file.close()
        with suppress(OSError):
            path.unlink()

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _release(file: BinaryIO, path: Path) -> None:
        # Delete it while it is still locked: a process that opened it before will see, once it has the lock, that
        # the path is gone.
        with file:
            path.unlink(missing_ok=True)
