"""Rubbing out."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlp_engine.ink import PenStroke, picture_of_drawing, rub_out, rub_out_ink, take_away

LINE = PenStroke(((20.0, 140.0), (260.0, 140.0)), times=(0.0, 2.0), pressures=(0.0, 1.0), width=20)


def levels(strokes: tuple[PenStroke, ...]) -> np.ndarray:
    lines = [stroke.line for stroke in strokes]
    widths = [stroke.width for stroke in strokes]
    return np.asarray(picture_of_drawing(None, lines, side=280, pen=widths, pixels=280))


def test_a_stroke_is_cut_where_the_tip_crosses_it_and_the_gap_is_as_wide_as_the_tip() -> None:
    left, right = rub_out([LINE], (140, 60), (140, 220), 32)
    assert left.points == ((20, 140), (pytest.approx(114), 140))
    assert right.points == ((pytest.approx(166), 140), (260, 140))
    row = levels((left, right))[140] < 128
    assert np.flatnonzero(~row[30:250]).tolist() == pytest.approx(list(range(94, 126)), abs=1.5)


def test_times_and_pressures_are_interpolated_at_the_cut() -> None:
    left, right = rub_out([LINE], (140, 60), (140, 220), 32)
    assert left.times == pytest.approx((0, 94 / 120))
    assert right.times == pytest.approx((0, 94 / 120))
    assert left.pressures == pytest.approx((0, 94 / 240))
    assert right.pressures == pytest.approx((146 / 240, 1))
    assert left.width == right.width == 20


def test_a_smooth_stroke_keeps_its_shape_beside_the_cut() -> None:
    angles = np.linspace(0, np.pi, 9)
    arc = tuple((140 - 90 * np.cos(a), 200 - 90 * np.sin(a)) for a in angles.tolist())
    stroke = PenStroke(arc, smoothed=True)
    parts = rub_out([stroke], (140, 60), (140, 160), 20)
    assert len(parts) == 2
    places = np.array(stroke.line)
    for part in parts:
        assert not part.smoothed
        for point in part.line[1:-1]:
            assert np.hypot(*(places - point).T).min() < 1e-9


def test_an_end_is_shortened() -> None:
    (left,) = rub_out([LINE], (270, 140), (250, 140), 20)
    assert left.points == ((20, 140), (pytest.approx(230), 140))


def test_what_lies_under_the_tip_goes_whole() -> None:
    assert rub_out([LINE, PenStroke(((140.0, 140.0),))], (0, 140), (280, 140), 30) == ()


@pytest.mark.parametrize("y", [200.0, 115.0])
def test_a_stroke_that_is_missed_or_only_grazed_is_the_same_object(y: float) -> None:
    assert rub_out([LINE], (140, y), (140, y), 32)[0] is LINE


def test_other_strokes_keep_their_places_in_the_order() -> None:
    above, below = PenStroke(((20.0, 20.0), (260.0, 20.0))), PenStroke(((20.0, 260.0), (260.0, 260.0)))
    parts = rub_out([above, LINE, below], (140, 100), (140, 180), 20)
    assert len(parts) == 4
    assert parts[0] is above
    assert parts[3] is below


def test_a_slow_hand_and_a_fast_one_rub_out_the_same() -> None:
    fast = rub_out([LINE], (140, 60), (140, 220), 32)
    slow: tuple[PenStroke, ...] = (LINE,)
    for y in range(60, 220, 5):
        slow = rub_out(slow, (140, y), (140, y + 5), 32)
    assert [stroke.points for stroke in slow] == [
        tuple(pytest.approx(point, abs=0.2) for point in stroke.points) for stroke in fast
    ]


def test_a_stroke_is_taken_away_whole_if_its_ink_is_touched() -> None:
    assert take_away([LINE], (140, 127), (140, 120), 8) == ()
    assert take_away([LINE], (140, 125), (140, 120), 8) == (LINE,)
    dot = PenStroke(((50.0, 50.0),), width=8)
    assert take_away([LINE, dot], (50, 50), (50, 50), 8) == (LINE,)


def test_ink_of_a_picture_goes_where_the_tip_goes() -> None:
    ink = np.full((140, 280), 255, np.uint8)  # one pixel a unit, from y = 70 to 210
    rubbed = rub_out_ink(ink, (100, 140), (180, 140), 40)
    assert rubbed is not None
    assert (ink == 255).all()
    expected = 80 * 40 + np.pi * 20**2
    assert (255 - rubbed.astype(int)).sum() / 255 == pytest.approx(expected, rel=0.01)
    down, across = np.nonzero(rubbed < 128)
    assert (across.min(), across.max()) == (80, 199)
    assert (down.min(), down.max()) == (50, 89)


def test_a_picture_that_is_not_touched_is_the_same_and_one_without_ink_is_none() -> None:
    ink = np.zeros((100, 100), np.uint8)
    ink[50:60, 50:60] = 200
    assert rub_out_ink(ink, (10, 10), (60, 10), 30) is ink
    assert rub_out_ink(ink, (-50, 400), (-10, 400), 30) is ink
    assert rub_out_ink(ink, (150, 150), (155, 155), 80) is None


def distances(points: np.ndarray, line: np.ndarray) -> np.ndarray:
    """Of each point from the nearest piece of a line."""
    start, way = line[:1] if len(line) == 1 else line[:-1], np.diff(line, axis=0) if len(line) > 1 else np.zeros((1, 2))
    share = ((points[:, None] - start) * way).sum(-1) / np.maximum((way * way).sum(-1), 1e-12)
    nearest = start + np.clip(share, 0, 1)[..., None] * way
    return np.hypot(*np.moveaxis(points[:, None] - nearest, -1, 0)).min(axis=1)


places = st.tuples(st.floats(0, 280), st.floats(0, 280))


@settings(max_examples=60)
@given(st.lists(places, min_size=1, max_size=12), places, places, st.sampled_from([8.0, 32.0]), st.booleans())
def test_what_is_left_was_there_before_and_lies_beside_the_tip(points, start, end, width, smoothed) -> None:
    stroke = PenStroke(tuple(points), tuple(range(len(points))), width=12, smoothed=smoothed)
    parts = rub_out([stroke], start, end, width)
    whole = stroke.columns[:, :2]
    for part in parts:
        assert distances(np.array(part.line), whole).max() < 1e-6
        assert len(part.points) == len(part.times or ())
        assert part.times[0] == 0
        if part is not stroke:
            line = np.array(part.line)
            assert np.hypot(*(line - start).T).min() > width / 2 - 1
            assert np.hypot(*(line - end).T).min() > width / 2 - 1
