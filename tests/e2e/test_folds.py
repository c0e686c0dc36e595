"""The form's settings are cross-validated under More."""

# A widget that is missing fails its test.
# pyright: reportOptionalMemberAccess=false

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel

from mlp_engine.runs import RunStore, runs_folder

from .acting import type_in


def test_five_folds_tell_mean_and_deviation(qtbot, ready) -> None:
    window = ready.window
    type_in(qtbot, ready, "hiddenLayers", "10")
    type_in(qtbot, ready, "epochs", "2")
    qtbot.mouseClick(window.findChild(QAbstractButton, "moreSettings"), Qt.MouseButton.LeftButton)
    button, status = window.findChild(QAbstractButton, "crossValidate"), window.findChild(QLabel, "trainStatus")
    button.click()
    assert button.text() == "Stop the cross-validation"
    qtbot.waitUntil(lambda: not ready.folds.is_running, timeout=20_000)
    assert status.text().startswith("5 folds: validation accuracy ")
    assert " ± " in status.text()
    assert button.text() == "Cross-validate in 5 folds"
    assert len(RunStore(runs_folder()).runs()) == 0


def test_a_cross_validation_can_be_stopped(qtbot, ready) -> None:
    type_in(qtbot, ready, "epochs", "100000")
    button, status = (ready.window.findChild(kind, name) for kind, name in STOPPED)
    button.click()
    button.click()
    qtbot.waitUntil(lambda: not ready.folds.is_running, timeout=20_000)
    assert status.text() == "The cross-validation was stopped."


STOPPED = ((QAbstractButton, "crossValidate"), (QLabel, "trainStatus"))
