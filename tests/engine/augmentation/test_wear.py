"""Ink as a picture of it looks: blurred, broken, beside the remains of a line."""

import numpy as np
import pytest

from mlp_engine.augmentation.wear import WEAR, WearRanges, worn
from mlp_engine.errors import SettingError

# A seven of straight lines, 96 pixels high, of a pen of 9.
SEVEN = np.zeros((96, 60), np.uint8)
SEVEN[:9] = 255
SEVEN[:, 30:39] = 255


def copies(ranges: WearRanges, count: int = 30) -> list[np.ndarray]:
    return [worn(SEVEN, np.random.default_rng(seed), ranges) for seed in range(count)]


def cropped(ink: np.ndarray) -> np.ndarray:
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def test_without_ranges_the_ink_stays_as_it_is_with_paper_around_it() -> None:
    assert all(np.array_equal(cropped(ink), SEVEN) for ink in copies(WearRanges(), 3))


def test_a_blur_leaves_levels_between_ink_and_paper_and_its_darkest_is_full_ink() -> None:
    blurred = copies(WearRanges(blur=0.06))
    assert all(ink.max() == 255 for ink in blurred)
    between = [int(((ink > 0) & (ink < 255)).sum()) for ink in blurred]
    assert max(between) > 500
    assert min(between) < 200, "most pictures are sharp"


def test_gaps_take_ink_away_but_never_more_than_a_third() -> None:
    left = [ink.sum() / SEVEN.sum() for ink in copies(WearRanges(gap=1), 100)]
    assert min(left) >= 2 / 3
    assert sum(share < 1 for share in left) > 90


def test_a_remaining_line_adds_ink_near_an_edge_and_takes_none() -> None:
    before = int(SEVEN.sum())
    ruled = [ink.astype(int) for ink in copies(WearRanges(line=1))]
    assert sum(added.sum() > before for added in ruled) > 20, "some lie on the ink itself"
    for added in ruled:
        margin = (np.array(added.shape) - SEVEN.shape) // 2
        inner = added[margin[0] : margin[0] + 96, margin[1] : margin[1] + 60]
        assert (inner[SEVEN > 0] == 255).all()
        assert cropped(added).shape[0] <= 96 * 1.4
        assert cropped(added).shape[1] <= 60 + 0.4 * 96


def test_the_same_random_numbers_wear_alike_and_what_comes_in_is_not_changed() -> None:
    before = SEVEN.copy()
    one, again = (worn(SEVEN, np.random.default_rng(3), WEAR) for _ in range(2))
    assert np.array_equal(one, again)
    assert np.array_equal(before, SEVEN)


@pytest.mark.parametrize("name", ["blur", "gap", "line"])
def test_a_range_beyond_one_is_refused(name: str) -> None:
    with pytest.raises(SettingError, match=f"Range {name} must be"):
        WearRanges(**{name: 1.5})
