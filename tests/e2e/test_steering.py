"""What can be done to a run while it goes on: steps, other rates and strengths, and its network tried on the pad."""

import re

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QCheckBox, QLabel

from mlp_desktop.app import Desktop
from mlp_desktop.controllers.train.live_controls import ONE_SHARE, TRIED
from mlp_engine.training.history import Change

from .acting import button, choose, click, train_status, type_in


@pytest.fixture
def ready(ready: Desktop) -> Desktop:
    """The Train tab with a long run in the form."""
    ready.window.train_tab.form.set_values(
        {"epochs": "100000", "hidden": "30", "batch_size": "10", "learning_rate": "0.1", "validation": "0.2"}
    )
    return ready


@pytest.fixture
def paused(qtbot, ready: Desktop) -> Desktop:
    """A run that is paused after its first epoch."""
    click(qtbot, ready, "trainStart")
    qtbot.waitUntil(lambda: ready.training.curves.last is not None, timeout=20_000)
    click(qtbot, ready, "trainPause")
    network_now(qtbot, ready)  # what was asked for after the pause comes after all that happened before it
    return ready


def network_now(qtbot, desktop: Desktop) -> np.ndarray:
    """The parameters of the network in training, by way of the pad."""
    before = desktop.session.in_use.network
    click(qtbot, desktop, "tryNetwork")
    qtbot.waitUntil(lambda: desktop.session.in_use.network is not before, timeout=5_000)
    return desktop.session.in_use.network.parameters


def test_a_step_of_one_minibatch_changes_the_network_once(qtbot, paused) -> None:
    held = network_now(qtbot, paused)
    assert np.array_equal(network_now(qtbot, paused), held)
    click(qtbot, paused, "trainStepMinibatch")
    stepped = network_now(qtbot, paused)
    assert not np.array_equal(stepped, held)
    qtbot.wait(100)
    assert np.array_equal(network_now(qtbot, paused), stepped)
    assert button(paused, "trainPause").text() == "Resume"


def test_one_minibatch_shows_what_it_did_in_words_and_on_the_curve(qtbot, paused) -> None:
    plot = paused.window.train_tab.loss_plot
    click(qtbot, paused, "trainStepMinibatch")
    qtbot.waitUntil(lambda: plot._step.step is not None, timeout=5_000)
    _, before, after = plot._step.step
    assert train_status(paused).startswith(f"Loss {before:.4g} → {after:.4g} · step ")
    assert train_status(paused).endswith(" most")
    assert " weights, " in train_status(paused)
    click(qtbot, paused, "trainPause")
    assert plot._step.step is None, "the run goes on"


def test_the_lower_plot_shows_another_figure_of_the_record(qtbot, paused) -> None:
    panel = paused.window.train_tab.curves
    choose(paused, "curveFigure", "gradient")
    assert panel.record_plot.isVisible()
    assert not panel.accuracy_plot.isVisible()
    assert "1 0." in panel.record_plot.accessibleDescription()
    assert ", output 0." in panel.record_plot.accessibleDescription()
    choose(paused, "curveFigure", "dead")
    assert "Only ReLU neurons can be dead" in panel.record_plot.accessibleDescription()
    epochs = len(paused.training.curves.records)
    choose(paused, "curveFigure", "per_class")
    click(qtbot, paused, "trainStepEpoch")
    qtbot.waitUntil(lambda: len(paused.training.curves.records) > epochs, timeout=5_000)
    qtbot.waitUntil(lambda: len(panel.record_plot.lines()[0].xData) >= epochs + 1, timeout=5_000)
    choose(paused, "curveFigure", "accuracy")
    assert panel.accuracy_plot.isVisible()


def test_the_run_before_stays_as_a_ghost(qtbot, paused) -> None:
    panel = paused.window.train_tab.curves
    switch = paused.window.findChild(QCheckBox, "ghostSwitch")
    assert not switch.isVisible(), "there is no run before"
    click(qtbot, paused, "trainStop")
    qtbot.waitUntil(lambda: not paused.training.is_running, timeout=10_000)
    click(qtbot, paused, "trainStart")
    assert switch.isVisible()
    assert len(panel.loss_plot._ghost.lines) == len(panel.accuracy_plot._ghost.lines) == 2
    switch.click()
    assert panel.loss_plot._ghost.lines == []


def test_a_step_of_one_epoch_ends_with_that_epoch(qtbot, paused) -> None:
    done = 0
    for _ in range(3):
        done = paused.training.curves.last.epoch
        click(qtbot, paused, "trainStepEpoch")
        qtbot.waitUntil(lambda done=done: paused.training.curves.last.epoch > done, timeout=5_000)
        assert paused.training.curves.last.epoch == done + 1
    held = network_now(qtbot, paused)
    qtbot.wait(100)
    assert np.array_equal(network_now(qtbot, paused), held)
    assert paused.training.curves.last.epoch == done + 1


def test_the_network_in_training_reads_on_the_pad_and_the_run_goes_on(qtbot, ready) -> None:
    click(qtbot, ready, "trainStart")
    qtbot.waitUntil(lambda: ready.training.curves.last is not None, timeout=20_000)
    before = network_now(qtbot, ready).copy()
    assert ready.session.in_use.network.config.hidden == (30,)
    assert ready.session.in_use.history is not None
    epoch = ready.training.curves.last.epoch
    qtbot.waitUntil(lambda: ready.training.curves.last.epoch > epoch, timeout=5_000)
    assert np.array_equal(ready.session.in_use.network.parameters, before)
    assert not np.array_equal(network_now(qtbot, ready), before)


def test_the_pad_is_told_while_paused(qtbot, paused) -> None:
    network_now(qtbot, paused)
    assert train_status(paused) == TRIED


@pytest.fixture
def nobody_waits_for_typing(monkeypatch) -> None:
    """A number that is typed and not entered would be used in ten minutes."""
    monkeypatch.setattr("mlp_desktop.controllers.train.live_controls.MILLISECONDS_OF_TYPING", 600_000)


@pytest.mark.usefixtures("nobody_waits_for_typing")
def test_a_number_that_is_entered_is_used_at_once(qtbot, ready) -> None:
    click(qtbot, ready, "trainStart")
    qtbot.waitUntil(lambda: ready.training.curves.last is not None, timeout=20_000)
    field = type_in(qtbot, ready, "l2Strength", "0.5")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(ready.training.curves.changes) == 1, timeout=20_000)


def test_a_rate_typed_while_it_runs_is_used_told_and_recorded(qtbot, ready) -> None:
    click(qtbot, ready, "trainStart")
    qtbot.waitUntil(lambda: ready.training.curves.last is not None, timeout=20_000)
    type_in(qtbot, ready, "learningRate", "0.05")
    qtbot.waitUntil(lambda: "learning rate 0.05 from epoch " in train_status(ready), timeout=5_000)
    field = type_in(qtbot, ready, "l2Strength", "0.5")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(ready.training.curves.changes) == 2, timeout=20_000)
    click(qtbot, ready, "trainStop")
    qtbot.waitUntil(lambda: not ready.training.is_running, timeout=5_000)
    result, _ = ready.training._result
    assert [(change.what, change.value) for change in result.history.changes] == [("learning_rate", 0.05), ("l2", 0.5)]
    assert result.history.epochs[-1].learning_rate == 0.05
    told = ready.window.train_tab.loss_plot.accessibleDescription()
    assert "Changed during the run: learning rate 0.05 from epoch " in told
    assert ", L2 strength 0.5 from epoch " in told


@pytest.mark.usefixtures("nobody_waits_for_typing")
def test_dropout_and_momentum_are_changed_while_it_runs(qtbot, ready) -> None:
    ready.window.train_tab.form.set_values({"optimizer": "momentum", "learning_rate": "0.01", "hidden": "30, 20"})
    click(qtbot, ready, "trainStart")
    qtbot.waitUntil(lambda: ready.training.curves.last is not None, timeout=20_000)
    qtbot.keyClick(type_in(qtbot, ready, "dropout", "0.5, 0.2"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: ONE_SHARE in train_status(ready), timeout=5_000)
    for name, number in (("dropout", "0.25"), ("momentum", "0.5")):
        qtbot.keyClick(type_in(qtbot, ready, name, number), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(ready.training.curves.changes) == 2, timeout=20_000)
    click(qtbot, ready, "trainStop")
    qtbot.waitUntil(lambda: not ready.training.is_running, timeout=20_000)
    result, _ = ready.training._result
    assert {(change.what, change.value) for change in result.history.changes} == {("dropout", 0.25), ("momentum", 0.5)}
    told = ready.window.train_tab.loss_plot.accessibleDescription()
    assert "dropout 0.25 from epoch " in told
    assert "momentum 0.5 from epoch " in told


@pytest.mark.usefixtures("nobody_waits_for_typing")
def test_minibatch_size_and_distortions_are_changed_while_it_runs(qtbot, ready) -> None:
    click(qtbot, ready, "trainStart")
    qtbot.waitUntil(lambda: ready.training.curves.last is not None, timeout=20_000)
    choose(ready, "augmentation", "affine")
    for name, number in (("batchSize", "32"), ("noise", "0.1")):
        qtbot.keyClick(type_in(qtbot, ready, name, number), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(ready.training.curves.changes) == 3, timeout=20_000)
    epochs = len(ready.training.curves.records)
    qtbot.waitUntil(lambda: len(ready.training.curves.records) > epochs + 1, timeout=20_000)
    click(qtbot, ready, "trainStop")
    qtbot.waitUntil(lambda: not ready.training.is_running, timeout=20_000)
    result, _ = ready.training._result
    assert {(change.what, change.value) for change in result.history.changes} == {
        ("batch_size", 32), ("augmentation", "affine"), ("noise", 0.1),
    }  # fmt: skip
    told = ready.window.train_tab.loss_plot.accessibleDescription()
    for words in ("minibatch size 32 samples from epoch ", "augmentation Affine from epoch ", "noise 0.1 from epoch "):
        assert words in told


def test_a_bad_value_shows_its_sentence_and_changes_nothing(qtbot, paused) -> None:
    field = type_in(qtbot, paused, "learningRate", "-1")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    sentence = paused.window.findChild(QLabel, "learningRateError").text()
    assert sentence == "Learning rate must be a number above 0. Got -1.0."
    qtbot.keyClick(type_in(qtbot, paused, "batchSize", "5000"), Qt.Key.Key_Return)
    too_large = paused.window.findChild(QLabel, "batchSizeError").text()
    assert re.fullmatch(r"Minibatch size must be at most the \d+ training samples of this run\. Got 5,000\.", too_large)
    assert train_status(paused) == too_large
    field = type_in(qtbot, paused, "l1Strength", "0.01")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert train_status(paused) == "From the next minibatch on: L1 strength 0.01."
    QCoreApplication.sendPostedEvents(None, QEvent.Type.MetaCall)
    assert paused.window.findChild(QLabel, "batchSizeError").text() == too_large, "another edit takes nothing back"
    click(qtbot, paused, "trainPause")
    qtbot.waitUntil(lambda: len(paused.training.curves.changes) > 0, timeout=5_000)
    changes: list[Change] = paused.training.curves.changes
    assert [(change.what, change.value) for change in changes] == [("l1", 0.01)]
