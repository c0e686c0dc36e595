"""The history of a drawing: unlimited, and small."""

import sys

import numpy as np
import pytest

from mlp_desktop.models.draw.undo_history import NEAR, Sheet, UndoHistory, pack, unpack
from mlp_engine.ink import PenStroke

POINTS = tuple((x, 2 * x) for x in np.linspace(0.1, 139.7, 40).tolist())
TIMES = tuple(np.linspace(0, 0.7, 40).tolist())


def stroke(number: int = 0) -> PenStroke:
    return PenStroke(((float(number), 1.0), (2.0, 3.0)), (0.0, 0.5), None, 20.0, True)


@pytest.mark.parametrize("times", [None, TIMES])
@pytest.mark.parametrize("pressures", [None, tuple(reversed(TIMES))])
@pytest.mark.parametrize("smoothed", [False, True])
def test_a_stroke_comes_out_of_its_packing_as_it_went_in(times, pressures, smoothed) -> None:
    before = PenStroke(POINTS, times, pressures, 12.3, smoothed)
    after = unpack(pack(before))
    np.testing.assert_allclose(after.points, before.points, rtol=0, atol=5e-4)
    assert after.width == pytest.approx(12.3, abs=5e-4)
    assert after.smoothed is smoothed
    for found, given in ((after.times, times), (after.pressures, pressures)):
        assert found is None if given is None else found == pytest.approx(given, abs=5e-4)
    assert pack(after) == pack(before)  # nothing more is lost, however often


def test_a_dot_can_be_packed() -> None:
    assert unpack(pack(PenStroke(((3.0, 4.0),)))) == PenStroke(((3.0, 4.0),))


def test_times_never_fall_however_near_they_are() -> None:
    times = tuple(1000 + 1e-6 * number for number in range(len(POINTS)))
    after = unpack(pack(PenStroke(POINTS, times))).times
    assert after is not None
    assert list(after) == sorted(after)


def test_packed_it_takes_a_tenth_of_the_memory_or_less() -> None:
    whole = PenStroke(POINTS, TIMES, None, 20.0, True)
    shown = sum(sys.getsizeof(point) + 2 * sys.getsizeof(1.0) for point in (*whole.points, *whole.line))
    assert len(pack(whole)) < shown / 10


def test_near_steps_are_the_very_same_sheets_and_far_ones_are_made_again() -> None:
    history = UndoHistory()
    sheets = [history.sheet]
    for number in range(3 * NEAR):
        sheets.append(Sheet((stroke(number),)))
        history.add(sheets[-1])
    for place in range(3 * NEAR - 1, -1, -1):
        history.undo()
        assert history.sheet.strokes == sheets[place].strokes
        assert (history.sheet is sheets[place]) == (place >= 2 * NEAR)
    assert not history.can_undo
    for place in range(1, 3 * NEAR + 1):
        history.redo()
        assert history.sheet.strokes == sheets[place].strokes
    assert not history.can_redo


def test_a_stroke_on_several_sheets_stays_one_stroke() -> None:
    history = UndoHistory()
    history.add(Sheet((stroke(1),)))
    history.add(Sheet((*history.sheet.strokes, stroke(2))))
    history.add(Sheet((*history.sheet.strokes, stroke(3))))
    for _ in range(2 * NEAR):
        history.add(Sheet())
    for _ in range(2 * NEAR):
        history.undo()
    three = history.sheet.strokes
    history.undo()
    assert all(one is other for one, other in zip(history.sheet.strokes, three, strict=False))
    assert len(history.sheet.strokes) == 2


def test_a_picture_far_back_is_the_very_same() -> None:
    picture = np.full((20, 30), 200, np.uint8)
    history = UndoHistory()
    history.add(Sheet((stroke(),), picture))
    for _ in range(2 * NEAR):
        history.add(Sheet())
    for _ in range(2 * NEAR):
        history.undo()
    assert history.sheet.picture is picture


def test_a_new_step_forgets_those_that_were_taken_back() -> None:
    history = UndoHistory()
    for number in range(2 * NEAR):
        history.add(Sheet((stroke(number),)))
    for _ in range(2 * NEAR):
        history.undo()
    history.add(Sheet((stroke(7),)))
    assert not history.can_redo
    history.undo()
    assert history.sheet.is_empty
