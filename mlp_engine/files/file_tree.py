"""All files of a folder or of a zip archive, in one list; the archive is not unpacked."""

import os
import zipfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from mlp_engine.errors import DataError
from mlp_engine.files.compression import FREE_BYTES, MAX_RATIO
from mlp_engine.files.paths import possible, shown_path
from mlp_engine.files.source_file import SourceFile, file_on_disk
from mlp_engine.files.zip_archive import check_entry, opened_zip

MAX_ENTRIES = 200_000
"""Of one folder."""
MAX_FILES = 1_000_000
MAX_DEPTH = 12
"""Of folders within folders; a link that leads back to a folder above ends here."""

# What systems and archives leave behind in folders; names that begin with a dot are others.
_LITTER = frozenset({"thumbs.db", "desktop.ini", "__macosx"})


@dataclass(frozen=True)
class FileTree:
    """The files of a folder or archive.

    Attributes:
        where: what it is called in a sentence.
        name: its name alone.
        files: in the order of their names, folder by folder.
    """

    where: str
    name: str
    files: tuple[SourceFile, ...]

    def __repr__(self) -> str:
        return f"FileTree({self.where!r}, {len(self.files)} files)"


def folder_tree(folder: Path) -> FileTree:
    """The files of a folder and of all folders below it, without what systems leave behind.

    Raises:
        DataError: if it cannot be read, or has too many files or folders within folders.
    """
    try:
        files = tuple(_files_below(possible(folder), ()))
    except OSError as error:
        raise DataError(
            f"{shown_path(folder)} must be a folder that can be read. Got: {error.strerror or error}."
        ) from error
    return FileTree(str(folder), folder.resolve().name, files)


@contextmanager
def zip_tree(file: SourceFile) -> Generator[FileTree]:
    """The files in a zip archive, which can be read until the ``with`` block ends.

    Raises:
        DataError: if it is no archive, is damaged, or promises more than so short a file may hold.
    """
    with opened_zip(file) as archive:
        # Not is_dir(), which fails for an entry without a name.
        entries = [entry for entry in archive.infolist() if not _is_folder(entry) and not _is_litter(entry.filename)]
        if len(entries) > MAX_FILES:
            raise DataError(f"{file} must hold at most {MAX_FILES} files. Got {len(entries)}.")
        total = sum(entry.file_size for entry in entries)
        if total > FREE_BYTES + MAX_RATIO * file.size:
            raise DataError(
                f"{file} must hold at most {MAX_RATIO} times as much as it has bytes. Got {total} bytes in "
                f"{file.size}, as in a decompression bomb."
            )
        files = [_in_archive(archive, entry, file) for entry in entries]
        yield FileTree(file.where, file.stem, tuple(sorted(files, key=lambda found: found.parts)))


def _in_archive(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, file: SourceFile) -> SourceFile:
    where = f"{file.where}/{entry.filename}"
    check_entry(entry, where)
    parts = tuple(part for part in entry.filename.replace("\\", "/").split("/") if part) or (entry.filename,)
    return SourceFile(where, parts, entry.file_size, partial(archive.open, entry))


def _is_folder(entry: zipfile.ZipInfo) -> bool:
    return not entry.filename or entry.filename.endswith("/")


def _is_litter(path: str) -> bool:
    return any(part.startswith(".") or part.lower() in _LITTER for part in path.split("/") if part)


def _files_below(folder: Path, parts: tuple[str, ...]) -> Iterator[SourceFile]:
    if len(parts) > MAX_DEPTH:
        raise DataError(f"{folder} must lie at most {MAX_DEPTH} folders deep.")
    found: list[os.DirEntry[str]] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if _is_litter(entry.name):
                continue
            found.append(entry)
            if len(found) > MAX_ENTRIES:
                raise DataError(f"{folder} must hold at most {MAX_ENTRIES} entries. Got more.")
    for entry in sorted(found, key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _files_below(Path(entry.path), (*parts, entry.name))
        elif entry.is_file():
            yield _listed_file(entry, (*parts, entry.name))


def _listed_file(entry: os.DirEntry[str], parts: tuple[str, ...]) -> SourceFile:
    """The file of an entry, which is not looked at a second time: there may be a hundred thousand of them."""
    try:
        size = entry.stat().st_size
    except OSError:  # it has vanished
        return file_on_disk(Path(entry.path), parts)
    return SourceFile(entry.path, parts, size, partial(open, entry.path, "rb", buffering=0))
