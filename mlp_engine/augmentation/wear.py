"""What a camera or a scanner makes of ink: blurred, with broken strokes, beside remains of the lines of the paper.

It works on ink before it becomes a digit image, because a remaining line moves the digit in it.
"""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from mlp_engine.validation import check_number

_GAP_WIDTHS = (0.02, 0.05)
_LINE_WIDTHS = (0.015, 0.05)
_LINE_LENGTHS = (0.2, 0.9)
_LINE_INK = (90, 255)
_ASIDE = 0.12  # a remaining line stands at most so far from the edge of the ink, on either side
_FAINTEST = 24  # ink below it, as a blur leaves far out, is paper


@dataclass(frozen=True)
class WearRanges:
    """How much ink may suffer. All 0 changes nothing.

    Attributes:
        blur: largest standard deviation of the blur, in longer sides of the ink.
        gap: probability that strokes are broken, in one or two places.
        line: probability that a piece of a line remains at one side.

    Raises:
        SettingError: if a value is out of its range.
    """

    blur: float = 0.0
    gap: float = 0.0
    line: float = 0.0

    def __post_init__(self) -> None:
        for name in (field.name for field in fields(self)):
            check_number(f"Range {name}", getattr(self, name), at_least=0, at_most=1)


WEAR = WearRanges(blur=0.06, gap=0.15, line=0.12)
"""About what the steps of the ink path leave of photographs and scans."""


def worn(ink: NDArray[np.uint8], rng: np.random.Generator, ranges: WearRanges = WEAR) -> NDArray[np.uint8]:
    """The same ink after a picture was taken of it.

    Args:
        ink: shape (height, width), 0 for paper; some of it.
        rng: for everything random.
        ranges: how much it may suffer.

    Returns:
        Ink of about the same size, with paper around it, its darkest pixel at 255. Of broken strokes at least two
        thirds are left.
    """
    side = max(ink.shape)
    margin = round(2 * _ASIDE * side) + 2
    sheet = Image.fromarray(np.pad(ink, margin))
    if rng.random() < ranges.gap:
        sheet = _broken(sheet, side, rng)
    if rng.random() < ranges.line:
        sheet = _ruled(sheet, side, margin, rng)
    # Most pictures are sharp: the square of a number that is drawn evenly from 0 to 1 is more often small than large.
    blur = ranges.blur * rng.random() ** 2 * side
    if blur > 0:
        sheet = sheet.filter(ImageFilter.GaussianBlur(blur))
    levels = np.asarray(sheet, np.float64)
    result = np.rint(levels * (255 / levels.max())).astype(np.uint8)
    result[result < _FAINTEST] = 0
    return result


def _broken(sheet: Image.Image, side: int, rng: np.random.Generator) -> Image.Image:
    """The sheet with one or two gaps through the ink, unless they would take more than a third of it."""
    result = sheet.copy()
    pen = ImageDraw.Draw(result)
    rows, columns = np.nonzero(np.asarray(sheet))
    for _ in range(int(rng.integers(1, 3))):
        at = int(rng.integers(len(rows)))
        across, down = side * 0.15 * rng.standard_normal(2)
        x, y = int(columns[at]), int(rows[at])
        width = max(1, round(side * rng.uniform(*_GAP_WIDTHS)))
        pen.line((x - across, y - down, x + across, y + down), fill=0, width=width)
    return result if np.asarray(result).sum(dtype=np.int64) * 3 >= np.asarray(sheet).sum(dtype=np.int64) * 2 else sheet


def _ruled(sheet: Image.Image, side: int, margin: int, rng: np.random.Generator) -> Image.Image:
    """The sheet with a piece of a line at one side of the ink, upright or level."""
    width, ink = max(1, round(side * rng.uniform(*_LINE_WIDTHS))), int(rng.integers(*_LINE_INK))
    upright, far = rng.random() < 0.5, rng.random() < 0.5
    along, across = (sheet.height, sheet.width) if upright else (sheet.width, sheet.height)
    place = (across - margin if far else margin) + side * rng.uniform(-_ASIDE, _ASIDE)
    length = rng.uniform(*_LINE_LENGTHS) * (along - 2 * margin)
    start = margin + rng.uniform(0, along - 2 * margin - length)
    ends = (place, start, place, start + length) if upright else (start, place, start + length, place)
    line = Image.new(sheet.mode, sheet.size)
    ImageDraw.Draw(line).line(ends, fill=ink, width=width)
    return ImageChops.lighter(sheet, line)
