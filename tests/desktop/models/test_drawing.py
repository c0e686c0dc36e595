"""The drawing and its history."""

import numpy as np
import pytest

from mlp_desktop.models.drawing import Drawing


def draw(drawing: Drawing, *points: tuple[float, float]) -> None:
    drawing.start_stroke(*points[0])
    for point in points[1:]:
        drawing.extend_stroke(*point)
    drawing.finish_stroke()


@pytest.fixture
def drawing(qtbot) -> Drawing:
    return Drawing()


def test_a_stroke_shows_while_it_is_drawn_and_is_one_step(drawing) -> None:
    seen = []
    drawing.changed.connect(lambda: seen.append(drawing.sheet.strokes))
    draw(drawing, (1, 2), (3, 4), (5, 6))
    assert seen[0] == (((1, 2),),)
    assert seen[1] == (((1, 2), (3, 4)),)
    assert seen[-1] == (((1, 2), (3, 4), (5, 6)),)
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


def test_a_new_step_forgets_the_undone_ones(drawing) -> None:
    draw(drawing, (0, 0))
    drawing.undo()
    draw(drawing, (9, 9))
    assert not drawing.can_redo
    assert drawing.sheet.strokes == (((9, 9),),)


def test_undo_in_mid_stroke_drops_that_stroke_alone(drawing) -> None:
    draw(drawing, (0, 0))
    drawing.start_stroke(5, 5)
    drawing.undo()
    drawing.extend_stroke(6, 6)
    drawing.finish_stroke()
    assert drawing.sheet.strokes == (((0, 0),),)


def test_clear_of_empty_paper_is_no_step(drawing) -> None:
    drawing.clear()
    assert not drawing.can_undo


def test_a_resting_pen_adds_no_points(drawing) -> None:
    draw(drawing, (1, 1), (1, 1), (1, 1))
    assert drawing.sheet.strokes == (((1, 1),),)
