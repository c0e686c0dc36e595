"""Folders and files that only their owner may read: drawings and runs are nobody else's business.

On POSIX systems a folder gets the permissions 0700 and a file 0600, less where the umask says so. Elsewhere the user's
own folder is private already.
"""

import logging
import os
import stat
from contextlib import suppress
from pathlib import Path

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def make_private_folder(folder: Path) -> None:
    """Create ``folder`` and its parents if they are missing; take all rights on it and its content from others.

    The content of a folder that is private already is not visited, so that an old folder is mended once.

    Raises:
        OSError: if it cannot be created.
    """
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir(0o700, exist_ok=True)
    folder.mkdir(exist_ok=True)  # raises where a file has its place
    if _is_open_to_others(folder):
        _make_private(folder)  # first: nobody else reaches the content any more
        if _is_open_to_others(folder):
            return  # of another owner, or of a file system without permissions, such as vfat
        for path in folder.rglob("*"):
            _make_private(path)
        logging.getLogger("mlp_engine").info("Others could read %s: its permissions were mended", folder)


def create_private_file(path: Path) -> None:
    """Create an empty file at ``path`` unless there is one, which is not even opened.

    To close a file that SQLite has open would take the locks of this process away from it, and another process would
    damage the database.

    Raises:
        OSError: if it cannot be created.
    """
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _is_open_to_others(path: Path) -> bool:
    return os.name == "posix" and bool(path.stat().st_mode & _OTHERS)


def _make_private(path: Path) -> None:
    try:
        if not path.is_symlink():
            path.chmod(stat.S_IMODE(path.stat().st_mode) & ~_OTHERS)
    except OSError:
        return  # gone meanwhile, of another owner, or of a file system without permissions
