"""The benchmark's clock of frames: what it says of a window that is quick, and of one that is held up."""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

FRAME_MS = 1000 / 60


class Clock:
    """Time that passes by a tenth of a millisecond at each look at it."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 1e-4
        return self.now


@pytest.fixture
def frame_delay(monkeypatch: pytest.MonkeyPatch, qapp) -> Iterator[ModuleType]:
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2] / "benchmarks"))
    import frame_delay

    yield frame_delay
    for name in ("frame_delay", "measuring", "tables"):
        sys.modules.pop(name, None)


@pytest.fixture
def clock(frame_delay: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(frame_delay, "perf_counter", clock)
    return clock


def test_every_frame_that_falls_due_while_the_window_is_held_up_counts_with_its_own_waiting(
    qtbot, frame_delay, clock
) -> None:
    frames = frame_delay.FrameClock()
    frames.begin()
    clock.now += 0.21  # the first frame is due after a sixtieth of a second, and eleven more in this time
    qtbot.waitUntil(lambda: len(frames.delays) >= 12)
    frames.stop()
    expected = 210 - FRAME_MS * np.arange(1, 13)
    assert 1000 * np.array(frames.delays[:12]) == pytest.approx(expected, abs=0.5)


def test_a_window_that_does_nothing_is_asked_for_all_its_frames(qtbot, frame_delay, clock) -> None:
    frames = frame_delay.FrameClock()
    frames.begin()
    qtbot.waitUntil(lambda: len(frames.delays) >= 30)
    frames.stop()
    assert max(frames.delays) < 0.001
    assert len(frames.delays) == int(1000 * clock.now / FRAME_MS)
