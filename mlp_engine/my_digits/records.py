"""What goes into the store of own drawings, and what comes out."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mlp_engine.errors import DataError
from mlp_engine.ink import PenStroke, digit_image, ink_from_drawing
from mlp_engine.ink.pen_stroke import SHEET_SIDE
from mlp_engine.validation import check_number, check_whole_number

SIDE = 28
MAX_WORD = 200
"""Letters of a device or of a network's identity."""


@dataclass(frozen=True, eq=False)
class Drawing:
    """A drawing that is to be kept.

    Attributes:
        label: the digit that it is, as its maker says.
        strokes: how it was drawn; none where only the picture of it is known.
        image: its digit image, shape (28, 28), ``uint8``; if not given, what the ink path makes of the strokes.
        answer: what the network read; ``None`` where none was asked.
        probability: how sure it was, from 0 to 1.
        network: which network that was (see :meth:`mlp_engine.perceptron.network.Network.fingerprint`); may be empty.
        device: what it was drawn with: "mouse", "pen", "touch"; may be empty. The pen's settings are the strokes' own.
        created: when it was drawn; ``None`` for the moment at which it is kept.

    Raises:
        DataError: if there is neither a stroke nor an image, or the image is none.
        SettingError: if label, answer or probability cannot be.
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
        if self.created is not None and self.created.tzinfo is None:
            raise DataError("The time of a drawing must name its zone. Got one without.")
        if self.image is not None:
            if self.image.shape != (SIDE, SIDE) or self.image.dtype != np.uint8:
                raise DataError(
                    f"A drawing's image must be {SIDE}×{SIDE} ink of type uint8. "
                    f"Got {self.image.dtype} of shape {self.image.shape}."
                )
        elif not self.strokes:
            raise DataError("A drawing must have strokes or an image. Got neither.")

    def __repr__(self) -> str:
        return f"Drawing({self.label}, {len(self.strokes)} strokes)"

    @cached_property
    def ink(self) -> NDArray[np.uint8]:
        """Its digit image, shape (28, 28): the one given, or what the ink path makes of the strokes.

        Raises:
            InkError: if the strokes cannot become one.
        """
        if self.image is not None:
            return self.image
        return digit_image(ink_from_drawing(None, [stroke.line for stroke in self.strokes], SHEET_SIDE))


@dataclass(frozen=True, eq=False)
class KeptDrawing:
    """A drawing as a list or a grid shows it; its strokes are asked for by its number.

    Attributes:
        id: its number in the store; none is given twice.
        label: the digit that it is, as its maker says.
        image: its digit image, shape (28, 28), ``uint8``, read-only.
        created: when it was drawn, in UTC.
        answer: what the network read; ``None`` where none was asked.
        probability: how sure it was.
        network: which network that was; may be empty.
        device: what it was drawn with; may be empty.
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
        """Whether the network read another digit than it is."""
        return self.answer is not None and self.answer != self.label


@dataclass(frozen=True)
class DrawingFilter:
    """Which drawings are meant.

    Attributes:
        label: only those of this digit; ``None`` for all.
        wrong_only: only those that the network read as another digit.
        since: only those drawn at this moment or later.
        until: only those drawn before this moment.
        deleted: those in the bin instead of those in use.

    Raises:
        SettingError: if there is no such digit.
        DataError: if a moment does not name its zone.
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
