"""Trains the detector that gives the reject score, chooses its threshold and stores both in a weights file.

    python docs/scripts/fit_reject.py --data FOLDER --pens FILE.jsonl [--weights FILE] [--detector FILE] [--half]

FOLDER holds MNIST's IDX files, FILE.jsonl real pen digits that may be trained on, with their writers. The network in
the weights file stays as it is, bit for bit; with --half the file is written in half precision, as the bundled one is.
Digits to learn from are the first 55,000 of MNIST's training set, practice digits, practice digits that were begun, so
that the answer need not change to "not a digit" and back while the pen is on its way, digits as pictures show them, and
four fifths of the pens' writers. What is no digit comes from the generator of non-digits, of the families that may be
learned, and from what looks like ink on blank paper and surfaces. The threshold is chosen on the last 5,000 of MNIST's
training set, on practice digits of another seed and on the pens' other writers. Neither MNIST's test set nor the pen
digits by which the detector is measured are opened here. With --detector, that of another weights file is stored
instead.
"""

import os

# One BLAS thread makes the weights repeatable bit for bit on one kind of processor.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from generators.non_digits import LEARNED, non_digit_set
from generators.pictures import BLANKS, picture_of
from generators.surfaces import SURFACES, surface
from mlp_engine import (
    Dataset,
    Network,
    TrainingConfig,
    load_source,
    load_weights,
    save_weights,
)
from mlp_engine.datasets.pictured import pictured_set
from mlp_engine.datasets.practice import practice_set, practice_strokes
from mlp_engine.datasets.stroke_samples import Stroke
from mlp_engine.errors import InkError
from mlp_engine.feature_maps import FeatureMapConfig
from mlp_engine.files.resources import bundled_weights
from mlp_engine.ink import digit_image_from_strokes
from mlp_engine.reading import PictureReader
from mlp_engine.training.feature_maps import train_feature_maps
from mlp_engine.weights.reject import Reject

TRAINED_ON = 55_000
PRACTICE, ZEROS, BEGUN, PICTURED, NON_DIGITS = 30_000, 8_000, 10_000, 20_000, 90_000
PRACTICE_APART, NON_DIGITS_APART = 10_000, 5_300
PAPERS, PAPER_SIGHTS = 120, 20
"""Pictures of each kind of blank paper and of surfaces without a digit, and how often an epoch shows what is found."""
VERSIONS = 4
"""Of each pen digit: as it was drawn, and as three other hands might have."""
WRITERS_APART = 5
"""Every so many writers of the pen digits, one is set apart."""

MORE_OF = (
    "inventions",
    "inventions",
    "inventions",
    "silhouettes",
    "broken lines",
    "random strokes",
    "outlines",
    "scrawls",
)
"""Families that are drawn more often than the others, once more for each time that they stand here: those that stand
for what has no family of its own, and those that come near a digit most often."""

TRAINING_SEED, APART_SEED = 1_000_001, 2_000_002

DETECTOR = FeatureMapConfig(maps=(7, 16, 32), kernels=(4, 3, 3), strides=(2, 2, 1), margin=2, hidden=(64,), outputs=2)
"""With weights that all places share, which say more about kinds that were never met; written out, a perceptron."""
TRAINING = TrainingConfig(
    optimizer="nesterov",
    learning_rate=0.1,
    schedule="cosine",
    batch_size=128,
    epochs=20,
    l2=16,
    augmentation="affine",
    seed=1,
)

LEAST_DRAWN = 0.6
"""The share of its line that is drawn at least of a digit that was begun."""

REFUSED_APART = 0.0025
"""The share of digits set apart that the threshold may refuse, of MNIST's and of the practice digits alike …"""
REFUSED_OF_PENS = 0.003
"""… of the pens' digits …"""
REFUSED_OF_ONE_DIGIT = 0.02
"""… and of any one of the ten digits among the practice digits."""

Images = NDArray[np.generic]


@dataclass(frozen=True)
class DigitsApart:
    """Digits that nothing was trained on and by which the threshold is chosen."""

    mnist: Dataset
    practice: Dataset
    pens: Dataset


def digits(folder: str, pens_file: str) -> tuple[Images, DigitsApart]:
    """The digits to learn from, and those set apart."""
    pens = load_source(f"strokes:{pens_file}:{VERSIONS}x")
    if pens.writers is None or pens.generated is None:
        sys.exit(f"{pens_file} must name a writer for every digit.")
    pens_apart = pens.writers % WRITERS_APART == 0
    mnist = load_source(folder)
    # What a felt pen made a blot of was meant as a digit: better read wrong than called none.
    practice = practice_set(PRACTICE, TRAINING_SEED, blots=True)
    # A third of the practice zeros are slashed. MNIST has none, and among the non-digits are rings with lines in them.
    rng = np.random.default_rng(TRAINING_SEED)
    zeros = [digit_image_from_strokes(practice_strokes(0, rng)).ravel() for _ in range(ZEROS)]
    begun = [begun_digit(at % 10, rng) for at in range(BEGUN)]
    # Blurred digits, and such with the remains of a line beside them, are what pictures of grids leave.
    pictured = pictured_set(PICTURED, TRAINING_SEED).inputs
    drawn = [mnist.inputs[:TRAINED_ON], practice.inputs, zeros, begun, pens.inputs[~pens_apart], pictured]
    learned = np.concatenate(drawn)
    apart = mnist.take(np.arange(TRAINED_ON, len(mnist)))
    practice_apart = practice_set(PRACTICE_APART, APART_SEED, blots=True)
    return learned, DigitsApart(apart, practice_apart, pens.take(np.flatnonzero(pens_apart & ~pens.generated)))


def begun_digit(label: int, rng: np.random.Generator) -> NDArray[np.uint8]:
    """A practice digit on its way, :data:`LEAST_DRAWN` of its line or more, shape (784,)."""
    strokes = practice_strokes(label, rng)
    return digit_image_from_strokes(first_part(strokes, rng.uniform(LEAST_DRAWN, 1))).ravel()


def first_part(strokes: Sequence[Stroke], share: float) -> list[Stroke]:
    """The first ``share`` of what the pen drew, by length."""
    lengths = [np.hypot(*np.diff(np.asarray(stroke), axis=0).T).cumsum() for stroke in strokes]
    left = share * sum(float(along[-1]) for along in lengths if len(along))
    drawn: list[Stroke] = []
    for stroke, along in zip(strokes, lengths, strict=True):
        drawn.append(stroke[: 1 + int(np.searchsorted(along, left, side="right"))])
        left -= float(along[-1]) if len(along) else 0.0
        if left <= 0:
            break
    return drawn


def paper_set(network: Network, count: int, seed: int) -> Images:
    """What looks like ink on ``count`` pictures of each kind of paper and surface, as digit images, shape (n, 784)."""
    reader = PictureReader(network)
    found: list[Images] = []
    for place in range(count):
        papers = [picture_of(kind, place, seed)[0] for kind in BLANKS]
        for picture in (*papers, *(surface(kind, place, seed) for kind in SURFACES)):
            try:
                found += [digit.image.ravel() for digit in reader.read(picture).digits]
            except InkError:  # blank, as it should be
                continue
    return np.array(found)


def fit(learned: Images, non_digits: Images) -> Network:
    """Train a detector to tell the one from the other."""
    images = np.concatenate([learned, non_digits])
    labels = np.repeat([0, 1], [len(learned), len(non_digits)])
    data = Dataset(images, labels, "digits and non-digits", classes=2)
    return train_feature_maps(data, DETECTOR, TRAINING).network


def with_threshold(detector: Network, apart: DigitsApart) -> Reject:
    """The lowest threshold that keeps to the three shares above."""
    scores = Reject(detector, 1.0).scores(apart.practice.inputs)
    limits = [
        (Reject(detector, 1.0).scores(apart.mnist.inputs), REFUSED_APART),
        (Reject(detector, 1.0).scores(apart.pens.inputs), REFUSED_OF_PENS),
        (scores, REFUSED_APART),
        *((scores[apart.practice.labels == digit], REFUSED_OF_ONE_DIGIT) for digit in range(10)),
    ]
    thresholds = [np.quantile(each, 1 - share, method="higher") for each, share in limits]
    return Reject(detector, float(np.nextafter(max(thresholds), np.float32(1))))


def main() -> int:
    """Fit, choose, store; returns the exit code."""
    parser = argparse.ArgumentParser(description="Trains the detector that gives the reject score.")
    parser.add_argument("--data", required=True, help="folder of MNIST's IDX files")
    parser.add_argument("--pens", required=True, help="stroke file of real pen digits that may be trained on")
    parser.add_argument("--weights", type=Path, default=bundled_weights(), help="weights file to store it in")
    parser.add_argument("--half", action="store_true", help="write the file in half precision")
    parser.add_argument("--detector", type=Path, help="weights file whose detector is stored, instead of a new one")
    arguments = parser.parse_args()
    if arguments.detector is not None:
        kept = load_weights(arguments.detector).reject
        if kept is None:
            sys.exit(f"{arguments.detector} must hold a detector. It holds none.")
        network, card, _ = load_weights(arguments.weights)
        save_weights(arguments.weights, network, card, kept, "half" if arguments.half else "exact")
        print(f"{kept!r} of {arguments.detector}. Stored in {arguments.weights}.")
        return 0
    learned, apart = digits(arguments.data, arguments.pens)
    network, card, _ = load_weights(arguments.weights)
    drawn, _ = non_digit_set(NON_DIGITS, TRAINING_SEED, (*LEARNED, *MORE_OF))
    papers = paper_set(network, PAPERS, TRAINING_SEED)
    reject = with_threshold(fit(learned, np.concatenate([drawn, np.tile(papers, (PAPER_SIGHTS, 1))])), apart)
    save_weights(arguments.weights, network, card, reject, "half" if arguments.half else "exact")
    refused = (reject.scores(non_digit_set(NON_DIGITS_APART, APART_SEED, tuple(LEARNED))[0]) >= reject.threshold).mean()
    print(f"{reject!r}: refuses {refused:.2%} of the non-digits set apart. Stored in {arguments.weights}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
