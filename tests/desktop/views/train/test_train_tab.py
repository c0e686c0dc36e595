from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QProgressBar
from pytestqt.qtbot import QtBot

from mlp_desktop.controllers.train.training_settings import form_groups
from mlp_desktop.views.train.train_tab import RunState, TrainTab

BUTTONS = ("trainStart", "trainPause", "trainStop", "useNetwork", "trainStepMinibatch", "trainStepEpoch", "tryNetwork")


@pytest.fixture
def tab(qtbot: QtBot, icons_folder: Path) -> TrainTab:
    tab = TrainTab(icons_folder, form_groups())
    qtbot.addWidget(tab)
    tab.resize(1024, 620)
    tab.show()
    qtbot.waitExposed(tab)
    return tab


def button(tab: TrainTab, name: str) -> QAbstractButton:
    found = tab.findChild(QAbstractButton, name)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("state", "enabled", "pause", "form"),
    [
        ("idle", (True, False, False, False, False, False, False), "Pause", True),
        ("running", (False, True, True, False, False, False, True), "Pause", False),
        ("paused", (False, True, True, False, True, True, True), "Resume", False),
        ("stopping", (False, False, False, False, False, False, False), "Pause", False),
        ("finished", (True, False, False, True, False, False, False), "Pause", True),
    ],
)
def test_each_state_offers_what_makes_sense(
    tab: TrainTab, state: RunState, enabled: tuple[bool, ...], pause: str, form: bool
) -> None:
    tab.set_state("running")
    tab.set_state(state)
    assert tuple(button(tab, name).isEnabled() for name in BUTTONS) == enabled
    assert button(tab, "trainPause").text() == button(tab, "trainPause").accessibleName() == pause
    assert tab.form.findChild(QLineEdit, "epochs").isEnabled() is form
    for name in ("learningRate", "l1Strength", "l2Strength"):
        assert tab.form.findChild(QLineEdit, name).isEnabled() is (state != "stopping")


def test_start_waits_for_a_form_that_is_right(tab: TrainTab) -> None:
    tab.set_ready(False)
    assert not button(tab, "trainStart").isEnabled()
    tab.set_state("running")
    tab.set_ready(True)
    assert not button(tab, "trainStart").isEnabled()
    tab.set_state("finished")
    assert button(tab, "trainStart").isEnabled()


def test_a_network_can_be_tried_only_once_there_is_one_and_the_tip_says_why(tab: TrainTab) -> None:
    trial = button(tab, "tryNetwork")
    assert not trial.isEnabled()
    assert "Start a run" in trial.toolTip()
    tab.set_has_network(False)
    tab.set_state("running")
    assert not trial.isEnabled()
    assert "when the data has been loaded" in trial.toolTip()
    assert "when the data has been loaded" in trial.accessibleDescription()
    tab.set_has_network(True)
    assert trial.isEnabled()
    assert trial.toolTip().endswith("The run continues.")
    tab.set_state("finished")
    assert not trial.isEnabled()
    assert "Start a run" in trial.toolTip()


def test_each_button_announces(qtbot: QtBot, tab: TrainTab) -> None:
    wanted = [
        ("idle", "trainStart", tab.start_requested),
        ("running", "trainPause", tab.pause_requested),
        ("running", "trainStop", tab.stop_requested),
        ("paused", "trainStepMinibatch", tab.minibatch_requested),
        ("paused", "trainStepEpoch", tab.epoch_requested),
        ("running", "tryNetwork", tab.try_requested),
        ("finished", "useNetwork", tab.use_requested),
        ("idle", "dataFolderButton", tab.form.folder_requested),
        ("idle", "fetchButton", tab.fetch_requested),
    ]
    for state, name, signal in wanted:
        tab.set_state(state)
        with qtbot.waitSignal(signal, timeout=1000):
            qtbot.mouseClick(button(tab, name), Qt.MouseButton.LeftButton)


def test_space_presses_the_start_button(qtbot: QtBot, tab: TrainTab) -> None:
    with qtbot.waitSignal(tab.start_requested, timeout=1000):
        qtbot.keyClick(button(tab, "trainStart"), Qt.Key.Key_Space)


def test_progress_is_shown_and_told(tab: TrainTab) -> None:
    bar, status = tab.findChild(QProgressBar, "trainProgress"), tab.findChild(QLabel, "trainStatus")
    assert status.text() == "Choose settings, then press Start."
    tab.show_progress(0.25, "epoch 7 of 28")
    assert bar.value() / bar.maximum() == 0.25
    assert status.text() == "epoch 7 of 28"
    assert status.accessibleName() == "Status: epoch 7 of 28"
    tab.show_message("done")
    assert bar.value() / bar.maximum() == 0.25
    assert status.text() == "done"
    tab.set_state("stopping")
    assert status.text() == "Stopping…"


def test_nothing_moves_while_a_run_goes_on(tab: TrainTab) -> None:
    def places() -> list[object]:
        return [tab.loss_plot.geometry(), tab.accuracy_plot.geometry(), tab.form.geometry()] + [
            button(tab, name).geometry() for name in BUTTONS
        ]

    before = places()
    for state in ("running", "paused", "stopping", "finished"):
        tab.set_state(state)
        tab.show_progress(0.5, "a long status line " * 20)
        for plot in (tab.loss_plot, tab.accuracy_plot):
            plot.set_curve("training", np.arange(5.0), np.arange(5.0))
            plot.set_curve("validation", np.arange(5.0), np.arange(5.0))
        tab.layout().activate()
        assert places() == before, state


def test_the_curves_have_a_description_in_words(tab: TrainTab) -> None:
    tab.set_summary("Training loss fell from 2.3 to 0.1.")
    assert tab.loss_plot.accessibleDescription() == "Training loss fell from 2.3 to 0.1."
    assert tab.accuracy_plot.accessibleDescription() == "Training loss fell from 2.3 to 0.1."


def test_the_focus_goes_from_start_to_pause_and_back_when_the_run_has_ended(tab: TrainTab) -> None:
    button(tab, "trainStart").setFocus()
    tab.set_state("running")
    assert tab.focusWidget() is button(tab, "trainPause")
    tab.set_state("finished")
    assert tab.focusWidget() is button(tab, "trainStart")
    tab.set_state("running")
    button(tab, "trainStop").setFocus()
    tab.set_state("stopping")  # disables what had the focus
    tab.set_state("finished")
    assert tab.focusWidget() is button(tab, "trainStart")


def test_a_run_that_ends_leaves_the_focus_where_a_person_has_put_it(tab: TrainTab) -> None:
    button(tab, "trainStart").setFocus()
    tab.set_state("running")
    tab.form.findChild(QLineEdit, "learningRate").setFocus()
    tab.set_state("stopping")
    tab.set_state("finished")
    assert tab.focusWidget() is tab.form.findChild(QLineEdit, "learningRate")
