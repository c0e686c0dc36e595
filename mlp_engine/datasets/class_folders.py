"""Pictures sorted into folders named after their digits: ``0/`` … ``9/`` with PNG, JPEG and BMP files."""

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import IMAGE_PIXELS, IMAGE_SIDE
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.errors import DataError, InkError
from mlp_engine.ink import digit_image, ink_from_picture, open_picture

MAX_ENTRIES = 200_000
"""Of a folder."""

_DIGITS = tuple("0123456789")
_ENDINGS = (".png", ".jpg", ".jpeg", ".bmp")
# What systems and archives leave behind in folders; names that begin with a dot are others.
_LITTER = ("thumbs.db", "desktop.ini", "__macosx")


def has_class_folders(folder: Path) -> bool:
    """Whether ``folder`` holds a folder named after a digit."""
    return any(os.path.isdir(folder / digit) for digit in _DIGITS)  # noqa: PTH112 (Path.is_dir may raise)


def load_class_folders(folder: Path, *, on_progress: Callable[[int], None] | None = None) -> Dataset:
    """Make a digit image of every picture in the folders ``0`` to ``9`` of ``folder``.

    A grey picture (8 bits) of 28×28 pixels is a digit image already, as MNIST's are when they are saved as pictures:
    it is taken as it is, or inverted if its edge is light. All others go the way of all pictures, through the ink path.

    A digit may have no folder, or an empty one. Other files than pictures are passed over, and so is what systems
    leave in folders; the name of the data set tells how many files were passed over. The classes take turns, each in
    the order of its files' names, so that the first samples are of all classes.

    Args:
        folder: where the folders are.
        on_progress: called with the number of pictures read so far, after each.

    Returns:
        Digit images as ``uint8`` rows of 784, named after the folder.

    Raises:
        DataError: for a folder with another name than a digit, a folder within a class, a picture that is blank,
            damaged or too large, more than 200,000 entries in a folder, or no pictures at all; naming the entry.
    """
    try:
        pictures, passed_over = _find_pictures(folder)
        images = np.empty((len(pictures), IMAGE_PIXELS), np.uint8)
        for number, (_, _, path) in enumerate(pictures):
            try:
                images[number] = _read(path).ravel()
            except InkError as error:
                raise DataError(f"{path} cannot be a sample: {error}") from error
            if on_progress is not None:
                on_progress(number + 1)
    except OSError as error:
        raise DataError(f"{folder} must be a folder that can be read. Got: {error.strerror or error}.") from error
    if not pictures:
        raise DataError(f"{folder} must hold PNG, JPEG or BMP pictures in its folders 0 to 9. Got none.")
    name = folder.resolve().name + (f", {passed_over} other files passed over" if passed_over else "")
    labels = np.array([label for _, label, _ in pictures], np.int64)
    return Dataset(images, labels, name)


def _find_pictures(folder: Path) -> tuple[list[tuple[int, int, Path]], int]:
    """Place within its class, label and path of every picture, in order; and how many files are no pictures."""
    pictures: list[tuple[int, int, Path]] = []
    passed_over = 0
    for entry in _entries(folder):
        if not entry.is_dir():
            passed_over += 1
        elif entry.name not in _DIGITS:
            raise DataError(f"{entry.path} must be named after a digit, 0 to 9, as all folders beside it.")
        else:
            files = _entries(Path(entry.path))
            for file in files:
                if file.is_dir():
                    raise DataError(f"{file.path} must be a picture. Got a folder, within the folder of a class.")
            paths = [Path(file.path) for file in files if file.name.lower().endswith(_ENDINGS)]
            passed_over += len(files) - len(paths)
            pictures += [(place, int(entry.name), path) for place, path in enumerate(paths)]
    return sorted(pictures), passed_over


def _entries(folder: Path) -> list["os.DirEntry[str]"]:
    """What is in ``folder``, by name, without litter."""
    found: list[os.DirEntry[str]] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(".") or entry.name.lower() in _LITTER:
                continue
            found.append(entry)
            if len(found) > MAX_ENTRIES:
                raise DataError(f"{folder} must hold at most {MAX_ENTRIES} entries. Got more.")
    return sorted(found, key=lambda entry: entry.name)


def _read(path: Path) -> NDArray[np.uint8]:
    """The digit image of a picture, shape (28, 28)."""
    picture = open_picture(path)
    if picture.mode != "L" or picture.size != (IMAGE_SIDE, IMAGE_SIDE):
        return digit_image(ink_from_picture(picture))
    levels = np.asarray(picture)
    if levels.min() == levels.max():
        raise InkError("A picture must show a digit. Got a blank one.")
    edge = np.concatenate([levels[0], levels[-1], levels[1:-1, 0], levels[1:-1, -1]])
    return 255 - levels if edge.mean() > 127.5 else levels
