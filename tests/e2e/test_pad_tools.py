"""Pen, erasers and samples in the whole window, by mouse, tablet, menu and key."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QInputDevice, QPointingDevice, QPointingDeviceUniqueId, QTabletEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from mlp_desktop.app import Desktop
from mlp_engine.datasets.strokes import read_strokes

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
Place = tuple[float, float]


def answer(desktop: Desktop) -> str:
    return desktop.window.findChild(QLabel, "predictedDigit").text()


@pytest.fixture
def drag(qtbot: QtBot) -> Callable[..., None]:
    """Drags the mouse over the pad, between places in its own coordinates."""

    def over(desktop: Desktop, *places: Place, button: Qt.MouseButton = LEFT) -> None:
        pad = desktop.window.draw_tab.pad
        pixels = [QPoint(round(x * pad.width() / 280), round(y * pad.height() / 280)) for x, y in places]
        qtbot.mousePress(pad, button, pos=pixels[0])
        for pixel in pixels[1:]:
            qtbot.mouseMove(pad, pixel)
        qtbot.mouseRelease(pad, button, pos=pixels[-1])

    return over


def pen_stroke(desktop: Desktop, *places: tuple[float, float, float], tail: bool = False) -> None:
    """Replays a pen's stroke; each place has a pressure."""
    pad = desktop.window.draw_tab.pad
    kinds = QPointingDevice.PointerType
    device = QPointingDevice(
        "pen",
        1,
        QInputDevice.DeviceType.Stylus,
        kinds.Eraser if tail else kinds.Pen,
        QInputDevice.Capability.Position | QInputDevice.Capability.Pressure,
        1,
        3,
        "",
        QPointingDeviceUniqueId.fromNumericId(7),
    )
    steps = [QEvent.Type.TabletPress, *[QEvent.Type.TabletMove] * (len(places) - 1), QEvent.Type.TabletRelease]
    for kind, (x, y, pressure) in zip(steps, [*places, places[-1]], strict=True):
        at = QPointF(x, y) * pad.width() / 280
        held = Qt.MouseButton.NoButton if kind == QEvent.Type.TabletRelease else LEFT
        levels = (pressure, 0.0, 0.0, 0.0, 0.0, 0.0)
        event = QTabletEvent(
            kind, device, at, QPointF(pad.mapToGlobal(at)), *levels, Qt.KeyboardModifier.NoModifier, LEFT, held
        )
        QApplication.sendEvent(pad, event)


def key(qtbot: QtBot, desktop: Desktop, which: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier):
    pad = desktop.window.draw_tab.pad
    desktop.window.activateWindow()
    pad.setFocus()
    qtbot.waitUntil(pad.hasFocus)
    qtbot.keyClick(pad, which, held)


def extents(desktop: Desktop) -> list[tuple[int, int]]:
    """From where to where each stroke goes across."""
    return [(round(min(x for x, _ in line)), round(max(x for x, _ in line))) for line in desktop.drawing.sheet.lines]


def test_the_eraser_is_taken_by_key_and_cuts_a_stroke_in_one_step(qtbot, desktop, drag) -> None:
    drag(desktop, (40, 140), (140, 140), (240, 140))
    key(qtbot, desktop, Qt.Key.Key_E)
    drag(desktop, (140, 60), (140, 140), (140, 220))
    assert extents(desktop) == [(40, 114), (166, 240)]
    desktop.window.undo_action.trigger()
    assert extents(desktop) == [(40, 240)]
    key(qtbot, desktop, Qt.Key.Key_P)
    drag(desktop, (40, 240), (240, 240))
    assert len(desktop.drawing.sheet.strokes) == 2


def test_the_stroke_eraser_takes_whole_strokes(qtbot, desktop, drag) -> None:
    drag(desktop, (40, 60), (240, 60))
    drag(desktop, (40, 200), (240, 200))
    key(qtbot, desktop, Qt.Key.Key_E, Qt.KeyboardModifier.ShiftModifier)
    drag(desktop, (140, 170), (140, 230))
    assert [round(stroke.points[0][1]) for stroke in desktop.drawing.sheet.strokes] == [60]


def test_the_right_button_rubs_out_while_the_pen_is_in_the_hand(desktop, drag) -> None:
    drag(desktop, (40, 140), (240, 140))
    drag(desktop, (140, 60), (140, 220), button=RIGHT)
    assert extents(desktop) == [(40, 114), (166, 240)]
    assert desktop.pen.tool == "pen"


def test_rubbing_over_a_picture_changes_what_is_read(qtbot, desktop, drag, tmp_path) -> None:
    ink = np.zeros((280, 280), np.uint8)
    ink[40:240, 130:150] = 255
    ink[40:60, 60:150] = 255
    desktop.drawing.open_picture(ink)
    qtbot.waitUntil(lambda: answer(desktop) == "7")
    drag(desktop, (60, 50), (112, 50), button=RIGHT)
    qtbot.waitUntil(lambda: answer(desktop) == "1")


def test_brackets_change_the_width_of_what_is_drawn_but_not_what_is_read(qtbot, desktop, drag) -> None:
    read = []
    for which in (Qt.Key.Key_BracketRight, Qt.Key.Key_BracketRight, Qt.Key.Key_BracketLeft):
        key(qtbot, desktop, which)
        drag(desktop, (80, 60), (200, 60), (140, 230))
        qtbot.waitUntil(lambda: answer(desktop) != "")
        read.append((desktop.drawing.sheet.strokes[0].width, answer(desktop)))
        desktop.drawing.clear()
        qtbot.waitUntil(lambda: answer(desktop) == "")
    assert read == [(28, "7"), (40, "7"), (28, "7")]


def test_pressure_is_off_until_it_is_switched_on(desktop) -> None:
    places = [(60, 140, 0.1), (140, 140, 0.5), (220, 140, 1.0)]
    pen_stroke(desktop, *places)
    desktop.window.findChild(QAction, "pressureAction").trigger()
    pen_stroke(desktop, *places)
    plain, pressed = desktop.drawing.sheet.strokes
    assert plain.widths is None
    assert pressed.pressures == pytest.approx((0.1, 0.5, 1.0), abs=0.01)
    assert pressed.widths[-1] == pytest.approx(32, abs=0.5)


def test_real_strokes_replayed_with_a_pen_are_read_right(desktop, shared_data) -> None:
    """Two drawings of each digit, with pressure switched on; the network may misread a few of them, but not many."""
    desktop.window.findChild(QAction, "pressureAction").trigger()
    wanted = dict.fromkeys(range(10), 2)
    right: list[bool] = []
    for sample in read_strokes(shared_data / "strokes-dev.jsonl"):
        if wanted[sample.label] == 0:
            continue
        wanted[sample.label] -= 1
        points = np.concatenate([np.asarray(stroke) for stroke in sample.strokes])
        low, scale = points.min(axis=0), 180 / np.ptp(points, axis=0).max()
        for stroke in sample.strokes:
            places = (np.asarray(stroke) - low) * scale + 50
            pen_stroke(
                desktop, *((x, y, 0.2 + 0.6 * (number % 7) / 6) for number, (x, y) in enumerate(places.tolist()))
            )
        QApplication.processEvents()
        right.append(answer(desktop) == str(sample.label))
        assert all(stroke.pressures is not None for stroke in desktop.drawing.sheet.strokes)
        desktop.drawing.clear()
    assert len(right) == 20
    assert sum(right) >= 18


def test_the_tail_of_a_pen_rubs_out(desktop) -> None:
    pen_stroke(desktop, (40, 140, 0.5), (240, 140, 0.5))
    pen_stroke(desktop, (140, 60, 0.5), (140, 220, 0.5), tail=True)
    assert extents(desktop) == [(40, 114), (166, 240)]


def test_with_pen_only_the_mouse_leaves_the_drawing_alone(desktop, drag) -> None:
    pad = desktop.window.draw_tab.pad
    assert pad.cursor().shape() == Qt.CursorShape.CrossCursor
    desktop.window.findChild(QAction, "penOnlyAction").trigger()
    assert pad.cursor().shape() == Qt.CursorShape.ForbiddenCursor
    drag(desktop, (40, 140), (240, 140))
    assert desktop.drawing.sheet.is_empty
    pen_stroke(desktop, (40, 140, 0.5), (240, 140, 0.5))
    assert len(desktop.drawing.sheet.strokes) == 1


def test_smoothing_can_be_switched_off_and_touches_no_older_stroke(desktop, drag) -> None:
    zigzag = [(40.0 + 10 * number, 100.0 + 6 * (number % 2)) for number in range(18)]
    drag(desktop, *zigzag)
    desktop.window.findChild(QAction, "smoothingAction").trigger()
    drag(desktop, *zigzag)
    smooth, exact = desktop.drawing.sheet.strokes
    assert exact.line == exact.points
    assert len(smooth.line) > len(smooth.points)
    assert np.ptp([y for _, y in smooth.line[6:-6]]) < np.ptp([y for _, y in exact.line])


def test_size_and_habits_are_remembered_and_the_tool_is_not(qtbot, start) -> None:
    first = start()
    key(qtbot, first, Qt.Key.Key_BracketRight)
    first.window.findChild(QAction, "smoothingAction").trigger()
    key(qtbot, first, Qt.Key.Key_E)
    second = start()
    assert (second.pen.tool, second.pen.size, second.pen.smoothing) == ("pen", 28, False)
    assert not second.window.findChild(QAction, "smoothingAction").isChecked()
    assert second.window.findChild(object, "sizeButton").accessibleName() == "Pen size: 28, 4 of 5"


def test_arrow_keys_step_through_the_samples_both_ways_and_they_are_read(qtbot, desktop) -> None:
    seen, told = [], []
    desktop.samples.shown.connect(lambda number, count: told.append((number, count)))
    for which in [Qt.Key.Key_Right] * 3 + [Qt.Key.Key_Left] * 4:
        key(qtbot, desktop, which)
        qtbot.waitUntil(lambda: answer(desktop) != "")
        QApplication.processEvents()
        seen.append(answer(desktop))
    assert seen == ["0", "1", "2", "1", "0", "9", "8"]
    assert told[-2:] == [(12, 12), (11, 12)]
    assert desktop.drawing.sheet.picture is None
    assert desktop.drawing.sheet.strokes


def test_a_window_of_another_size_shows_the_same_drawing(qtbot, desktop, drag) -> None:
    drag(desktop, (80, 60), (200, 60), (140, 230))
    before = desktop.drawing.sheet
    pad = desktop.window.draw_tab.pad
    sides = set()
    for size in ((1600, 1000), (1024, 700)):
        desktop.window.resize(*size)
        QApplication.processEvents()
        sides.add(pad.width())
        image = pad.grab().toImage()
        scale = image.width() / 280
        assert image.pixelColor(round(140 * scale), round(60 * scale)).lightness() < 60
        assert image.pixelColor(round(80 * scale), round(200 * scale)).lightness() > 200
    assert len(sides) == 2
    assert desktop.drawing.sheet is before
