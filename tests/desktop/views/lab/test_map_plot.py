"""The map: where samples are painted, how they move, and which colours tell them apart."""

import numpy as np
import pytest
from PySide6.QtCore import Qt

from mlp_desktop.views.kit import motion
from mlp_desktop.views.kit.palettes import contrast, palette_for
from mlp_desktop.views.lab import map_glyphs, map_plot
from mlp_desktop.views.lab.map_marks import MapMarks
from mlp_desktop.views.lab.map_plot import MapPlot

CORNERS = np.array([[-0.4, -0.2], [0.4, -0.2], [0.4, 0.2], [-0.4, 0.2]])


@pytest.fixture
def plot(qtbot) -> MapPlot:
    plot = MapPlot("map", "Map")
    qtbot.addWidget(plot)
    plot.resize(400, 300)
    plot.set_samples(np.array([1, 2, 3, 4]), np.array([1, 2, 3, 9]))
    plot.set_points(CORNERS)
    plot.show()
    qtbot.waitExposed(plot)
    return plot


def places(plot: MapPlot) -> list[tuple[float, float]]:
    return [plot.place_of(number).toTuple() for number in range(4)]


def test_the_points_fill_the_room_with_one_scale_both_ways_and_y_up(plot) -> None:
    assert places(plot) == [(16, 242), (384, 242), (384, 58), (16, 58)]


def test_points_move_to_their_new_places(qtbot, plot, monkeypatch) -> None:
    monkeypatch.setattr(map_plot, "wants_motion", lambda _: True)
    before = places(plot)
    plot.set_points(CORNERS[[1, 2, 3, 0]])
    assert plot.is_moving
    assert places(plot) == before
    qtbot.waitUntil(lambda: not plot.is_moving)
    assert places(plot) == [before[number] for number in (1, 2, 3, 0)]


def test_points_jump_where_the_system_asks_for_less_motion(plot, monkeypatch) -> None:
    monkeypatch.setattr(map_plot, "wants_motion", lambda _: False)
    before = places(plot)
    plot.set_points(CORNERS[[1, 2, 3, 0]])
    assert not plot.is_moving
    assert places(plot) == [before[number] for number in (1, 2, 3, 0)]


def test_motion_follows_the_system(plot, monkeypatch) -> None:
    class Style:
        def styleHint(self, *_: object) -> int:
            return 0

    monkeypatch.setattr(MapPlot, "style", lambda _: Style())
    assert not motion.wants_motion(plot)


def test_the_drawing_stays_within_the_map_and_goes_without_points(plot) -> None:
    plot.set_drawing(np.array([3.0, 0.0]), "7")
    assert plot.drawing.toTuple() == (392, 150)
    plot.set_drawing(None)
    assert plot.drawing is None


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_colours_of_digits_are_readable_and_differ(monkeypatch, dark) -> None:
    monkeypatch.setattr(map_glyphs.theme, "is_dark", lambda: dark)
    paper = palette_for(dark=dark).base().color()
    colours = [map_glyphs.class_colour(digit) for digit in range(10)]
    assert len({colour.name() for colour in colours}) == 10
    assert min(contrast(colour, paper) for colour in colours) >= 4.5


def test_escape_gives_a_rectangle_up_and_tells_no_selection(qtbot, plot) -> None:
    chosen: list[object] = []
    plot.selected.connect(chosen.append)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_Escape):
        qtbot.keyClick(plot, key)
    assert chosen == []
    qtbot.keyClick(plot, Qt.Key.Key_Return)
    for key in (Qt.Key.Key_Down,) * 12 + (Qt.Key.Key_Right,) * 20 + (Qt.Key.Key_Return,):
        qtbot.keyClick(plot, key)
    assert [numbers.tolist() for numbers in chosen] == [[1]]


def test_a_line_leads_from_a_marked_misread_sample_to_the_middle_of_the_digit_that_it_was_taken_for() -> None:
    marks = MapMarks()
    marks.put(np.array([1, 1, 2, 2, 3, 4]), np.array([1, 2, 2, 2, 1, 9]))
    points = np.array([[0.0, 0.0], [5, 5], [1, 2], [3, 2], [7, 7], [8, 8]])
    assert len(marks.mistakes(points)[2]) == 0, "nothing is marked"
    marks.pointed = 1
    starts, ends, digits = marks.mistakes(points)
    assert (starts.tolist(), ends.tolist(), digits.tolist()) == ([[5, 5]], [[2, 2]], [2])
    marks.choose(np.arange(6))
    starts, ends, digits = marks.mistakes(points)
    assert starts.tolist() == [[5, 5], [7, 7]], "nothing is read as a 9 that is one"
    assert (ends.tolist(), digits.tolist()) == ([[2, 2], [0, 0]], [2, 1])
