"""Measures how well numbers of several digits are read, and writes ``docs/numbers.md``.

    OPENBLAS_NUM_THREADS=1 python docs/scripts/measure_numbers.py --strokes FILE

FILE holds pen digits as JSON lines, see ``mlp_engine/datasets/strokes.py``. Takes about two minutes.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from generators.numbers import (
    GAP_CLASSES,
    GAP_RANGES,
    GAP_SHARES,
    ComposedNumber,
    compose_number,
    pick_digits,
)
from mlp_engine import load_weights
from mlp_engine.datasets.pen_hand import draw_form
from mlp_engine.datasets.practice import practice_strokes
from mlp_engine.datasets.skeletons import FORMS, forms_of
from mlp_engine.datasets.stroke_samples import StrokeSample
from mlp_engine.datasets.strokes import read_strokes
from mlp_engine.files.resources import bundled_weights
from mlp_engine.reading import NumberReader

SEED = 1
NUMBERS = 2_000
IN_ROWS = 500
LENGTHS = (2, 6)
LATE = 0.1
SINGLES = 5_000
OF_EACH_FORM = 300
REPLAYED = 60
PAGE = Path(__file__).parents[1] / "numbers.md"


@dataclass
class Tally:
    """What came of some numbers."""

    numbers: int = 0
    digits: int = 0
    digits_grouped: int = 0
    grouped: int = 0
    read: int = 0

    def add(self, number: ComposedNumber, reader: NumberReader) -> None:
        """Read one more number and count."""
        got = reader.read(number.strokes, number.side)
        groups = [digit.strokes for digit in got.digits]
        wanted = [
            tuple(place for place, owner in enumerate(number.owners) if owner == digit)
            for digit in range(len(number.labels))
        ]
        self.numbers += 1
        self.digits += len(wanted)
        self.digits_grouped += len(set(wanted) & set(groups))
        self.grouped += groups == wanted
        self.read += got.text == number.text

    def row(self, name: str) -> str:
        """A line of a table."""
        return (
            f"| {name} | {self.numbers:,} | {self.digits:,} | {self.digits_grouped / self.digits:.2%} "
            f"| {self.grouped / self.numbers:.1%} | {self.read / self.numbers:.1%} |"
        )


HEAD = """| {} | numbers | digits | digits grouped right | numbers grouped right | numbers read right |
| --- | --- | --- | --- | --- | --- |"""


def tables(numbers: Iterable[ComposedNumber], reader: NumberReader) -> dict[str, dict[str, Tally]]:
    """Read ``numbers`` and count them in all, by length and by narrowest gap."""
    counts: dict[str, dict[str, Tally]] = {kind: defaultdict(Tally) for kind in ("all", "length", "gap")}
    for number in numbers:
        for kind, key in (("all", "all"), ("length", str(len(number.labels))), ("gap", number.gap_class)):
            counts[kind][key].add(number, reader)
    return counts


def composed(samples: Sequence[StrokeSample], count: int, rows: int, part: int) -> Iterable[ComposedNumber]:
    """Numbers of writers' digits; each has random numbers of its own."""
    for place in range(count):
        rng = np.random.default_rng((SEED, part, place))
        length = sum(int(rng.integers(LENGTHS[0], LENGTHS[1] + 1)) for _ in range(rows))
        yield compose_number(pick_digits(samples, length, rng), rng, rows=rows, late_share=LATE)


def practice_numbers(count: int, part: int) -> Iterable[ComposedNumber]:
    """The same of practice digits."""
    for place in range(count):
        rng = np.random.default_rng((SEED, part, place))
        labels = rng.integers(0, 10, int(rng.integers(LENGTHS[0], LENGTHS[1] + 1))).tolist()
        samples = [StrokeSample(label, None, practice_strokes(label, rng)) for label in labels]
        yield compose_number(samples, rng, late_share=LATE)


def alone(drawings: Iterable[Sequence[Sequence[tuple[float, float]]]], reader: NumberReader) -> float:
    """Share of drawings of one digit that are read as one digit made of all strokes."""
    return float(np.mean([_is_whole(strokes, reader) for strokes in drawings]))


def _is_whole(strokes: Sequence[Sequence[tuple[float, float]]], reader: NumberReader) -> bool:
    extent = np.ptp(np.concatenate(list(map(np.array, strokes))), axis=0).max()
    digits = reader.read(strokes, float(extent) * 1.5).digits
    return len(digits) == 1 and digits[0].strokes == tuple(range(len(strokes)))


def forms_in_several_strokes(reader: NumberReader) -> Iterable[str]:
    """A line of a table for each practice form that has more than one stroke."""
    for label, forms in FORMS.items():
        for name, form in zip(forms, forms_of(label).strokes, strict=True):
            if len(form) > 1:
                drawings = [
                    [
                        [(x, y) for x, y in stroke.tolist()]
                        for stroke in draw_form(form, np.random.default_rng((SEED, i)))
                    ]
                    for i in range(OF_EACH_FORM)
                ]
                yield f"| {label}, {name} | {alone(drawings, reader):.1%} |"


def milliseconds_per_event(numbers: Iterable[ComposedNumber], make_reader: Callable[[], NumberReader]) -> list[float]:
    """How long each reading takes when numbers are drawn point by point."""
    times: list[float] = []
    for number in numbers:
        reader, done = make_reader(), []
        for stroke in number.strokes:
            for end in range(1, len(stroke) + 1):
                start = time.perf_counter()
                reader.read((*done, stroke[:end]), number.side)
                times.append((time.perf_counter() - start) * 1000)
            done.append(stroke)
    return times


def page(samples: Sequence[StrokeSample]) -> str:
    """Measure, and write the page."""
    bundled = load_weights(bundled_weights())
    reader = NumberReader(bundled.network, bundled.reject)
    real = tables(composed(samples, NUMBERS, 1, 0), reader)
    rows = tables(composed(samples, IN_ROWS, 2, 1), reader)["all"]["all"]
    without = tables(composed(samples, NUMBERS, 1, 0), NumberReader(bundled.network))["all"]["all"]
    practice = tables(practice_numbers(NUMBERS, 2), reader)["all"]["all"]
    rng = np.random.default_rng((SEED, 3))
    practice_alone = alone((practice_strokes(place % 10, rng) for place in range(SINGLES)), reader)
    times = milliseconds_per_event(
        composed(samples, REPLAYED, 1, 4), lambda: NumberReader(bundled.network, bundled.reject)
    )
    p50, p99 = np.percentile(times, (50, 99))
    gaps = "\n".join(
        f"| {name} | {share:.0%} | {low:+.2f} to {high:+.2f} |"
        for name, share, (low, high) in zip(GAP_CLASSES, GAP_SHARES, GAP_RANGES, strict=True)
    )
    return f"""# Several digits in one drawing

Strokes are grouped into rows and digits, and the number is read whole: `NumberReader` in `mlp_engine/reading/`.

## How

1. **Specks**, no longer than a fiftieth of the pad or a twelfth of the highest stroke, are not digits. A speck that
   lies close to a digit belongs to it; any other is left out.
2. **Rows**: tall strokes that overlap from top to bottom are on one line; bars and flags go to the nearest.
3. **Parts**: a row is set upright by its slant. Strokes that could only be parted by moving one of them far aside, and
   whose ink nearly touches (or that stand one upon the other), are of one digit for certain.
4. **Digits**: a digit is a run of neighbouring parts. Missing height, excess width, paper between its parts, a
   neighbour that reaches lower, and doubt about its ink count against a run; boxes that overlap and ink that touches
   count against a cut. Dynamic programming finds the cheapest way to divide all parts into digits. Only
   what geometry leaves open is shown to the network; its doubt is −ln of its highest probability, times 1 − the
   reject score where there is one. The time at which a stroke was drawn plays no part, so bars may be added late.
5. Each digit goes through the one ink path and is read as if it stood alone.

The weights of step 4 were fitted on numbers composed of practice digits (`docs/scripts/fit_grouping.py`). The pen
digits measured here took no part in that.

**Limits.** A stroke is never cut: two digits written without lifting the pen are one to the reader. Points, commas and
signs are not read. Two rows of a single column, each nearly touching the next, may be taken for halves of one digit.

## Measured on numbers composed of real pen digits

{LENGTHS[0]} to {LENGTHS[1]} of the {len(samples):,} digits side by side (`docs/scripts/generators/numbers.py`): a
writer first, each as likely as the next, then digits of that writer. All of one height, then unevenness: of size 7 %,
of the baseline 4 % of the height (standard deviations); lines climb or fall by up to 5 %. Of the digits with several
strokes, one in {1 / LATE:.0f} gets its last one when all else is drawn.

| neighbours | share | paper between their boxes, in heights |
| --- | --- | --- |
{gaps}

A digit is grouped right if its group is exactly its strokes. Read with the bundled network and reject score; a number
with a digit that is refused counts as read wrong.

{HEAD.format("")}
{real["all"]["all"].row("all")}

{HEAD.format("length")}
{chr(10).join(real["length"][key].row(f"{key} digits") for key in sorted(real["length"]))}

{HEAD.format("narrowest gap")}
{chr(10).join(real["gap"][key].row(key) for key in GAP_CLASSES)}

{HEAD.format("others")}
{rows.row(f"two rows of {LENGTHS[0]} to {LENGTHS[1]}")}
{without.row("one row, without the reject score")}
{practice.row("practice digits, one row")}

Numbers grouped right but read wrong hold a misread or a refused digit: the longer the number, the likelier.

## A single digit stays one

| drawn alone | digits | read as one digit of all its strokes |
| --- | --- | --- |
| real pen digits | {len(samples):,} | {alone((sample.strokes for sample in samples), reader):.2%} |
| practice digits | {SINGLES:,} | {practice_alone:.2%} |

Practice forms of several strokes, {OF_EACH_FORM} of each:

| form | read as one digit |
| --- | --- |
{chr(10).join(forms_in_several_strokes(reader))}

## Time

{REPLAYED} of the numbers drawn point by point, the whole drawing read after each of {len(times):,} points: half of the
readings took less than {p50:.1f} ms, 99 % less than {p99:.1f} ms (ink, network, reject score and grouping together; one
BLAS thread, two cores shared with other work).

Made by `OPENBLAS_NUM_THREADS=1 python docs/scripts/measure_numbers.py --strokes FILE`, seed {SEED}.
"""


def main() -> int:
    """Measure and write; returns the exit code."""
    parser = argparse.ArgumentParser(description="Measures how well numbers of several digits are read.")
    parser.add_argument("--strokes", type=Path, required=True, help="stroke file of pen digits")
    arguments = parser.parse_args()
    PAGE.write_text(page(read_strokes(arguments.strokes)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
