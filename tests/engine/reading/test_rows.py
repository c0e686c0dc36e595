from mlp_engine.reading.rows import rows_of
from mlp_engine.reading.stroke_shapes import measure


def rows(*boxes: tuple[float, float, float, float]) -> list[set[int]]:
    """Rows of strokes that run from one corner of a box (left, top, right, bottom) to the other."""
    shapes = {place: measure([(left, top), (right, bottom)]) for place, (left, top, right, bottom) in enumerate(boxes)}
    return [set(row) for row in rows_of(shapes)]


def test_strokes_at_one_level_are_a_row():
    assert rows((0, 0, 30, 100), (50, 10, 80, 95), (90, -5, 120, 90)) == [{0, 1, 2}]


def test_rows_come_from_the_top():
    assert rows((0, 150, 30, 250), (0, 0, 30, 100), (50, 145, 80, 255)) == [{1}, {0, 2}]


def test_a_line_that_climbs_stays_one_row():
    assert rows(*((60 * i, -35 * i, 60 * i + 40, 100 - 35 * i) for i in range(6))) == [set(range(6))]


def test_bars_and_flags_go_to_the_row_beside_them():
    upper_flag, lower_flag, bar = (10, -4, 50, -8), (12, 128, 50, 124), (70, 180, 100, 182)
    assert rows((0, 0, 40, 100), (0, 130, 40, 230), upper_flag, lower_flag, bar) == [{0, 2}, {1, 3, 4}]


def test_two_rings_one_upon_the_other_are_one_row():
    assert rows((5, 0, 45, 48), (0, 50, 50, 100)) == [{0, 1}]


def test_tight_rows_are_not_taken_for_halves_when_one_stroke_has_no_other_half():
    assert rows((0, 0, 40, 100), (60, 0, 100, 100), (0, 105, 40, 205)) == [{0, 1}, {2}]
