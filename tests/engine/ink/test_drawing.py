"""What the pad shows: strokes, a picture, or strokes over a picture."""

import numpy as np
import pytest
from numpy.typing import NDArray

from mlp_engine.errors import InkError
from mlp_engine.ink import Strokes, digit_image, ink_from_drawing, ink_from_strokes


@pytest.fixture
def ring() -> NDArray[np.uint8]:
    """A ring on a sheet of 100 × 200, its middle at the sheet's middle."""
    y, x = np.mgrid[0:100, 0:200]
    distance = np.hypot(x - 99.5, y - 49.5)
    return np.where((distance < 40) & (distance > 32), np.uint8(255), np.uint8(0))


def test_without_a_picture_it_is_the_strokes(seven: Strokes) -> None:
    assert np.array_equal(ink_from_drawing(None, seven, 280), ink_from_strokes(seven))


def test_a_blank_picture_is_as_none(seven: Strokes) -> None:
    assert np.array_equal(ink_from_drawing(np.zeros((50, 50), np.uint8), seven, 280), ink_from_strokes(seven))


def test_without_strokes_it_is_the_picture(ring: NDArray[np.uint8]) -> None:
    assert np.array_equal(ink_from_drawing(ring, [], 280), ring)
    assert np.array_equal(ink_from_drawing(ring, [[]], 280), ring)


def test_strokes_lie_where_they_were_drawn_over_the_picture(ring: NDArray[np.uint8]) -> None:
    # On a pad of 400 the sheet is shown 400 × 200, its middle at (200, 200), the ring's radius 80 at most.
    slashed = digit_image(ink_from_drawing(ring, [[(200.0, 200.0), (330.0, 200.0)]], 400))
    down, across = np.nonzero(slashed >= 128)
    # From 120 (ring) to 340 (tip of the stroke), 160 high.
    assert np.ptp(across) + 1 == pytest.approx(20, abs=1)
    assert np.ptp(down) + 1 == pytest.approx(20 * 160 / 220, abs=1)
    middle = (down.min() + down.max()) // 2
    assert slashed[middle, across.max() - 2] >= 128  # the stroke sticks out at half height
    assert slashed[down.min() : down.min() + 4, across.max()].max() == 0


def test_a_stroke_over_the_ink_of_a_picture_hides_nothing(ring: NDArray[np.uint8]) -> None:
    square = np.pad(ring, ((50, 50), (0, 0)))
    crossed = digit_image(ink_from_drawing(square, [[(100.0, 140.0), (180.0, 140.0)]], 280)).astype(int)
    alone = digit_image(square).astype(int)
    assert (crossed - alone).min() > -40  # resampled once more, and nothing else
    assert (crossed - alone)[14, 10:18].min() > 200


@pytest.mark.parametrize("side", [1.0, 280.0, 10_000.0])
def test_the_unit_of_the_pad_makes_no_difference(ring: NDArray[np.uint8], side: float) -> None:
    strokes = [[(0.3 * side, 0.5 * side), (0.8 * side, 0.5 * side)]]
    unit = ink_from_drawing(ring, [[(0.3, 0.5), (0.8, 0.5)]], 1.0)
    assert np.abs(digit_image(ink_from_drawing(ring, strokes, side)).astype(int) - digit_image(unit)).max() < 40


def test_a_tap_with_a_shaking_hand_is_a_dot() -> None:
    tap = [[(100.0, 100.0), (101.0, 102.0), (102.0, 101.0)]]
    assert np.array_equal(ink_from_drawing(None, tap, 280), ink_from_strokes([[(0.0, 0.0)]]))


def test_neither_picture_nor_strokes_is_refused() -> None:
    with pytest.raises(InkError, match="Got nothing drawn"):
        ink_from_drawing(None, [], 280)
