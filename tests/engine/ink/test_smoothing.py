"""Smooth curves along strokes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_engine.ink.smoothing import smooth

SIDE = 280.0


def distances(points: np.ndarray, line: np.ndarray) -> np.ndarray:
    """Of each point from the nearest piece of a line."""
    start, way = line[:-1], np.diff(line, axis=0)
    share = ((points[:, None] - start) * way).sum(-1) / np.maximum((way * way).sum(-1), 1e-12)
    nearest = start + np.clip(share, 0, 1)[..., None] * way
    return np.hypot(*np.moveaxis(points[:, None] - nearest, -1, 0)).min(axis=1)


def turns(line: np.ndarray) -> np.ndarray:
    """The angles in degrees by which a line turns at its points."""
    headings = np.unwrap(np.arctan2(*np.diff(line, axis=0).T[::-1]))
    return np.abs(np.degrees(np.diff(headings)))


def test_the_ends_stay_and_no_piece_is_long() -> None:
    stroke = np.array([(20.0, 20.0), (200.0, 30.0), (60.0, 200.0), (250.0, 260.0)])
    curve = smooth(stroke, SIDE)
    assert curve[0].tolist() == [20, 20]
    assert curve[-1].tolist() == [250, 260]
    assert np.hypot(*np.diff(curve, axis=0).T).max() < 4.5


def test_the_stairs_of_a_mouse_become_a_line() -> None:
    ideal = np.linspace((30.0, 40.0), (230.0, 110.0), 300)
    stairs = np.rint(ideal * 2) / 2
    curve = smooth(stairs, SIDE)
    line = ideal[[0, -1]]
    assert distances(stairs, line).max() > 0.2
    assert distances(curve, line)[20:-20].max() < 0.08
    assert turns(curve)[20:-20].max() < 8 < turns(stairs[np.append(True, np.diff(stairs[:, 0]) > 0)]).max()


def test_a_few_points_of_a_circle_become_round() -> None:
    angles = np.linspace(0, 1.8 * np.pi, 14)
    circle = np.column_stack((140 + 80 * np.cos(angles), 140 + 80 * np.sin(angles)))
    curve = smooth(circle, SIDE)
    radii = np.hypot(*(curve - 140).T)
    assert np.abs(radii[12:-12] - 80).max() < 0.7
    assert turns(curve).max() < 6 < turns(circle).max()


@pytest.mark.parametrize("gap", [1.0, 4.0, 12.0])
def test_the_tips_and_arms_of_a_narrow_u_stay_apart(gap: float) -> None:
    down = [(100.0, float(y)) for y in range(40, 201, 4)]
    up = [(100.0 + gap, float(y)) for y in range(200, 39, -4)]
    curve = smooth(np.array(down + up), SIDE)
    assert (curve[-1] - curve[0]).tolist() == [gap, 0]
    bottom = int(curve[:, 1].argmax())
    left, right = curve[:bottom], curve[bottom:]
    assert left[left[:, 1] < 190][:, 0].max() < 100.05
    assert right[right[:, 1] < 190][:, 0].min() > 100 + gap - 0.05


@pytest.mark.parametrize("spacing", [1.0, 5.0, 60.0])
def test_the_corner_of_a_seven_stays_a_corner(spacing: float) -> None:
    corner = np.array([200.0, 60.0])
    bar = np.linspace((80.0, 60.0), corner, round(120 / spacing) + 1)
    stem = np.linspace(corner, (130.0, 240.0), round(193 / spacing) + 1)[1:]
    curve = smooth(np.concatenate((bar, stem)), SIDE)
    assert np.hypot(*(curve - corner).T).min() < 2
    assert distances(curve, np.concatenate((bar[:1], [corner], stem[-1:]))).max() < 1.5


@pytest.mark.parametrize("start", [0.4, 0.5, 0.6])
def test_a_corner_between_two_points_of_a_fast_pen_is_put_back(start: float) -> None:
    corner = np.array([200.0, 60.0])
    bar = corner - np.outer(np.array([2, 1, 0]) + start, (40, 0))
    stem = corner + np.outer(np.array([1, 2, 3, 4]) - start, (-12, 38))
    points = np.concatenate((bar, stem))
    curve = smooth(points, SIDE)
    missing = distances(corner[None], points)[0]
    assert distances(corner[None], curve)[0] < 0.7 * missing
    # The points themselves stay on the line.
    assert distances(points, curve).max() < 2.5


@pytest.mark.parametrize("start", [0.3, 0.5, 0.7])
def test_the_sharp_tip_of_a_one_is_put_back_though_the_points_beside_it_are_near(start: float) -> None:
    tip = np.array([170.0, 40.0])
    flag = tip + np.outer(np.array([2, 1, 0]) + 0.7 * start, (-22, 22))
    stem = tip + np.outer(np.array([0, 1, 2, 3]) + 0.7 * (1 - start), (-8, 30))
    points = np.concatenate((flag, stem))
    assert np.hypot(*(points[3] - points[2])) < 20
    curve = smooth(points, SIDE)
    assert distances(tip[None], curve)[0] < 0.6 * distances(tip[None], points)[0]
    assert (curve[:, 1] > tip[1] - 1).all()  # nothing is drawn beyond it


def test_a_corner_just_before_a_point_is_put_back() -> None:
    corner = np.array([120.0, 200.0])
    down = corner - np.outer(np.array([4, 3, 2, 0.9]), (0, 40))
    along = corner + np.outer(np.array([0.2, 1.2, 2.2]), (38, -4))
    points = np.concatenate((down, along))
    curve = smooth(points, SIDE)
    assert distances(corner[None], curve)[0] < 0.6 * distances(corner[None], points)[0]


def test_few_points_of_a_round_stroke_get_no_corner() -> None:
    angles = np.linspace(0, 1.8 * np.pi, 9)
    circle = np.column_stack((140 + 80 * np.cos(angles), 140 + 80 * np.sin(angles)))
    curve = smooth(circle, SIDE)
    assert np.hypot(*(curve - 140).T).max() < 82
    assert turns(curve).max() < 10


@pytest.mark.parametrize("count", [12, 16])
def test_few_points_of_a_narrow_oval_stay_round(count: int) -> None:
    angles = np.linspace(0, 1.8 * np.pi, count)
    oval = np.column_stack((140 + 50 * np.cos(angles), 140 + 100 * np.sin(angles)))
    curve = smooth(oval, SIDE)
    beyond = ((curve - 140) / np.array((50, 100))) ** 2
    assert np.sqrt(beyond.sum(axis=1)).max() < 1.04


def test_times_do_not_fall_where_a_corner_is_put_back() -> None:
    points = np.array([(40.0, 60.0), (120.0, 60.0), (180.0, 60.0), (170.0, 90.0), (130.0, 90.0), (80.0, 90.0)])
    columns = np.column_stack((points, np.arange(6.0)))
    curve = smooth(columns, SIDE)
    assert (np.diff(curve[:, 2]) >= 0).all()


def test_what_else_was_recorded_is_carried_along() -> None:
    x = np.arange(0.0, 200.0, 10.0)
    columns = np.column_stack((x + 20, np.full_like(x, 50.0), x / 100, x / 400))
    curve = smooth(columns, SIDE)
    assert curve.shape[1] == 4
    assert curve[:, 2] == pytest.approx((curve[:, 0] - 20) / 100, abs=0.01)
    assert (np.diff(curve[:, 2]) >= 0).all()


@pytest.mark.parametrize("points", [[(5.0, 5.0)], [(5.0, 5.0)] * 3, [(5.0, 5.0), (90.0, 5.0)]])
def test_what_is_too_short_to_bend_stays_as_it_is(points: list[tuple[float, float]]) -> None:
    assert smooth(np.array(points), SIDE).tolist() == [list(point) for point in dict.fromkeys(points)]


@given(
    st.lists(
        st.tuples(*[st.floats(0, SIDE) | st.floats(0, 1e-6) | st.integers(0, 3).map(float)] * 2),
        min_size=1,
        max_size=30,
    )
)
def test_any_stroke_stays_near_itself(points: list[tuple[float, float]]) -> None:
    stroke = np.array(points)
    curve = smooth(stroke, SIDE)
    assert np.isfinite(curve).all()
    assert curve[0].tolist() == stroke[0].tolist()
    assert curve[-1].tolist() == stroke[-1].tolist()
    reach = 4 + 0.3 * np.hypot(*np.diff(stroke, axis=0).T).max(initial=0)
    low, high = stroke.min(axis=0) - reach, stroke.max(axis=0) + reach
    assert ((curve >= low) & (curve <= high)).all()
