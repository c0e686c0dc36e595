"""Fits the weights by which strokes are shared out to digits, on numbers composed of practice digits.

    python docs/scripts/fit_grouping.py --numbers 3000 --seed 1

Every way of sharing the parts of a row out to digits has a cost: the sum of what its digits and its cuts have against
them (``mlp_engine/reading/grouping.py``), weighted. Its probability is taken to be proportional to the exponential of
minus its cost, and the weights are those that make the right ways likeliest: a log-linear model, whose likelihood is
convex in the weights, fitted by Adam. Prints the weights and, for as many other numbers, the share shared out right.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generators.numbers import ComposedNumber, compose_number
from mlp_engine import load_weights
from mlp_engine.datasets.practice import practice_strokes
from mlp_engine.datasets.stroke_samples import StrokeSample
from mlp_engine.files.resources import bundled_weights
from mlp_engine.reading.grouping import CUT_FEATURES, Run, cheapest, cut_features, run_features
from mlp_engine.reading.number_reader import NumberReader
from mlp_engine.reading.parts import parts_of_row
from mlp_engine.reading.stroke_shapes import ink_distance, measure

SINGLE = 0.4  # share of single digits: what people draw most
LONGEST = 6
STEPS = 150
RATE = 0.2


@dataclass(frozen=True, eq=False)
class Case:
    """A number whose parts can be shared out rightly, and wrongly.

    Attributes:
        runs: that may be digits.
        right: which of them are.
        features: of each run, its doubt, and the cut before it.
        parts: how many there are.
    """

    runs: list[Run]
    right: NDArray[np.bool_]
    features: NDArray[np.float64]
    parts: int


def practice_number(rng: np.random.Generator) -> ComposedNumber:
    """A number of one digit to six, every label as likely as the next."""
    length = 1 if rng.random() < SINGLE else int(rng.integers(2, LONGEST + 1))
    labels = rng.integers(0, 10, length).tolist()
    return compose_number([StrokeSample(label, None, practice_strokes(label, rng)) for label in labels], rng)


def case_of(number: ComposedNumber, reader: NumberReader) -> Case | None:
    """What is to be decided about a number; nothing if there is no choice, or none that is right."""
    row = parts_of_row({place: measure(stroke) for place, stroke in enumerate(number.strokes)}, ink_distance)
    runs, cuts = run_features(row), [(0.0,) * CUT_FEATURES, *cut_features(row)]
    wanted = {frozenset(np.flatnonzero(np.equal(number.owners, digit)).tolist()) for digit in range(len(number.labels))}
    strokes = {run: sorted(place for part in row.parts[slice(*run)] for place in part.strokes) for run in runs}
    right = np.array([frozenset(strokes[run]) in wanted for run in runs])
    if len(row.parts) == 1 or right.sum() < len(wanted):
        return None
    features = [
        (*runs[run], reader.doubt([number.strokes[place] for place in strokes[run]]), *cuts[run[0]]) for run in runs
    ]
    return Case(list(runs), right, np.array(features), len(row.parts))


def loss_and_gradient(case: Case, weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
    """−ln of the probability of the right way, and its derivatives by the weights (sums over all ways, both ends)."""
    scores = -(case.features @ weights)
    before, after = np.full(case.parts + 1, -np.inf), np.full(case.parts + 1, -np.inf)
    before[0] = after[-1] = 0.0
    for place in sorted(range(len(case.runs)), key=lambda place: case.runs[place]):
        start, stop = case.runs[place]
        before[stop] = np.logaddexp(before[stop], before[start] + scores[place])
    for place in sorted(range(len(case.runs)), key=lambda place: case.runs[place][::-1], reverse=True):
        start, stop = case.runs[place]
        after[start] = np.logaddexp(after[start], after[stop] + scores[place])
    starts, stops = np.array(case.runs).T
    shares = np.exp(before[starts] + scores + after[stops] - before[-1])
    return float(before[-1] - scores[case.right].sum()), (case.right - shares) @ case.features


def fit(cases: Sequence[Case]) -> NDArray[np.float64]:
    """The weights under which the right ways are likeliest, by Adam on all cases at once."""
    weights = np.ones(cases[0].features.shape[1])
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        gradient = np.mean([loss_and_gradient(case, weights)[1] for case in cases], axis=0)
        mean, square = 0.9 * mean + 0.1 * gradient, 0.99 * square + 0.01 * gradient**2
        weights -= RATE * mean / (1 - 0.9**step) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return weights


def is_right(case: Case, weights: NDArray[np.float64]) -> bool:
    """Whether the cheapest way is the right one."""
    costs = dict(zip(case.runs, (case.features @ weights).tolist(), strict=True))
    way = set(cheapest(costs, [0.0] * (case.parts - 1)))
    return way == {run for run, right in zip(case.runs, case.right.tolist(), strict=True) if right}


def main() -> int:
    """Compose, fit and print; returns the exit code."""
    parser = argparse.ArgumentParser(description="Fits the weights by which strokes are shared out to digits.")
    parser.add_argument("--numbers", type=int, default=3000, help="how many to fit on, and to try on (default: 3000)")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    weights_file = load_weights(bundled_weights())
    reader = NumberReader(weights_file.network, weights_file.reject)
    fitted_on, tried_on = (
        [
            case_of(practice_number(np.random.default_rng((arguments.seed, part, i))), reader)
            for i in range(arguments.numbers)
        ]
        for part in (0, 1)
    )
    weights = fit([case for case in fitted_on if case])
    print("weights of runs, doubt and cuts:", np.round(weights, 2).tolist())
    cases = [case for case in tried_on if case]
    print(f"mean loss {np.mean([loss_and_gradient(case, weights)[0] for case in cases]):.4f}")
    print(f"{np.mean([is_right(case, weights) for case in cases]):.2%} of {len(cases)} other numbers right")
    return 0


if __name__ == "__main__":
    sys.exit(main())
