"""One holder at a time, among threads and processes: a lock that the system lets go by itself when its holder dies."""

import os
import sys
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


@contextmanager
def file_lock(path: Path, wait: Callable[[], None]) -> Generator[None, None, None]:
    """Hold the lock whose file is ``path``, for this one user of it; leave no file behind.

    While another holds it, ``wait`` is called again and again: it should sleep a little, or raise to give up.

    Raises:
        OSError: if its folder cannot be written, or its file system knows no locks.
    """
    while (file := _acquire(path)) is None:
        wait()
    try:
        yield
    finally:
        _release(file, path)


def _acquire(path: Path) -> BinaryIO | None:
    with ExitStack() as stack:
        file = stack.enter_context(path.open("ab"))
        if not (_try_lock(file.fileno()) and _is_still_at(path, file.fileno())):
            return None
        stack.pop_all()
        return file


def _is_still_at(path: Path, descriptor: int) -> bool:
    """Whether the locked file is the one that others will find, and not one deleted while we opened it."""
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
        # Windows deletes no file that somebody has open: it stays for whoever waits, and the last one removes it.
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
        # Deleted while still locked: whoever opened it before finds, once it has the lock, that the name is gone.
        with file:
            path.unlink(missing_ok=True)
