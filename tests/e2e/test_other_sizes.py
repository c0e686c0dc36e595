"""Images of other sizes: a network of their own, or 28×28 pixels on request; the pad says what it needs."""

from pathlib import Path

import numpy as np
import pytest

from mlp_desktop.app import Desktop
from mlp_engine.datasets.practice import practice_set
from mlp_engine.runs import RunStore, runs_folder

from .acting import button, click, text, train_status, wait_for_training
from .test_arrangement import arrange


@pytest.fixture
def small(desktop: Desktop, tmp_path: Path, drop, answers: list[str]) -> Desktop:
    """Digits of 20×20 pixels, dropped and chosen in the Train tab."""
    data = practice_set(60, 1)
    np.savez(tmp_path / "small.npz", X=data.inputs.reshape(-1, 28, 28)[:, 4:24, 4:24], y=data.labels)
    answers.append("Train on it")
    drop(desktop, tmp_path / "small.npz")
    desktop.window.train_tab.form.set_values({"epochs": "2", "hidden": "5", "validation": "0.2"})
    return desktop


def test_a_network_of_that_size_is_trained_and_kept_and_not_used_on_the_pad(qtbot, small, told) -> None:
    before = small.session.in_use
    click(qtbot, small, "trainStart")
    wait_for_training(qtbot, small)
    assert train_status(small).startswith("Done: ")
    assert text(small, "dataSourceError").startswith(
        "Images of 20×20 pixels: the network has 400 inputs and can't read the pad."
    )
    click(qtbot, small, "useNetwork")
    assert train_status(small) == (
        "The pad needs a network of 784 inputs. This one has 400; its weights are kept with its run."
    )
    assert small.session.in_use is before
    (run,) = RunStore(runs_folder()).runs()
    assert run.network.layers == (400, 5, 10)
    assert told == []


def test_such_a_network_is_not_tried_on_the_pad_either(qtbot, small, told) -> None:
    before = small.session.in_use
    small.window.train_tab.form.set_values({"epochs": "5000"})
    click(qtbot, small, "trainStart")
    qtbot.waitUntil(lambda: button(small, "tryNetwork").isEnabled(), timeout=10_000)
    click(qtbot, small, "trainPause")
    click(qtbot, small, "tryNetwork")
    qtbot.waitUntil(lambda: "needs a network of 784 inputs" in train_status(small), timeout=10_000)
    assert small.session.in_use is before
    click(qtbot, small, "trainStop")
    wait_for_training(qtbot, small)
    assert told == []


def test_brought_to_28_by_28_they_train_a_network_for_the_pad(qtbot, small, told) -> None:
    arrange(small, "dataArrangement", "fitted")
    click(qtbot, small, "trainStart")
    wait_for_training(qtbot, small)
    click(qtbot, small, "useNetwork")
    assert small.session.in_use.network.config.layers == (784, 5, 10)
    assert told == []


def test_examine_says_what_it_needs_and_where_to_get_it(qtbot, small, told) -> None:
    small.examination.choose_data(small.window.train_tab.form.values()["data"])
    click(qtbot, small, "examineStart")
    qtbot.waitUntil(lambda: not small.examination.is_running, timeout=20_000)
    (sentence,) = told
    assert "must have 784 inputs" in sentence
    assert sentence.endswith("or in the menu Images.")
    told.clear()
    arrange(small, "examineArrangement", "fitted")
    click(qtbot, small, "examineStart")
    qtbot.waitUntil(lambda: not small.examination.is_running, timeout=20_000)
    assert text(small, "examineStatus").startswith("Done.")
    assert told == []
