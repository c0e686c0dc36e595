"""Strokes to ink and to digit images."""

import json
import math
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from mlp_engine.errors import InkError
from mlp_engine.ink import Strokes, digit_image, digit_image_from_strokes, ink_from_strokes
from mlp_engine.ink.strokes import LONGER_SIDE, draw, sheet_for


def moved(strokes: Strokes, *, by: tuple[float, float] = (0.0, 0.0), scale: float = 1.0) -> Strokes:
    return [[(x * scale + by[0], y * scale + by[1]) for x, y in stroke] for stroke in strokes]


def difference(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> float:
    """Share of ink that is not the same."""
    return float(np.abs(a.astype(float) - b).sum() / a.sum())


def test_ink_is_drawn_with_a_pen_a_tenth_as_wide_as_the_drawing_is_long() -> None:
    ink = ink_from_strokes([[(0, 0), (0, 50)]])
    assert ink.dtype == np.uint8
    assert set(np.unique(ink)) == {0, 255}
    length = np.flatnonzero(ink.any(axis=1)).size
    width = np.flatnonzero(ink[len(ink) // 2]).size
    assert width / length == pytest.approx(1 / 11, abs=0.01)  # the round caps make it a pen longer


def test_caps_and_joints_are_round() -> None:
    ink = ink_from_strokes([[(0, 0), (40, 0), (40, 40)]])
    corner = np.flatnonzero(ink.any(axis=0))[-1], np.flatnonzero(ink.any(axis=1))[0]
    assert ink[corner[1], corner[0]] == 0  # a square joint would fill the corner
    assert ink[corner[1] + 4, corner[0] - 4] == 255


@pytest.mark.parametrize("scale", [1e-300, 1e-9, 0.01, 3.7, 1e6, 1e290])
def test_the_size_of_a_drawing_makes_no_difference(seven: Strokes, scale: float) -> None:
    assert difference(digit_image_from_strokes(seven), digit_image_from_strokes(moved(seven, scale=scale))) < 0.02


@pytest.mark.parametrize("by", [(0.5, -0.25), (-1e4, 3e4), (1e6, 1e6)])
def test_the_place_of_a_drawing_makes_no_difference(seven: Strokes, by: tuple[float, float]) -> None:
    assert difference(digit_image_from_strokes(seven), digit_image_from_strokes(moved(seven, by=by))) < 0.02


def test_the_aspect_of_a_drawing_is_kept() -> None:
    image = digit_image_from_strokes([[(0, 0), (30, 0), (30, 60), (0, 60), (0, 0)]])
    down, across = np.nonzero(image >= 128)
    assert np.ptp(down) + 1 == pytest.approx(20, abs=1)
    assert np.ptp(across) + 1 == pytest.approx(20 * 33 / 66 + 1, abs=1)


def test_edges_are_antialiased(seven: Strokes) -> None:
    image = digit_image_from_strokes(seven)
    grey = ((image > 20) & (image < 235)).sum() / (image > 20).sum()
    assert 0.3 < grey < 0.8  # MNIST: 0.52


def test_digit_image_from_strokes_is_the_two_steps(seven: Strokes) -> None:
    assert np.array_equal(digit_image_from_strokes(seven), digit_image(ink_from_strokes(seven)))


def test_empty_strokes_are_passed_over(seven: Strokes) -> None:
    assert np.array_equal(digit_image_from_strokes([[], *seven, []]), digit_image_from_strokes(seven))


@pytest.mark.parametrize("dot", [[[(5.0, 5.0)]], [[(5.0, 5.0), (5.0, 5.0)], [(5.0, 5.0)]], [[(1e300, -1e300)]]])
def test_a_dot_stays_a_dot(dot: Strokes) -> None:
    image = digit_image_from_strokes(dot)
    down, across = np.nonzero(image >= 64)
    assert 1 <= np.ptp(down) + 1 <= 4
    assert 1 <= np.ptp(across) + 1 <= 4
    assert image[14, 14] > 128


def test_a_slip_of_the_pen_is_a_dot_to_whom_says_how_small() -> None:
    slip = [[(50.0, 50.0), (51.0, 52.0)]]
    assert np.array_equal(ink_from_strokes(slip, dot_below=5), ink_from_strokes([[(0.0, 0.0)]]))
    assert digit_image(ink_from_strokes(slip)).sum() > 5 * digit_image(ink_from_strokes(slip, dot_below=5)).sum()


def test_one_horizontal_line_lies_in_the_middle() -> None:
    image = digit_image_from_strokes([[(3, 7), (40, 7)]])
    rows = np.flatnonzero(image.max(axis=1) >= 128)
    assert rows.tolist() in ([13, 14], [14], [13, 14, 15], [14, 15])
    assert np.flatnonzero(image[14] >= 128).size == pytest.approx(20, abs=1)


@pytest.mark.parametrize("nothing", [[], [[]], [[], []]])
def test_nothing_drawn_is_refused(nothing: Strokes) -> None:
    with pytest.raises(InkError, match=r"^Strokes must hold at least one point\. Got nothing drawn\.$"):
        ink_from_strokes(nothing)


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_coordinates_that_are_not_finite_are_refused(bad: float) -> None:
    for strokes in ([[(0.0, 0.0), (bad, 1.0)]], [[(1.0, bad)]]):
        with pytest.raises(InkError, match=r"^Coordinates must be finite\. Got values from "):
            ink_from_strokes(strokes)


def test_coordinates_whose_distance_is_not_finite_are_refused() -> None:
    with pytest.raises(InkError, match=r"Got values from -1e\+308 to 1e\+308\."):
        ink_from_strokes([[(-1e308, 0.0), (1e308, 0.0)]])


@pytest.mark.parametrize("wrong", [[[1.0, 2.0]], [[(1.0, 2.0, 3.0)]], [["ab"]], [[(1.0, 2.0), (3.0,)]], [3]])
def test_points_that_are_not_pairs_are_refused(wrong: Strokes) -> None:
    with pytest.raises(InkError, match="must be"):
        ink_from_strokes(wrong)


coordinate = st.floats(-1e6, 1e6)
drawings = st.lists(st.lists(st.tuples(coordinate, coordinate), max_size=20), min_size=1, max_size=4)


@given(drawings)
def test_any_drawing_becomes_a_digit_image(strokes: Strokes) -> None:
    assume(any(strokes))
    image = digit_image_from_strokes(strokes)
    assert image.shape == (28, 28)
    assert image.dtype == np.uint8
    assert image.any()
    places, total = np.arange(28), image.sum(dtype=float)
    edges = ((image[:, 0], image[:, -1]), (image[0], image[-1]))
    for axis, (first, last) in enumerate(edges):
        mass = float(image.sum(axis=axis) @ places / total)
        assert abs(mass - 14) < 1 or first.any() or last.any()  # only the edge keeps ink from the centre


def test_real_pen_digits_become_images_of_mnists_kind(shared_data: Path) -> None:
    with (shared_data / "strokes-dev.jsonl").open() as lines:
        images = [digit_image_from_strokes(json.loads(line)["strokes"]) for line in islice(lines, 300)]
    assert 60 < np.median([(image >= 128).sum() for image in images]) < 130  # MNIST: 101


@pytest.mark.parametrize("seed", range(3))
def test_the_ink_is_that_of_lines_and_discs_drawn_one_by_one(seed: int) -> None:
    rng = np.random.default_rng(seed)
    for _ in range(20):
        drawing = [
            (rng.normal(0, 1, (int(rng.integers(1, 60)), 2)).cumsum(axis=0) * rng.uniform(0.1, 30.0)).tolist()
            for _ in range(int(rng.integers(1, 4)))
        ]
        points = np.concatenate([np.array(stroke) for stroke in drawing])
        low, side = points.min(axis=0), np.ptp(points, axis=0).max()
        if side == 0.0:
            continue
        sheet = sheet_for(np.ptp(points, axis=0) / side * LONGER_SIDE)
        draw(sheet, [(np.array(stroke) - low) / side * LONGER_SIDE for stroke in drawing])
        np.testing.assert_array_equal(ink_from_strokes(drawing), np.asarray(sheet))
