"""Whether there is a file or a folder at a path that somebody typed, chose or stored.

``Path.exists`` and its like raise an error for some paths that lead nowhere: a name that is too long, a folder that may
not be entered. These functions say no.
"""

import errno
import os
from pathlib import Path

from mlp_engine.validation import shortened


def is_there(path: Path | str) -> bool:
    """Whether there is anything at ``path``."""
    return os.path.exists(path)  # noqa: PTH110


def is_file(path: Path | str) -> bool:
    """Whether there is a file at ``path``, and no folder, pipe or device."""
    return os.path.isfile(path)  # noqa: PTH113


def is_folder(path: Path | str) -> bool:
    """Whether there is a folder at ``path``."""
    return os.path.isdir(path)  # noqa: PTH112


def why_no_file(path: Path | str) -> str:
    """A sentence about a path at which :func:`is_file` finds no file."""
    return "It is a folder, a pipe or a device." if is_there(path) else "There is no such file."


def why_impossible(path: Path) -> str:
    """Why nothing can be at ``path``, such as a name too long for its file system; empty if there is or can be.

    Only a try shows whether it can be written.
    """
    try:
        path.lstat()
    except FileNotFoundError:
        return ""
    except (OSError, ValueError) as error:
        return getattr(error, "strerror", None) or str(error)
    return ""


def resolved(path: Path) -> Path:
    """``path`` from the root on, with links replaced by what they lead to.

    Raises:
        OSError: for a link in a circle, a character that no path has, or a current folder that was deleted.
    """
    try:
        path.stat()  # before Python, which from 3.13 on passes over a circle, and before that has its own error for it
    except ValueError as error:
        raise OSError(errno.EINVAL, shortened(error, 200)) from error
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise
    return path.resolve()


def shown_name(path: Path | str) -> str:
    """The name of a file as text to show: on one line, not longer than a name should be, with its hidden marks visible.

    A stranger's file name may hold marks that turn the direction of writing, so that a program looks like a picture.
    """
    path = Path(path)
    return shortened(path.name or str(path), 80)
