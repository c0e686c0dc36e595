"""Numbers composed from single pen digits: what the reading of several digits is tried and measured on.

Nobody publishes whole numbers as strokes under terms that suit this project, so they are put together: digits of
one writer side by side, of one height but for a hand's unevenness, sometimes so close that they touch.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlp_engine.datasets.stroke_samples import Stroke, StrokeSample
from mlp_engine.errors import DataError

HEIGHT = 100.0
"""Height of a digit before its jitter; every other length below is a share of it."""

GAP_CLASSES = ("apart", "close", "touching")
GAP_SHARES = (0.60, 0.25, 0.15)
"""How often two neighbours stand apart, close together, or touch."""
GAP_RANGES = ((0.15, 0.50), (0.0, 0.15), (-0.12, 0.0))
"""Paper between the boxes of two neighbours, spread evenly within each class: where it is negative they overlap."""

# A hand's unevenness, as standard deviations: of the height, of where a digit stands on its line …
_SIZE_JITTER = 0.07
_BASELINE_JITTER = 0.04
# … and the steepest that a line climbs or falls, as a share of its length.
_STEEPEST = 0.05

# A digit wider than this many heights is brought to this width instead.
_WIDEST = 1.2

# From one row to the next, from baseline to baseline.
_ROW_PITCH = (1.35, 1.8)


@dataclass(frozen=True, eq=False)
class ComposedNumber:
    """A number as it was drawn, and what it says.

    Attributes:
        strokes: of all digits, in the order of drawing; y points down.
        labels: the digits in reading order.
        owners: for each stroke the place of its digit in ``labels``.
        row_lengths: how many digits each row has, from the top.
        gaps: paper between neighbours of a row, in heights, in reading order.
    """

    strokes: tuple[Stroke, ...]
    labels: tuple[int, ...]
    owners: tuple[int, ...]
    row_lengths: tuple[int, ...]
    gaps: tuple[float, ...]

    @property
    def text(self) -> str:
        """The number as it should be read, one line a row."""
        digits = iter(map(str, self.labels))
        return "\n".join("".join(next(digits) for _ in range(length)) for length in self.row_lengths)

    @property
    def side(self) -> float:
        """Side of a square pad that the number fills but for a tenth."""
        points = np.concatenate(self.strokes)
        return float((points.max(axis=0) - points.min(axis=0)).max()) / 0.9

    @property
    def gap_class(self) -> str:
        """The class of the narrowest gap; ``apart`` where a digit has no neighbour."""
        narrowest = min(self.gaps, default=1.0)
        return GAP_CLASSES[2] if narrowest < 0.0 else GAP_CLASSES[1] if narrowest < GAP_RANGES[0][0] else GAP_CLASSES[0]


def pick_digits(samples: Sequence[StrokeSample], length: int, rng: np.random.Generator) -> list[StrokeSample]:
    """Any ``length`` digits, all of one writer: a writer first, then the digits, each as likely as the next.

    Samples that name no writer count as one person's.
    """
    if not samples:
        raise DataError("Numbers must be composed from at least one sample. Got none.")
    writers = sorted({-1 if sample.writer is None else sample.writer for sample in samples})
    writer = writers[int(rng.integers(len(writers)))]
    theirs = [sample for sample in samples if (-1 if sample.writer is None else sample.writer) == writer]
    return [theirs[int(place)] for place in rng.integers(len(theirs), size=length)]


def compose_number(
    samples: Sequence[StrokeSample], rng: np.random.Generator, *, rows: int = 1, late_share: float = 0.0
) -> ComposedNumber:
    """Write ``samples`` one after another as a number.

    Args:
        samples: the digits, in reading order.
        rng: of the jitter and the gaps.
        rows: how many lines to write them on; the digits are shared out evenly, the first rows getting the rest.
        late_share: the probability that the last stroke of a digit with several is added when all else is drawn, as
            people do who go back to cross their sevens.

    Raises:
        DataError: if there are fewer samples than rows, or no row.
    """
    if not 1 <= rows <= len(samples):
        raise DataError(f"A number of {len(samples)} digits must have from 1 to {len(samples)} rows. Got {rows}.")
    strokes: list[Stroke] = []
    owners: list[int] = []
    late: list[tuple[Stroke, int]] = []
    gaps: list[float] = []
    row_lengths = tuple(len(part) for part in np.array_split(np.arange(len(samples)), rows))
    owner, baseline = 0, 0.0
    for length in row_lengths:
        slope = rng.uniform(-_STEEPEST, _STEEPEST)
        right = 0.0
        for place in range(length):
            lines = _at_common_height(samples[owner].strokes, rng)
            if place:
                gaps.append(_gap(rng))
                right += gaps[-1] * HEIGHT
            points = np.concatenate(lines)
            foot = (points[:, 0].min(), points[:, 1].max())
            line_at = baseline + slope * right + rng.normal(0.0, _BASELINE_JITTER) * HEIGHT
            drawn = [_as_stroke(line - foot + (right, line_at)) for line in lines]
            right = max(x for stroke in drawn for x, _ in stroke)
            if len(drawn) > 1 and rng.random() < late_share:
                late.append((drawn.pop(), owner))
            strokes += drawn
            owners += [owner] * len(drawn)
            owner += 1
        baseline += rng.uniform(*_ROW_PITCH) * HEIGHT
    return ComposedNumber(
        (*strokes, *(stroke for stroke, _ in late)),
        tuple(sample.label for sample in samples if sample.label is not None),
        (*owners, *(place for _, place in late)),
        row_lengths,
        tuple(gaps),
    )


def _gap(rng: np.random.Generator) -> float:
    return float(rng.uniform(*GAP_RANGES[int(rng.choice(len(GAP_CLASSES), p=GAP_SHARES))]))


def _at_common_height(strokes: Sequence[Stroke], rng: np.random.Generator) -> list[NDArray[np.float64]]:
    lines = [np.array(stroke, dtype=np.float64) for stroke in strokes]
    points = np.concatenate(lines)
    width, height = (points.max(axis=0) - points.min(axis=0)).tolist()
    size = max(height, width / _WIDEST)
    scale = HEIGHT * float(np.exp(rng.normal(0.0, _SIZE_JITTER))) / size if size > 0.0 else 1.0
    return [line * scale for line in lines]


def _as_stroke(line: NDArray[np.float64]) -> Stroke:
    return tuple((x, y) for x, y in line.tolist())
