"""A lock between threads and processes, which the operating system releases when its holder dies.

Some file systems have no locks, network shares above all. There the threads of one process still exclude each other,
but other processes do not: that the file of a lock is there shows that somebody holds it, or was killed holding it.
"""

import errno
import os
import sys
import time
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from threading import Lock
from typing import BinaryIO, Literal

_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP}

_guard = Lock()
_held_here: set[Path] = set()
"""The locks that this process holds on file systems without locks."""


@contextmanager
def file_lock(path: Path, wait: Callable[[], None]) -> Generator[None]:
    """Hold the lock whose file is ``path``; the file is deleted at the end.

    While another holds it, ``wait`` is called again and again: it should sleep a little, or raise to give up.

    Raises:
        OSError: if the folder cannot be written.
    """
    while (file := _acquire(path)) is None:
        wait()
    try:
        yield
    finally:
        with _guard:
            _held_here.discard(path)
        with suppress(OSError):  # the folder may be gone or read-only by now; the lock ends all the same
            _release(file, path)


def is_locked(path: Path) -> bool | None:
    """Whether any thread or process holds the lock now; ``None`` if that cannot be known, as without locks."""
    try:
        file = _locked_file(path, "r+b")
    except FileNotFoundError:
        return False
    except OSError:
        return True if path in _held_here else None
    if file is None:
        return True
    with suppress(OSError):
        _release(file, path)
    return False


def wait_at_most(seconds: float) -> Callable[[], None]:
    """A function for :func:`file_lock` to wait with, which raises ``TimeoutError`` after so many seconds."""
    until = time.monotonic() + seconds

    def wait() -> None:
        if time.monotonic() > until:
            raise TimeoutError("another program holds it")
        time.sleep(0.05)

    return wait


def _acquire(path: Path) -> BinaryIO | None:
    try:
        return _locked_file(path, "ab")
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise
    with _guard:
        if path in _held_here:
            return None
        file = path.open("ab")
        _held_here.add(path)
        return file


def _locked_file(path: Path, mode: Literal["ab", "r+b"]) -> BinaryIO | None:
    with ExitStack() as stack:
        file = stack.enter_context(path.open(mode))
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

    def has_record_locks(folder: Path) -> bool:
        """Whether files in ``folder`` can be locked as SQLite locks its databases."""
        return True

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

    def has_record_locks(folder: Path) -> bool:
        """Whether files in ``folder`` can be locked as SQLite locks its databases; true if that cannot be tried.

        SQLite itself takes such a file system for a database that is always in use, and waits.
        """
        try:
            with TemporaryFile(dir=folder) as file:
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            return error.errno not in _NO_LOCKS
        return True
