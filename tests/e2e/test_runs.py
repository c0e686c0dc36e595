"""Keeping runs in the window: every training is kept, found again, compared, used, repeated and gone on with."""

import json
import sqlite3
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton, QTableWidget

from mlp_desktop.app import Desktop
from mlp_desktop.views.runs_tab import NO_RUNS
from mlp_engine.runs import RunStore, runs_folder
from mlp_engine.weights_file import load_weights

LEFT = Qt.MouseButton.LeftButton
SHORT = {"epochs": "3", "hidden": "30", "batch": "5", "l2": "0", "validation": "0.2"}


@pytest.fixture
def ready(desktop: Desktop, digits_folder, monkeypatch) -> Desktop:
    """The Train tab with the small folder chosen, and short settings."""
    window = desktop.window
    monkeypatch.setattr(window, "choose_folder", lambda *_: str(digits_folder))
    window.tabs.setCurrentWidget(window.train_tab)
    button(desktop, "dataFolderButton").click()
    return desktop


def button(desktop: Desktop, name: str) -> QPushButton:
    return desktop.window.findChild(QPushButton, name)


def click(qtbot, desktop: Desktop, name: str) -> None:
    assert button(desktop, name).isEnabled(), name
    qtbot.mouseClick(button(desktop, name), LEFT)


def train(qtbot, desktop: Desktop, **values: str) -> None:
    window = desktop.window
    window.tabs.setCurrentWidget(window.train_tab)
    window.train_tab.form.set_values(SHORT | values)
    click(qtbot, desktop, "trainStart")
    qtbot.waitUntil(lambda: not desktop.training.is_running, timeout=20_000)


def look(desktop: Desktop) -> None:
    desktop.window.tabs.setCurrentWidget(desktop.window.runs_tab)


def cells(desktop: Desktop) -> list[list[str]]:
    model = desktop.window.runs_tab.list.model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())
    ]


def names(desktop: Desktop) -> list[str]:
    return [row[1] for row in cells(desktop)]


def status(desktop: Desktop) -> str:
    return desktop.window.findChild(QLabel, "runsStatus").text()


def details(desktop: Desktop) -> dict[str, list[str]]:
    table = desktop.window.findChild(QTableWidget, "runDetails")
    return {
        table.item(row, 0).text(): [table.item(row, column).text() for column in range(1, table.columnCount())]
        for row in range(table.rowCount())
    }


def click_row(qtbot, desktop: Desktop, row: int, column: int = 1, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    table = desktop.window.runs_tab.list
    place = table.visualRect(table.model().index(row, column)).center()
    qtbot.mouseClick(table.viewport(), LEFT, modifier, place)


def store() -> RunStore:
    return RunStore(runs_folder())


def test_without_runs_the_tab_says_how_to_get_one(desktop) -> None:
    look(desktop)
    empty = desktop.window.findChild(QLabel, "runsEmpty")
    assert empty.isVisible()
    assert empty.text() == NO_RUNS == "No runs yet: press Start in the Train tab."


def test_every_training_is_kept_and_shown_newest_first(qtbot, ready, digits_folder) -> None:
    train(qtbot, ready)
    train(qtbot, ready, hidden="20, 10", seed="7")
    look(ready)
    rows = cells(ready)
    assert [row[1] for row in rows] == ["784-20-10-10 on striped, training set", "784-30-10 on striped, training set"]
    assert [row[4] for row in rows] == ["784-20-10-10", "784-30-10"]
    assert [(row[0], row[3], row[6], row[7]) for row in rows] == [
        ("☆", "striped, training set", "3 of 3", "finished")
    ] * 2
    kept = store().run(store().runs()[0].id)
    assert kept.source == str(digits_folder)
    assert rows[0][5] == f"{1 - kept.history.best.validation_accuracy:.2%}"
    assert details(ready)["Seed"] == ["7"]
    assert details(ready)["Hidden layers"] == ["20, 10"]
    epochs, losses = ready.window.runs_tab.loss_plot._data["validation"]
    assert epochs.tolist() == [1, 2, 3]
    assert losses.tolist() == [record.validation_loss for record in kept.history.epochs]


def test_a_run_that_goes_on_is_kept_from_its_first_epoch(qtbot, ready) -> None:
    ready.window.train_tab.form.set_values(SHORT | {"epochs": "100000"})
    click(qtbot, ready, "trainStart")
    qtbot.waitUntil(lambda: ready.training._curves.last is not None, timeout=20_000)
    look(ready)
    assert [row[7] for row in cells(ready)] == ["running"]
    assert not button(ready, "runDelete").isEnabled()
    ready.training.stop()
    qtbot.waitUntil(lambda: not ready.training.is_running, timeout=20_000)
    assert [row[7] for row in cells(ready)] == ["stopped"]
    kept = store().run(store().runs()[0].id)
    assert len(kept.history) == ready.training._curves.last.epoch
    assert kept.best_weights is not None


def test_a_click_on_a_heading_or_ctrl_and_a_number_sorts(qtbot, ready) -> None:
    for seed, epochs in (("0", "2"), ("1", "10"), ("2", "3")):
        train(qtbot, ready, seed=seed, epochs=epochs)
    look(ready)
    table = ready.window.runs_tab.list
    assert [row[6] for row in cells(ready)] == ["3 of 3", "10 of 10", "2 of 2"]
    header = table.horizontalHeader()
    qtbot.mouseClick(header.viewport(), LEFT, pos=QPoint(header.sectionViewportPosition(6) + 5, header.height() // 2))
    rising = [row[6] for row in cells(ready)]
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_7, Qt.KeyboardModifier.ControlModifier)
    other = [row[6] for row in cells(ready)]
    assert sorted([rising, other]) == [["10 of 10", "3 of 3", "2 of 2"], ["2 of 2", "3 of 3", "10 of 10"]]


def test_several_chosen_runs_are_overlaid_and_what_differs_is_told(qtbot, ready) -> None:
    train(qtbot, ready, rate="0.1")
    train(qtbot, ready, rate="0.2", epochs="2")
    look(ready)
    click_row(qtbot, ready, 0)
    click_row(qtbot, ready, 1, modifier=Qt.KeyboardModifier.ControlModifier)
    tab = ready.window.runs_tab
    assert tab.loss_overlay.isVisible()
    assert [len(run.epochs) for run in tab.loss_overlay._runs] == [2, 3]
    shown = details(ready)
    assert shown["Learning rate"] == ["0.2", "0.1"]
    assert shown["Epochs"] == ["2", "3"]
    assert "Batch size" not in shown
    assert len(shown["Best error"]) == 2
    assert not button(ready, "runUse").isEnabled()
    click_row(qtbot, ready, 1)
    assert tab.loss_plot.isVisible()
    assert details(ready)["Batch size"] == ["5"]


def test_rename_star_and_note_outlast_the_window(qtbot, ready, start) -> None:
    train(qtbot, ready)
    look(ready)
    table = ready.window.runs_tab.list
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_F2)
    editor = table.findChild(QLineEdit)
    editor.selectAll()
    qtbot.keyClicks(editor, "my best")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: names(ready) == ["my best"])
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert cells(ready)[0][0] == "★"
    click_row(qtbot, ready, 0, column=0)
    assert cells(ready)[0][0] == "☆"
    click(qtbot, ready, "runStar")
    note = ready.window.findChild(QPlainTextEdit, "runNote")
    note.setFocus()
    qtbot.keyClicks(note, "with a teacher")
    table.setFocus()
    again = start()
    look(again)
    assert cells(again)[0][:2] == ["★", "my best"]
    assert again.window.findChild(QPlainTextEdit, "runNote").toPlainText() == "with a teacher"


def test_an_empty_name_is_refused_and_the_name_stays(qtbot, ready, told) -> None:
    train(qtbot, ready)
    look(ready)
    before = names(ready)
    click(qtbot, ready, "runRename")
    editor = ready.window.runs_tab.list.findChild(QLineEdit)
    editor.clear()
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: told == ["The name of a run must have at least one letter. Got none."])
    assert names(ready) == before


def test_delete_can_be_undone_by_button_and_by_key(qtbot, ready) -> None:
    train(qtbot, ready, seed="1")
    train(qtbot, ready, seed="2")
    look(ready)
    both = cells(ready)
    table = ready.window.runs_tab.list
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    assert cells(ready) == both[1:]
    assert status(ready).startswith("Deleted “784-30-10 on striped")
    click(qtbot, ready, "runDelete")
    assert ready.window.findChild(QLabel, "runsEmpty").isVisible()
    click(qtbot, ready, "runUndo")
    assert cells(ready) == both[1:]
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert cells(ready) == both
    assert not button(ready, "runUndo").isEnabled()


def test_use_on_the_pad_takes_the_best_weights_and_asks_first(qtbot, ready, monkeypatch) -> None:
    train(qtbot, ready)
    click(qtbot, ready, "useNetwork")
    look(ready)
    before = ready.session.network
    answers = ["cancel", "discard"]
    monkeypatch.setattr(ready.window, "ask_save_changes", lambda: answers.pop(0))
    click(qtbot, ready, "runUse")
    assert ready.session.network is before
    click(qtbot, ready, "runUse")
    kept = store().run(store().runs()[0].id)
    best = load_weights(kept.best_weights).network
    assert np.array_equal(ready.session.network.parameters, best.parameters)
    assert ready.session.history == kept.history
    assert not ready.window.isWindowModified()
    assert ready.session.path is None  # so that Save asks for a place, and never writes into the store


def test_repeat_fills_the_form_and_gives_the_same_curve(qtbot, ready) -> None:
    train(qtbot, ready, seed="3", l1="0.5", slice="first", count="100", noise="0.1")
    train(qtbot, ready, epochs="1", slice="all")
    look(ready)
    click_row(qtbot, ready, 1)
    click(qtbot, ready, "runRepeat")
    assert ready.window.tabs.currentWidget() is ready.window.train_tab
    form = ready.window.train_tab.form.values()
    asked = {key: form[key] for key in ("seed", "l1", "slice", "count", "noise", "hidden", "epochs")}
    assert asked == {
        "seed": "3",
        "l1": "0.5",
        "slice": "first",
        "count": "100",
        "noise": "0.1",
        "hidden": "30",
        "epochs": "3",
    }
    click(qtbot, ready, "trainStart")
    qtbot.waitUntil(lambda: not ready.training.is_running, timeout=20_000)
    newest, _, first = (store().run(run.id) for run in store().runs())
    assert newest.summary.data_sha256 == first.summary.data_sha256
    assert [r.training_loss for r in newest.history.epochs] == [r.training_loss for r in first.history.epochs]


def test_repeat_says_what_the_form_cannot_hold(qtbot, ready) -> None:
    train(qtbot, ready)
    with sqlite3.connect(runs_folder() / "runs.sqlite3") as connection:
        settings = json.loads(connection.execute("SELECT training FROM runs").fetchone()[0])
        connection.execute("UPDATE runs SET training = ?", (json.dumps(settings | {"momentum": 0.5}),))
    connection.close()
    look(ready)
    click(qtbot, ready, "runRepeat")
    told = ready.window.findChild(QLabel, "trainStatus").text()
    assert told == "The form cannot hold this of “784-30-10 on striped, training set”: momentum."


@pytest.mark.parametrize("killed", [False, True], ids=["stopped", "killed"])
def test_a_run_cut_short_goes_on_where_it_was(qtbot, ready, killed) -> None:
    ready.window.train_tab.form.set_values(SHORT | {"epochs": "200"})
    click(qtbot, ready, "trainStart")
    qtbot.waitUntil(lambda: ready.training._curves.last is not None, timeout=20_000)
    ready.training._worker.control.change(l2=2.5)
    qtbot.waitUntil(lambda: bool(ready.training.curves.changes), timeout=20_000)
    ready.training.stop()
    qtbot.waitUntil(lambda: not ready.training.is_running, timeout=20_000)
    if killed:  # what the store holds of a run whose program has died
        connection = sqlite3.connect(runs_folder() / "runs.sqlite3")
        with connection:
            connection.execute("UPDATE runs SET outcome = NULL, finished = NULL")
        connection.close()
    look(ready)
    assert [row[7] for row in cells(ready)] == ["interrupted" if killed else "stopped"]
    before = store().run(store().runs()[0].id)
    assert 0 < len(before.history) < 200
    ready.window.train_tab.form.set_values({"epochs": "5", "hidden": "7"})  # whatever the form says
    click(qtbot, ready, "runGoOn")
    qtbot.waitUntil(lambda: not ready.training.is_running, timeout=20_000)
    after = store().run(before.summary.id)
    assert len(store().runs()) == 1
    assert after.summary.outcome == "finished"
    assert len(after.history) == 200
    assert after.history.epochs[: len(before.history)] == before.history.epochs
    assert after.history.changes == before.history.changes
    assert [record.epoch for record in ready.training.curves.records] == list(range(1, 201))
    assert tuple(ready.training.curves.changes) == before.history.changes
    look(ready)
    assert not button(ready, "runGoOn").isEnabled()


def test_a_run_whose_data_has_changed_does_not_go_on_and_stays_kept(qtbot, ready, told, digits_folder) -> None:
    ready.window.train_tab.form.set_values(SHORT | {"epochs": "100000"})
    click(qtbot, ready, "trainStart")
    qtbot.waitUntil(lambda: ready.training._curves.last is not None, timeout=20_000)
    ready.training.stop()
    qtbot.waitUntil(lambda: not ready.training.is_running, timeout=20_000)
    before = store().run(store().runs()[0].id)
    images = digits_folder / "train-images-idx3-ubyte"
    images.write_bytes(images.read_bytes()[:-1] + b"\7")
    look(ready)
    click(qtbot, ready, "runGoOn")
    qtbot.waitUntil(lambda: not ready.training.is_running, timeout=20_000)
    assert len(told) == 1
    assert store().run(before.summary.id) == before


def test_a_store_that_fails_is_told_once_and_the_training_goes_on(qtbot, ready, told) -> None:
    runs_folder().parent.mkdir(parents=True, exist_ok=True)
    runs_folder().write_text("in the way")
    train(qtbot, ready)
    assert len(told) == 1
    assert told[0].startswith("This run is not kept: ")
    assert button(ready, "useNetwork").isEnabled()
    assert ready.training._curves.last.epoch == 3
    look(ready)
    assert ready.window.findChild(QLabel, "runsEmpty").text().startswith("Runs must be kept in a folder")


def test_a_store_that_breaks_on_the_way_is_told_once(qtbot, ready, told, monkeypatch) -> None:
    def broken(*_) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(RunStore, "add_epoch", broken)
    train(qtbot, ready)
    assert told == ["This run is not kept: disk full"]
    assert button(ready, "useNetwork").isEnabled()


def test_a_run_that_cannot_begin_leaves_nothing_behind(qtbot, ready, told, digits_folder: Path) -> None:
    train(qtbot, ready, slice="first", count="100000")
    assert len(told) == 1
    look(ready)
    assert ready.window.findChild(QLabel, "runsEmpty").isVisible()
