"""Pictures that lie on their side or upside down: which turn would make them readable."""

from dataclasses import dataclass

from PIL import Image

from mlp_engine.errors import InkError
from mlp_engine.reading.picture_reader import PictureReader, ReadPicture

_SURE = 0.95
"""A picture whose digits are all accepted with at least this probability is not turned …"""
_SURER = 0.98
"""… and another is turned only if all its digits are then accepted with at least this one."""

_ALIKE_TURNED = frozenset("018")
"""Digits that may look the same after a turn."""

_TURNS = (
    (1, Image.Transpose.ROTATE_90),
    (3, Image.Transpose.ROTATE_270),
    (2, Image.Transpose.ROTATE_180),
)


@dataclass(frozen=True)
class Turn:
    """A turn after which a picture can be read.

    Attributes:
        quarters: by how many quarters to the left, 1 to 3.
        text: what it reads then, one line for each row.
    """

    quarters: int
    text: str


def suggested_turn(reader: PictureReader, read: ReadPicture, more_ink: float = 0.0) -> Turn | None:
    """The turn after which the network is surest of all digits of a picture.

    Args:
        reader: that read it.
        read: how it was read as it is.
        more_ink: that it was read with.

    Returns:
        ``None`` if it is read for sure as it is, or not for sure after any turn; or if it is read the same then, and
        may look the same too. A 6 upside down is a 9, so a picture that is read for sure is never doubted.
    """
    if not read.digits or _certainty(read) >= _SURE:
        return None
    found: list[tuple[float, Turn]] = []
    for quarters, turn in _TURNS:
        try:
            turned = reader.read(read.steps.grey.transpose(turn), read.steps.paper.inverted, more_ink)
        except InkError:
            continue
        found.append((_certainty(turned), Turn(quarters, turned.text)))
    certainty, turn = max(found, key=lambda candidate: candidate[0], default=(0.0, None))
    if turn is None or certainty < _SURER:
        return None
    looks_the_same = turn.text == read.text and _ALIKE_TURNED.issuperset("".join(turn.text.split()))
    return None if looks_the_same else turn


def _certainty(read: ReadPicture) -> float:
    """The least probability of any digit; 0 if one is refused or there is none."""
    if any(digit.refused for digit in read.digits):
        return 0.0
    return min((float(digit.probabilities.max()) for digit in read.digits), default=0.0)
