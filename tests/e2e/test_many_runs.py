"""Many runs: found by words, told apart by columns, and compared without a frozen window."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QTableWidget

from mlp_desktop.app import Desktop
from mlp_desktop.controllers.runs.runs import MOST_AT_ONCE
from mlp_desktop.models.train.run_curves import kept_curve
from mlp_desktop.views.kit.plots.overlay_plot import OverlayPlot, RunLine
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.runs import RunStore, runs_folder
from mlp_engine.training.history import EpochRecord, History

from .acting import button

MANY = 30


@pytest.fixture
def many(desktop: Desktop, striped_digits: Dataset) -> Desktop:
    """Thirty runs of two epochs with L2 from 0 to 29, the last starred."""
    store = RunStore(runs_folder())
    for l2 in range(MANY):
        run = store.begin(NetworkConfig(hidden=(20,)), TrainingConfig(l2=float(l2), epochs=2), striped_digits)
        for epoch in (1, 2):
            store.add_epoch(run, EpochRecord(epoch, 0.5 / epoch, 0.8, 0.6 / epoch, 0.7, 0.0, 0.1, 1.0))
    store.star(MANY)
    store.note(3, "the odd one")
    desktop.window.tabs.setCurrentWidget(desktop.window.runs_tab)
    return desktop


def child(desktop: Desktop, kind, name: str):
    found = desktop.window.findChild(kind, name)
    assert found is not None
    return found


def test_words_find_runs_by_their_row_and_their_note(many) -> None:
    runs_tab = many.window.runs_tab
    found = child(many, QLabel, "runsFound")
    assert found.text() == "30 runs"
    search = child(many, QLineEdit, "runSearch")
    search.setText("ODD")
    assert (found.text(), runs_tab.list.runs()) == ("1 of 30 runs", [3])
    assert button(many, "runRename").isEnabled()
    search.setText("one 784-20-10 the")
    assert runs_tab.list.runs() == [3]
    search.setText("nothing of the kind (")
    assert (found.text(), runs_tab.list.runs()) == ("0 of 30 runs", [])
    assert not button(many, "runRename").isEnabled()
    search.clear()
    child(many, QCheckBox, "runsStarred").setChecked(True)
    assert (found.text(), runs_tab.list.runs()) == ("1 of 30 runs", [MANY])


def test_many_runs_are_read_in_a_thread_and_compared(qtbot, many) -> None:
    table = child(many, QTableWidget, "runDetails")
    many.window.runs_tab.list.selectAll()
    assert MANY > MOST_AT_ONCE
    assert many.runs.is_running, "the window goes on while they are read"
    assert not button(many, "runDelete").isEnabled()
    qtbot.waitUntil(lambda: table.columnCount() == 1 + MANY, timeout=20_000)
    assert button(many, "runDelete").isEnabled()
    qtbot.waitUntil(lambda: not many.runs.is_running)


def test_a_choice_made_meanwhile_is_the_one_that_is_shown(qtbot, many) -> None:
    heading = child(many, QLabel, "runHeading")
    many.window.runs_tab.list.selectAll()
    many.window.runs_tab.list.choose([2])
    qtbot.waitUntil(lambda: not many.runs.is_running, timeout=20_000)
    assert many.window.runs_tab.list.runs() == [2]
    assert heading.text() == RunStore(runs_folder()).run(2).summary.title


def test_training_curves_join_the_overlay_on_request(many) -> None:
    many.window.runs_tab.list.choose([1, 2])
    plot = child(many, OverlayPlot, "overlaidLoss")
    switch = child(many, QCheckBox, "overlayTraining")
    assert switch.isVisible()
    lines = len(plot.lines())
    switch.setChecked(True)
    assert len(plot.lines()) == 2 * lines == 4
    many.window.runs_tab.list.choose([1])
    assert not switch.isVisible()


def test_hundreds_of_lines_are_a_few_curves(desktop) -> None:
    desktop.complete()
    line = desktop.window.runs_tab.loss_overlay
    record = EpochRecord(1, 0.5, 0.8, 0.6, 0.7, 0.0, 0.1, 1.0)
    history = History((record, replace(record, epoch=2, validation_loss=0.3)))
    line.set_runs([RunLine(f"run {n}", *kept_curve(history, "validation_loss")) for n in range(300)])
    assert len(line.lines()) == 20
