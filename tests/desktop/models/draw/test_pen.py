"""The pen in the hand."""

import pytest

from mlp_desktop.models.draw.pen import ERASER_SIZES, PEN_SIZES, Pen


@pytest.fixture
def pen(qtbot) -> Pen:
    return Pen()


def test_at_first_it_is_a_pen_that_draws_smoothly(pen) -> None:
    assert (pen.tool, pen.size) == ("pen", 20)
    assert (pen.smoothing, pen.pressure, pen.pen_only) == (True, False, False)


def test_sizes_go_up_and_down_and_stop_at_their_ends(pen) -> None:
    sizes = []
    for _ in range(4):
        pen.change_size(1)
        sizes.append(pen.size)
    assert sizes == [28, 40, 40, 40]
    pen.change_size(-9)
    assert pen.size == PEN_SIZES[0]


def test_each_tool_has_a_size_of_its_own(pen) -> None:
    pen.change_size(1)
    pen.take("eraser")
    pen.change_size(1)
    assert pen.size == pen.eraser_size == 44
    pen.set_size(99)
    assert pen.size == 44
    pen.take("stroke eraser")
    pen.change_size(1)
    assert pen.sizes == (pen.size,)
    pen.take("pen")
    assert pen.size == pen.pen_size == 28


def test_every_change_is_told(qtbot, pen) -> None:
    with qtbot.waitSignals([pen.changed] * 4, timeout=1000):
        pen.take("eraser")
        pen.set_size(ERASER_SIZES[0])
        pen.change_size(1)
        pen.switch("pen_only", True)


def test_it_is_recalled_as_it_was_left(qtbot, pen) -> None:
    pen.set_size(40.0)
    pen.switch("smoothing", False)
    pen.switch("pressure", True)
    pen.take("eraser")
    again = Pen()
    again.recall(pen.remembered())
    assert (again.tool, again.size, again.smoothing, again.pressure, again.pen_only) == ("pen", 40, False, True, False)


@pytest.mark.parametrize("nonsense", [{"pen_size": 13}, {"pen_size": "20", "smoothing": "no"}, {"x": [1]}, {}])
def test_nonsense_is_forgotten(pen, nonsense) -> None:
    pen.recall(nonsense)
    assert (pen.size, pen.smoothing) == (20, True)
