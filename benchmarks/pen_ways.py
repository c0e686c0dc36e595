"""Ways to a faster answer to the pen that were tried, each measured against the program as it is.

    python benchmarks/pen_ways.py --out docs/pen_latency.md

draws practice digits point by point, as a pen does, and measures in turns, in the processor's time, what each way
saves, or what stands against it. It needs no window.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from statistics import median
from time import thread_time
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pen_latency import write_chapter

from mlp_engine.arrays import Floats
from mlp_engine.datasets.practice import practice_strokes
from mlp_engine.fast.products import product
from mlp_engine.files.resources import small_weights
from mlp_engine.ink import PenStroke, digit_image_from_strokes
from mlp_engine.perceptron.network import Network
from mlp_engine.weights.bundled import bundled_network
from mlp_engine.weights.file import load_weights

DIGITS = 40
CHAPTER = "What was tried"
SHEET, LONGER = 280.0, 168.0  # the pad's side, and the longer side of a digit on it
FEW, MANY = 10, 30  # points of a stroke
PIECES = (1 << 16, 1 << 18, 400_000)
KEPT_PIECES = 1 << 17  # numbers of a matrix that mlp_engine.fast.products multiplies at a time

Lines = list[NDArray[np.float64]]


def drawings(digits: int) -> Iterator[tuple[Lines, NDArray[np.float64]]]:
    """After each event of the pen: the smoothed strokes before, and the points of the one that is drawn."""
    rng = np.random.default_rng(0)
    for number in range(digits):
        strokes = [np.asarray(stroke) for stroke in practice_strokes(number % 10, rng)]
        points = np.concatenate(strokes)
        low, longer = points.min(axis=0), float(np.ptp(points, axis=0).max())
        done: Lines = []
        for stroke in strokes:
            placed = (stroke - low) / longer * LONGER + (SHEET - LONGER) / 2
            for count in range(2, len(placed) + 1):
                yield done, placed[:count]
            done = [*done, smoothed(placed)]


def smoothed(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """The line of a stroke through ``points`` as it is read."""
    return PenStroke(tuple((x, y) for x, y in points.tolist()), smoothed=True).columns


def in_turns(ways: Sequence[Callable[[Any], object]], samples: Sequence[Any], rounds: int = 5) -> list[float]:
    """The median microseconds of each way, over all samples."""
    times: list[list[float]] = [[] for _ in ways]
    for number in range(rounds):
        for sample in samples:
            turns = list(zip(ways, times, strict=True))
            for way, taken in turns if number % 2 else turns[::-1]:
                began = thread_time()
                way(sample)
                taken.append(1e6 * (thread_time() - began))
    return [median(taken) for taken in times]


def smoothing_of(strokes: Sequence[NDArray[np.float64]]) -> float:
    """The median microseconds of smoothing a stroke."""
    return in_turns([smoothed], strokes)[0]


def same_box(events: Sequence[tuple[Lines, NDArray[np.float64]]]) -> float:
    """The share of events after which what was drawn before lies where it lay in the ink."""
    same, before = 0, (0.0,)
    for done, points in events:
        drawn = np.concatenate([*done, smoothed(points)])
        box = (*drawn.min(axis=0).tolist(), *drawn.max(axis=0).tolist())
        same += box == before
        before = box
    return same / len(events)


def kept_sums(network: Network, inputs: Sequence[Floats]) -> tuple[float, float, float, float]:
    """The sums of the first layer, with what has changed since the last event added to them.

    Returns:
        The share of the inked pixels that an event changes, the share of events whose sums are the same bit for bit,
        and the microseconds of sums of changes and of all.
    """
    w = network.weights[0]
    sums = np.empty(w.shape[1], w.dtype)
    changed: list[float] = []
    same: list[bool] = []
    pairs = list(pairwise(inputs))
    for before, now in pairs:
        last, added, full = (np.empty_like(sums) for _ in range(3))
        product(before, w, last)
        product(now - before, w, added)
        product(now, w, full)
        changed.append(float((now != before).sum() / ((now > 0) | (before > 0)).sum()))
        same.append(np.array_equal(last + added, full))
    changes, full = [now - before for before, now in pairs], [now for _, now in pairs]
    of_changes, of_all = in_turns(
        [lambda place: product(changes[place], w, sums), lambda place: product(full[place], w, sums)],
        range(0, len(pairs), 5),
    )
    return float(np.mean(changed)), float(np.mean(same)), of_changes, of_all


def by_rows(x: Floats, matrices: Sequence[NDArray[np.floating]], network: Network, piece: int) -> Floats:
    """The network's logits, with the rows that count taken out of ``matrices`` in pieces of so many numbers."""
    a = x
    for layer, (w, b) in enumerate(zip(matrices, network.biases, strict=True)):
        z, rows, filled = b.copy(), max(piece // w.shape[1], 1), np.flatnonzero(a)
        for start in range(0, len(filled), rows):
            some = filled[start : start + rows]
            z += np.dot(a[some], w.take(some, axis=0).astype(b.dtype, copy=False))
        a = np.maximum(z, 0) if layer < len(matrices) - 1 else z
    return a


def rows(digits: int) -> Iterator[str]:
    """The rows of the table."""
    events = list(drawings(digits))
    few = [points for _, points in events if len(points) <= FEW]
    many = [points for _, points in events if len(points) > MANY]
    short, long = smoothing_of(few[::5]), smoothing_of(many[::5])
    yield (
        f"smoothing only the end of the stroke anew | up to {FEW} points take {short:.0f} µs, more than {MANY} take "
        f"{long:.0f} | no: calls count, not points"
    )
    yield (
        "drawing only the ink at the end anew | "
        f"after {same_box(events):.0%} of the events the earlier ink lies where it lay | "
        "no: the digit is scaled to its size each time"
    )
    images = [digit_image_from_strokes([*done, smoothed(points)]).ravel() for done, points in events]
    inputs = [image.astype(np.float32) / np.float32(255) for image in images]
    network, small = bundled_network().network, load_weights(small_weights("relu")).network
    changed, same, of_changes, of_all = kept_sums(network, inputs)
    yield (
        "keeping the first layer's sums and adding what has changed | "
        f"{changed:.0%} of the inked pixels change, {of_changes:.0f} µs instead of {of_all:.0f}; "
        f"the same sums bit for bit after {same:.0%} of the events | no: the answer would depend on the way to it"
    )
    big_time, small_time = in_turns([network.predict, small.predict], inputs[::8])
    otherwise = float(np.mean([network.predict(x).argmax() != small.predict(x).argmax() for x in inputs]))
    yield (
        "a small network while the pen moves, the bundled one when it rests | "
        f"{small_time:.0f} µs instead of {big_time:.0f}; it answers otherwise at {otherwise:.0%} of the events | "
        "no: the answer would jump whenever the pen rests"
    )
    halves = [w.astype(np.float16) for w in network.weights]
    ways = [lambda x, p=p: by_rows(x, network.weights, network, p) for p in (KEPT_PIECES, *PIECES)]
    usual, *others, half = in_turns([*ways, lambda x: by_rows(x, halves, network, KEPT_PIECES)], inputs[::8])
    yield (
        "weights kept in half precision, as their file has them | "
        f"the network takes {half / usual:.1f} times as long | no: to widen them takes longer than to read them"
    )
    shares = ", ".join(f"{piece:,}: {other / usual:.2f}" for piece, other in zip(PIECES, others, strict=True))
    yield f"products in other pieces than of {KEPT_PIECES:,} weights | times as long with {shares} | no"


# What this script does not measure; what was kept shows in the trace.
OTHERS = (
    "pages out of sight start no timers | none at a reading instead of three | kept",
    "Qt paints nothing below pad and reading, up to the window | seven widgets fewer are painted at an event | kept",
    "the row under the pad and the picture's menus follow the reading alone while the pen is down | once an event "
    "instead of twice | kept",
    "the digit image resized across only where the digit is | the same pixels, see the trace | kept",
    "reading put off while other pen events wait | the reading waits behind them already | as it was",
)


def main() -> int:
    """Measure, print and write; returns the exit code."""
    parser = argparse.ArgumentParser(description="Measures ways to a faster answer to the pen that were tried.")
    parser.add_argument("--digits", type=int, default=DIGITS, help=f"practice digits to draw ({DIGITS})")
    parser.add_argument("--out", type=Path, help="Markdown file whose chapter about them is written anew")
    arguments = parser.parse_args()
    lines = [
        f"The processor's time in turns with the program as it is (medians), while {arguments.digits} practice digits",
        "are drawn point by point; measured by `benchmarks/pen_ways.py`.",
        "",
        "| way | figure | kept |",
        "| --- | --- | --- |",
    ]
    lines += [f"| {row} |" for row in (*OTHERS, *rows(arguments.digits))]
    print("\n".join(lines))
    if arguments.out is not None:
        write_chapter(arguments.out, CHAPTER, lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
