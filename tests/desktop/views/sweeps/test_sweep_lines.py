"""Parallel coordinates: which line is lit, chosen and opened, with the mouse and from the keyboard."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from mlp_desktop.views.kit import theme
from mlp_desktop.views.sweeps.plot_data import EMPTY_LINES, LineAxis, LinesData
from mlp_desktop.views.sweeps.sweep_lines import SweepLines

PLACES = np.array([[0.0, 0.0, 0.2], [0.5, 0.5, 1.0], [1.0, 1.0, 0.6], [0.5, 0.0, np.nan]])
AXES = tuple(LineAxis(title, ((0.0, "0"), (1.0, "1"))) for title in ("L1", "L2", "Validation accuracy"))
LINES = LinesData(AXES, PLACES, np.array([0.2, 1.0, 0.6, 0.0]), ("worst", "best", "middle", "none"), (1, 2, 0))
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def lines(qtbot: QtBot) -> SweepLines:
    lines = SweepLines()
    qtbot.addWidget(lines)
    lines.resize(600, 320)
    lines.set_data(LINES, "Best: best")
    lines.show()
    qtbot.waitExposed(lines)
    return lines


def between(lines: SweepLines, line: int, axis: int) -> QPoint:
    """The middle of a line between two axes."""
    return ((lines.crossing(line, axis) + lines.crossing(line, axis + 1)) / 2).toPoint()


def test_the_pointer_lights_the_line_under_it_and_tells_what_it_is(qtbot: QtBot, lines) -> None:
    for line in (0, 1, 2):
        qtbot.mouseMove(lines, between(lines, line, 1))
        assert lines.pointed == line
        assert lines.toolTip() == LINES.words[line]
    qtbot.mouseMove(lines, QPoint(2, 2))
    assert lines.pointed is None


def test_a_click_chooses_a_line_and_a_double_click_opens_it(qtbot: QtBot, lines) -> None:
    chosen = QSignalSpy(lines.point_chosen)
    qtbot.mouseClick(lines, LEFT, pos=between(lines, 2, 0))
    assert (lines.current, chosen.at(0)[0]) == (2, 2)
    with qtbot.waitSignal(lines.opened):
        qtbot.mouseDClick(lines, LEFT, pos=between(lines, 2, 0))


def test_a_line_without_a_figure_cannot_be_chosen(qtbot: QtBot, lines) -> None:
    chosen = QSignalSpy(lines.point_chosen)
    qtbot.mouseClick(lines, LEFT, pos=((lines.crossing(3, 0) + lines.crossing(3, 1)) / 2).toPoint())
    assert chosen.count() == 0


def test_the_arrows_go_from_the_best_to_the_worst_and_back(qtbot: QtBot, lines) -> None:
    seen = []
    keys = (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Home)
    for key in (*keys, Qt.Key.Key_End):
        qtbot.keyClick(lines, key)
        seen.append(lines.current)
    assert seen == [1, 2, 0, 0, 2, 1, 0]
    with qtbot.waitSignal(lines.opened):
        qtbot.keyClick(lines, Qt.Key.Key_Return)


def test_without_lines_nothing_happens(qtbot: QtBot, lines) -> None:
    lines.set_data(EMPTY_LINES, "")
    qtbot.mouseMove(lines, lines.rect().center())
    qtbot.keyClick(lines, Qt.Key.Key_Down)
    assert (lines.pointed, lines.current) == (None, None)
    assert not lines.grab().isNull()


@pytest.mark.parametrize("scheme", [Qt.ColorScheme.Light, Qt.ColorScheme.Dark])
def test_the_chosen_line_is_in_a_colour_of_its_own(qapp, lines, painted, count, scheme) -> None:
    theme.set_scheme(qapp, scheme)
    colour = theme.data_colours().validation
    before = count(painted(lines), colour)
    lines.set_current(2)
    assert count(painted(lines), colour) > before + 300


@pytest.mark.usefixtures("large_text")
def test_no_label_of_a_tick_covers_a_title_in_large_text(qtbot: QtBot, lines, painted) -> None:
    lines.resize(900, 400)
    titles = 2 * round(theme.body_height())
    with_ticks = painted(lines)[:titles]
    bare = tuple(LineAxis(axis.title, ()) for axis in AXES)
    lines.set_data(LINES._replace(axes=bare), "Best: best")
    assert np.array_equal(painted(lines)[:titles], with_ticks)
