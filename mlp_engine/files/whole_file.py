"""Atomic file writes: after a full disk or a power cut the file is the old one or the new one, never half of it."""

import errno
import glob
import os
import stat
from hashlib import sha256
from pathlib import Path
from time import monotonic, sleep
from typing import BinaryIO

from mlp_engine.errors import ResultsWriteError
from mlp_engine.files.folders import is_user_data
from mlp_engine.files.paths import is_file, is_folder, is_there, resolved, shown_path
from mlp_engine.files.private import create_private_file

SECONDS_FOR_A_READER = 1.0
"""How long a pipe is waited for that nobody reads."""

_LONGEST_START = 200


def write_whole(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path`` completely; on an error the previous file stays.

    A link keeps its target, and a replaced file keeps its permissions. A new file below the data folder is private. A
    device or a pipe is written to, and never replaced; a pipe that nobody reads is waited for a moment.

    Raises:
        OSError: if the file cannot be written.
    """
    if is_there(path) and not is_file(path) and not is_folder(path):
        with _stream(path) as stream:
            stream.write(content)
        return
    path = resolved(path)
    # The temporary file is beside the target, since a rename is atomic only within one file system.
    temporary = path.with_name(f".{_start(path.name)}.{os.urandom(4).hex()}.part")
    try:
        if is_user_data(path):
            create_private_file(temporary)
        with temporary.open("r+b" if temporary.exists() else "xb") as file:
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
        # The renaming must survive a power cut too.
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _stream(path: Path) -> BinaryIO:
    """A device or a pipe, to be written to. To open a pipe that nobody reads would take for ever.

    Raises:
        OSError: if it cannot be opened.
    """
    if os.name != "posix":
        return path.open("wb")
    until = monotonic() + SECONDS_FOR_A_READER
    while True:
        try:
            stream = os.fdopen(os.open(path, os.O_WRONLY | os.O_NONBLOCK), "wb")
        except OSError as error:
            if error.errno != errno.ENXIO or not path.is_fifo():
                raise
            if monotonic() > until:
                raise OSError(errno.ENXIO, "no program reads from this pipe") from error
            sleep(0.02)
        else:
            os.set_blocking(stream.fileno(), True)
            return stream


def save_results(path: Path, content: str | bytes) -> None:
    """Write a table, a report or a picture to ``path`` completely, text as UTF-8; on an error the old file stays.

    Raises:
        ResultsWriteError: if the file cannot be written.
    """
    try:
        write_whole(path, content.encode() if isinstance(content, str) else content)
    except OSError as error:
        raise ResultsWriteError(
            f"Results must be saved where files can be written. Got {shown_path(path)} ({error.strerror or error})."
        ) from error


def clear_leftovers(path: Path) -> None:
    """Delete the temporary files of processes that were killed while they wrote ``path``."""
    path = resolved(path)
    for leftover in path.parent.glob(f".{glob.escape(_start(path.name))}.*.part"):
        leftover.unlink(missing_ok=True)


def _start(name: str) -> str:
    """The name, or a shorter one that stands for it alone: what is added must fit into the 255 bytes of a name."""
    encoded = os.fsencode(name)
    if len(encoded) <= _LONGEST_START:
        return name
    return f"{encoded[: _LONGEST_START - 17].decode(errors='ignore')}~{sha256(encoded).hexdigest()[:16]}"
