"""The table of forms, and the curves through its control points."""

import numpy as np
import pytest

from mlp_engine.datasets.pen_hand import draw_form
from mlp_engine.datasets.skeletons import FORMS, HEIGHT, SkeletonStroke, forms_of

EVERY_STROKE = [
    pytest.param(stroke, id=f"{label} {name} {number}")
    for label, forms in FORMS.items()
    for name, form in zip(forms, forms_of(label).strokes, strict=True)
    for number, stroke in enumerate(form)
]


def stroke_of(label: int, name: str, number: int = 0) -> SkeletonStroke:
    return forms_of(label).strokes[list(FORMS[label]).index(name)][number]


@pytest.mark.parametrize("stroke", EVERY_STROKE)
def test_a_curve_runs_through_its_control_points_and_stays_near_them(stroke: SkeletonStroke) -> None:
    every = (len(stroke.cornered) - 1) // (len(stroke.start) - 1)
    for weights in (stroke.cornered, stroke.rounded):
        assert weights[::every] == pytest.approx(np.eye(len(stroke.start)), abs=1e-12)
        assert weights.sum(axis=1) == pytest.approx(1)  # moved points move the curve as a whole
        for points in (stroke.start, stroke.end):
            away = np.abs((weights @ points).clip(points.min(axis=0), points.max(axis=0)) - weights @ points)
            assert away.max() < 0.15 * HEIGHT


def test_a_curve_is_straight_up_to_a_corner_and_smooth_elsewhere() -> None:
    flag_and_stem = stroke_of(1, "long flag")
    curve = flag_and_stem.cornered @ flag_and_stem.start
    flag, stem = curve[:7], curve[6:]
    assert stem[:, 0] == pytest.approx(3)
    assert np.linalg.matrix_rank(flag - flag[0], tol=1e-9) == 1

    def sharpest_turn(points: np.ndarray) -> float:
        ahead = np.diff(points, axis=0)
        return float(np.abs(np.diff(np.unwrap(np.arctan2(ahead[:, 1], ahead[:, 0])))).max())

    ring = stroke_of(0, "ring")
    assert sharpest_turn(curve) > 1.5
    assert sharpest_turn(flag_and_stem.rounded @ flag_and_stem.start) < 0.7 * sharpest_turn(curve)
    assert sharpest_turn(ring.cornered @ ring.start) < 0.5


def test_a_point_with_a_range_moves_between_its_ends() -> None:
    caret = stroke_of(1, "caret")
    assert caret.start[0].tolist() == [-0.4, 5.4]
    assert caret.end[0].tolist() == [-0.8, 9.0]
    assert (caret.start[1] == caret.end[1]).all()


@pytest.mark.parametrize("label", range(10))
def test_forms_of_a_digit_are_all_about_as_high(label: int) -> None:
    for form in forms_of(label).strokes:
        points = np.concatenate([stroke.start for stroke in form])
        assert 0.65 * HEIGHT < np.ptp(points[:, 1]) < 1.3 * HEIGHT


@pytest.mark.parametrize("label", range(10))
def test_however_the_hand_slips_the_strokes_of_a_digit_stay_together(label: int) -> None:
    rng = np.random.default_rng(label)
    for form in forms_of(label).strokes:
        for _ in range(30):
            drawn = draw_form(form, rng)
            for number, stroke in enumerate(drawn):
                others = np.concatenate(drawn[:number] + drawn[number + 1 :] or [stroke])
                gaps = np.hypot(*(stroke[:, None] - others[None]).transpose(2, 0, 1))
                assert gaps.min() < 0.5 * HEIGHT
