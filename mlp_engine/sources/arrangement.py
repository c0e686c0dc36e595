"""The arrangement of images in arrays: row by row or column by column, dark or light ink, which side is up."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import IMAGE_PIXELS, IMAGE_SIDE
from mlp_engine.datasets.samples import Samples
from mlp_engine.errors import DataError, InkError
from mlp_engine.ink import digit_image
from mlp_engine.perceptron.inputs import FULL_INK

Size = tuple[int, int]


@dataclass(frozen=True)
class Arrangement:
    """How the images of a file become upright digits in dark ink.

    Attributes:
        transposed: whether rows and columns of each image are exchanged, as EMNIST's files need it.
        inverted: whether ink and paper are exchanged.
        flipped: whether top and bottom are exchanged, as strokes need it whose y points the other way.
    """

    transposed: bool = False
    inverted: bool = False
    flipped: bool = False

    def __str__(self) -> str:
        turns = {"transposed": self.transposed, "inverted": self.inverted, "flipped": self.flipped}
        return " and ".join(word for word, is_made in turns.items() if is_made) or "as they are"

    def is_part_of(self, other: "Arrangement") -> bool:
        """Whether all that this one exchanges is exchanged by ``other`` too."""
        return self | other == other

    def __or__(self, other: "Arrangement") -> "Arrangement":
        """The arrangement that exchanges what this one does and what ``other`` does."""
        return Arrangement(
            self.transposed or other.transposed, self.inverted or other.inverted, self.flipped or other.flipped
        )

    def of(self, inputs: NDArray[Any], size: Size = (IMAGE_SIDE, IMAGE_SIDE)) -> NDArray[Any]:
        """The rows of ``inputs``, images of ``size`` (height and width), so arranged; shape (n, height · width)."""
        images = inputs.reshape(len(inputs), *size)
        if self.flipped:
            images = images[:, ::-1]
        if self.transposed:
            images = images.transpose(0, 2, 1)
        if self.inverted:
            images = (FULL_INK if images.dtype == np.uint8 else 1) - images
        return np.ascontiguousarray(images).reshape(len(inputs), -1)


AS_THEY_ARE = Arrangement()
WORDS = {
    ":transposed": Arrangement(transposed=True),
    ":inverted": Arrangement(inverted=True),
    ":flipped": Arrangement(flipped=True),
}
"""What may stand behind the text that names a source."""
AS_IS = ":as-is"
"""Stands behind it instead of them."""


def words_of(arrangement: Arrangement) -> str:
    """How an arrangement is written behind the text that names a source."""
    return "".join(word for word, turn in WORDS.items() if turn.is_part_of(arrangement)) or AS_IS


def arranged(samples: Samples, arrangement: Arrangement) -> Samples:
    """The samples so arranged; their name says so.

    Raises:
        DataError: if something must be exchanged, and it is not known how high and wide the images are.
    """
    if arrangement == AS_THEY_ARE:
        return samples
    if samples.size is None:
        raise DataError(
            f"{samples.name} must hold images of a known size to be {arrangement}. "
            f"Got {samples.inputs.shape[1]} inputs."
        )
    height, width = samples.size
    return replace(
        samples,
        inputs=arrangement.of(samples.inputs, samples.size),
        size=(width, height) if arrangement.transposed else samples.size,
        name=f"{samples.name}, {arrangement}",
    )


def as_digit_images(samples: Samples) -> Samples:
    """The samples brought to 28×28 pixels by the ink path: cropped, fitted into 20×20, centred by mass.

    The name says so.

    Raises:
        DataError: if it is not known how high and wide they are.
    """
    if samples.size == (IMAGE_SIDE, IMAGE_SIDE):
        return samples
    if samples.size is None:
        raise DataError(
            f"{samples.name} must hold images of a known size to be brought to {IMAGE_SIDE}×{IMAGE_SIDE}. "
            f"Got {samples.inputs.shape[1]} inputs."
        )
    images = normalised(samples.inputs, samples.size)
    name = f"{samples.name}, brought to {IMAGE_SIDE}×{IMAGE_SIDE}"
    return replace(samples, inputs=images, size=(IMAGE_SIDE, IMAGE_SIDE), name=name)


def normalised(rows: NDArray[Any], size: Size) -> NDArray[np.uint8]:
    """Images of any size as digit images, shape (n, 784); blank ones stay blank."""
    ink = rows if rows.dtype == np.uint8 else np.rint(rows * FULL_INK).astype(np.uint8)
    images = np.zeros((len(rows), IMAGE_PIXELS), np.uint8)
    for place, image in enumerate(ink.reshape(len(rows), *size)):
        try:
            images[place] = digit_image(image).ravel()
        except InkError:  # blank
            continue
    return images
