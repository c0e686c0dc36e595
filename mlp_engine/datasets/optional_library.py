"""The usual libraries of some kinds of files, which are read where they are installed (the extra ``data``)."""

from importlib import import_module
from typing import Any

from mlp_engine.errors import DataError
from mlp_engine.files.source_file import SourceFile
from mlp_engine.validation import shortened


def library(name: str, file: SourceFile, kind: str) -> Any:
    """The library ``name``, with which ``file`` is read, ``kind`` of file in words.

    Raises:
        DataError: if it is not installed; the sentence says how to install it.
    """
    try:
        return import_module(name)
    except ImportError as error:
        package = name.split(".")[0]
        raise DataError(f"{file} is {kind}, which {package} must be installed for: pip install {package}.") from error


def first_line(error: Exception) -> str:
    """What an error of a library says, in one line."""
    return shortened(" ".join(str(error).split()), 200) or type(error).__name__
