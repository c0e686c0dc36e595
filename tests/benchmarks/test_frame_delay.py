"""The benchmark's clock of frames: what it says of a window that is quick, and of one that is held up."""

import sys
import time
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QTimer

HELD_UP = 0.2


@pytest.fixture
def frame_delays(monkeypatch: pytest.MonkeyPatch, qapp):
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2] / "benchmarks"))
    from frame_delay import frame_delays

    yield frame_delays
    for name in ("frame_delay", "measuring", "tables"):
        sys.modules.pop(name, None)


def test_every_frame_that_falls_due_while_the_window_is_held_up_counts_with_its_own_waiting(frame_delays) -> None:
    stop = QTimer(singleShot=True, interval=100)
    stop.timeout.connect(lambda: time.sleep(HELD_UP))
    stop.start()
    delays = frame_delays(0.6)
    assert delays.min() >= 0
    assert delays.max() == pytest.approx(1000 * HELD_UP, abs=60)
    # Twelve frames fall due in 200 ms, each a sixtieth of a second less late than the one before.
    waiting = np.sort(delays)[::-1][:10]
    assert np.diff(waiting) == pytest.approx(np.full(9, -1000 / 60), abs=0.5)


def test_a_window_that_does_nothing_is_asked_for_all_its_frames(frame_delays) -> None:
    assert len(frame_delays(0.5)) == pytest.approx(30, abs=2)
