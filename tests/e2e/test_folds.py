"""The form's settings are cross-validated under More."""

# A widget that is missing fails its test.
# pyright: reportOptionalMemberAccess=false

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel

from mlp_engine.runs import RunStore, runs_folder

from .acting import choose, type_in


def test_five_folds_tell_mean_and_deviation(qtbot, ready) -> None:
    window = ready.window
    type_in(qtbot, ready, "hiddenLayers", "10")
    type_in(qtbot, ready, "epochs", "2")
    qtbot.mouseClick(window.findChild(QAbstractButton, "moreSettings"), Qt.MouseButton.LeftButton)
    button, status = window.findChild(QAbstractButton, "crossValidate"), window.findChild(QLabel, "trainStatus")
    button.click()
    assert button.text() == "Stop the cross-validation"
    start = window.findChild(QAbstractButton, "trainStart")
    assert not start.isEnabled()
    assert "A cross-validation is running. Stop it first, or wait." in start.toolTip()
    ready.training._start()
    assert not ready.training.is_running
    qtbot.waitUntil(lambda: not ready.folds.is_running, timeout=20_000)
    assert status.text().startswith("5 folds: validation accuracy ")
    assert " ± " in status.text()
    assert button.text() == "Cross-validate in 5 folds"
    assert len(RunStore(runs_folder()).runs()) == 0
    assert start.isEnabled()
    assert "Train a new network" in start.toolTip()


def test_the_number_of_folds_is_a_setting(qtbot, ready) -> None:
    window = ready.window
    type_in(qtbot, ready, "epochs", "1")
    type_in(qtbot, ready, "folds", "1")
    assert window.findChild(QLabel, "foldsError").text() == "Folds must be a whole number of at least 2. Got 1."
    type_in(qtbot, ready, "folds", "2")
    button, status = (window.findChild(kind, name) for kind, name in STOPPED)
    assert button.text() == "Cross-validate in 2 folds"
    button.click()
    qtbot.waitUntil(lambda: not ready.folds.is_running, timeout=20_000)
    assert status.text().startswith("2 folds: validation accuracy ")


def test_more_folds_than_samples_are_refused_before_they_begin(qtbot, ready) -> None:
    choose(ready, "dataSource", "practice:2000")
    choose(ready, "dataSlice", "first")
    type_in(qtbot, ready, "sliceCount", "3")
    button, status = (ready.window.findChild(kind, name) for kind, name in STOPPED)
    button.click()
    assert not ready.folds.is_running
    assert status.text() == "Folds must be at most the 3 samples used. Got 5."


def test_a_cross_validation_can_be_stopped(qtbot, ready) -> None:
    type_in(qtbot, ready, "epochs", "100000")
    button, status = (ready.window.findChild(kind, name) for kind, name in STOPPED)
    button.click()
    button.click()
    qtbot.waitUntil(lambda: not ready.folds.is_running, timeout=20_000)
    assert status.text() == "The cross-validation was stopped."


STOPPED = ((QAbstractButton, "crossValidate"), (QLabel, "trainStatus"))
