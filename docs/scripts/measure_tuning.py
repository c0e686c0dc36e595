"""Measures what tuning to a hand gains and forgets, and writes docs/my_digits.md.

    python docs/scripts/measure_tuning.py --strokes FILE [--writers 80] [--hands 24]

FILE holds real pen digits as JSON lines with writers; they are only measured here. MNIST must be in the cache (or in
the folder ``mnist`` of the one that ``MLP_CACHE_DIR`` names). Each writer with at least 40 digits is a person in front
of the window: the bundled network is tuned to 20 of the digits, two of each where there are two, and reads the others.
Generated hands are treated alike; the settings of the tuning were chosen by these and never by the real ones.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import argparse
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mlp_engine import Dataset, Network, TuningConfig, load_rehearsal, load_weights, tune_to_hand
from mlp_engine.datasets.mnist import is_mnist_cached
from mlp_engine.datasets.pen_hand import draw_form
from mlp_engine.datasets.skeletons import forms_of
from mlp_engine.datasets.strokes import load_strokes
from mlp_engine.ink import digit_image_from_strokes
from mlp_engine.resources import bundled_weights

PAGE = Path(__file__).parents[1] / "my_digits.md"
FEWEST_DIGITS = 40
TUNED_WITH = 20
DIGITS_OF_A_HAND = 80
SEED = 5

TEXT = """# What tuning to a hand gains

*Tune to my hand* fine-tunes a copy of the network in use with own drawings among samples of others. Here it is
simulated: each writer is a person who has drawn {tuned_with} digits and said what they are, two of each where there are
two. The bundled network is tuned to these as the window does it, and reads the rest of that writer's digits before and
after.

| | hands | digits read | errors before | after | change | worst hand | MNIST before | after, mean | after, most |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
{table}

The worst hand is told by how many errors more it has; MNIST is its test set of {tests:,}, in errors.

What was asked of the real writers:

| | asked | measured |
| --- | --- | --- |
{criteria}
{partial}
The settings (`TuningConfig`: {steps} minibatches of {own} own drawings and {rehearsed} samples of others, elastic
distortion, momentum with a rate of at most {rate:g}, then {way:g} of the way) were chosen on generated hands:
skeletons of the practice set, each hand with forms and a slant of its own. How much is forgotten was then read off
MNIST's test set, so that the last row is a little too kind. No setting was chosen by the real digits.

In processor time, with one thread: one tuning, the rest of a hand and MNIST's test set read before and after, took
{seconds:.1f} s on average, {most_seconds:.1f} s at most; with the {folds} tunings more that measure what is gained, as
in the window, {window_seconds:.1f} s. Loading what is rehearsed took {load_seconds:.1f} s before that.

## Writer by writer

| writer | digits read | errors before | after | MNIST test |
| --- | --- | --- | --- | --- |
{writers}

Made by `python docs/scripts/measure_tuning.py --strokes FILE{options}`. The digits are not part of this repository.
"""

PARTIAL = """
**This is a part of the measurement only: {measured} of the {all} writers with at least {fewest} digits.** The command
without `--writers` measures all.
"""


@dataclass(frozen=True)
class Outcome:
    """What came of one hand: errors on its rest, and on MNIST's test set, before and after."""

    hand: str
    samples: int
    before: int
    after: int
    test_before: int
    test_after: int
    seconds: float


def generated_hand(number: int) -> Dataset:
    """Digits of a hand with forms and a slant of its own."""
    rng = np.random.default_rng((SEED, number))
    wide, slant, slope, high = np.exp(rng.normal(0, 0.15)), rng.normal(0, 0.22), rng.normal(0, 0.1), rng.normal(0, 0.15)
    lean = np.array([[wide, slant], [slope, np.exp(high)]])
    forms: list[list[tuple[np.ndarray, ...]]] = []
    for label in range(10):
        known = forms_of(label).strokes
        used = 1 if rng.random() < 0.7 else 2
        forms.append([known[int(form)] for form in rng.integers(0, len(known), used)])
    labels = np.arange(DIGITS_OF_A_HAND) % 10
    images: list[np.ndarray] = []
    for label in labels.tolist():
        form = forms[label][int(rng.integers(len(forms[label])))]
        strokes = [np.asarray(stroke) @ lean.T for stroke in draw_form(form, rng)]
        images.append(digit_image_from_strokes([[(x, y) for x, y in stroke.tolist()] for stroke in strokes]).ravel())
    return Dataset(np.array(images), labels, f"generated {number}")


def writers_of(path: Path) -> list[Dataset]:
    """The digits of each writer who has enough of them."""
    data = load_strokes(path)
    if data.writers is None:
        sys.exit(f"{path} must name the writer of every sample.")
    numbers, counts = np.unique(data.writers, return_counts=True)
    return [
        data.take(np.flatnonzero(data.writers == number), str(number))
        for number in numbers[counts >= FEWEST_DIGITS].tolist()
    ]


def parts(hand: Dataset, seed: int) -> tuple[Dataset, Dataset]:
    """Drawings to tune with, as many of each digit as there are alike, and the rest."""
    order = np.random.default_rng(seed).permutation(len(hand))
    turn = np.empty(len(hand), np.int64)  # the how-manieth of its digit each one is
    for label in range(10):
        places = order[hand.labels[order] == label]
        turn[places] = np.arange(len(places))
    chosen = order[np.argsort(turn[order], kind="stable")][:TUNED_WITH]
    return hand.take(chosen), hand.take(np.setdiff1d(np.arange(len(hand)), chosen))


def measure(base: Network, hand: Dataset, seed: int, rehearsal: Dataset, test: Dataset) -> Outcome:
    """Tune to a part of a hand, and read the rest."""
    own, rest = parts(hand, seed)
    began = time.process_time()
    on_rest, on_test = tune_to_hand(base, own, rehearsal, (rest, test), TuningConfig(folds=0, seed=seed)).others
    seconds = time.process_time() - began
    outcome = Outcome(hand.name, len(rest), on_rest.before, on_rest.after, on_test.before, on_test.after, seconds)
    print(outcome, flush=True)
    return outcome


def row(name: str, outcomes: list[Outcome]) -> str:
    """All hands of a kind as a line of the table."""
    before, after = sum(o.before for o in outcomes), sum(o.after for o in outcomes)
    tests = [o.test_after for o in outcomes]
    cells = (
        name,
        len(outcomes),
        f"{sum(o.samples for o in outcomes):,}",
        before,
        after,
        f"{100 * (after / before - 1):+.0f} %",
        f"{max(o.after - o.before for o in outcomes):+d}",
        outcomes[0].test_before,
        f"{np.mean(tests):.1f}",
        max(tests),
    )
    return "| " + " | ".join(map(str, cells)) + " |"


def criteria(outcomes: list[Outcome], tests: int) -> str:
    """What was asked of the tuning, and what came."""
    before, after = sum(o.before for o in outcomes), sum(o.after for o in outcomes)
    worse = [o.after - o.before for o in outcomes]
    rises = [100 * (o.test_after - o.test_before) / tests for o in outcomes]
    return "\n".join(
        (
            f"| errors, summed over writers | fall by at least 30 % | {100 * (after / before - 1):+.1f} % |",
            f"| a writer gets worse | by at most one digit | by at most {max(0, *worse)}; "
            f"{sum(w > 1 for w in worse)} of {len(worse)} writers by more than one |",
            f"| MNIST test error | rises by at most 0.05 points | mean {np.mean(rises):+.3f} points, "
            f"most {max(rises):+.2f}; {sum(r > 0.05 for r in rises)} of {len(rises)} networks beyond 0.05 |",
        )
    )


def main() -> int:
    """Measure all hands and write the page; returns the exit code."""
    parser = argparse.ArgumentParser(description="Measures what tuning to a hand gains and forgets.")
    parser.add_argument("--strokes", required=True, type=Path, help="pen digits as JSON lines, with writers")
    parser.add_argument("--writers", type=int, help="measure so many writers only (default: all)")
    parser.add_argument("--hands", type=int, default=24, help="generated hands (default: 24)")
    arguments = parser.parse_args()
    if not is_mnist_cached():
        parser.error("MNIST must be in the cache: run `mlp-engine data fetch mnist`.")
    began = time.process_time()
    rehearsal, (practice, test) = load_rehearsal()
    load_seconds = time.process_time() - began
    base = load_weights(bundled_weights()).network
    all_writers = writers_of(arguments.strokes)
    chosen = all_writers[: arguments.writers]
    generated = [measure(base, generated_hand(number), number, rehearsal, test) for number in range(arguments.hands)]
    real = [measure(base, hand, int(hand.name), rehearsal, test) for hand in chosen]
    began = time.process_time()
    tune_to_hand(base, parts(chosen[0], 0)[0], rehearsal, (practice, test))
    window_seconds = time.process_time() - began
    rows = [row("generated hands", generated)] if generated else []
    config = TuningConfig()
    seconds = [o.seconds for o in (*generated, *real)]
    partial = PARTIAL.format(measured=len(real), all=len(all_writers), fewest=FEWEST_DIGITS)
    page = TEXT.format(
        tuned_with=TUNED_WITH,
        tests=len(test),
        table="\n".join([*rows, row("real writers", real)]),
        criteria=criteria(real, len(test)),
        partial="" if len(real) == len(all_writers) else partial,
        steps=config.steps,
        own=config.own,
        rehearsed=config.rehearsed,
        rate=config.learning_rate,
        way=config.way,
        folds=config.folds,
        seconds=np.mean(seconds),
        most_seconds=max(seconds),
        window_seconds=window_seconds,
        load_seconds=load_seconds,
        writers="\n".join(
            f"| {o.hand} | {o.samples} | {o.before} | {o.after} | {o.test_before} → {o.test_after} |" for o in real
        ),
        options="" if arguments.writers is None else f" --writers {arguments.writers}",
    )
    PAGE.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
