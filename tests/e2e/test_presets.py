"""Presets fill the form, say what they show, and start nothing."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton

from mlp_desktop.app import Desktop
from mlp_desktop.controllers.train.presets import PRESETS
from mlp_desktop.controllers.train.training_settings import FIRST_VALUES
from mlp_desktop.views.train.training_form import HINT


def presets(desktop: Desktop) -> QComboBox:
    desktop.window.tabs.setCurrentWidget(desktop.window.train_tab)
    return desktop.window.findChild(QComboBox, "presets")


def sentence(desktop: Desktop) -> str:
    return desktop.window.findChild(QLabel, "presetWords").text()


def test_each_preset_fills_the_form_says_what_it_shows_and_starts_nothing(qtbot, desktop) -> None:
    combo = presets(desktop)
    assert combo.currentText() == ""
    assert sentence(desktop) == HINT
    combo.setFocus()
    for preset in PRESETS:
        qtbot.keyClick(combo, Qt.Key.Key_Down)
        assert combo.currentText() == preset.name
        assert sentence(desktop) == combo.accessibleDescription() == preset.sentence
        assert desktop.window.train_tab.form.values() == preset.values
        assert desktop.window.findChild(QPushButton, "trainStart").isEnabled() == (preset.data != "mnist")
        assert not desktop.training.is_running


def test_editing_leaves_the_preset_and_reset_brings_the_first_values_back(qtbot, desktop) -> None:
    combo = presets(desktop)
    combo.setFocus()
    qtbot.keyClick(combo, Qt.Key.Key_Down)
    qtbot.keyClicks(desktop.window.findChild(QLineEdit, "epochs"), "x")
    assert combo.currentText() == ""
    assert sentence(desktop) == HINT
    assert not desktop.window.findChild(QPushButton, "trainStart").isEnabled()
    qtbot.mouseClick(desktop.window.findChild(QPushButton, "resetButton"), Qt.MouseButton.LeftButton)
    assert desktop.window.train_tab.form.values() == FIRST_VALUES | {"data": "practice:2000"}, "MNIST is not there"
    assert desktop.window.findChild(QPushButton, "trainStart").isEnabled()


def test_after_a_preset_an_optimizer_proposes_its_rate_again(qtbot, desktop) -> None:
    combo = presets(desktop)
    rate = desktop.window.findChild(QLineEdit, "learningRate")
    qtbot.keyClicks(rate, "5")
    combo.setFocus()
    qtbot.keyClick(combo, Qt.Key.Key_Down)
    optimizers = desktop.window.findChild(QComboBox, "optimizer")
    optimizers.setCurrentIndex(optimizers.findData("adam"))
    assert rate.text() == "0.001"


def test_the_estimate_follows_the_network_as_it_is_typed_and_is_true_of_the_file(
    qtbot, desktop, digits_folder, tmp_path, monkeypatch
) -> None:
    window = desktop.window
    presets(desktop)
    monkeypatch.setattr(window, "choose_folder", lambda *_: str(digits_folder))
    window.findChild(QPushButton, "dataFolderButton").click()
    estimate = window.findChild(QLabel, "networkEstimate")
    assert estimate.text().startswith("79,510 parameters · file ")
    hidden = window.findChild(QLineEdit, "hiddenLayers")
    hidden.selectAll()
    qtbot.keyClicks(hidden, "30")
    parameters, file, seconds = estimate.text().split(" · ")
    assert parameters == "23,860 parameters"
    assert seconds.endswith(" for 10,000 samples")
    assert estimate.accessibleName() == f"Estimate: {estimate.text()}"
    qtbot.keyClicks(hidden, "x")
    assert estimate.text() == ""

    qtbot.mouseClick(window.findChild(QPushButton, "resetButton"), Qt.MouseButton.LeftButton)
    window.train_tab.form.set_values({"hidden": "30", "epochs": "1"})
    qtbot.mouseClick(window.findChild(QPushButton, "trainStart"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not desktop.training.is_running, timeout=20_000)
    qtbot.mouseClick(window.findChild(QPushButton, "useNetwork"), Qt.MouseButton.LeftButton)
    path = tmp_path / "mine.safetensors"
    monkeypatch.setattr(window, "choose_save_file", lambda *_: str(path))
    window.save_action.trigger()
    number, unit = file.removesuffix(" with the reject score").rpartition(", ")[2].split(" ")
    size = path.stat().st_size / {"kB": 1e3, "MB": 1e6}[unit]
    assert abs(size - float(number)) < {"kB": 1, "MB": 0.1}[unit]
