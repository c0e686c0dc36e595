"""Non-digits: every family draws like a pen, never the same twice, and the same again from the same seed."""

import numpy as np
import pytest

from generators.non_digits import FAMILIES, LEARNED, NEVER_MET, non_digit_set, non_digit_strokes
from mlp_engine.errors import SettingError
from mlp_engine.ink import digit_image_from_strokes

EVERY_FAMILY = (*LEARNED, *NEVER_MET)


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def longer_side(strokes) -> float:
    points = np.concatenate([np.asarray(stroke) for stroke in strokes])
    return float((points.max(axis=0) - points.min(axis=0)).max())


def test_there_are_many_families() -> None:
    assert len(FAMILIES) >= 16
    assert len(NEVER_MET) >= 16


def test_what_no_detector_learns_is_of_other_families() -> None:
    assert set(FAMILIES) < set(LEARNED)
    assert not set(LEARNED) & set(NEVER_MET)


@pytest.mark.parametrize("family", EVERY_FAMILY)
def test_strokes_are_points_as_dense_as_a_pen_gives_them(family) -> None:
    for seed in range(20):
        strokes = non_digit_strokes(family, rng(seed))
        side = longer_side(strokes)
        for stroke in strokes:
            assert all(isinstance(x, float) and isinstance(y, float) for x, y in stroke)
            gaps = np.hypot(*np.diff(np.asarray(stroke), axis=0).T)
            assert gaps.max(initial=0) <= 0.25 * side


@pytest.mark.parametrize("family", EVERY_FAMILY)
def test_each_drawing_is_another_and_has_ink_to_show(family) -> None:
    images = [digit_image_from_strokes(non_digit_strokes(family, rng(seed))) for seed in range(8)]
    assert len({image.tobytes() for image in images}) == 8
    assert min((image > 128).sum() for image in images) >= 10


@pytest.mark.parametrize("family", EVERY_FAMILY)
def test_the_same_random_numbers_draw_the_same(family) -> None:
    assert non_digit_strokes(family, rng(7)) == non_digit_strokes(family, rng(7))


def test_a_ruler_lies_and_never_stands_like_a_one() -> None:
    for seed in range(200):
        (stroke,) = non_digit_strokes("rulers", rng(seed))
        width, height = np.ptp(np.asarray(stroke), axis=0)
        assert width > 1.2 * height


def test_digits_of_a_row_stand_apart() -> None:
    for seed in range(50):
        strokes = [np.asarray(stroke)[:, 0] for stroke in non_digit_strokes("digit rows", rng(seed))]
        ends, starts = sorted(x.max() for x in strokes), sorted(x.min() for x in strokes)
        assert any(
            start - end >= 14
            for end in ends
            for start in starts
            if all((x <= end).all() or (x >= start).all() for x in strokes)
        )


def test_a_set_takes_the_families_in_turn() -> None:
    images, families = non_digit_set(5, seed=3, families=("stars", "rulers"))
    assert images.shape == (5, 784)
    assert images.dtype == np.uint8
    assert families.tolist() == ["stars", "rulers", "stars", "rulers", "stars"]


def test_a_set_is_the_same_from_the_same_seed_and_another_from_another() -> None:
    first, again, other = (non_digit_set(40, seed)[0] for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any(axis=1).all()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"count": 0, "seed": 1}, "Number of non-digits must be a whole number of at least 1. Got 0"),
        ({"count": 1, "seed": -1}, "Seed must be a whole number of at least 0"),
        ({"count": 1, "seed": 1, "families": ("cats",)}, "Family must be capitals, small letters"),
        ({"count": 1, "seed": 1, "families": ()}, "Families must be at least one. Got none"),
    ],
)
def test_what_cannot_be_drawn_is_refused(arguments, words) -> None:
    with pytest.raises(SettingError, match=words):
        non_digit_set(**arguments)


def test_an_unknown_family_is_refused() -> None:
    with pytest.raises(SettingError, match="Got 'cats'"):
        non_digit_strokes("cats", rng())
