"""Figures about own drawings, and the small sheet on which one is replayed."""

import numpy as np
from PySide6.QtGui import QColor, QImage, QPalette

from mlp_desktop.views.my_digits.digit_statistics import AccuracyCurve, DigitCounts
from mlp_desktop.views.my_digits.replay_pad import ReplayPad, TimedStroke

LINE = TimedStroke([(40.0, 140.0), (140.0, 140.0), (240.0, 140.0)], [0.0, 0.1, 0.2], 20.0)


def share_of(image: QImage, colour: QColor) -> float:
    pixels = [image.pixelColor(x, y) for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)]
    return sum(pixel == colour for pixel in pixels) / len(pixels)


def test_columns_are_as_high_as_there_are_many_and_told_in_words(qtbot) -> None:
    counts = DigitCounts()
    qtbot.addWidget(counts)
    counts.resize(240, 100)
    counts.set_counts([0] * 10)
    accent = counts.palette().color(QPalette.ColorRole.Accent)
    none = share_of(counts.grab().toImage(), accent)
    counts.set_counts([4, 0, 2, 0, 0, 0, 0, 0, 0, 1200])
    assert counts.accessibleDescription().startswith("0: 4, 1: 0, 2: 2")
    assert counts.accessibleDescription().endswith("9: 1,200")
    assert share_of(counts.grab().toImage(), accent) > none == 0


def test_a_curve_of_a_hundred_thousand_is_thinned_out_and_keeps_its_ends(qtbot) -> None:
    curve = AccuracyCurve()
    qtbot.addWidget(curve)
    curve.resize(240, 100)
    curve.set_values(np.linspace(0.5, 1.0, 100_000), "Read correctly: 100% of the last 50")
    assert len(curve._values) <= 400
    assert (curve._values[0], curve._values[-1]) == (0.5, 1.0)
    assert curve.accessibleDescription() == "Read correctly: 100% of the last 50"
    curve.grab()
    curve.set_values(np.array([1.0]), "one")
    curve.grab()
    curve.set_values(np.empty(0), "none")
    curve.grab()


def test_a_stroke_until_a_moment_is_its_beginning() -> None:
    assert LINE.until(-0.1) is None
    part = LINE.until(0.15)
    assert part is not None
    assert list(part.line) == [(40.0, 140.0), (140.0, 140.0)]
    assert LINE.until(9.0) == LINE


def test_a_replay_begins_ends_by_itself_and_stops_when_nobody_looks(qtbot) -> None:
    pad = ReplayPad()
    qtbot.addWidget(pad)
    pad.show()
    qtbot.waitExposed(pad)
    pad.show_drawing([LINE], None, "a 1")
    whole = pad.grab().toImage()
    pad.play()
    assert pad.is_playing
    assert pad.grab().toImage() != whole
    qtbot.waitUntil(lambda: not pad.is_playing, timeout=3000)
    assert pad.grab().toImage() == whole
    pad.play()
    pad.hide()
    assert not pad.is_playing


def test_a_drawing_without_strokes_is_its_picture_and_is_not_replayed(qtbot) -> None:
    pad = ReplayPad()
    qtbot.addWidget(pad)
    pad.resize(pad.sizeHint())
    empty = pad.grab().toImage()
    image = np.zeros((28, 28), np.uint8)
    image[4:24, 12:16] = 255
    pad.show_drawing((), image, "a 1")
    assert pad.grab().toImage() != empty
    pad.play()
    assert not pad.is_playing
