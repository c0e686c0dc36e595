"""Stop is obeyed after the minibatch that is being worked on, in the middle of an epoch of a large network."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel

from mlp_desktop.app import Desktop
from mlp_engine.training.control import RunControl

from .acting import button, click

SAMPLES = 20_000  # so many that an epoch takes many times the 300 ms
MINIBATCH = 20


@pytest.fixture
def large(desktop: Desktop, tmp_path: Path, monkeypatch) -> Desktop:
    """The Train tab with a 784-800-800-10 network and epochs of a thousand minibatches in the form."""
    path = tmp_path / "noise.npz"
    rng = np.random.default_rng(0)
    np.savez(path, X=rng.integers(0, 256, (SAMPLES, 784), np.uint8), y=np.arange(SAMPLES) % 10)
    window = desktop.window
    monkeypatch.setattr(window, "choose_open_file", lambda *_: str(path))
    window.tabs.setCurrentWidget(window.train_tab)
    button(desktop, "dataFileButton").click()
    values = {
        "hidden": "800, 800",
        "batch_size": str(MINIBATCH),
        "learning_rate": "0.01",
        "validation": "0",
        "epochs": "1000",
    }
    window.train_tab.form.set_values(values)
    return desktop


@pytest.fixture
def happened(monkeypatch) -> list[str]:
    """Each minibatch that was done, and when the training was told to stop."""
    happened: list[str] = []
    wait_while_paused, stop = RunControl.wait_while_paused, RunControl.stop

    def noted(control: RunControl, *, epoch_ended: bool = False) -> bool:
        happened.append("minibatch")
        return wait_while_paused(control, epoch_ended=epoch_ended)

    def noted_stop(control: RunControl) -> None:
        stop(control)
        happened.append("stop")

    monkeypatch.setattr(RunControl, "wait_while_paused", noted)
    monkeypatch.setattr(RunControl, "stop", noted_stop)
    return happened


@pytest.mark.parametrize("paused", [False, True], ids=["running", "paused"])
def test_stop_waits_for_one_minibatch_not_for_the_epoch(qtbot, large, happened, paused) -> None:
    click(qtbot, large, "trainStart")
    qtbot.waitUntil(lambda: len(happened) >= 20, timeout=30_000)
    if paused:
        click(qtbot, large, "trainPause")
        qtbot.wait(100)
    click(qtbot, large, "trainStop")
    assert "stop" in happened, "the training is told at once"
    assert not button(large, "trainStop").isEnabled()
    assert large.window.findChild(QLabel, "trainStatus").text() == "Stopping…"
    qtbot.waitUntil(lambda: not large.training.is_running, timeout=30_000)
    # The one that was being worked on in that moment.
    assert happened[happened.index("stop") :].count("minibatch") <= 1
    assert happened.count("minibatch") < SAMPLES / MINIBATCH, "the epoch had much left to do"
    assert large.window.findChild(QLabel, "trainStatus").text() == "Stopped after 0 epochs"
    assert button(large, "useNetwork").isEnabled()
