"""Many own drawings changed at once: in a thread of their own, told while it goes on, stopped, and taken back."""

import threading
import time

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer

from mlp_desktop.app import Desktop
from mlp_desktop.controllers.my_digits.digit_changes import MANY
from mlp_engine.my_digits import DrawingStore, LabelledDrawing, my_digits_folder

from .acting import button, click, text

COUNT = 3 * MANY
CONTROL = Qt.KeyboardModifier.ControlModifier


def store() -> DrawingStore:
    return DrawingStore(my_digits_folder())


def wait(qtbot, desktop: Desktop) -> None:
    qtbot.waitUntil(lambda: not desktop.own_digits.is_running, timeout=30_000)


@pytest.fixture
def many(qtbot, desktop) -> Desktop:
    """The tab with thousands of drawings, all of them chosen."""
    image = np.zeros((28, 28), np.uint8)
    image[4:24, 14] = 255
    store().add_all(LabelledDrawing(number % 10, image=image) for number in range(COUNT))
    desktop.window.tabs.setCurrentWidget(desktop.window.my_digits_tab)
    wait(qtbot, desktop)
    grid = desktop.window.my_digits_tab.grid
    grid.setFocus()
    qtbot.keyClick(grid, Qt.Key.Key_A, CONTROL)
    return desktop


@pytest.fixture
def slow(monkeypatch) -> threading.Event:
    """Each of the store's changes takes a while, and waits while what is returned is not set."""
    may_go_on = threading.Event()
    may_go_on.set()
    for name in ("relabel", "delete", "restore"):
        change = getattr(DrawingStore, name)

        def slowly(self, what, *, on_progress, change=change):
            def report(done: int) -> None:
                if done % 10 == 0:
                    time.sleep(0.001)
                assert may_go_on.wait(60)
                on_progress(done)

            return change(self, what, on_progress=report)

        monkeypatch.setattr(DrawingStore, name, slowly)
    return may_go_on


def test_the_window_lives_while_thousands_are_relabelled_and_tells_how_far_it_is(qtbot, many, slow) -> None:
    grid = many.window.my_digits_tab.grid
    slow.clear()
    qtbot.keyClick(grid, Qt.Key.Key_3)  # if it waited for the change, the change would wait for this test
    assert text(many, "digitsStatus") == f"Relabelling {COUNT:,} drawings…"
    assert not button(many, "digitsForget").isEnabled()
    beats: list[int] = []
    timer = QTimer()
    timer.timeout.connect(lambda: beats.append(1))
    timer.start()
    qtbot.waitUntil(lambda: len(beats) > 10)
    timer.stop()
    assert many.own_digits.is_running
    slow.set()
    qtbot.waitUntil(lambda: text(many, "digitsStatus").startswith(f"Relabelling {COUNT:,} drawings: "), timeout=20_000)
    wait(qtbot, many)
    assert store().counts().tolist() == [0, 0, 0, COUNT, 0, 0, 0, 0, 0, 0]
    assert text(many, "digitsStatus") == f"{COUNT:,} drawings labelled 3"
    assert not button(many, "digitsStop").isVisible()
    qtbot.keyClick(grid, Qt.Key.Key_Z, CONTROL)
    wait(qtbot, many)
    assert store().counts().tolist() == [COUNT // 10] * 10


def test_thousands_are_deleted_and_come_back(qtbot, many) -> None:
    grid = many.window.my_digits_tab.grid
    qtbot.keyClick(grid, Qt.Key.Key_Delete)
    wait(qtbot, many)
    assert store().counts().sum() == 0
    assert text(many, "digitsEmpty").startswith("No drawings yet")
    click(qtbot, many, "digitsUndo")
    wait(qtbot, many)
    assert store().counts().tolist() == [COUNT // 10] * 10
    assert grid.model().rowCount() == COUNT


def test_what_is_stopped_has_changed_nothing(qtbot, many, slow) -> None:
    qtbot.keyClick(many.window.my_digits_tab.grid, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: text(many, "digitsStatus").startswith(f"Deleting {COUNT:,} drawings: "), timeout=10_000)
    click(qtbot, many, "digitsStop")
    wait(qtbot, many)
    assert text(many, "digitsStatus") == "Stopped. Nothing has changed."
    assert store().counts().sum() == COUNT
    assert not button(many, "digitsUndo").isEnabled()
    assert button(many, "digitsForget").isEnabled()


def test_what_is_asked_for_meanwhile_comes_after_it(qtbot, many, slow) -> None:
    grid = many.window.my_digits_tab.grid
    qtbot.keyClick(grid, Qt.Key.Key_3)
    qtbot.keyClick(grid, Qt.Key.Key_4)
    qtbot.waitUntil(lambda: store().counts()[4] == COUNT, timeout=30_000)
    wait(qtbot, many)
    click(qtbot, many, "digitsUndo")
    wait(qtbot, many)
    assert store().counts()[3] == COUNT


def test_the_window_closes_in_the_middle_of_a_change_and_nothing_is_changed(qtbot, many, slow) -> None:
    qtbot.keyClick(many.window.my_digits_tab.grid, Qt.Key.Key_Delete)
    many.window.close()
    qtbot.waitUntil(lambda: not many.window.isVisible(), timeout=20_000)
    assert not many.own_digits.is_running
    assert store().counts().sum() == COUNT


def test_what_cannot_be_changed_is_one_sentence(qtbot, many, monkeypatch) -> None:
    gone = store()
    gone.delete([1])
    gone.purge()
    qtbot.keyClick(many.window.my_digits_tab.grid, Qt.Key.Key_5)
    wait(qtbot, many)
    assert text(many, "digitsStatus") == (
        "A drawing must be one of those in the store. Got number 1, which is not there."
    )
    assert store().counts().max() <= COUNT // 10


def test_two_windows_keep_and_show_the_same_drawings_at_once(qtbot, start, draw) -> None:
    windows = [start(), start()]
    for number in range(6):
        desktop = windows[number % 2]
        draw(desktop, [[(2.0, 0.0), (2.0, 7.0)]])
        qtbot.waitUntil(lambda d=desktop: d.reading.digit is not None)
        qtbot.keyClick(desktop.window.draw_tab.pad, Qt.Key.Key_1)
    for desktop in windows:
        wait(qtbot, desktop)
        desktop.window.tabs.setCurrentWidget(desktop.window.my_digits_tab)
    assert store().counts()[1] == 6
    first, second = (desktop.window.my_digits_tab.grid for desktop in windows)
    qtbot.waitUntil(lambda: first.model().rowCount() == second.model().rowCount() == 6, timeout=10_000)
    wait(qtbot, windows[0])
    first.choose([0], current=0)
    qtbot.keyClick(first, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: second.model().rowCount() == 5, timeout=10_000)
