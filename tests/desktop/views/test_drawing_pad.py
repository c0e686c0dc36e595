import os
import subprocess
import sys
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QInputDevice, QPalette, QPointingDevice, QPointingDeviceUniqueId, QTabletEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mlp_desktop.views import theme
from mlp_desktop.views.drawing_pad import PAD_SIDE, DrawingPad

LEFT = Qt.MouseButton.LeftButton
Painted = Callable[[QWidget], np.ndarray]
Said = list[tuple[str, float, float]]


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
    pad.stroke_started.connect(lambda x, y: heard.append(("started", x, y)))
    pad.stroke_moved.connect(lambda x, y: heard.append(("moved", x, y)))
    pad.stroke_finished.connect(lambda: heard.append(("finished", 0.0, 0.0)))
    return heard


def send_pen(
    pad: DrawingPad, kind: QEvent.Type, x: float, y: float, button: Qt.MouseButton = LEFT, *, held: bool = True
) -> None:
    device = QPointingDevice(
        "pen",
        1,
        QInputDevice.DeviceType.Stylus,
        QPointingDevice.PointerType.Pen,
        QInputDevice.Capability.Position,
        1,
        3,
        "",
        QPointingDeviceUniqueId.fromNumericId(7),
    )
    event = QTabletEvent(
        kind,
        device,
        QPointF(x, y),
        QPointF(pad.mapToGlobal(QPointF(x, y))),
        0.5,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        Qt.KeyboardModifier.NoModifier,
        button,
        button if held else Qt.MouseButton.NoButton,
    )
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


def test_a_stroke_that_leaves_the_square_follows_its_edge(qtbot: QtBot, pad: DrawingPad, said: Said) -> None:
    qtbot.mousePress(pad, LEFT, pos=QPoint(280, 280))
    qtbot.mouseMove(pad, QPoint(-50, 280))
    qtbot.mouseMove(pad, QPoint(280, 900))
    qtbot.mouseRelease(pad, LEFT, pos=QPoint(280, 900))
    assert said == [("started", 140, 140), ("moved", 0, 140), ("moved", 140, 280), ("finished", 0, 0)]


def test_beside_the_square_nothing_starts(qtbot: QtBot, pad: DrawingPad, said: Said) -> None:
    pad.resize(900, 400)
    qtbot.mousePress(pad, LEFT, pos=QPoint(100, 200))
    qtbot.mouseMove(pad, QPoint(450, 200))
    qtbot.mouseRelease(pad, LEFT, pos=QPoint(450, 200))
    assert said == []


def test_only_the_left_button_draws_and_others_do_not_disturb_it(qtbot: QtBot, pad: DrawingPad, said: Said) -> None:
    qtbot.mouseClick(pad, Qt.MouseButton.RightButton, pos=QPoint(100, 100))
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
    assert said == [("started", 50, 50), ("moved", 60, 50), ("finished", 0, 0)]


def test_a_pad_that_is_hidden_ends_the_stroke(qtbot: QtBot, pad: DrawingPad, said: Said) -> None:
    qtbot.mousePress(pad, LEFT, pos=QPoint(100, 100))
    pad.hide()
    assert [what for what, _, _ in said] == ["started", "finished"]


def test_ink_lies_where_the_strokes_are(pad: DrawingPad, painted: Painted) -> None:
    pad.set_drawing([[(70.0, 70.0), (70.0, 210.0)], [(210.0, 140.0)]], None)
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


def test_a_drawing_looks_the_same_however_it_came_about(
    qtbot: QtBot, pad: DrawingPad, painted: Painted, qapp: QApplication
) -> None:
    pad.clearFocus()  # the focus has a frame
    rng = np.random.default_rng(1)
    picture = rng.integers(0, 256, (28, 28)).astype(np.uint8)
    strokes = [[(float(x), float(y)) for x, y in rng.uniform(0, PAD_SIDE, (30, 2))] for _ in range(6)]
    for number in range(len(strokes)):
        for length in (1, 15, 30):
            pad.set_drawing([*strokes[:number], strokes[number][:length]], picture)
            painted(pad)
    fresh = DrawingPad()
    qtbot.addWidget(fresh)
    fresh.resize(pad.size())
    fresh.set_drawing(strokes, picture)
    assert np.array_equal(painted(fresh), painted(pad))
    pad.set_drawing(strokes[:3], None)
    fresh.set_drawing([], None)
    painted(fresh)
    fresh.set_drawing(strokes[:3], None)
    assert np.array_equal(painted(fresh), painted(pad))
    for each in (pad, fresh):
        each.resize(300, 300)
    theme.set_scheme(qapp, Qt.ColorScheme.Dark)
    QApplication.processEvents()
    assert np.array_equal(painted(fresh), painted(pad))


def test_strokes_of_a_list_that_is_drawn_on_later_are_not_held(pad: DrawingPad, painted: Painted) -> None:
    stroke = [(70.0, 140.0)]
    pad.set_drawing([stroke], None)
    before = painted(pad)
    stroke.append((210.0, 140.0))
    assert np.array_equal(painted(pad), before)


def test_ink_and_paper_follow_the_theme(pad: DrawingPad, painted: Painted, qapp: QApplication) -> None:
    pad.set_drawing([[(70.0, 70.0), (70.0, 210.0)], [(210.0, 140.0)]], None)
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
    pad.set_drawing([[(20.0, 20.0)]], None)
    assert not words_in_the_middle()


def test_keyboard_focus_is_seen(qtbot: QtBot, pad: DrawingPad, painted: Painted) -> None:
    pad.clearFocus()
    without = painted(pad)
    pad.activateWindow()
    pad.setFocus()
    qtbot.waitUntil(pad.hasFocus)
    assert not np.array_equal(painted(pad), without)


@pytest.mark.parametrize("factor", [1.25, 1.5, 2.0])
def test_ink_is_crisp_on_screens_with_more_pixels(factor: float) -> None:
    """Settled and newest ink alike: the edge of a vertical line is soft for one pixel on each side, no more."""
    script = """
import numpy as np
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from mlp_desktop.views.drawing_pad import DrawingPad
app = QApplication([])
pad = DrawingPad()
pad.resize(280, 280)
pad.set_drawing([[(70.3, 20.0), (70.3, 260.0)], [(210.3, 20.0), (210.3, 260.0)]], None)
image = pad.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
row = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)[image.height() // 2]
row = row[10 : image.width() - 10]
for half in (row[: len(row) // 2], row[len(row) // 2 :]):
    print(image.width(), (half < 30).sum(), ((half > 40) & (half < 230)).sum())
"""
    environment = os.environ | {"QT_SCALE_FACTOR": str(factor), "QT_QPA_PLATFORM": "offscreen"}
    environment["PYTHONPATH"] = os.pathsep.join(sys.path)
    out = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True, timeout=60
    ).stdout
    for line in out.splitlines():
        width, inked, soft = map(int, line.split())
        assert width == 280 * factor
        assert inked == pytest.approx(20 * factor, abs=2)
        assert soft <= 2
    assert len(out.splitlines()) == 2
