"""A picture on the pad shown larger, and moved."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mlp_desktop.views.draw.drawing_pad import DrawingPad
from mlp_desktop.views.draw.pad_picture import ShownPicture
from mlp_desktop.views.draw.pad_zoom import MOST_PIXELS, PadZoom
from mlp_desktop.views.kit.stroke_ink import PAD_SIDE

PAPER = QRectF(10, 20, 200, 200)


def test_a_pad_that_fits_is_the_paper() -> None:
    assert PadZoom().square(PAPER) == PAPER


def test_what_lies_at_the_pointer_stays_there() -> None:
    at = QPointF(60, 170)
    zoom = PadZoom().zoomed(2.0, at, PAPER)
    square = zoom.square(PAPER)
    assert square.width() == 400
    before, now = (at - PAPER.topLeft()) / PAPER.width(), (at - square.topLeft()) / square.width()
    assert now.toTuple() == pytest.approx(before.toTuple())


@pytest.mark.parametrize("factor", [0.1, 1.0])
def test_no_pad_is_smaller_than_its_paper(factor: float) -> None:
    assert PadZoom(3.0, 1.0, 2.0).zoomed(factor, PAPER.topLeft(), PAPER) == PadZoom()


def test_the_largest_pad_fits_into_memory() -> None:
    zoom = PadZoom().zoomed(1000.0, PAPER.center(), QRectF(0, 0, 1000, 1000), 1.0)
    assert zoom.factor * 1000 <= MOST_PIXELS
    assert PadZoom().zoomed(1000.0, PAPER.center(), PAPER).factor == 8.0


def test_a_moved_pad_always_covers_the_paper() -> None:
    zoom = PadZoom(2.0, 0.5, 0.5)
    assert zoom.moved(QPointF(1e6, -1e6), PAPER) == PadZoom(2.0, 0.0, 1.0)
    assert zoom.moved(QPointF(20, 0), PAPER).square(PAPER).left() == zoom.square(PAPER).left() + 20


@pytest.fixture
def pad(qtbot: QtBot) -> DrawingPad:
    pad = DrawingPad()
    qtbot.addWidget(pad)
    pad.resize(300, 300)
    pad.set_opened(ShownPicture(np.full((30, 30), 128, np.uint8)))
    pad.show()
    return pad


def wheel(pad: DrawingPad, x: int, y: int, turned: int) -> None:
    place = QPointF(x, y)
    event = QWheelEvent(
        place, place, QPoint(), QPoint(0, turned), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(pad, event)


def test_the_wheel_zooms_and_the_middle_button_moves(qtbot: QtBot, pad: DrawingPad) -> None:
    wheel(pad, 150, 150, 240)
    assert pad.zoom.factor == pytest.approx(1.25**2)
    left = pad.square().left()
    qtbot.mousePress(pad, Qt.MouseButton.MiddleButton, pos=QPoint(150, 150))
    qtbot.mouseMove(pad, QPoint(160, 150))
    pad.move_by(0.05, 0.0)
    assert pad.square().left() > left
    wheel(pad, 150, 150, -1200)
    assert pad.square() == pad.paper()


def pinch(pad: DrawingPad, x: int, y: int, *grown: float) -> None:
    """A pinch at a place, that grows by a share from one event to the next."""
    kinds = Qt.NativeGestureType
    begin, end = (kinds.BeginNativeGesture, 0.0), (kinds.EndNativeGesture, 0.0)
    place, device = QPointF(x, y), QPointingDevice.primaryPointingDevice()
    for kind, value in (begin, *((kinds.ZoomNativeGesture, share) for share in grown), end):
        event = QNativeGestureEvent(kind, device, 2, place, place, place, value, QPointF())
        QApplication.sendEvent(pad, event)


def test_a_pinch_zooms_around_its_place(pad: DrawingPad) -> None:
    at = QPointF(90, 200)
    before = (at - pad.square().topLeft()) / pad.square().width()
    pinch(pad, 90, 200, 0.25, 0.2)
    assert pad.zoom.factor == pytest.approx(1.5)
    now = (at - pad.square().topLeft()) / pad.square().width()
    assert now.toTuple() == pytest.approx(before.toTuple())
    pinch(pad, 150, 150, -0.5, -0.5)
    assert pad.square() == pad.paper()


def test_a_pinch_neither_draws_nor_zooms_blank_paper(pad: DrawingPad) -> None:
    drawn: list[object] = []
    pad.stroke_started.connect(lambda *stroke: drawn.append(stroke))
    pinch(pad, 150, 150, 0.5)
    assert pad.zoom.factor == pytest.approx(1.5)
    pad.set_opened(None)
    pinch(pad, 150, 150, 0.5)
    assert pad.zoom == PadZoom()
    assert drawn == []


def test_strokes_follow_the_zoom_and_end_with_it(qtbot: QtBot, pad: DrawingPad) -> None:
    points: list[tuple[float, float]] = []
    pad.stroke_started.connect(lambda point, _: points.append((point.x, point.y)))
    pad.zoom_to(2.0)
    qtbot.mouseClick(pad, Qt.MouseButton.LeftButton, pos=QPoint(0, 150))
    assert points[0] == pytest.approx((PAD_SIDE / 4, PAD_SIDE / 2), abs=1)
    pad.zoom_to_pixels(1200)
    assert pad.zoom.factor == pytest.approx(4 / pad.devicePixelRatioF())
    pad.grab()
    pad.set_opened(None)
    assert pad.zoom == PadZoom()


def test_blank_paper_is_not_zoomed(qtbot: QtBot) -> None:
    pad = DrawingPad()
    qtbot.addWidget(pad)
    pad.resize(300, 300)
    wheel(pad, 150, 150, 240)
    pad.zoom_to(3.0)
    assert pad.zoom == PadZoom()
