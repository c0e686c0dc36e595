"""Whoever looks elsewhere by then is told that a training is done."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QPushButton

from mlp_desktop.app import Desktop
from mlp_desktop.controllers.kit import finish_notice

from .acting import train_status, wait_for_training


@pytest.fixture
def alerts(monkeypatch) -> list[object]:
    """The windows that the task bar was asked to point at."""
    found: list[object] = []
    monkeypatch.setattr(QApplication, "alert", found.append)
    return found


@pytest.fixture
def spoken(monkeypatch) -> list[str]:
    """What screen readers were told at the end."""
    sentences: list[str] = []
    monkeypatch.setattr(finish_notice, "announce", lambda _, sentence: sentences.append(sentence))
    return sentences


@pytest.fixture
def ready(ready: Desktop, monkeypatch) -> Desktop:
    """The Train tab with a short run in the form, in a window that is active."""
    monkeypatch.setattr(ready.window, "isActiveWindow", lambda: True)
    ready.window.train_tab.form.set_values({"epochs": "3", "validation": "0.2", "learning_rate": "0.1"})
    return ready


def begin(qtbot, desktop: Desktop) -> None:
    qtbot.mouseClick(desktop.window.findChild(QPushButton, "trainStart"), Qt.MouseButton.LeftButton)


def mark(desktop: Desktop) -> str:
    """What the dot on the Train tab says, empty where there is none."""
    bar = desktop.window.tabs.tabBar()
    words = bar.tabToolTip(1)
    spoken = QAccessible.queryAccessibleInterface(bar).child(1).text(QAccessible.Text.Name)
    assert spoken == (f"Train: {words}" if words else "Train")
    return words


def test_who_watches_sees_the_status_and_is_left_alone(qtbot, ready, alerts, spoken) -> None:
    begin(qtbot, ready)
    wait_for_training(qtbot, ready)
    assert train_status(ready).startswith("Done: 3 epochs")
    assert spoken == [train_status(ready)]
    assert alerts == []
    assert mark(ready) == ""


def test_who_draws_meanwhile_sees_a_dot_on_the_tab_until_it_is_opened(qtbot, ready, alerts, spoken) -> None:
    bar = ready.window.tabs.tabBar()
    begin(qtbot, ready)
    ready.window.tabs.setCurrentWidget(ready.window.draw_tab)
    places = [bar.tabRect(index) for index in range(bar.count())]
    bare = bar.grab().toImage()
    wait_for_training(qtbot, ready)
    assert mark(ready) == train_status(ready) == spoken[0]
    assert [bar.tabRect(index) for index in range(bar.count())] == places
    dotted = bar.grab().toImage()
    assert dotted != bare
    accent = ready.window.palette().accent().color().rgb()
    tab = places[1]
    dot = np.array(
        [
            (x, y)
            for x in range(tab.left(), tab.right())
            for y in range(tab.top(), tab.bottom())
            if dotted.pixel(x, y) == accent
        ]
    )
    assert len(dot) > 12
    ready.window.tabs.setCurrentWidget(ready.window.train_tab)
    assert mark(ready) == ""
    assert alerts == []


def test_who_works_in_another_program_is_called_by_the_task_bar(qtbot, ready, alerts, spoken, monkeypatch) -> None:
    monkeypatch.setattr(ready.window, "isActiveWindow", lambda: False)
    begin(qtbot, ready)
    wait_for_training(qtbot, ready)
    assert alerts == [ready.window]
    assert len(spoken) == 1


def test_the_next_run_takes_the_dot_away(qtbot, ready) -> None:
    begin(qtbot, ready)
    ready.window.tabs.setCurrentWidget(ready.window.draw_tab)
    wait_for_training(qtbot, ready)
    assert mark(ready) != ""
    ready.window.train_tab.start_requested.emit()
    assert mark(ready) == ""
    wait_for_training(qtbot, ready)
    assert mark(ready) != ""


def test_a_run_that_failed_is_told_too(qtbot, ready, spoken, digits_folder) -> None:
    for file in digits_folder.iterdir():
        file.unlink()
    begin(qtbot, ready)
    wait_for_training(qtbot, ready)
    assert spoken == ["The run failed. The network in use has not changed."]
