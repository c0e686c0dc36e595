"""Whether there is a file or a folder at a path that somebody typed, chose or stored.

``Path.exists`` and its like raise an error for some paths that lead nowhere: a name that is too long, a folder that may
not be entered. These functions say no.
"""

import errno
import os
from pathlib import Path

from mlp_engine.validation import shortened

_MOST_OF_A_PATH = 500  # characters


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
        possible(path).lstat()
    except FileNotFoundError:
        return ""
    except OSError as error:
        return error.strerror or str(error)
    return ""


def possible(path: Path | str) -> Path:
    """``path``, if its text can be a path at all.

    Raises:
        OSError: if it holds a null character, a lone surrogate, or, in a locale such as C, a character that names of
            files lack; Python has another error for these in every place.
    """
    try:
        if b"\0" in os.fsencode(path):
            raise OSError(errno.EINVAL, "no path has a null byte in it")
    except UnicodeEncodeError as error:
        character = error.object[error.start]
        if "\ud800" <= character <= "\udfff":
            raise OSError(errno.EINVAL, "no path has half a character in it") from error
        lacking = f"in this locale, names of files are {error.encoding}, which lacks {shortened(character, 10)}"
        raise OSError(errno.EINVAL, lacking) from error
    return Path(path)


def resolved(path: Path) -> Path:
    """``path`` from the root on, with links replaced by what they lead to.

    Raises:
        OSError: for a link in a circle, a character that no path has, or a current folder that was deleted.
    """
    try:
        # Before Python, which from 3.13 on passes over a circle, and before that has its own error for it.
        possible(path).stat()
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.EINVAL):
            raise
    return path.resolve()


def shown_path(path: Path | str) -> str:
    """A path as text for a sentence: on one line, its hidden marks visible, and cut where no file system goes."""
    return shortened(path, _MOST_OF_A_PATH)


def shown_name(path: Path | str) -> str:
    """The name of a file as text to show: on one line, not longer than a name should be, with its hidden marks visible.

    A stranger's file name may hold marks that turn the direction of writing, so that a program looks like a picture.
    """
    path = Path(path)
    return shortened(path.name or str(path), 80)
