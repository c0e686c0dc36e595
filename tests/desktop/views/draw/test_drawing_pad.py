import os
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QColor,
    QInputDevice,
    QMouseEvent,
    QPainter,
    QPalette,
    QPointingDevice,
    QPointingDeviceUniqueId,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from mlp_desktop.views.draw import pad_input
from mlp_desktop.views.draw.drawing_pad import DigitBox, DrawingPad
from mlp_desktop.views.draw.pad_edge import PadPoint, part_on_paper
from mlp_desktop.views.draw.pad_ink import changed_area, grown_area
from mlp_desktop.views.draw.reading_panel import ReadingPanel, ShownAnswer
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.layouts import vbox
from mlp_desktop.views.kit.stroke_ink import PAD_SIDE
from mlp_engine.ink import PenStroke

LEFT = Qt.MouseButton.LeftButton
Painted = Callable[[QWidget], np.ndarray]
Said = list[tuple[str, float, float]]
SHADE = 24


@pytest.fixture
def pad(qtbot: QtBot) -> DrawingPad:
    pad = DrawingPad()
    qtbot.addWidget(pad)
    pad.resize(560, 560)
    pad.show()
    qtbot.waitExposed(pad)
    return pad


@pytest.fixture
def said(pad: DrawingPad) -> Said:
    """Everything that the pad announces, in order."""
    heard: Said = []
    pad.stroke_started.connect(lambda at, erases: heard.append(("erasing" if erases else "started", at.x, at.y)))
    pad.stroke_moved.connect(lambda at: heard.append(("moved", at.x, at.y)))
    pad.stroke_finished.connect(lambda: heard.append(("finished", 0.0, 0.0)))
    pad.stroke_cancelled.connect(lambda: heard.append(("cancelled", 0.0, 0.0)))
    return heard


def mark(*points: tuple[float, float], width: float = 20.0, pressures: tuple[float, ...] | None = None) -> PenStroke:
    return PenStroke(points, pressures=pressures, width=width)


def stylus(number: int = 7, *, tail: bool = False) -> QPointingDevice:
    kinds = QPointingDevice.PointerType
    able = QInputDevice.Capability.Position | QInputDevice.Capability.Pressure
    kind = kinds.Eraser if tail else kinds.Pen
    unique = QPointingDeviceUniqueId.fromNumericId(number)
    return QPointingDevice("pen", 1, QInputDevice.DeviceType.Stylus, kind, able, 1, 3, "", unique)


def send_pen(
    pad: DrawingPad,
    kind: QEvent.Type,
    x: float,
    y: float,
    button: Qt.MouseButton = LEFT,
    *,
    held: bool = True,
    device: QPointingDevice | None = None,
    pressure: float = 0.5,
) -> None:
    place = QPointF(x, y)
    level = (pressure, 0.0, 0.0, 0.0, 0.0, 0.0)
    buttons = button if held else Qt.MouseButton.NoButton
    keys = Qt.KeyboardModifier.NoModifier
    device = device or stylus()
    event = QTabletEvent(kind, device, place, QPointF(pad.mapToGlobal(place)), *level, keys, button, buttons)
    QApplication.sendEvent(pad, event)
    assert event.isAccepted()


@pytest.mark.parametrize(
    ("width", "height", "left", "top", "side"),
    [(280, 280, 0, 0, 280), (560, 560, 0, 0, 560), (900, 400, 250, 0, 400), (333, 701, 0, 184, 333)],
)
def test_the_mouse_draws_in_logical_coordinates_at_every_size(
    qtbot: QtBot, pad: DrawingPad, said: Said, width: int, height: int, left: int, top: int, side: int
) -> None:
    pad.resize(width, height)
    first, second = QPoint(left + side // 4, top + side // 2), QPoint(left + side // 2, top + side * 3 // 4)
    qtbot.mousePress(pad, LEFT, pos=first)
    qtbot.mouseMove(pad, second)
    qtbot.mouseRelease(pad, LEFT, pos=second)
    assert [what for what, _, _ in said] == ["started", "moved", "finished"]
    pixel = PAD_SIDE / side
    assert said[0][1:] == pytest.approx((70, 140), abs=pixel)
    assert said[1][1:] == pytest.approx((140, 210), abs=pixel)


def test_a_stroke_that_leaves_the_square_is_cut_at_its_edge(qtbot: QtBot, pad: DrawingPad, said: Said) -> None:
    qtbot.mousePress(pad, LEFT, pos=QPoint(280, 280))
    qtbot.mouseMove(pad, QPoint(-280, 280))
    assert said == [("started", 140, 140), ("moved", 0, 140), ("finished", 0, 0)]
    qtbot.mouseMove(pad, QPoint(-280, 500))
    qtbot.mouseRelease(pad, LEFT, pos=QPoint(-280, 500))
    assert len(said) == 3, "beyond the edge nothing is drawn, and the stroke does not end twice"


def test_a_stroke_that_comes_back_begins_anew_where_it_comes_in(qtbot: QtBot, pad: DrawingPad, said: Said) -> None:
    qtbot.mousePress(pad, Qt.MouseButton.RightButton, pos=QPoint(280, 280))
    qtbot.mouseMove(pad, QPoint(280, -280))
    qtbot.mouseMove(pad, QPoint(840, 280))
    assert said[3:] == [], "from above to the right of the square, past its corner"
    qtbot.mouseMove(pad, QPoint(280, 280))
    qtbot.mouseMove(pad, QPoint(280, 300))
    qtbot.mouseRelease(pad, Qt.MouseButton.RightButton, pos=QPoint(280, 300))
    assert said == [
        *(("erasing", 140, 140), ("moved", 140, 0), ("finished", 0, 0)),
        *(("erasing", 280, 140), ("moved", 140, 140), ("moved", 140, 150), ("finished", 0, 0)),
    ]


def test_a_movement_from_beyond_one_edge_to_beyond_another_draws_what_lies_between(
    qtbot: QtBot, pad: DrawingPad, said: Said
) -> None:
    qtbot.mousePress(pad, LEFT, pos=QPoint(280, 280))
    qtbot.mouseMove(pad, QPoint(-280, 280))
    qtbot.mouseMove(pad, QPoint(840, 560))
    qtbot.mouseRelease(pad, LEFT, pos=QPoint(840, 560))
    assert said[3:] == [("started", 0, 175), ("moved", 280, 245), ("finished", 0, 0)]


def test_beside_the_square_but_within_the_widget_nothing_is_drawn_either(
    qtbot: QtBot, pad: DrawingPad, said: Said
) -> None:
    pad.resize(900, 400)
    qtbot.mousePress(pad, LEFT, pos=QPoint(450, 200))
    qtbot.mouseMove(pad, QPoint(850, 200))
    qtbot.mouseMove(pad, QPoint(850, 300))
    qtbot.mouseRelease(pad, LEFT, pos=QPoint(850, 300))
    assert said == [("started", 140, 140), ("moved", 280, 140), ("finished", 0, 0)]


def test_at_the_edge_time_and_pressure_lie_between_those_of_the_points_around_it() -> None:
    inside, beyond = PadPoint(210, 140, 1.0, 0.2), PadPoint(350, 140, 3.0, 0.6)
    assert part_on_paper(inside, beyond) == (inside, PadPoint(280, 140, 2.0, pytest.approx(0.4)))
    assert part_on_paper(beyond, inside) == (PadPoint(280, 140, 2.0, pytest.approx(0.4)), inside)
    assert part_on_paper(beyond, PadPoint(350, 0)) is None


def test_the_pad_says_that_the_right_button_erases(pad: DrawingPad) -> None:
    assert "right mouse button erases" in pad.toolTip()
    assert "right mouse button" in pad.accessibleDescription()
    pad.set_pen_only(True)
    assert "Only a pen draws here" in pad.toolTip()
    assert "right mouse button" not in pad.toolTip()


def test_beside_the_square_nothing_starts(qtbot: QtBot, pad: DrawingPad, said: Said) -> None:
    pad.resize(900, 400)
    qtbot.mousePress(pad, LEFT, pos=QPoint(100, 200))
    qtbot.mouseMove(pad, QPoint(450, 200))
    qtbot.mouseRelease(pad, LEFT, pos=QPoint(450, 200))
    assert said == []


def test_the_middle_button_does_nothing_and_no_button_disturbs_another(
    qtbot: QtBot, pad: DrawingPad, said: Said
) -> None:
    qtbot.mouseClick(pad, Qt.MouseButton.MiddleButton, pos=QPoint(100, 100))
    assert said == []
    qtbot.mousePress(pad, LEFT, pos=QPoint(280, 280))
    qtbot.mouseClick(pad, Qt.MouseButton.RightButton, pos=QPoint(280, 280))
    assert [what for what, _, _ in said] == ["started"]
    qtbot.mouseRelease(pad, LEFT, pos=QPoint(280, 280))
    assert [what for what, _, _ in said] == ["started", "finished"]


def test_a_pen_draws_between_pixels(pad: DrawingPad, said: Said) -> None:
    send_pen(pad, QEvent.Type.TabletPress, 100.5, 200.25)
    send_pen(pad, QEvent.Type.TabletMove, 101.25, 201.5)
    send_pen(pad, QEvent.Type.TabletRelease, 101.25, 201.5, held=False)
    assert said == [("started", 50.25, 100.125), ("moved", 50.625, 100.75), ("finished", 0, 0)]


def test_a_hovering_pen_and_its_side_button_draw_nothing(pad: DrawingPad, said: Said) -> None:
    send_pen(pad, QEvent.Type.TabletMove, 100, 100, Qt.MouseButton.NoButton)
    send_pen(pad, QEvent.Type.TabletPress, 100, 100, Qt.MouseButton.RightButton)
    send_pen(pad, QEvent.Type.TabletMove, 120, 100, Qt.MouseButton.RightButton)
    send_pen(pad, QEvent.Type.TabletRelease, 120, 100, Qt.MouseButton.RightButton, held=False)
    assert said == []


def test_the_mouse_is_ignored_while_the_pen_is_down(qtbot: QtBot, pad: DrawingPad, said: Said) -> None:
    send_pen(pad, QEvent.Type.TabletPress, 100, 100)
    qtbot.mousePress(pad, LEFT, pos=QPoint(100, 100))
    qtbot.mouseMove(pad, QPoint(300, 300))
    qtbot.mouseRelease(pad, LEFT, pos=QPoint(300, 300))
    send_pen(pad, QEvent.Type.TabletRelease, 100, 100, held=False)
    assert said == [("started", 50, 50), ("finished", 0, 0)]


def test_a_pen_takes_over_the_stroke_that_its_own_mouse_event_began(qtbot: QtBot, pad: DrawingPad, said: Said) -> None:
    qtbot.mousePress(pad, LEFT, pos=QPoint(100, 100))
    send_pen(pad, QEvent.Type.TabletPress, 100, 100)
    qtbot.mouseRelease(pad, LEFT, pos=QPoint(100, 100))
    send_pen(pad, QEvent.Type.TabletMove, 120, 100)
    send_pen(pad, QEvent.Type.TabletRelease, 120, 100, held=False)
    assert [what for what, _, _ in said] == ["started", "cancelled", "started", "moved", "finished"]


def test_the_right_button_and_the_tail_of_a_pen_erase(qtbot: QtBot, pad: DrawingPad, said: Said) -> None:
    qtbot.mousePress(pad, Qt.MouseButton.RightButton, pos=QPoint(100, 100))
    qtbot.mouseMove(pad, QPoint(120, 100))
    qtbot.mouseRelease(pad, Qt.MouseButton.RightButton, pos=QPoint(120, 100))
    send_pen(pad, QEvent.Type.TabletPress, 200, 100, device=stylus(tail=True))
    send_pen(pad, QEvent.Type.TabletRelease, 200, 100, held=False, device=stylus(tail=True))
    assert said == [
        *(("erasing", 50, 50), ("moved", 60, 50), ("finished", 0, 0)),
        *(("erasing", 100, 50), ("finished", 0, 0)),
    ]


def test_a_pen_tells_when_and_how_hard_and_a_mouse_only_when(qtbot: QtBot, pad: DrawingPad) -> None:
    heard: list[PadPoint] = []
    pad.stroke_started.connect(lambda at, _: heard.append(at))
    pad.stroke_moved.connect(heard.append)
    send_pen(pad, QEvent.Type.TabletPress, 100, 100, pressure=0.25)
    send_pen(pad, QEvent.Type.TabletMove, 110, 100, pressure=0.75)
    send_pen(pad, QEvent.Type.TabletRelease, 110, 100, held=False, pressure=0.0)
    assert [at.pressure for at in heard] == pytest.approx([0.25, 0.75])
    heard.clear()
    began = time.monotonic()
    qtbot.mousePress(pad, LEFT, pos=QPoint(100, 100))
    qtbot.wait(20)
    qtbot.mouseMove(pad, QPoint(140, 100))
    qtbot.mouseRelease(pad, LEFT, pos=QPoint(140, 100))
    assert [at.pressure for at in heard] == [None, None]
    spent = time.monotonic() - began
    assert 0 < heard[1].time - heard[0].time <= spent + 0.002, "in seconds, though events count whole milliseconds"


def test_a_second_pen_is_ignored(pad: DrawingPad, said: Said) -> None:
    send_pen(pad, QEvent.Type.TabletPress, 100, 100)
    for kind in (QEvent.Type.TabletPress, QEvent.Type.TabletMove, QEvent.Type.TabletRelease):
        send_pen(pad, kind, 300, 300, device=stylus(8), held=kind != QEvent.Type.TabletRelease)
    send_pen(pad, QEvent.Type.TabletRelease, 100, 100, held=False)
    assert said == [("started", 50, 50), ("finished", 0, 0)]


def test_a_pen_or_a_button_that_was_lifted_unseen_ends_its_stroke(qtbot: QtBot, pad: DrawingPad, said: Said) -> None:
    send_pen(pad, QEvent.Type.TabletPress, 100, 100)
    send_pen(pad, QEvent.Type.TabletMove, 300, 300, Qt.MouseButton.NoButton)
    assert said == [("started", 50, 50), ("finished", 0, 0)]
    send_pen(pad, QEvent.Type.TabletPress, 100, 100)
    send_pen(pad, QEvent.Type.TabletPress, 200, 200)
    send_pen(pad, QEvent.Type.TabletRelease, 200, 200, held=False)
    assert said[2:] == [("started", 50, 50), ("finished", 0, 0), ("started", 100, 100), ("finished", 0, 0)]
    qtbot.mousePress(pad, LEFT, pos=QPoint(100, 100))
    place = QPointF(300, 300)
    none = Qt.MouseButton.NoButton
    hover = QMouseEvent(
        QEvent.Type.MouseMove, place, QPointF(pad.mapToGlobal(place)), none, none, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(pad, hover)
    assert said[6:] == [("started", 50, 50), ("finished", 0, 0)]


def test_a_pen_that_was_carried_away_leaves_the_pad_to_the_mouse(
    qtbot: QtBot, pad: DrawingPad, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    send_pen(pad, QEvent.Type.TabletPress, 100, 100)
    now = time.monotonic()
    monkeypatch.setattr(pad_input, "monotonic", lambda: now + 3)
    qtbot.mousePress(pad, LEFT, pos=QPoint(200, 200))
    qtbot.mouseRelease(pad, LEFT, pos=QPoint(200, 200))
    assert said == [("started", 50, 50), ("finished", 0, 0), ("started", 100, 100), ("finished", 0, 0)]


@pytest.fixture
def screen(qapp: QApplication) -> QPointingDevice:
    """A screen that feels fingers."""
    return QTest.createTouchDevice()


def touch(pad: DrawingPad, screen: QPointingDevice, **fingers: tuple[str, int, int]) -> None:
    """One report of the screen: for each finger (a0, a1, …) what it does, and where."""
    report = QTest.touchEvent(pad, screen)
    for name, (what, x, y) in fingers.items():
        if what == "rest":
            report.stationary(int(name[1:]))
        else:
            getattr(report, what)(int(name[1:]), QPoint(x, y), pad)
    report.commit()


def test_with_pen_only_neither_mouse_nor_finger_draws(
    qtbot: QtBot, pad: DrawingPad, said: Said, screen: QPointingDevice
) -> None:
    pad.set_pen_only(True)
    qtbot.mousePress(pad, LEFT, pos=QPoint(100, 100))
    qtbot.mouseMove(pad, QPoint(140, 100))
    qtbot.mouseRelease(pad, LEFT, pos=QPoint(140, 100))
    touch(pad, screen, a0=("press", 100, 100))
    touch(pad, screen, a0=("release", 100, 100))
    assert said == []
    send_pen(pad, QEvent.Type.TabletPress, 100, 100)
    send_pen(pad, QEvent.Type.TabletRelease, 100, 100, held=False)
    assert len(said) == 2


def test_a_finger_draws_and_others_beside_it_do_not(pad: DrawingPad, said: Said, screen: QPointingDevice) -> None:
    touch(pad, screen, a0=("press", 100, 100))
    touch(pad, screen, a0=("rest", 0, 0), a1=("press", 400, 400))
    touch(pad, screen, a0=("move", 120, 100), a1=("move", 420, 400))
    touch(pad, screen, a0=("release", 120, 100), a1=("rest", 0, 0))
    touch(pad, screen, a1=("move", 440, 400))
    touch(pad, screen, a1=("release", 440, 400))
    assert said == [("started", 50, 50), ("moved", 60, 50), ("finished", 0, 0)]


def test_a_touch_that_the_system_takes_back_was_never_there(
    pad: DrawingPad, said: Said, screen: QPointingDevice
) -> None:
    touch(pad, screen, a0=("press", 100, 100))
    QApplication.sendEvent(pad, QTouchEvent(QEvent.Type.TouchCancel, screen))
    assert [what for what, _, _ in said] == ["started", "cancelled"]
    touch(pad, screen, a0=("release", 100, 100))
    touch(pad, screen, a1=("press", 100, 100))
    touch(pad, screen, a1=("release", 100, 100))
    assert [what for what, _, _ in said[2:]] == ["started", "finished"]


def test_a_palm_under_the_pen_is_ignored(pad: DrawingPad, said: Said, screen: QPointingDevice) -> None:
    send_pen(pad, QEvent.Type.TabletPress, 100, 100)
    touch(pad, screen, a0=("press", 400, 400))
    touch(pad, screen, a0=("move", 420, 400))
    send_pen(pad, QEvent.Type.TabletRelease, 100, 100, held=False)
    touch(pad, screen, a0=("release", 420, 400))
    assert said == [("started", 50, 50), ("finished", 0, 0)]


def test_a_pen_takes_back_what_the_palm_before_it_drew(pad: DrawingPad, said: Said, screen: QPointingDevice) -> None:
    touch(pad, screen, a0=("press", 400, 400))
    send_pen(pad, QEvent.Type.TabletPress, 100, 100)
    touch(pad, screen, a0=("move", 420, 400))
    send_pen(pad, QEvent.Type.TabletRelease, 100, 100, held=False)
    touch(pad, screen, a0=("release", 420, 400))
    assert [what for what, _, _ in said] == ["started", "cancelled", "started", "finished"]


def test_a_pad_that_is_hidden_ends_the_stroke(qtbot: QtBot, pad: DrawingPad, said: Said) -> None:
    qtbot.mousePress(pad, LEFT, pos=QPoint(100, 100))
    pad.hide()
    assert [what for what, _, _ in said] == ["started", "finished"]


def test_ink_lies_where_the_strokes_are(pad: DrawingPad, painted: Painted) -> None:
    pad.set_drawing([mark((70.0, 70.0), (70.0, 210.0)), mark((210.0, 140.0))], None)
    dark = painted(pad).mean(axis=2) < 80
    assert dark[280, 140]  # the line, logical (70, 140)
    assert dark[280, 420]  # a dot, though its path has no length
    assert not dark[280, 280]
    assert dark[280, :280].sum() == pytest.approx(40, abs=2)  # the pen is 20 logical units wide
    pad.set_drawing([], None)
    assert not (painted(pad).mean(axis=2) < 80)[280, 140]


def test_a_picture_is_centred_and_keeps_its_proportions(pad: DrawingPad, painted: Painted) -> None:
    pad.set_drawing([], np.full((10, 20), 255, np.uint8))
    dark = painted(pad).mean(axis=2) < 80
    rows, columns = np.flatnonzero(dark[:, 280]), np.flatnonzero(dark[280, :])
    assert len(columns) == pytest.approx(560, abs=8)
    assert len(rows) == pytest.approx(280, abs=4)
    assert rows.mean() == pytest.approx(279.5, abs=1)


@pytest.mark.parametrize("by_keys", [False, True])
def test_a_pad_that_is_deleted_while_it_has_the_focus_ends_in_peace(qtbot: QtBot, by_keys: bool) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    pad = DrawingPad()
    vbox(pad, parent=window)
    window.show()
    window.activateWindow()
    pad.setFocus()
    qtbot.waitUntil(pad.hasFocus)
    pad.key_pen.draw_by_keys(by_keys)
    pad.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # a fault in it fails this test
    assert not isValid(pad)


@pytest.mark.parametrize("with_pressure", [False, True])
def test_a_drawing_looks_the_same_however_it_came_about(
    qtbot: QtBot, pad: DrawingPad, painted: Painted, qapp: QApplication, with_pressure: bool
) -> None:
    pad.clearFocus()  # the focus has a frame
    pad.resize(280, 280)  # smaller, to be painted sooner
    rng = np.random.default_rng(1)
    picture = rng.integers(0, 256, (28, 28)).astype(np.uint8)
    lines = [[(float(x), float(y)) for x, y in rng.uniform(0, PAD_SIDE, (130, 2))] for _ in range(4)]
    levels = tuple(rng.uniform(0, 1, 130).tolist()) if with_pressure else None

    def first(length: int, line: list[tuple[float, float]]) -> PenStroke:
        return mark(*line[:length], pressures=levels and levels[:length])

    def painted_afresh(marks: list[PenStroke], picture: np.ndarray | None) -> np.ndarray:
        fresh = DrawingPad()
        qtbot.addWidget(fresh)
        fresh.resize(pad.size())
        fresh.set_drawing(marks, picture)
        return painted(fresh)

    strokes: list[PenStroke] = []
    for line in lines:
        for length in (1, 15, 80, 129):
            pad.set_drawing([*strokes, first(length, line)], picture)
            painted(pad)
        strokes.append(first(130, line))
    changed = [strokes[0], mark(*lines[1], width=8), strokes[2]]
    for marks, under in ((strokes, picture), (strokes[:3], picture), (strokes[:3], None), (changed, None), ([], None)):
        pad.set_drawing(marks, under)
        assert np.array_equal(painted(pad), painted_afresh(marks, under))
    pad.set_drawing(strokes, None)
    painted(pad)
    pad.resize(300, 300)
    assert np.array_equal(painted(pad), painted_afresh(strokes, None))
    theme.set_scheme(qapp, Qt.ColorScheme.Dark)
    QApplication.processEvents()
    assert np.array_equal(painted(pad), painted_afresh(strokes, None))


@pytest.mark.parametrize("with_pressure", [False, True])
@pytest.mark.parametrize("smoothed", [False, True])
def test_a_growing_stroke_changes_nothing_but_the_place_that_is_repainted(
    pad: DrawingPad, painted: Painted, smoothed: bool, with_pressure: bool
) -> None:
    pad.resize(280, 280)  # smaller, to be painted sooner
    rng = np.random.default_rng(2)
    steps = np.cumsum(rng.normal(0, 9, (90, 2)), axis=0)
    points = tuple(map(tuple, np.clip(steps + PAD_SIDE / 2, 12, PAD_SIDE - 12).tolist()))
    levels = tuple(rng.uniform(0, 1, len(points)).tolist())
    other = mark((20.0, 20.0), (60.0, 20.0))

    def first(count: int) -> list[PenStroke]:
        pressures = levels[:count] if with_pressure else None
        return [other, PenStroke(points[:count], pressures=pressures, smoothed=smoothed)]

    told = 0
    shown = first(2)
    pad.set_drawing(shown, None)
    before = painted(pad)
    for count in range(3, len(points)):
        last, shown = shown, first(count)
        grown = grown_area(last, shown)
        pad.set_drawing(shown, None)
        after = painted(pad)
        if grown is not None:
            told += 1
            scale = pad.square().width() / PAD_SIDE
            left, top, right, bottom = (round(edge * scale) for edge in grown.getCoords())
            # Where a piece settles, the grey of its edge may change by a shade that nobody sees.
            changed = (np.abs(before.astype(int) - after) > SHADE).any(axis=2)
            changed[max(top, 0) : bottom, max(left, 0) : right] = False
            assert not changed.any()
        before = after
    assert told > 30


class _Paintings(QObject):
    """Counts how often each of some widgets is painted."""

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__(widgets[0])
        self.counts = dict.fromkeys(widgets, 0)
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.counts[watched] += 1  # pyright: ignore[reportArgumentType]
        return False


def test_what_lies_below_pad_and_reading_is_not_painted_with_them(qtbot: QtBot) -> None:
    below = QWidget()
    pad, panel = DrawingPad(below), ReadingPanel(below)
    pad.setGeometry(0, 0, 300, 200)
    panel.setGeometry(300, 0, 500, 500)
    qtbot.addWidget(below)
    below.resize(800, 500)
    below.show()
    qtbot.waitExposed(below)
    qtbot.wait(20)
    paintings = _Paintings(below, pad, panel.score_bars)
    pad.set_drawing([mark((50.0, 50.0), (90.0, 80.0))], None)
    panel.show_answer(ShownAnswer(["7"], scores=[0.01] * 7 + [0.9, 0.02, 0.01]))
    qtbot.waitUntil(lambda: bool(paintings.counts[pad] and paintings.counts[panel.score_bars]))
    assert paintings.counts[below] == 0


def test_what_was_not_drawn_on_is_repainted_whole() -> None:
    line = tuple((float(x), 100.0) for x in range(10, 90))
    first, second = mark(*line), mark(*line[::-1])
    longer = mark(*line, (95.0, 100.0))
    assert grown_area([first], [longer]) is not None
    for before, now in (([], [first]), ([first], []), ([first], [first, second]), ([first], [second])):
        assert grown_area(before, now) is None
    assert grown_area([first, second], [mark(*line), longer]) is None


def test_where_strokes_come_and_go_nothing_else_changes(pad: DrawingPad, painted: Painted) -> None:
    first = mark((30.0, 40.0), (60.0, 200.0))
    second, third = mark((200.0, 50.0), (240.0, 90.0)), mark((150.0, 150.0), width=30.0)
    pad.set_drawing([first], None)
    before, last = painted(pad), [first]
    for shown in ([first, second], [first, second, third], [first, third], [third], [third, first], [second]):
        area = changed_area(last, shown)
        assert area is not None
        pad.set_drawing(shown, None)
        after = painted(pad)
        scale = pad.square().width() / PAD_SIDE
        left, top, right, bottom = (round(edge * scale) for edge in area.getCoords())
        # Ink that has come into the kept picture may be a shade lighter or darker at its edge.
        changed = (np.abs(before.astype(int) - after) > SHADE).any(axis=2)
        assert changed.any()
        changed[max(top, 0) : bottom, max(left, 0) : right] = False
        assert not changed.any()
        before, last = after, shown
    assert changed_area([], [first]) is None
    assert changed_area([first], []) is None


def test_a_frame_that_moves_leaves_nothing_behind(pad: DrawingPad, painted: Painted) -> None:
    """On the screen only parts are painted again; a picture of the whole pad is painted anew."""
    pad.set_drawing([mark((100.0, 100.0), (110.0, 180.0))], None)
    drawings = ([(60, 60, 130, 200)], [(60, 62, 131, 200)], [(60, 62, 131, 200), (0, 0, 40, 60)], [(2, 150, 70, 280)])
    screen = pad.grab().toImage()
    for boxes in drawings:
        region: list[object] = []
        pad.update = lambda *area, region=region: region.extend(area)  # type: ignore[method-assign]
        pad.set_boxes([DigitBox(tuple(map(float, box)), str(place), place == 0) for place, box in enumerate(boxes)])
        del pad.update
        whole = pad.grab().toImage()
        painter = QPainter(screen)
        for area in region:
            painter.setClipRegion(area)
            painter.drawImage(0, 0, whole)
        painter.end()
        assert screen == whole


def test_pressure_makes_the_ink_wider_without_a_gap(pad: DrawingPad, painted: Painted) -> None:
    pad.set_drawing([mark((40.0, 140.0), (140.0, 140.0), (240.0, 140.0), pressures=(0.0, 0.5, 1.0))], None)
    dark = painted(pad).mean(axis=2) < 80
    heights = dark[:, [82, 280, 478]].sum(axis=0)
    assert heights.tolist() == pytest.approx([0.4 * 40, 40, 1.6 * 40], abs=3)
    assert (np.diff(dark[:, 80:480].astype(int), axis=0) == 1).sum(axis=0).max() == 1, "no holes"


def test_the_eraser_has_a_ring_as_wide_as_it_is(qtbot: QtBot, pad: DrawingPad, painted: Painted) -> None:
    pad.set_drawing([mark((20.0, 20.0))], None)

    def ring_at(x: int, y: int) -> np.ndarray:
        before = painted(pad).astype(int)
        qtbot.mouseMove(pad, QPoint(x, y))
        return np.argwhere(np.abs(painted(pad) - before).max(axis=-1) > 60)

    pad.set_eraser(32, selected=False)
    assert len(ring_at(200, 300)) == 0
    pad.set_eraser(32, selected=True)
    places = ring_at(200, 310)
    assert np.ptp(places, axis=0) == pytest.approx([65, 65], abs=2)
    assert places.mean(axis=0) == pytest.approx([310, 200], abs=1)
    with_ring = painted(pad)
    QApplication.sendEvent(pad, QEvent(QEvent.Type.Leave))
    assert not np.array_equal(painted(pad), with_ring)


def test_ink_and_paper_follow_the_theme(pad: DrawingPad, painted: Painted, qapp: QApplication) -> None:
    pad.set_drawing([mark((70.0, 70.0), (70.0, 210.0)), mark((210.0, 140.0))], None)
    for scheme in (Qt.ColorScheme.Light, Qt.ColorScheme.Dark):
        theme.set_scheme(qapp, scheme)
        QApplication.processEvents()
        pixels = painted(pad)
        for x, role in ((140, QPalette.ColorRole.Text), (280, QPalette.ColorRole.Base)):
            assert QColor(*map(int, pixels[280, x])) == qapp.palette().color(role)


def test_empty_paper_says_what_to_do(pad: DrawingPad, painted: Painted) -> None:
    def words_in_the_middle() -> bool:
        return len(np.unique(painted(pad)[260:300, 220:340])) > 1

    assert words_in_the_middle()
    pad.set_drawing([mark((20.0, 20.0))], None)
    assert not words_in_the_middle()


def test_keyboard_focus_is_seen(qtbot: QtBot, pad: DrawingPad, painted: Painted) -> None:
    pad.clearFocus()
    without = painted(pad)
    pad.activateWindow()
    pad.setFocus()
    qtbot.waitUntil(pad.hasFocus)
    assert not np.array_equal(painted(pad), without)


@pytest.mark.parametrize("factor", [1.0, 1.25, 1.5, 2.0])
def test_ink_is_crisp_and_in_its_place_on_every_screen(factor: float) -> None:
    """Settled and newest ink alike: the edge of a vertical line is soft for one pixel on each side, no more.

    The pad lies where a logical pixel is no whole number of the screen's, and has such a size too.
    """
    script = """
import numpy as np
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from mlp_desktop.views.draw.drawing_pad import DigitBox, DrawingPad
from mlp_engine.ink import PenStroke
app = QApplication([])
window = QWidget()
window.resize(400, 340)
pad = DrawingPad(window)
for left, side in ((0, 280), (27, 279), (13, 301)):
    pad.setGeometry(left, 13, side, side)
    pad.set_drawing([PenStroke(((x, 20.0), (x, 260.0))) for x in (70.3, 210.3)], None)
    image = window.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    row = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)[image.height() // 2].astype(float)
    ratio = image.width() / 400
    for x in (70.3, 210.3):
        middle, half = (left + x * side / 280) * ratio, 10 * side / 280 * ratio
        first = int(middle - half) - 6
        near = row[first : int(middle + half) + 6]
        ink = (near.max() - near) / np.ptp(near)
        centre = first + 0.5 + (ink * np.arange(len(ink))).sum() / ink.sum()
        print(image.width(), 2 * half, ink.sum(), ((ink > 0.05) & (ink < 0.95)).sum(), centre - middle)
"""
    environment = os.environ | {"QT_SCALE_FACTOR": str(factor), "QT_QPA_PLATFORM": "offscreen"}
    environment["PYTHONPATH"] = os.pathsep.join(sys.path)
    out = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True, timeout=60
    ).stdout
    for line in out.splitlines():
        width, wide, inked, soft, off = map(float, line.split())
        assert width == 400 * factor
        assert inked == pytest.approx(wide, abs=0.3)
        assert soft <= 2
        assert abs(off) < 0.2, "to a fifth of a pixel of the screen"
    assert len(out.splitlines()) == 6
