"""Digits that touch are parted, and a single digit stays one, read by the bundled network."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from generators.pictures import drawn, photo, touching
from mlp_engine import load_weights
from mlp_engine.files.resources import bundled_weights
from mlp_engine.reading import PictureReader
from mlp_engine.reading.candidate import Candidate
from mlp_engine.reading.touching import cuts_between, may_be_several


@pytest.fixture(scope="module")
def readers() -> tuple[PictureReader, PictureReader]:
    """With cuts, and without."""
    bundled = load_weights(bundled_weights())
    with_cuts = PictureReader(bundled.network, bundled.reject)
    return with_cuts, PictureReader(bundled.network, bundled.reject, parts_touching=False)


def picture(labels: Sequence[int], seed: int) -> Image.Image:
    rng = np.random.default_rng(seed)
    return photo(touching(labels, rng, pen=0.09), rng)


NUMBERS = {0: (7, 6), 1: (7, 2, 8), 3: (3, 3), 9: (7, 1), 12: (2, 3), 23: (6, 6), 27: (4, 2), 30: (1, 4, 7)}
"""By the seed of their drawing."""


def test_digits_that_touch_are_read_each_with_a_frame_of_its_own(readers: tuple[PictureReader, PictureReader]) -> None:
    with_cuts, without = readers
    right = 0
    for seed, labels in NUMBERS.items():
        read, whole = with_cuts.read(picture(labels, seed)), without.read(picture(labels, seed))
        assert not whole.steps.cuts
        if read.text == "".join(map(str, labels)):
            right += 1
            assert len(read.steps.cuts) == len(labels) - len(whole.digits)
            boxes = [digit.box for digit in read.digits]
            assert all(a[0] < b[0] and a[2] < b[2] for a, b in pairwise(boxes))
            places = [place for digit in read.digits for place in digit.part.pieces]
            assert len(places) == len(set(places))
    assert right >= 5


def test_a_single_digit_stays_one(readers: tuple[PictureReader, PictureReader]) -> None:
    for label in (0, 4, 8, 6, 9, 2):
        read = readers[0].read(photo(drawn([label], np.random.default_rng((4, label))), np.random.default_rng(label)))
        assert len(read.digits) == 1
        assert not read.steps.cuts


def test_what_is_read_for_sure_or_narrow_is_never_tried() -> None:
    def whole(doubt: float, *, refused: bool = False) -> Candidate:
        return Candidate(np.zeros((28, 28), np.uint8), np.full(10, 0.1), doubt, refused)

    assert not may_be_several(whole(0.01), 300, 100)
    assert not may_be_several(whole(0.1), 90, 100)
    assert not may_be_several(whole(4.0, refused=True), 40, 100)
    assert may_be_several(whole(4.0, refused=True), 90, 100)
    assert may_be_several(whole(1.0), 90, 100)
    assert may_be_several(whole(0.1), 130, 100)


def three_bars() -> NDArray[np.uint8]:
    """Three upright bars with a level line through them."""
    ink = np.zeros((60, 100), np.uint8)
    for left in (0, 44, 88):
        ink[:, left : left + 12] = 255
    ink[28:31] = 255
    return ink


def test_of_all_ways_the_least_doubtful_counts() -> None:
    def read(image: NDArray[np.uint8]) -> Candidate:
        """Sure of what is narrow: one bar with a piece of the line on either side."""
        columns = np.flatnonzero(image.any(axis=0))
        doubt = 0.05 if columns[-1] - columns[0] < 17 else 2.0
        return Candidate(image, np.full(10, 0.1), doubt, refused=False)

    cuts = cuts_between(three_bars(), read)
    assert [bool(cut.columns.min() >= 12 and cut.columns.max() <= 44) for cut in cuts] == [True, False]
    assert 56 <= cuts[1].columns.min() <= cuts[1].columns.max() <= 88


@pytest.mark.parametrize(("doubt", "refused"), [(0.05, True), (1.5, False)])
def test_without_a_way_of_sure_digits_nothing_is_cut(doubt: float, refused: bool) -> None:
    candidate = Candidate(np.zeros((28, 28), np.uint8), np.full(10, 0.1), doubt, refused)
    assert cuts_between(three_bars(), lambda image: candidate) == ()
