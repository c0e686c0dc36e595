"""A drawing comes about again as it was drawn."""

import numpy as np
import pytest

from mlp_desktop.views.my_digits.replay_pad import ReplayPad, TimedStroke

DOWN = TimedStroke([(60.0, float(y)) for y in range(20, 261, 20)], [0.02 * step for step in range(13)], 20.0)
ACROSS = TimedStroke([(120.0, 140.0), (180.0, 140.0), (240.0, 140.0)], [0.0, 0.05, 0.1], 20.0)


@pytest.fixture
def pad(qtbot) -> ReplayPad:
    pad = ReplayPad()
    pad.resize(pad.sizeHint())
    qtbot.addWidget(pad)
    pad.show()
    qtbot.waitExposed(pad)
    return pad


def ink(pad: ReplayPad) -> int:
    """Pixels that are not as bright as the paper."""
    image = pad.grab().toImage()
    inside = [(x, y) for x in range(8, image.width() - 8, 2) for y in range(8, image.height() - 8, 2)]
    values = np.array([image.pixelColor(x, y).lightness() for x, y in inside])
    return int((abs(values - np.median(values)) > 60).sum())


def test_it_comes_about_bit_by_bit_and_ends_by_itself_as_it_is(qtbot, pad) -> None:
    pad.show_drawing([DOWN, ACROSS], None, "a 4")
    whole = ink(pad)
    assert whole > 20
    pad.play()
    assert pad.is_playing
    begun = ink(pad)
    assert begun < whole / 2
    qtbot.waitUntil(lambda: pad.is_playing and begun < ink(pad) < whole, timeout=5_000)
    qtbot.waitUntil(lambda: not pad.is_playing, timeout=5_000)
    assert ink(pad) == whole


def test_the_second_stroke_waits_for_the_first(pad) -> None:
    assert ACROSS.until(-0.01) is None
    part = DOWN.until(0.1)
    assert part is not None
    assert len(part.line) == len(part.times) == 6


def test_another_drawing_or_a_hidden_pad_ends_it(pad) -> None:
    pad.show_drawing([DOWN], None, "a 1")
    pad.play()
    pad.show_drawing([ACROSS], None, "a dash")
    assert not pad.is_playing
    pad.play()
    pad.hide()
    assert not pad.is_playing


def test_without_strokes_there_is_nothing_to_replay_but_the_image_is_shown(pad) -> None:
    pad.show_drawing((), None, "")
    nothing = ink(pad)
    image = np.zeros((28, 28), np.uint8)
    image[4:24, 12:16] = 255
    pad.show_drawing((), image, "a 1")
    assert ink(pad) != nothing
    pad.play()
    assert not pad.is_playing
    assert pad.accessibleDescription() == "a 1"
