"""The records of the store of drawings: what is kept, what is returned, and what to select."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import IMAGE_SIDE
from mlp_engine.errors import DataError
from mlp_engine.files.row_values import check_moment
from mlp_engine.ink import PenStroke, digit_image, ink_from_drawing
from mlp_engine.ink.pen_stroke import SHEET_SIDE
from mlp_engine.validation import check_number, check_whole_number

MAX_WORD = 200
"""The longest name of a device or a network, in characters."""


@dataclass(frozen=True, eq=False)
class LabelledDrawing:
    """A drawing with its label, to be kept in the store.

    Attributes:
        label: the digit, as the user says.
        strokes: its strokes; empty if only the image is known.
        image: its digit image, shape (28, 28), ``uint8``; if not given, it is made from the strokes.
        answer: the digit that the network read; ``None`` if no network read it.
        probability: the probability of the answer, from 0 to 1.
        network: fingerprint of that network (see :meth:`mlp_engine.perceptron.network.Network.fingerprint`); may be
            empty.
        device: the input device: "mouse", "pen", "touch", "keys"; may be empty. The pen's settings are in the strokes.
        created: when it was drawn; ``None`` for the time at which it is kept.

    Raises:
        DataError: if there is neither a stroke nor an image, or the image is not valid.
        SettingError: if label, answer, probability or time is not valid.
    """

    label: int
    strokes: tuple[PenStroke, ...] = ()
    image: NDArray[np.uint8] | None = None
    answer: int | None = None
    probability: float | None = None
    network: str = ""
    device: str = ""
    created: datetime | None = None

    def __post_init__(self) -> None:
        check_label(self.label)
        if self.answer is not None:
            check_whole_number("Answer", self.answer, at_least=0, at_most=9)
        if self.probability is not None:
            check_number("Probability", self.probability, at_least=0, at_most=1)
        for name, word in (("Network", self.network), ("Device", self.device)):
            if len(word) > MAX_WORD:
                raise DataError(f"{name} must be named in at most {MAX_WORD} letters. Got {len(word)}.")
        if self.created is not None:
            if self.created.tzinfo is None:
                raise DataError("The time of a drawing must name its zone. Got one without.")
            check_moment("The time of a drawing", self.created)
        if self.image is not None:
            if self.image.shape != (IMAGE_SIDE, IMAGE_SIDE) or self.image.dtype != np.uint8:
                raise DataError(
                    f"A drawing's image must be {IMAGE_SIDE}×{IMAGE_SIDE} ink of type uint8. "
                    f"Got {self.image.dtype} of shape {self.image.shape}."
                )
        elif not self.strokes:
            raise DataError("A drawing must have strokes or an image. Got neither.")

    def __repr__(self) -> str:
        return f"LabelledDrawing({self.label}, {len(self.strokes)} strokes)"

    @cached_property
    def ink(self) -> NDArray[np.uint8]:
        """Its digit image, shape (28, 28): the given one, or the one made from the strokes.

        Raises:
            InkError: if the strokes cannot be turned into a digit image.
        """
        if self.image is not None:
            return self.image
        return digit_image(ink_from_drawing(None, [stroke.line for stroke in self.strokes], SHEET_SIDE))


@dataclass(frozen=True, eq=False)
class KeptDrawing:
    """A drawing in the store, without its strokes, as a list or a grid shows it.

    Attributes:
        id: its number in the store, which is never used again.
        label: the digit, as the user says.
        image: its digit image, shape (28, 28), ``uint8``, read-only.
        created: when it was drawn, in the time zone where it was drawn; in UTC if that is not known.
        answer: the digit that the network read; ``None`` if no network read it.
        probability: the probability of the answer.
        network: fingerprint of that network; may be empty.
        device: the input device; may be empty.
        deleted: whether it is in the bin.
    """

    id: int
    label: int
    image: NDArray[np.uint8]
    created: datetime
    answer: int | None
    probability: float | None
    network: str
    device: str
    deleted: bool

    @property
    def is_wrong(self) -> bool:
        """Whether the network's answer differs from the label."""
        return self.answer is not None and self.answer != self.label


@dataclass(frozen=True)
class UnreadableDrawing:
    """A drawing in the store of which something cannot be read. It can be deleted and restored like any other.

    Attributes:
        id: its number in the store.
        reason: a sentence that says what cannot be read.
        deleted: whether it is in the bin.
    """

    id: int
    reason: str
    deleted: bool


@dataclass(frozen=True, eq=False)
class AnswerHistory:
    """Whether the network read each drawing right, oldest drawing first; drawings without an answer are left out.

    Attributes:
        created: when each was drawn, UTC to the second, shape (n,), ``datetime64[s]``.
        right: whether the answer was the label, shape (n,).
    """

    created: NDArray[np.datetime64]
    right: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.right)

    def __repr__(self) -> str:
        return f"AnswerHistory({len(self)}, {int(self.right.sum())} right)"

    def accuracy(self, over: int = 50) -> NDArray[np.float64]:
        """The running accuracy, shape (n,): at each drawing the share read right of the last ``over``, or of fewer.

        Raises:
            SettingError: if ``over`` is below 1.
        """
        check_whole_number("Drawings to take the mean of", over, at_least=1)
        sums = np.concatenate(([0], np.cumsum(self.right)))
        ends = np.arange(1, len(self) + 1)
        starts = np.maximum(ends - over, 0)
        return (sums[ends] - sums[starts]) / (ends - starts)


@dataclass(frozen=True)
class DrawingFilter:
    """A selection of drawings.

    Attributes:
        label: only those with this label; ``None`` for all.
        wrong_only: only those that the network read wrong.
        since: only those drawn at this time or later.
        until: only those drawn before this time.
        deleted: those in the bin instead of those in use.

    Raises:
        SettingError: if ``label`` is not a digit.
        DataError: if a time has no time zone.
    """

    label: int | None = None
    wrong_only: bool = False
    since: datetime | None = None
    until: datetime | None = None
    deleted: bool = False

    def __post_init__(self) -> None:
        if self.label is not None:
            check_label(self.label)
        if any(moment is not None and moment.tzinfo is None for moment in (self.since, self.until)):
            raise DataError("A moment to filter by must name its zone. Got one without.")


def check_label(label: int) -> None:
    """Raise :class:`~mlp_engine.errors.SettingError` unless ``label`` is a digit."""
    check_whole_number("Label", label, at_least=0, at_most=9)
