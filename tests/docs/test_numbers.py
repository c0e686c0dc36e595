import numpy as np
import pytest

from generators.numbers import (
    GAP_CLASSES,
    GAP_SHARES,
    HEIGHT,
    ComposedNumber,
    compose_number,
    pick_digits,
)
from mlp_engine.datasets.stroke_samples import StrokeSample
from mlp_engine.errors import DataError

ONE = StrokeSample(1, 3, (((5.0, 0.0), (5.0, 40.0)),))
SEVEN = StrokeSample(7, 3, (((0.0, 0.0), (8.0, 0.0), (4.0, 16.0)), ((2.0, 8.0), (7.0, 8.0))))
DASH = StrokeSample(1, 4, (((0.0, 0.0), (30.0, 0.0)),))


def composed(*samples: StrokeSample, seed: int = 0, rows: int = 1, late_share: float = 0.0) -> ComposedNumber:
    return compose_number(samples, np.random.default_rng(seed), rows=rows, late_share=late_share)


def box(number: ComposedNumber, digit: int) -> tuple[float, float, float, float]:
    points = np.concatenate([s for s, owner in zip(number.strokes, number.owners, strict=True) if owner == digit])
    return (*points.min(axis=0).tolist(), *points.max(axis=0).tolist())


def test_a_number_says_which_stroke_is_of_which_digit():
    number = composed(SEVEN, ONE, SEVEN)
    assert number.labels == (7, 1, 7)
    assert number.owners == (0, 0, 1, 2, 2)
    assert number.text == "717"
    assert [len(stroke) for stroke in number.strokes] == [3, 2, 2, 3, 2]


def test_digits_of_any_size_come_to_about_one_height_on_one_line():
    number = composed(*[ONE, SEVEN] * 3)
    boxes = [box(number, digit) for digit in range(6)]
    heights = [bottom - top for _, top, _, bottom in boxes]
    assert 0.75 * HEIGHT < min(heights) < max(heights) < 1.3 * HEIGHT
    assert np.ptp([bottom for *_, bottom in boxes]) < 0.5 * HEIGHT


def test_a_flat_digit_is_brought_to_a_width_instead():
    left, _, right, _ = box(composed(DASH), 0)
    assert 0.9 * HEIGHT < right - left < 1.6 * HEIGHT


def test_the_paper_between_neighbours_is_the_gap_that_the_number_tells():
    number = composed(SEVEN, ONE, SEVEN, seed=5)
    boxes = [box(number, digit) for digit in range(3)]
    paper = [(boxes[i + 1][0] - boxes[i][2]) / HEIGHT for i in range(2)]
    np.testing.assert_allclose(paper, number.gaps)


def test_gaps_come_in_the_stated_shares():
    gaps = composed(*[ONE] * 2000).gaps
    touching, close = np.mean(np.less(gaps, 0.0)), np.mean(np.less(gaps, 0.15)) - np.mean(np.less(gaps, 0.0))
    assert (1 - touching - close, close, touching) == pytest.approx(GAP_SHARES, abs=0.03)


def test_the_narrowest_gap_names_the_class():
    def number(*gaps: float) -> ComposedNumber:
        return ComposedNumber((), (), (), (), gaps)

    assert [number(0.3, -0.01).gap_class, number(0.3, 0.1).gap_class, number(0.3).gap_class] == list(GAP_CLASSES[::-1])
    assert number().gap_class == "apart"


def test_rows_stand_below_each_other():
    number = composed(*[SEVEN] * 5, rows=2)
    assert number.row_lengths == (3, 2)
    assert number.text == "777\n77"
    assert max(box(number, digit)[3] for digit in range(3)) < min(box(number, digit)[1] for digit in (3, 4))


def test_late_bars_are_drawn_after_everything_else():
    number = composed(SEVEN, ONE, SEVEN, late_share=1.0)
    assert number.owners == (0, 1, 2, 0, 2)
    assert [len(stroke) for stroke in number.strokes] == [3, 2, 3, 2, 2]


def test_the_pad_is_a_little_larger_than_the_number():
    number = composed(SEVEN, ONE)
    points = np.concatenate(number.strokes)
    assert number.side == pytest.approx(np.ptp(points, axis=0).max() / 0.9)


def test_the_same_seed_composes_the_same_number():
    assert composed(SEVEN, ONE, seed=4).strokes == composed(SEVEN, ONE, seed=4).strokes
    assert composed(SEVEN, ONE, seed=4).strokes != composed(SEVEN, ONE, seed=5).strokes


@pytest.mark.parametrize("rows", [0, 3])
def test_rows_must_fit_the_digits(rows: int):
    with pytest.raises(DataError, match=f"must have from 1 to 2 rows. Got {rows}"):
        composed(ONE, ONE, rows=rows)


def test_all_digits_of_a_number_are_of_one_writer():
    rng = np.random.default_rng(0)
    picked = [pick_digits([ONE, SEVEN, DASH], 3, rng) for _ in range(40)]
    writers = [{sample.writer for sample in samples} for samples in picked]
    assert all(len(digits) == 3 for digits in picked)
    assert {frozenset(each) for each in writers} == {frozenset({3}), frozenset({4})}


def test_digits_without_writers_are_mixed():
    samples = [StrokeSample(label, None, ONE.strokes) for label in range(10)]
    picked = pick_digits(samples, 20, np.random.default_rng(0))
    assert len({sample.label for sample in picked}) > 5


def test_there_must_be_a_digit_to_pick():
    with pytest.raises(DataError, match=r"at least one sample. Got none"):
        pick_digits([], 2, np.random.default_rng(0))
