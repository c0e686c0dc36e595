"""Workers that open pictures and read them: a photo of twelve megapixels takes a second."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mlp_desktop.workers.kit.leavable_worker import LeavableWorker
from mlp_desktop.workers.kit.worker import Stopped, Worker
from mlp_engine.ink import PenStroke
from mlp_engine.ink.grey import grey_of
from mlp_engine.ink.picture import ALL_DONE, PictureSwitches
from mlp_engine.ink.retouching import retouched
from mlp_engine.perceptron.network import Network
from mlp_engine.reading import PictureReader, ReadPicture, Turn, suggested_turn
from mlp_engine.weights.reject import Reject

_SHOWN_SIDE = 1600
"""Longer side, in pixels, of the colours that are kept: a pad of a common screen has no more."""
_COLOURED = ("RGB", "P", "CMYK", "YCbCr", "HSV")
"""Modes that Pillow converts to colours without a loss; all others are shown as grey levels."""

Levels = NDArray[np.uint8]


class DecodedPicture(NamedTuple):
    """A picture whose file was read.

    Attributes:
        grey: all of it, upright, as grey levels, shape (height, width).
        colours: the same in colour, at most 1600 pixels wide and high, shape (rows, columns, 3).
    """

    grey: Levels
    colours: Levels


class Retouches(NamedTuple):
    """How a picture is read otherwise than it came.

    Attributes:
        left: what was not rubbed out, as :func:`mlp_engine.ink.retouching.retouched` takes it.
        strokes: drawn over it.
        inverted: whether it is light on dark; ``None`` if the reader decides.
        more_ink: from −1 to 1, as :meth:`mlp_engine.reading.PictureReader.read` takes it.
        done: which steps are done.
    """

    left: Levels | None = None
    strokes: Sequence[PenStroke] = ()
    inverted: bool | None = None
    more_ink: float = 0.0
    done: PictureSwitches = ALL_DONE


class PictureResult(NamedTuple):
    """What was read in a picture, and the turn after which it could be read for sure, if that is another."""

    read: ReadPicture
    turn: Turn | None


class OpenPictureWorker(LeavableWorker):
    """Decodes a picture; ``succeeded`` gives a :class:`DecodedPicture`."""

    fault = "Opening the picture failed because of an error in this program"
    out_of_memory = "There is not enough memory for this picture. Open a smaller one."

    def __init__(self, decode: Callable[[], Image.Image]) -> None:
        """``decode`` is called in the thread; it raises :class:`~mlp_engine.errors.InkError`."""
        super().__init__()
        self._decode = decode

    def work_apart(self) -> DecodedPicture:
        """Decode the picture; called in the thread."""
        picture = self._decode()
        grey = grey_of(picture)
        return DecodedPicture(np.asarray(grey), np.asarray(_shown(picture, grey)))


class ReadPictureWorker(Worker):
    """Reads a picture; ``succeeded`` gives a :class:`PictureResult`."""

    fault = "Reading the picture failed because of an error in this program"
    out_of_memory = "There is not enough memory to read this picture. Crop it, or open a smaller one."

    def __init__(self, network: Network, reject: Reject | None, grey: Levels, retouches: Retouches) -> None:
        super().__init__()
        self._reader = PictureReader(network, reject)
        self._grey = grey
        self._retouches = retouches

    def work(self) -> PictureResult:
        """Read the picture; called in the thread."""
        retouches = self._retouches
        picture = Image.fromarray(np.ascontiguousarray(self._grey))
        if retouches.left is not None or retouches.strokes:
            picture = retouched(picture, retouches.left, retouches.strokes, retouches.inverted)
        read = self._reader.read(picture, retouches.inverted, retouches.more_ink, retouches.done)
        if self.isInterruptionRequested():
            raise Stopped
        if retouches.done != ALL_DONE:  # a step that is left out is no reason to turn the picture
            return PictureResult(read, None)
        return PictureResult(read, suggested_turn(self._reader, read, retouches.more_ink))


def _shown(picture: Image.Image, grey: Image.Image) -> Image.Image:
    """The colours of a picture, on the paper that its grey levels lie on where it is transparent."""
    if picture.has_transparency_data:
        colours = picture.convert("RGBA")
        shown = Image.composite(colours.convert("RGB"), grey.convert("RGB"), colours.getchannel("A"))
    else:
        shown = picture.convert("RGB") if picture.mode in _COLOURED else grey.convert("RGB")
    shown.thumbnail((_SHOWN_SIDE, _SHOWN_SIDE))
    return shown
