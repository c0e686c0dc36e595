"""Strokes as other hands would draw them: what each range changes, and that none changes what is drawn."""

from dataclasses import fields, replace

import numpy as np
import pytest

from mlp_engine.augmentation.other_hands import HANDS, HandRanges, another_hand
from mlp_engine.errors import SettingError
from mlp_engine.ink import digit_image_from_strokes

STILL = HandRanges()
# A seven with a bar, 200 units high, with a point every ten units or so.
SEVEN = [
    np.concatenate([np.linspace((0, 0), (120, 0), 13), np.linspace((115, 10), (40, 200), 20)]),
    np.linspace((30, 100), (110, 100), 9),
]


def hands(ranges: HandRanges, count: int = 40) -> list[list[np.ndarray]]:
    return [another_hand(SEVEN, np.random.default_rng(seed), ranges) for seed in range(count)]


def image_of(strokes: list[np.ndarray]) -> np.ndarray:
    return digit_image_from_strokes([[(x, y) for x, y in stroke.tolist()] for stroke in strokes])


def test_without_ranges_the_strokes_stay_as_they_are_in_longer_sides() -> None:
    (first, second), *_ = hands(STILL)
    np.testing.assert_allclose(first, SEVEN[0] / 200, atol=1e-12)
    np.testing.assert_allclose(second, SEVEN[1] / 200, atol=1e-12)


def test_the_same_seed_draws_the_same_and_another_one_otherwise() -> None:
    one, again = (another_hand(SEVEN, np.random.default_rng(4)) for _ in range(2))
    other = another_hand(SEVEN, np.random.default_rng(5))
    assert all(np.array_equal(a, b) for a, b in zip(one, again, strict=True))
    assert not np.array_equal(one[0], other[0])


def test_where_it_was_drawn_and_how_large_makes_no_difference() -> None:
    moved = [stroke * 0.01 + (5, -7) for stroke in SEVEN]
    for here, there in zip(
        another_hand(SEVEN, np.random.default_rng(1)), another_hand(moved, np.random.default_rng(1)), strict=True
    ):
        np.testing.assert_allclose(here, there, atol=1e-9)


def test_what_comes_in_is_not_changed() -> None:
    before = [stroke.copy() for stroke in SEVEN]
    hands(HANDS)
    assert all(np.array_equal(stroke, kept) for stroke, kept in zip(SEVEN, before, strict=True))


@pytest.mark.parametrize("name", [field.name for field in fields(HandRanges)])
def test_every_range_changes_something(name: str) -> None:
    probable = name in ("hook", "join", "thin", "broad")
    ranges = replace(STILL, **{name: 1.0 if probable else getattr(HANDS, name)})
    still = hands(STILL, 1)[0]
    changed = [
        len(drawn) != len(still) or any(not np.array_equal(a, b) for a, b in zip(drawn, still, strict=False))
        for drawn in hands(ranges, 10)
    ]
    assert all(changed)


def test_a_pen_that_stays_down_makes_one_stroke_of_all_points() -> None:
    for drawn in hands(replace(STILL, join=1.0), 5):
        assert len(drawn) == 1
        np.testing.assert_allclose(drawn[0], np.concatenate(SEVEN) / 200, atol=1e-12)


def test_far_strokes_are_never_joined() -> None:
    far = [np.array([[0.0, 0.0], [0.0, 10.0]]), np.array([[10.0, 0.0], [10.0, 10.0]])]
    assert len(another_hand(far, np.random.default_rng(0), replace(STILL, join=1.0))) == 2


def test_a_hook_is_one_short_turn_at_each_end() -> None:
    for drawn in hands(replace(STILL, hook=1.0)):
        for stroke, bare in zip(drawn, SEVEN, strict=True):
            assert len(stroke) == len(bare) + 2
            for hook in (stroke[0] - stroke[1], stroke[-1] - stroke[-2]):
                assert 0.04 <= np.hypot(*hook) <= 0.12
            ahead = stroke[-2] - stroke[-3]
            assert (stroke[-1] - stroke[-2]) @ ahead < 0.35 * 0.12 * np.hypot(*ahead)


def test_ends_move_along_the_stroke_alone() -> None:
    lengths = [np.hypot(*(drawn[1][-1] - drawn[1][0])) for drawn in hands(replace(STILL, end=0.03))]
    assert all(np.ptp(drawn[1][:, 1]) < 1e-9 for drawn in hands(replace(STILL, end=0.03)))
    assert min(lengths) < 0.4 < max(lengths)
    assert all(0.4 * 0.7 <= length <= 0.4 + 4 * 0.03 for length in lengths)


def test_a_fast_pen_leaves_few_points_and_both_ends() -> None:
    for drawn in hands(replace(STILL, thin=1.0)):
        for stroke, bare in zip(drawn, SEVEN, strict=True):
            assert 2 <= len(stroke) < len(bare)
            np.testing.assert_allclose(stroke[[0, -1]], bare[[0, -1]] / 200, atol=1e-12)


def test_a_broader_pen_leaves_more_ink() -> None:
    thin = image_of(another_hand(SEVEN, np.random.default_rng(0), STILL))
    broad = image_of(another_hand(SEVEN, np.random.default_rng(0), replace(STILL, broad=1.0)))
    assert broad.sum() > 1.1 * thin.sum()


@pytest.mark.parametrize(
    "strokes", [[[[3.0, 4.0]]], [[[1.0, 1.0], [1.0, 1.0]]], [[[0.0, 0.0], [0.0, 5.0]], [[2.0, 2.0]]]]
)
def test_dots_and_single_points_are_drawn_too(strokes: list[list[list[float]]]) -> None:
    for seed in range(20):
        drawn = another_hand([np.array(stroke) for stroke in strokes], np.random.default_rng(seed))
        assert all(np.isfinite(stroke).all() and len(stroke) for stroke in drawn)
        assert image_of(drawn).shape == (28, 28)


def test_a_range_that_cannot_be_is_refused() -> None:
    with pytest.raises(SettingError, match="Range hook"):
        HandRanges(hook=1.5)
