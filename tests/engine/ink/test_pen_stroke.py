"""Strokes with all that is known of them."""

import numpy as np
import pytest

from mlp_engine.errors import InkError
from mlp_engine.ink import PenStroke

CORNER = PenStroke(
    ((0.0, 0.0), (30.0, 0.0), (30.0, 40.0)), times=(0.0, 1.0, 3.0), pressures=(0.2, 0.4, 0.8), width=12.0
)
ZIGZAG = tuple((10.0 * number, 50.0 + number % 2) for number in range(20))


def test_a_plain_stroke_is_shown_as_it_is() -> None:
    stroke = PenStroke(ZIGZAG, width=12)
    assert stroke.line == ZIGZAG
    assert stroke.widths is None
    assert repr(stroke) == "PenStroke(20 points, width 12)"


def test_a_smoothed_stroke_keeps_its_own_points_beside_its_line() -> None:
    stroke = PenStroke(ZIGZAG, smoothed=True)
    assert stroke.points == ZIGZAG
    assert len(stroke.line) > len(ZIGZAG)
    assert (stroke.line[0], stroke.line[-1]) == (ZIGZAG[0], ZIGZAG[-1])


def test_half_the_pressure_is_the_pens_own_width() -> None:
    stroke = PenStroke(ZIGZAG[:3], pressures=(0.0, 0.5, 1.0), width=20)
    assert stroke.widths == pytest.approx((8, 20, 32))


def test_there_is_a_width_for_each_point_of_a_smooth_line() -> None:
    stroke = PenStroke(ZIGZAG, pressures=tuple(np.linspace(0, 1, 20).tolist()), smoothed=True)
    assert stroke.widths is not None
    assert len(stroke.widths) == len(stroke.line)
    assert np.diff(stroke.widths).min() > 0


def test_a_part_counts_its_times_from_its_own_start() -> None:
    stroke = PenStroke(ZIGZAG[:4], times=(0.0, 1.0, 2.0, 4.0), pressures=(0.1, 0.2, 0.3, 0.4), width=8)
    part = stroke.part(stroke.columns[1:])
    assert part == PenStroke(ZIGZAG[1:4], (0.0, 1.0, 3.0), (0.2, 0.3, 0.4), 8)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"points": ()}, r"^A pen stroke must have at least one point\. Got none\.$"),
        ({"points": ((1.0, 1.0),), "times": ()}, r"as many times as points\. Got 0\.$"),
        ({"points": ((1.0, 1.0),), "pressures": (0.1, 0.2)}, r"as many pressures as points\. Got 2\.$"),
    ],
)
def test_what_does_not_fit_together_is_refused(arguments: dict, sentence: str) -> None:
    with pytest.raises(InkError, match=sentence):
        PenStroke(**arguments)


def test_length_is_that_of_the_line() -> None:
    assert CORNER.length == pytest.approx(70.0)
    assert PenStroke(((5.0, 5.0),)).length == 0.0


def test_a_piece_keeps_corners_and_interpolates_its_ends() -> None:
    piece = CORNER.piece(15.0, 50.0)
    np.testing.assert_allclose(piece.points, [(15, 0), (30, 0), (30, 20)])
    assert piece.times == pytest.approx((0.0, 0.5, 1.5))
    assert piece.pressures == pytest.approx((0.3, 0.4, 0.6))
    assert piece.width == CORNER.width


def test_without_a_piece_of_its_middle_a_stroke_is_two() -> None:
    first, second = CORNER.without(15.0, 50.0)
    np.testing.assert_allclose(first.points, [(0, 0), (15, 0)])
    np.testing.assert_allclose(second.points, [(30, 20), (30, 40)])
    assert first.length + second.length + 35.0 == pytest.approx(CORNER.length)


@pytest.mark.parametrize(("start", "end", "left"), [(0.0, 20.0, 50.0), (20.0, 70.0, 20.0)])
def test_without_its_end_a_stroke_is_one(start: float, end: float, left: float) -> None:
    (rest,) = CORNER.without(start, end)
    assert rest.length == pytest.approx(left)


def test_without_all_of_it_nothing_is_left() -> None:
    assert CORNER.without(0.0, CORNER.length) == ()


def test_pieces_lie_on_the_line_that_is_seen_where_it_is_smoothed() -> None:
    rng = np.random.default_rng(0)
    points = tuple((float(x), float(y)) for x, y in rng.uniform(20, 260, (12, 2)))
    stroke = PenStroke(points, smoothed=True)
    piece = stroke.piece(0.2 * stroke.length, 0.7 * stroke.length)
    assert piece.length == pytest.approx(0.5 * stroke.length, rel=1e-6)
    assert set(piece.line[1:-1]) <= set(stroke.line)
