import numpy as np
import pytest

from mlp_engine.reading.stroke_shapes import box_around, gaps_between, ink_distance, measure


def test_a_stroke_is_measured_evenly_along_its_way_however_its_points_are_spaced():
    shape = measure([(0, 0), (1, 0), (2, 0), (60, 0), (60, 80)])
    steps = np.hypot(*np.diff(shape.trace, axis=0).T)
    assert shape.box == (0, 0, 60, 80)
    assert (shape.longer_side, shape.height) == (80, 80)
    np.testing.assert_allclose(shape.trace[[0, -1]], [(0, 0), (60, 80)])
    assert steps.max() < 1.05 * np.median(steps)


def test_a_tap_is_one_point():
    assert measure([(3, 4), (3, 4)]).trace.tolist() == [[3, 4]]


def test_a_slanting_stroke_set_upright_has_no_width():
    shape = measure([(50, 0), (10, 100)])
    across, down = shape.steep
    assert (across, down) == pytest.approx((-40, 100))
    left, top, right, bottom = shape.box_leaning(across / down)
    assert (right - left, top, bottom) == pytest.approx((0, 0, 100))


def test_the_slant_does_not_depend_on_the_way_of_drawing():
    assert measure([(50, 0), (10, 100)]).steep == pytest.approx(measure([(10, 100), (50, 0)]).steep)


def test_gaps_between_boxes_are_negative_where_they_overlap():
    assert gaps_between((0, 0, 10, 10), (13, 4, 20, 20)) == (3, -6)
    assert gaps_between((13, 4, 20, 20), (0, 0, 10, 10)) == (3, -6)
    assert box_around([(0, 0, 10, 10), (13, 4, 20, 20)]) == (0, 0, 20, 20)


def test_ink_distance_is_the_shortest_way():
    bar, stem = measure([(0, 50), (40, 50)]), measure([(46, 0), (46, 100)])
    assert ink_distance((bar, stem)) == pytest.approx(6, abs=0.5)
    assert ink_distance((bar, measure([(20, 0), (20, 100)]))) < 100 / 40
