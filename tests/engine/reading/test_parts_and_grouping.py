import pytest

from mlp_engine.reading.grouping import CUT_FEATURES, cut_costs, cut_features, run_costs, run_features
from mlp_engine.reading.parts import RowParts, parts_of_row
from mlp_engine.reading.stroke_shapes import ink_distance, measure

STICK = [(0.0, 0.0), (0.0, 100.0)]
BAR = [(0.0, 0.0), (40.0, 0.0)]
SEVEN = [(0.0, 0.0), (60.0, 0.0), (30.0, 100.0)]
SQUARE = [(0.0, 0.0), (50.0, 0.0), (50.0, 48.0), (0.0, 48.0), (0.0, 0.0)]


def at(x: float, y: float, stroke: list[tuple[float, float]]) -> list[tuple[float, float]]:
    return [(x + px, y + py) for px, py in stroke]


def row_of(*strokes: list[tuple[float, float]]) -> RowParts:
    return parts_of_row({place: measure(stroke) for place, stroke in enumerate(strokes)}, ink_distance)


def places(row: RowParts) -> list[set[int]]:
    return [set(part.strokes) for part in row.parts]


def test_a_bar_across_a_digit_is_one_part_with_it():
    assert places(row_of(SEVEN, at(100, 0, STICK), at(20, 50, BAR))) == [{0, 2}, {1}]


def test_a_ring_that_stands_on_another_is_one_part_with_it_though_they_do_not_touch():
    assert places(row_of(SQUARE, at(3, 65, SQUARE))) == [{0, 1}]


def test_digits_whose_boxes_overlap_a_little_stay_two_parts():
    assert places(row_of(SEVEN, at(50, 0, SEVEN))) == [{0}, {1}]


def test_parts_stand_from_left_to_right():
    assert places(row_of(at(200, 0, STICK), STICK, at(100, 0, STICK))) == [{1}, {2}, {0}]


def test_the_height_of_digits_is_not_that_of_bars_and_flags():
    row = row_of(STICK, at(60, 5, BAR), at(120, 0, STICK), at(180, 50, BAR), at(240, 60, BAR))
    assert row.height == pytest.approx(100)


def test_distances_are_told_in_heights_as_far_as_they_matter():
    row = row_of(STICK, at(20, 0, STICK), at(300, 0, STICK))
    assert row.distances[0][0] == 0.0
    assert row.distances[0][1] == row.distances[1][0] == pytest.approx(0.2)
    assert row.distances[1][2] == float("inf")


def test_strokes_far_apart_are_never_one_digit():
    assert set(run_costs(row_of(STICK, at(30, 0, STICK), at(75, 0, STICK)))) == {(0, 1), (1, 2), (2, 3), (0, 2)}


def test_a_run_wider_than_digits_are_is_never_one_digit():
    runs = run_costs(row_of(*(at(35 * place, 0, STICK) for place in range(6))))
    assert max(stop - start for start, stop in runs) == 5
    assert (0, 3) in run_costs(row_of(*(at(60 * place, 0, SEVEN) for place in range(2)), at(125, 0, STICK)))
    assert (0, 3) not in run_costs(row_of(*(at(65 * place, 0, SEVEN) for place in range(3))))


def test_a_low_stroke_costs_more_alone_than_a_high_one():
    costs = run_costs(row_of(STICK, at(100, 0, STICK), at(200, 40, [(0.0, 0.0), (0.0, 60.0)])))
    assert costs[2, 3] > costs[0, 1] + 3


def test_what_hangs_above_its_neighbour_costs_more_than_what_stands_beside_it():
    hanging = run_features(row_of(SQUARE, at(55, 0, STICK)))[0, 1]
    standing = run_features(row_of(at(0, 52, SQUARE), at(55, 0, STICK)))[0, 1]
    assert hanging[3] == pytest.approx(0.42)
    assert standing[3] == 0.0


def test_a_cut_costs_the_more_the_deeper_boxes_overlap_and_nothing_between_digits_apart():
    costs = [cut_costs(row_of(SEVEN, at(60 + gap, 0, SEVEN)))[0] for gap in (25.0, 0.0, -10.0, -20.0)]
    assert costs[0] == 0.0
    assert costs == sorted(costs)
    assert costs[3] > costs[2] + 0.5


def test_every_cut_has_its_features():
    features = cut_features(row_of(STICK, at(50, 0, STICK), at(100, 0, STICK)))
    assert [len(each) for each in features] == [CUT_FEATURES] * 2
