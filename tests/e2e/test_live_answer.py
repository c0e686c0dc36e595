"""Drawing beside a training: the network answers as it is now, in slow motion update by update."""

import re

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QLabel, QWidget

from mlp_desktop.app import Desktop

from .acting import button, choose, click, text
from .conftest import drag

UPDATES = re.compile(r"^Epoch [\d.]+, \d+ updates? of the weights: \d [\d.]+% → [\d.]+%")
RUN = {"epochs": "100000", "hidden": "30", "batch_size": "10", "learning_rate": "0.1", "validation": "0.2"}


@pytest.fixture
def ready(qtbot, ready: Desktop) -> Desktop:
    """The Train tab with a long run in the form, and a stroke drawn with the mouse on the pad beside the curves."""
    ready.window.resize(1024, 700)
    ready.window.train_tab.form.set_values(RUN)
    click(qtbot, ready, "besideSwitch")
    pad = ready.window.live_pad.pad
    middle = pad.width() // 2
    drag(qtbot, pad, [QPoint(middle, y) for y in range(30, pad.height() - 30, 10)])
    return ready


def scores(desktop: Desktop) -> str:
    """The ten probabilities as they are told; empty while there are none."""
    bars = desktop.window.findChild(QWidget, "liveScores")
    assert bars is not None
    words = bars.accessibleDescription()
    return "" if words == "No scores yet." else words


def start_slowly(qtbot, desktop: Desktop, pace: str) -> None:
    click(qtbot, desktop, "trainStart")
    qtbot.waitUntil(lambda: scores(desktop) != "", timeout=20_000)
    choose(desktop, "trainPace", pace)


def test_the_answer_to_a_drawing_changes_while_the_run_learns(qtbot, ready) -> None:
    assert text(ready, "liveChange") == "Start a run to watch its network learn your drawing." or scores(ready) == ""
    for name in ("trainStart", "trainPause", "trainStop", "useNetwork", "tryNetwork", "trainPace"):
        widget = ready.window.findChild(QWidget, name)
        qtbot.waitUntil(lambda widget=widget: widget.visibleRegion().boundingRect() == widget.rect())
    click(qtbot, ready, "trainStart")
    seen: set[str] = set()
    qtbot.waitUntil(lambda: seen.add(scores(ready)) or len(seen - {""}) > 5, timeout=20_000)
    assert text(ready, "liveAnswer").startswith("Reads a")
    assert text(ready, "liveChange").startswith("The network in training")
    click(qtbot, ready, "networkSegment")
    diagram = ready.window.live_network.diagram
    words = diagram.accessibleDescription()
    assert words.startswith("Hidden 1, neuron 1: z = ")
    qtbot.waitUntil(lambda: diagram.accessibleDescription() != words)
    qtbot.keyClick(diagram, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: diagram.accessibleDescription().startswith("Output, neuron "))
    click(qtbot, ready, "liveClear")
    qtbot.waitUntil(lambda: text(ready, "liveAnswer") == "Draw a digit")
    click(qtbot, ready, "liveSample")
    qtbot.waitUntil(lambda: scores(ready) != "")
    click(qtbot, ready, "trainStop")
    qtbot.waitUntil(lambda: not ready.training.is_running, timeout=10_000)
    result, _ = ready.training._result
    image = ready.reading.digit.image
    assert scores(ready).startswith(f"{int(result.network.predict(image.ravel()).argmax())}: ")
    assert text(ready, "liveChange") == "The network that the run has made"


def test_slow_motion_shows_what_each_update_does_to_the_answer_and_stops_at_once(qtbot, ready) -> None:
    start_slowly(qtbot, ready, "20")
    told: list[str] = []

    def steps() -> int:
        words = text(ready, "liveChange")
        if UPDATES.search(words) and words not in told:
            told.append(words)
        return len(told)

    qtbot.waitUntil(lambda: steps() >= 3, timeout=20_000)
    assert ready.window.train_tab.loss_plot._step.step is not None
    choose(ready, "trainPace", "1")
    control = ready.training.control
    control.set_pace(1e-4)  # the next minibatch is due in hours
    done = control.minibatches
    click(qtbot, ready, "trainStop")
    qtbot.waitUntil(lambda: not ready.training.is_running, timeout=20_000)
    assert control.minibatches <= done + 1


def test_one_minibatch_shows_the_answer_before_and_after(qtbot, ready) -> None:
    start_slowly(qtbot, ready, "20")
    click(qtbot, ready, "trainPause")
    network = ready.live_answer
    qtbot.waitUntil(lambda: network._minibatches == ready.training.control.minibatches)
    for _ in range(2):
        before, done = network._network, ready.training.control.minibatches
        click(qtbot, ready, "trainStepMinibatch")
        qtbot.waitUntil(lambda done=done: network._minibatches == done + 1, timeout=5_000)
        assert network._before is before
        assert not np.array_equal(before.parameters, network._network.parameters)
        assert ", 1 update of the weights: " in text(ready, "liveChange")
    choose(ready, "trainPace", "")
    click(qtbot, ready, "trainPause")
    qtbot.waitUntil(lambda: "update" not in text(ready, "liveChange"), timeout=5_000)


def test_the_window_closes_in_the_middle_of_slow_motion(qtbot, ready, monkeypatch) -> None:
    monkeypatch.setattr(ready.window, "ask", lambda *_: True)
    start_slowly(qtbot, ready, "1")
    ready.window.close()
    qtbot.waitUntil(lambda: not ready.window.isVisible(), timeout=10_000)
    assert not ready.training.is_running


def test_a_run_is_the_same_whether_it_is_watched_or_not(qtbot, ready) -> None:
    ready.window.train_tab.form.set_values({"epochs": "2"})
    made: list[np.ndarray] = []
    for _ in range(2):
        click(qtbot, ready, "trainStart")
        qtbot.waitUntil(lambda: not ready.training.is_running, timeout=20_000)
        made.append(ready.training.network.parameters)
        button(ready, "besideSwitch").click()
    assert np.array_equal(*made)


def test_the_draw_tab_reads_with_the_network_in_training_while_its_switch_is_on(qtbot, ready) -> None:
    window = ready.window
    panel, line = window.draw_tab.reading, window.findChild(QLabel, "networkLine")
    window.tabs.setCurrentWidget(window.draw_tab)
    switch = button(ready, "drawInTraining")
    assert not switch.isVisible(), "there is no run"
    in_use, told = line.text(), text(ready, "answerWords")
    bars = panel.score_bars.accessibleDescription()
    window.train_tab.start_requested.emit()
    qtbot.waitUntil(switch.isVisible)
    assert (switch.isChecked(), text(ready, "answerWords")) == (False, told)
    click(qtbot, ready, "drawInTraining")
    qtbot.waitUntil(lambda: line.text().startswith("The network in training"), timeout=20_000)
    seen: set[str] = set()
    qtbot.waitUntil(lambda: seen.add(panel.score_bars.accessibleDescription()) or len(seen) > 2, timeout=20_000)
    # Enter confirms what is seen: the answer of the network in use is not to be confirmed unseen.
    kept = ready.reading.digit.digit
    assert "the network in training" in panel.words.accessibleName()
    assert not any(key._is_answer for key in window.draw_tab.correction._keys)
    window.draw_tab.correction.confirmed.emit()
    assert not ready.drawing.sheet.is_empty, "nothing is labelled"
    window.draw_tab.pages.buttons[2].click()
    assert (line.text(), ready.reading.is_covered) == (in_use, False), "the other pages explain the network in use"
    window.draw_tab.pages.buttons[0].click()
    qtbot.waitUntil(lambda: line.text().startswith("The network in training"), timeout=20_000)
    ready.training.stop()
    qtbot.waitUntil(lambda: not ready.training.is_running, timeout=20_000)
    assert (line.text(), text(ready, "answerWords"), ready.reading.digit.digit) == (in_use, told, kept)
    assert (panel.score_bars.accessibleDescription(), switch.isVisible()) == (bars, False)
    hidden = [ready.lab, ready.live_answer, ready.moments]
    ready.reading.changed.emit()
    timers = [timer for each in hidden for timer in each.findChildren(QTimer) if timer.isActive()]
    assert not timers, "pages out of sight take no time from the pen"
    window.tabs.setCurrentWidget(window.train_tab)
    ready.reading.changed.emit()
    assert any(timer.isActive() for timer in ready.live_answer.findChildren(QTimer)), (
        "the pad beside the curves follows"
    )
