"""The drawing and its history."""

import numpy as np
import pytest

from mlp_desktop.models.draw.drawing import Drawing
from mlp_desktop.models.draw.undo_history import Sheet
from mlp_engine.ink import PenStroke

LINE = ((40.0, 140.0), (240.0, 140.0))


def draw(drawing: Drawing, *points: tuple[float, float]) -> None:
    drawing.start_stroke(*points[0])
    for point in points[1:]:
        drawing.extend_stroke(*point)
    drawing.finish_stroke()


def rub(drawing: Drawing, *places: tuple[float, float], width: float = 20, whole_strokes: bool = False) -> None:
    drawing.start_erasing(*places[0], width=width, whole_strokes=whole_strokes)
    for place in places[1:]:
        drawing.erase_to(*place)
    drawing.finish_erasing()


def points(drawing: Drawing) -> list[tuple[tuple[float, float], ...]]:
    return [stroke.points for stroke in drawing.sheet.strokes]


@pytest.fixture
def drawing(qtbot) -> Drawing:
    return Drawing()


def test_a_stroke_shows_while_it_is_drawn_and_is_one_step(drawing) -> None:
    seen = []
    drawing.changed.connect(lambda: seen.append(points(drawing)))
    draw(drawing, (1, 2), (3, 4), (5, 6))
    assert seen[0] == [((1, 2),)]
    assert seen[1] == [((1, 2), (3, 4))]
    assert seen[-1] == [((1, 2), (3, 4), (5, 6))]
    drawing.undo()
    assert drawing.sheet.is_empty
    assert not drawing.can_undo


def test_undo_and_redo_go_through_strokes_clear_and_pictures(drawing) -> None:
    picture = np.full((5, 4), 255, np.uint8)
    draw(drawing, (0, 0), (1, 1))
    draw(drawing, (2, 2))
    drawing.clear()
    drawing.open_picture(picture)
    assert drawing.sheet.picture is picture
    counts = []
    while drawing.can_undo:
        drawing.undo()
        counts.append((len(drawing.sheet.strokes), drawing.sheet.picture is not None))
    assert counts == [(0, False), (2, False), (1, False), (0, False)]
    while drawing.can_redo:
        drawing.redo()
    assert drawing.sheet.picture is picture


def test_history_has_no_end(drawing) -> None:
    for number in range(300):
        draw(drawing, (number / 2, number / 2))
    steps = 0
    while drawing.can_undo:
        drawing.undo()
        steps += 1
    assert steps == 300


def test_a_new_step_forgets_the_undone_ones(drawing) -> None:
    draw(drawing, (0, 0))
    drawing.undo()
    draw(drawing, (9, 9))
    assert not drawing.can_redo
    assert points(drawing) == [((9, 9),)]


def test_undo_in_mid_stroke_drops_that_stroke_alone(drawing) -> None:
    draw(drawing, (0, 0))
    drawing.start_stroke(5, 5)
    drawing.undo()
    drawing.extend_stroke(6, 6)
    drawing.finish_stroke()
    assert points(drawing) == [((0, 0),)]


def test_clear_of_empty_paper_is_no_step(drawing) -> None:
    drawing.clear()
    assert not drawing.can_undo


def test_clear_in_mid_stroke_drops_the_stroke(drawing) -> None:
    drawing.start_stroke(5, 5)
    seen = []
    drawing.changed.connect(lambda: seen.append(drawing.sheet.is_empty))
    drawing.clear()
    assert seen == [True]
    assert not drawing.can_undo


def test_a_resting_pen_adds_no_points(drawing) -> None:
    draw(drawing, (1, 1), (1, 1), (1, 1))
    assert points(drawing) == [((1, 1),)]


def test_times_count_from_the_first_point_and_never_fall(drawing) -> None:
    drawing.start_stroke(0, 0, 100.0)
    for number, time in enumerate((100.5, 100.25, 101.0), start=1):
        drawing.extend_stroke(number, 0, time)
    drawing.finish_stroke()
    assert drawing.sheet.strokes[0].times == (0.0, 0.5, 0.5, 1.0)


def test_pressure_is_kept_where_the_stroke_began_with_it(drawing) -> None:
    drawing.start_stroke(0, 0, 0.0, 0.5)
    drawing.extend_stroke(1, 0, 0.1, 0.75)
    drawing.extend_stroke(2, 0, 0.2)
    drawing.finish_stroke()
    drawing.start_stroke(0, 0)
    drawing.extend_stroke(1, 0, 0.1, 0.75)
    drawing.finish_stroke()
    assert [stroke.pressures for stroke in drawing.sheet.strokes] == [(0.5, 0.75, 0.75), None]


def test_lines_are_smooth_or_exact_as_they_were_drawn(drawing) -> None:
    zigzag = [(float(10 * number), 100.0 + number % 2) for number in range(20)]
    for smoothed in (True, False):
        drawing.start_stroke(*zigzag[0], smoothed=smoothed)
        for place in zigzag[1:]:
            drawing.extend_stroke(*place)
        drawing.finish_stroke()
    smooth, exact = drawing.sheet.lines
    assert exact == tuple(zigzag)
    assert len(smooth) > len(zigzag)
    assert (smooth[0], smooth[-1]) == (zigzag[0], zigzag[-1])


def test_rubbing_out_is_one_step_however_far_it_goes(drawing) -> None:
    draw(drawing, *LINE)
    draw(drawing, (140, 40), (140, 100))
    rub(drawing, (140, 90), (140, 140), (140, 180))
    assert len(drawing.sheet.strokes) == 3
    drawing.undo()
    assert len(drawing.sheet.strokes) == 2
    drawing.redo()
    assert len(drawing.sheet.strokes) == 3


def test_rubbing_shows_while_it_is_done_and_can_be_dropped(drawing) -> None:
    draw(drawing, *LINE)
    drawing.start_erasing(140, 100, width=20)
    drawing.erase_to(140, 140)
    assert len(drawing.sheet.strokes) == 2
    drawing.drop()
    assert points(drawing) == [LINE]
    drawing.erase_to(200, 140)
    drawing.finish_erasing()
    assert points(drawing) == [LINE]


def test_rubbing_over_paper_is_no_step_and_forgets_nothing(drawing) -> None:
    draw(drawing, *LINE)
    draw(drawing, (10, 10))
    drawing.undo()
    rub(drawing, (140, 250), (240, 250))
    assert drawing.can_redo
    drawing.undo()
    assert drawing.sheet.is_empty


def test_the_stroke_eraser_takes_what_it_touches_whole(drawing) -> None:
    draw(drawing, *LINE)
    draw(drawing, (40, 40), (240, 40))
    rub(drawing, (140, 135), width=8, whole_strokes=True)
    assert points(drawing) == [((40, 40), (240, 40))]


def test_ink_of_a_picture_is_rubbed_out_until_none_is_left(drawing) -> None:
    drawing.open_picture(np.full((10, 10), 255, np.uint8))
    rub(drawing, (0, 140), (280, 140), width=112)
    assert drawing.sheet.picture is not None
    assert drawing.sheet.picture.any(axis=1).tolist() == [True] * 3 + [False] * 4 + [True] * 3
    rub(drawing, (0, 140), (280, 140), width=290)
    assert drawing.sheet.is_empty
    drawing.undo()
    drawing.undo()
    assert drawing.sheet.picture.all()


def test_a_piece_cut_out_of_a_stroke_is_one_step_and_leaves_the_others(drawing) -> None:
    draw(drawing, (40, 40), (240, 40))
    draw(drawing, *LINE)
    before = drawing.sheet.strokes
    drawing.cut_out(0, 50.0, 80.0)
    first, second, other = drawing.sheet.strokes
    assert (first.length, second.length) == pytest.approx((50.0, 120.0))
    assert other is before[1]
    drawing.undo()
    assert drawing.sheet.strokes == before


def test_strokes_from_a_file_are_one_step(drawing) -> None:
    draw(drawing, *LINE)
    strokes = (PenStroke(((1.0, 1.0),)), PenStroke(((2.0, 2.0),)))
    drawing.open_strokes(strokes)
    assert drawing.sheet.strokes == strokes
    drawing.undo()
    assert points(drawing) == [LINE]


def anything(drawing: Drawing, rng: np.random.Generator) -> None:
    """One thing that a hand might do."""
    places = [(float(x), float(y)) for x, y in rng.uniform(0, 280, (4, 2))]
    match rng.integers(6):
        case 0:
            drawing.clear()
        case 1:
            drawing.open_picture(rng.integers(0, 256, (20, 30)).astype(np.uint8))
        case 2:
            rub(drawing, *places, width=60, whole_strokes=bool(rng.integers(2)))
        case _:
            draw(drawing, *places)


def test_whatever_was_done_is_undone_and_redone_step_by_step(drawing) -> None:
    rng = np.random.default_rng(3)
    sheets = [drawing.sheet]
    for _ in range(200):
        anything(drawing, rng)
        if drawing.sheet is not sheets[-1]:
            sheets.append(drawing.sheet)
    assert len(sheets) > 100
    for sheet in reversed(sheets[:-1]):
        drawing.undo()
        assert_same(drawing.sheet, sheet)
    assert not drawing.can_undo
    for sheet in sheets[1:]:
        drawing.redo()
        assert_same(drawing.sheet, sheet)
    assert not drawing.can_redo


def assert_same(found: Sheet, drawn: Sheet) -> None:
    """As it was drawn: far back in the history to half a thousandth of the pad's unit."""
    assert found.picture is drawn.picture
    assert len(found.strokes) == len(drawn.strokes)
    for one, other in zip(found.strokes, drawn.strokes, strict=True):
        np.testing.assert_allclose(one.points, other.points, rtol=0, atol=5e-4)
        assert (one.width, one.smoothed) == (other.width, other.smoothed)
