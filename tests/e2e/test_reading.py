"""Reading more than one digit, and less than one."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication, QLabel

from mlp_desktop.app import Desktop
from mlp_engine.datasets.practice import practice_strokes


def digit(label: int, left: float, top: float, height: float, seed: int = 3) -> list[list[tuple[float, float]]]:
    """A generated digit in shares of the pad."""
    strokes = practice_strokes(label, np.random.default_rng(seed))
    points = np.concatenate([np.asarray(stroke) for stroke in strokes])
    low, extent = points.min(axis=0), np.ptp(points, axis=0)
    return [((np.asarray(stroke) - low) / extent[1] * height + (left, top)).tolist() for stroke in strokes]


FOUR, TWO = digit(4, 0.15, 0.3, 0.35), digit(2, 0.6, 0.3, 0.35)


def number(desktop: Desktop) -> str:
    return desktop.window.findChild(QLabel, "predictedDigit").text()


@pytest.fixture
def announced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a screen reader is given to say."""
    said: list[str] = []

    def hear(event: object) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            said.append(event.message())

    monkeypatch.setattr(QAccessible, "updateAccessibility", hear)
    return said


def test_two_digits_are_read_as_a_number_and_framed(qtbot, desktop, draw_at) -> None:
    draw_at(desktop, [*FOUR, *TWO])
    qtbot.waitUntil(lambda: number(desktop) == "42")
    boxes = desktop.window.draw_tab.pad.boxes
    assert [box.answer for box in boxes] == ["4", "2"]
    assert [box.chosen for box in boxes] == [False, True], "the digit that the pen is at"
    (left, top, right, bottom), other = boxes[0].box, boxes[1].box
    assert 0 < left < right < other[2] < 280
    assert 0 < top < bottom < 280


def test_a_frame_holds_the_ink_of_its_digit_as_wide_as_the_pen(qtbot, desktop, draw_at) -> None:
    draw_at(desktop, [*FOUR, *TWO])
    qtbot.waitUntil(lambda: number(desktop) == "42")
    strokes = desktop.drawing.sheet.strokes
    for box, mine in zip(desktop.window.draw_tab.pad.boxes, (strokes[: len(FOUR)], strokes[len(FOUR) :]), strict=True):
        points = np.array([point for stroke in mine for point in stroke.line])
        half = mine[0].width / 2
        assert half > 5, "a pen so thin would not be missed"
        assert box.box == pytest.approx([*(points.min(axis=0) - half), *(points.max(axis=0) + half)])


def test_a_speck_that_is_of_no_digit_turns_to_the_last_digit(qtbot, desktop, draw_at) -> None:
    draw_at(desktop, [*TWO, *FOUR])
    qtbot.waitUntil(lambda: number(desktop) == "42")
    pad = desktop.window.draw_tab.pad
    assert [box.chosen for box in pad.boxes] == [True, False], "the pen was at the left one"
    draw_at(desktop, [[(0.9, 0.95)]])
    qtbot.waitUntil(lambda: [box.chosen for box in pad.boxes] == [False, True])
    assert number(desktop) == "42"


def test_one_digit_alone_has_no_frame(qtbot, desktop, draw_at) -> None:
    draw_at(desktop, digit(4, 0.3, 0.2, 0.6))
    qtbot.waitUntil(lambda: number(desktop) == "4")
    assert desktop.window.draw_tab.pad.boxes == ()


def test_a_second_row_is_read_below_the_first(qtbot, desktop, draw_at) -> None:
    draw_at(desktop, [*digit(4, 0.2, 0.1, 0.3), *digit(2, 0.5, 0.1, 0.3), *digit(7, 0.3, 0.6, 0.3)])
    qtbot.waitUntil(lambda: number(desktop) == "42\n7")


def test_a_digit_of_a_number_is_chosen_by_a_click_and_the_rest_of_the_window_follows(qtbot, desktop, draw_at) -> None:
    draw_at(desktop, [*FOUR, *TWO])
    qtbot.waitUntil(lambda: number(desktop) == "42")
    reading = desktop.window.draw_tab.reading
    assert reading.score_bars.accessibleDescription().startswith("2: ")
    assert reading.words.text().startswith("2nd digit: ")
    tile = reading.tile
    qtbot.mouseClick(tile, Qt.MouseButton.LeftButton, pos=QPoint(tile.width() // 3, tile.height() // 2))
    assert reading.score_bars.accessibleDescription().startswith("4: ")
    assert [box.chosen for box in desktop.window.draw_tab.pad.boxes] == [True, False]
    qtbot.keyClick(tile, Qt.Key.Key_Right)
    assert reading.score_bars.accessibleDescription().startswith("2: ")


def test_undo_brings_the_single_digit_back(qtbot, desktop, draw_at) -> None:
    draw_at(desktop, [*FOUR, *TWO])
    qtbot.waitUntil(lambda: number(desktop) == "42")
    for _ in TWO:
        desktop.window.undo_action.trigger()
    qtbot.waitUntil(lambda: number(desktop) == "4")


def test_a_scribble_is_not_a_digit_and_says_so(qtbot, desktop, draw_at, announced) -> None:
    draw_at(desktop, [[(0.1 + 0.08 * step, 0.3 if step % 2 else 0.7) for step in range(11)]])
    reading = desktop.window.draw_tab.reading
    qtbot.waitUntil(lambda: reading.words.text() == "not a digit")
    assert number(desktop) == "?"
    assert reading.score_bars.accessibleDescription().startswith("Not a digit; ")
    assert announced[-1] == "not a digit"


def test_blank_paper_says_nothing_and_a_tap_that_it_is_too_little(qtbot, desktop, draw_at, announced) -> None:
    words = desktop.window.draw_tab.reading.words
    assert words.text() == "The answer appears here"
    draw_at(desktop, [[(0.5, 0.5)]])
    qtbot.waitUntil(lambda: words.text() == "Too little ink: draw a digit.")
    assert number(desktop) == ""
    assert announced[-1] == "Too little ink: draw a digit."
    desktop.window.undo_action.trigger()
    qtbot.waitUntil(lambda: words.text() == "The answer appears here")


def test_while_the_pen_is_still_down_nobody_is_told_of_too_little_ink(qtbot, desktop) -> None:
    pad, words = desktop.window.draw_tab.pad, desktop.window.draw_tab.reading.words
    qtbot.mousePress(pad, Qt.MouseButton.LeftButton, pos=pad.rect().center())
    QApplication.processEvents()
    QApplication.processEvents()
    assert words.text() == "The answer appears here"
    qtbot.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=pad.rect().center())
    qtbot.waitUntil(lambda: words.text() == "Too little ink: draw a digit.")


def test_the_answer_is_spoken_when_the_pen_lifts_and_not_before(qtbot, desktop, announced) -> None:
    pad = desktop.window.draw_tab.pad
    side = min(pad.width(), pad.height())
    stroke = [QPoint(round(x * side), round(y * side)) for x, y in digit(2, 0.4, 0.2, 0.6)[0]]
    qtbot.mousePress(pad, Qt.MouseButton.LeftButton, pos=stroke[0])
    for place in stroke[1:]:
        qtbot.mouseMove(pad, place)
        QApplication.processEvents()
    assert number(desktop) == "2"
    assert announced == []
    qtbot.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=stroke[-1])
    qtbot.waitUntil(lambda: bool(announced))
    assert announced == ["2, sure"]


def test_the_same_answer_is_spoken_once_until_the_paper_was_blank(qtbot, desktop, draw_at, announced) -> None:
    draw_at(desktop, digit(2, 0.4, 0.2, 0.6))
    qtbot.waitUntil(lambda: bool(announced))
    for place in ((0.05, 0.05), (0.95, 0.95)):  # a speck of no digit: the drawing is read again, and is the same 2
        with qtbot.waitSignal(desktop.reading.changed):
            draw_at(desktop, [[place]])
    assert number(desktop) == "2"
    assert announced == ["2, sure"]
    desktop.drawing.clear()
    qtbot.waitUntil(lambda: number(desktop) == "")
    draw_at(desktop, digit(2, 0.4, 0.2, 0.6))
    qtbot.waitUntil(lambda: len(announced) > 1)
    assert announced == ["2, sure", "2, sure"]
