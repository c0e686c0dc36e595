"""Each hidden layer may have its own activation: chosen in the form, trained, kept, repeated and remembered."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QPushButton

from mlp_desktop.app import Desktop
from mlp_desktop.controllers.train.presets import PRESETS
from mlp_desktop.views.train.activations_field import EACH
from mlp_engine.runs import RunStore, runs_folder


@pytest.fixture
def ready(ready: Desktop) -> Desktop:
    """The Train tab with a short run on the small folder in the form, of two layers that are chosen one by one."""
    ready.window.train_tab.form.set_values({"epochs": "2", "validation": "0.2", "learning_rate": "0.1"})
    type_layers(ready, "30, 20")
    choose(ready, "activation", EACH)
    choose(ready, "activation1", "relu")
    choose(ready, "activation2", "tanh")
    return ready


def combo(desktop: Desktop, name: str) -> QComboBox:
    return desktop.window.train_tab.form.findChild(QComboBox, name)


def choose(desktop: Desktop, name: str, value: str) -> None:
    """Choose in a list as a click would, which is announced."""
    combo(desktop, name).setCurrentIndex(combo(desktop, name).findData(value))


def type_layers(desktop: Desktop, text: str) -> None:
    desktop.window.findChild(QLineEdit, "hiddenLayers").setText(text)


def activation(desktop: Desktop) -> str:
    return desktop.window.train_tab.form.values()["activations"]


def train(qtbot, desktop: Desktop) -> None:
    qtbot.mouseClick(desktop.window.findChild(QPushButton, "trainStart"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not desktop.training.is_running, timeout=20_000)


def test_a_mixed_network_is_trained_kept_and_told(qtbot, ready) -> None:
    train(qtbot, ready)
    result, _ = ready.training._result
    assert result.network.config.activations == ("relu", "tanh")
    names = [label.text() for label in ready.window.train_tab.curves.weights.findChildren(QLabel)]
    assert {"Layer 1 · 30 relu", "Layer 2 · 20 tanh"} <= set(names)
    (kept,) = RunStore(runs_folder()).runs()
    assert kept.network.activations == ("relu", "tanh")


def test_the_lists_follow_the_layers_as_they_are_typed(ready) -> None:
    start = ready.window.findChild(QPushButton, "trainStart")
    type_layers(ready, "30, 20, 10")
    assert combo(ready, "activation3").isVisibleTo(ready.window.train_tab.form)
    assert activation(ready) == "relu, tanh, sigmoid"
    assert start.isEnabled()
    type_layers(ready, "30, x")
    assert activation(ready) == "relu, tanh, sigmoid"
    assert not start.isEnabled()
    assert ready.window.findChild(QLabel, "hiddenLayersError").text().startswith("Hidden layers must be whole numbers")
    type_layers(ready, ", ".join(["5"] * 65))
    error = ready.window.findChild(QLabel, "hiddenLayersError").text()
    assert error == "Number of hidden layers must be a whole number of at most 64. Got 65."
    type_layers(ready, "30")
    assert activation(ready) == "relu"
    assert not combo(ready, "activation2").isVisibleTo(ready.window.train_tab.form)
    assert start.isEnabled()


def test_a_mixed_run_is_repeated_as_it_was(qtbot, ready) -> None:
    train(qtbot, ready)
    form = ready.window.train_tab.form
    form.set_values({"hidden": "40", "activations": "sigmoid"})
    ready.window.tabs.setCurrentWidget(ready.window.runs_tab)
    ready.window.runs_tab.list.choose([1])
    ready.window.findChild(QAbstractButton, "runRepeat").click()
    assert form.values()["hidden"] == "30, 20"
    assert activation(ready) == "relu, tanh"
    assert ready.window.findChild(QLabel, "trainStatus").text().startswith("Settings of ")
    assert combo(ready, "activation2").currentText() == "Tanh"


def test_presets_and_reset_go_back_to_one_for_all(qtbot, ready) -> None:
    qtbot.mouseClick(ready.window.findChild(QPushButton, "resetButton"), Qt.MouseButton.LeftButton)
    assert activation(ready) == "sigmoid"
    assert not combo(ready, "activation1").isVisibleTo(ready.window.train_tab.form)
    choose(ready, "activation", EACH)
    best = next(preset for preset in PRESETS if preset.name == "Best accuracy")
    ready.window.train_tab.form.presets.chosen.emit(best.name)
    assert activation(ready) == "relu"


def test_a_mixed_network_is_remembered_at_the_next_start(qtbot, ready, start) -> None:
    train(qtbot, ready)
    ready.window.close()
    again = start()
    assert activation(again) == "relu, tanh"
    assert again.window.train_tab.form.values()["hidden"] == "30, 20"


def test_the_lists_are_locked_while_a_run_uses_them(qtbot, ready) -> None:
    ready.window.train_tab.form.set_values({"epochs": "100000"})
    qtbot.mouseClick(ready.window.findChild(QPushButton, "trainStart"), Qt.MouseButton.LeftButton)
    assert [combo(ready, name).isEnabled() for name in ("activation", "activation1", "activation2")] == [False] * 3
    ready.training.stop()
    qtbot.waitUntil(lambda: not ready.training.is_running, timeout=20_000)
    assert [combo(ready, name).isEnabled() for name in ("activation", "activation1", "activation2")] == [True] * 3
