"""Writes a file so that a full disk or a power cut leaves the old one or the new one, never half of each."""

import glob
import os
import stat
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Make ``path`` a file with this content: all of it, or nothing and what was there stays.

    A link keeps pointing where it points, and a file that is replaced keeps its permissions.

    Raises:
        OSError: if the file cannot be written.
    """
    path = path.resolve()
    # The temporary file stands beside the target: only within one file system is a rename all or nothing.
    temporary = path.with_name(f".{path.name}.{os.urandom(4).hex()}.part")
    try:
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            temporary.chmod(stat.S_IMODE(path.stat().st_mode))
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    if os.name == "posix":
        # The new name itself must survive a power cut too.
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def clear_leftovers(path: Path) -> None:
    """Remove what a process that was killed while it wrote ``path`` left beside it."""
    path = path.resolve()
    for leftover in path.parent.glob(f".{glob.escape(path.name)}.*.part"):
        leftover.unlink(missing_ok=True)
