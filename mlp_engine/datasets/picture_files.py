"""Picture files as samples: sorted into folders, named after their digits, listed in a table, or without labels."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mlp_engine.arrays import IMAGE_PIXELS, IMAGE_SIDE
from mlp_engine.datasets.picture_labels import is_picture, labels_from_folders, labels_from_names, labels_from_table
from mlp_engine.datasets.samples import Samples
from mlp_engine.errors import DataError, InkError
from mlp_engine.files.source_file import SourceFile
from mlp_engine.ink import digit_image_of_picture
from mlp_engine.ink.contrast import BLANK
from mlp_engine.ink.picture_file import KINDS, decode_one_of_many, ignored_warnings
from mlp_engine.validation import shortened

# Places of the outermost pixels of a digit image.
_EDGE = np.flatnonzero(np.pad(np.zeros((IMAGE_SIDE - 2, IMAGE_SIDE - 2), np.bool_), 1, constant_values=True))

_BLOCK = 256  # pictures that are looked over together


def read_pictures(
    files: Sequence[SourceFile], where: str, name: str, *, on_progress: Callable[[int], None] | None = None
) -> Samples:
    """Make a digit image of every picture that has a label, or of every picture where none has one.

    A grey picture (8 bits) of 28×28 pixels is a digit image already, as MNIST's are when they are saved as pictures:
    it is taken as it is, or inverted if its edge is light. All others take the ink path, like every picture.

    Labels come from the names of folders, else from a table, else from the names of the files. The classes take turns,
    each in the order of its files' names, so that the first samples are of all classes. The name of the data set tells
    how many files were passed over: those that are no pictures, and those without a label where others have one.

    Args:
        files: all that lie together.
        where: what to call their folder in a sentence.
        name: what to call the data set.
        on_progress: called with the number of pictures read so far, after each.

    Raises:
        DataError: for a picture that is blank, damaged or too large, naming it; if labels could be read in two ways; or
            if there are no pictures.
    """
    (samples,) = picture_batches(files, where, name, len(files), on_progress=on_progress)
    return samples


def picture_batches(
    files: Sequence[SourceFile],
    where: str,
    name: str,
    count: int,
    *,
    on_progress: Callable[[int], None] | None = None,
) -> Iterator[Samples]:
    """The samples of :func:`read_pictures`, at most ``count`` at a time, each batch as soon as it is read."""
    pictures = [file for file in files if is_picture(file)]
    if not pictures:
        raise DataError(f"{where} must hold {KINDS} pictures. Got none.")
    others = [file for file in files if not is_picture(file)]
    labels = labels_from_folders(pictures) or labels_from_table(pictures, others) or labels_from_names(pictures)
    chosen = _in_turn(labels) if labels else pictures
    passed_over = len(files) - len(chosen)
    folders = sorted({file.parts[-2] for file in pictures if len(file.parts) > 1})
    named = shortened(", ".join(folders), 80)
    remarks = (f"The folders {named} are not called after digits, 0 to 9: the pictures have no labels.",)
    noun = "file" if passed_over == 1 else "files"
    for start in range(0, len(chosen), count):
        batch = chosen[start : start + count]
        yield Samples(
            _digit_images(batch, None if on_progress is None else partial(_report_more, on_progress, start)),
            name + (f", {passed_over} other {noun} passed over" if passed_over else ""),
            np.array([labels[file] for file in batch], np.int64) if labels else None,
            ids=tuple("/".join(file.parts) for file in batch),
            size=(IMAGE_SIDE, IMAGE_SIDE),
            origin="pictures",
            remarks=remarks if len(folders) > 1 and not labels else (),
        )


def _in_turn(labels: dict[SourceFile, int]) -> list[SourceFile]:
    """The pictures, one of each class after the other."""
    places = dict.fromkeys(range(10), 0)
    order: list[tuple[int, int, tuple[str, ...], SourceFile]] = []
    for file, label in sorted(labels.items(), key=lambda entry: entry[0].parts):
        order.append((places[label], label, file.parts, file))
        places[label] += 1
    return [file for *_, file in sorted(order, key=lambda entry: entry[:3])]


def _report_more(report: Callable[[int], None], before: int, done: int) -> None:
    report(before + done)


def _digit_images(files: Sequence[SourceFile], report: Callable[[int], None] | None) -> NDArray[np.uint8]:
    """The digit images of picture files, shape (files, 784).

    Raises:
        DataError: for the first that is blank, damaged, too large or no picture, naming it.
    """
    images = np.empty((len(files), IMAGE_PIXELS), np.uint8)
    for start in range(0, len(files), _BLOCK):
        block = _Block(files[start : start + _BLOCK], images[start : start + _BLOCK])
        try:
            with ignored_warnings():
                for place in range(len(block.files)):
                    block.read(place)
                    if report is not None:
                        report(start + place + 1)
        except DataError:
            block.finish()  # a blank one before it is the first
            raise
        block.finish()
    return images


class _Block:
    """Picture files that are read one by one, of which those that are digit images already are looked over together."""

    def __init__(self, files: Sequence[SourceFile], images: NDArray[np.uint8]) -> None:
        self.files = files
        self._images = images
        self._found: list[int] = []
        # One below the other, so that their levels are taken out of Pillow all at once.
        self._sheet = Image.new("L", (IMAGE_SIDE, IMAGE_SIDE * len(files)))

    def read(self, place: int) -> None:
        """Read the file in this place."""
        file = self.files[place]
        try:
            with file.open() as stream:
                picture = decode_one_of_many(stream, file.size, file.name)
            if _is_digit_image(picture):
                self._sheet.paste(picture, (0, IMAGE_SIDE * place))
                self._found.append(place)
            else:
                self._images[place] = digit_image_of_picture(picture).ravel()
        except InkError as error:
            raise DataError(f"{file} cannot be a sample: {error}") from error

    def finish(self) -> None:
        """Put what was found in its place, inverted where it is on light paper."""
        levels = np.frombuffer(self._sheet.tobytes(), np.uint8).reshape(len(self.files), IMAGE_PIXELS)
        dark, blank = _on_dark(levels[self._found])
        if blank.any():
            raise DataError(f"{self.files[self._found[int(blank.argmax())]]} cannot be a sample: {BLANK}")
        self._images[self._found] = dark


def sample_image(picture: Image.Image) -> NDArray[np.uint8]:
    """The digit image of a picture, shape (28, 28); a grey one of that size is taken as it is, or inverted.

    Raises:
        InkError: if it is blank.
    """
    if not _is_digit_image(picture):
        return digit_image_of_picture(picture)
    dark, blank = _on_dark(np.frombuffer(picture.tobytes(), np.uint8)[np.newaxis])
    if blank.any():
        raise InkError(BLANK)
    return dark.reshape(IMAGE_SIDE, IMAGE_SIDE)


def _is_digit_image(picture: Image.Image) -> bool:
    return picture.mode == "L" and picture.size == (IMAGE_SIDE, IMAGE_SIDE)


def _on_dark(images: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """The images, shape (n, 784), inverted where their edge is light; and which of them are blank."""
    light = images[:, _EDGE].sum(axis=1, dtype=np.int64) > 127.5 * len(_EDGE)
    # 255 - v is v with all of its bits turned round.
    return images ^ np.where(light, np.uint8(255), np.uint8(0))[:, np.newaxis], images.min(axis=1) == images.max(axis=1)
