"""Keeping runs in the window: every training is kept, found again, compared, used, repeated and gone on with."""

# A widget that is missing fails its test.
# pyright: reportOptionalMemberAccess=false

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QTableWidget

from mlp_desktop.app import Desktop
from mlp_desktop.views.runs.runs_tab import NO_RUNS
from mlp_engine.errors import RunStoreError
from mlp_engine.examination.examination import examine
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.runs import RunStore, runs_folder
from mlp_engine.runs.snapshots import SnapshotFiles
from mlp_engine.sources import load_source
from mlp_engine.weights.file import load_weights, save_weights
from mlp_engine.weights.model_card import ModelCard

from .acting import button, click, wait_for_training

LEFT = Qt.MouseButton.LeftButton
SHORT = {"epochs": "3", "hidden": "30", "batch_size": "5", "l2": "0", "validation": "0.2"}


def train(qtbot, desktop: Desktop, **values: str) -> None:
    window = desktop.window
    window.tabs.setCurrentWidget(window.train_tab)
    window.train_tab.form.set_values(SHORT | values)
    click(qtbot, desktop, "trainStart")
    wait_for_training(qtbot, desktop)


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
    assert rows[0][5] == f"{1 - kept.history.best.validation_accuracy:.2%}"  # pyright: ignore[reportOperatorIssue]
    assert details(ready)["Seed"] == ["7"]
    assert details(ready)["Hidden layers"] == ["20, 10"]
    epochs, losses = ready.window.runs_tab.loss_plot._data["validation"]
    assert epochs.tolist() == [1, 2, 3]
    assert losses.tolist() == [record.validation_loss for record in kept.history.epochs]


def test_a_run_that_goes_on_is_kept_from_its_first_epoch(qtbot, ready) -> None:
    ready.window.train_tab.form.set_values(SHORT | {"epochs": "100000"})
    click(qtbot, ready, "trainStart")
    qtbot.waitUntil(lambda: ready.training.curves.last is not None, timeout=20_000)
    look(ready)
    assert [row[7] for row in cells(ready)] == ["running"]
    assert not button(ready, "runDelete").isEnabled()
    ready.training.stop()
    qtbot.waitUntil(lambda: not ready.training.is_running, timeout=20_000)
    assert [row[7] for row in cells(ready)] == ["stopped"]
    kept = store().run(store().runs()[0].id)
    assert len(kept.history) == ready.training.curves.last.epoch
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
    train(qtbot, ready, learning_rate="0.1")
    train(qtbot, ready, learning_rate="0.2", epochs="2")
    look(ready)
    click_row(qtbot, ready, 0)
    click_row(qtbot, ready, 1, modifier=Qt.KeyboardModifier.ControlModifier)
    tab = ready.window.runs_tab
    assert tab.loss_overlay.isVisible()
    assert [len(run.epochs) for run in tab.loss_overlay._runs] == [2, 3]
    shown = details(ready)
    assert shown["Learning rate"] == ["0.2", "0.1"]
    assert shown["Epochs"] == ["2", "3"]
    assert "Minibatch size" not in shown
    assert len(shown["Best error"]) == 2
    assert not button(ready, "runUse").isEnabled()
    click_row(qtbot, ready, 1)
    assert tab.loss_plot.isVisible()
    assert details(ready)["Minibatch size"] == ["5 samples"]


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
    qtbot.waitUntil(lambda: told == ["The name of a run must have at least one character. Got none."])
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
    before = ready.session.in_use.network
    answers = ["cancel", "discard"]
    monkeypatch.setattr(ready.window, "ask_save_changes", lambda: answers.pop(0))
    click(qtbot, ready, "runUse")
    assert ready.session.in_use.network is before
    click(qtbot, ready, "runUse")
    kept = store().run(store().runs()[0].id)
    best = load_weights(kept.best_weights).network  # pyright: ignore[reportArgumentType]
    assert np.array_equal(ready.session.in_use.network.parameters, best.parameters)
    assert ready.session.in_use.history == kept.history
    assert not ready.window.isWindowModified()
    assert ready.session.in_use.path is None  # so that Save asks for a place, and never writes into the store


def test_repeat_fills_the_form_and_gives_the_same_curve(qtbot, ready) -> None:
    train(qtbot, ready, seed="3", l1="0.5", slice="first", count="100", label_noise="0.1")
    train(qtbot, ready, epochs="1", slice="all")
    look(ready)
    click_row(qtbot, ready, 1)
    click(qtbot, ready, "runRepeat")
    assert ready.window.tabs.currentWidget() is ready.window.train_tab
    form = ready.window.train_tab.form.values()
    asked = {key: form[key] for key in ("seed", "l1", "slice", "count", "label_noise", "hidden", "epochs")}
    assert asked == {
        "seed": "3",
        "l1": "0.5",
        "slice": "first",
        "count": "100",
        "label_noise": "0.1",
        "hidden": "30",
        "epochs": "3",
    }
    click(qtbot, ready, "trainStart")
    qtbot.waitUntil(lambda: not ready.training.is_running, timeout=20_000)
    newest, _, first = (store().run(run.id) for run in store().runs())
    assert newest.summary.data_sha256 == first.summary.data_sha256
    assert [r.training_loss for r in newest.history.epochs] == [r.training_loss for r in first.history.epochs]


def test_repeat_holds_the_rare_settings_too(qtbot, ready) -> None:
    train(qtbot, ready)
    with sqlite3.connect(runs_folder() / "runs.sqlite3") as connection:
        settings = json.loads(connection.execute("SELECT training FROM runs").fetchone()[0])
        connection.execute("UPDATE runs SET training = ?", (json.dumps(settings | {"momentum": 0.5}),))
    connection.close()
    look(ready)
    click(qtbot, ready, "runRepeat")
    assert ready.window.train_tab.form.values()["momentum"] == "0.5"


def test_repeat_says_what_the_form_cannot_hold(qtbot, ready) -> None:
    train(qtbot, ready)
    with sqlite3.connect(runs_folder() / "runs.sqlite3") as connection:
        settings = json.loads(connection.execute("SELECT training FROM runs").fetchone()[0])
        connection.execute("UPDATE runs SET training = ?", (json.dumps(settings | {"l1_step": "subgradient"}),))
    connection.close()
    look(ready)
    click(qtbot, ready, "runRepeat")
    told = ready.window.findChild(QLabel, "trainStatus").text()
    assert told == "The form does not show these settings of “784-30-10 on striped, training set”: L1 step."


EPOCHS = 300
"""So many that a busy machine has time to pause them, and few enough to wait for."""


@pytest.mark.parametrize("killed", [False, True], ids=["stopped", "killed"])
def test_a_run_cut_short_goes_on_where_it_was(qtbot, ready, killed) -> None:
    ready.window.train_tab.form.set_values(SHORT | {"epochs": f"{EPOCHS}"})
    click(qtbot, ready, "trainStart")
    qtbot.waitUntil(lambda: ready.training.curves.last is not None, timeout=20_000)
    ready.training.pause_or_resume()
    ready.training._worker.control.change(l2=2.5)
    ready.training._worker.control.step()
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
    assert 0 < len(before.history) < EPOCHS
    ready.window.train_tab.form.set_values({"epochs": "5", "hidden": "7"})  # whatever the form says
    click(qtbot, ready, "runGoOn")
    qtbot.waitUntil(lambda: not ready.training.is_running, timeout=60_000)
    after = store().run(before.summary.id)
    assert len(store().runs()) == 1
    assert after.summary.outcome == "finished"
    assert len(after.history) == EPOCHS
    assert after.history.epochs[: len(before.history)] == before.history.epochs
    assert after.history.changes == before.history.changes
    assert [record.epoch for record in ready.training.curves.records] == list(range(1, EPOCHS + 1))
    assert tuple(ready.training.curves.changes) == before.history.changes
    look(ready)
    assert not button(ready, "runGoOn").isEnabled()


def test_a_run_whose_data_has_changed_does_not_go_on_and_stays_kept(qtbot, ready, told, digits_folder) -> None:
    ready.window.train_tab.form.set_values(SHORT | {"epochs": "100000"})
    click(qtbot, ready, "trainStart")
    qtbot.waitUntil(lambda: ready.training.curves.last is not None, timeout=20_000)
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


HOLD = """
import sys
from mlp_engine.runs import RunStore, runs_folder
from mlp_engine.runs.snapshots import SnapshotFiles

with RunStore(runs_folder()).hold(int(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def held_elsewhere():
    """Lets another process hold a run; returns the process."""
    processes = []

    def hold(run: int) -> subprocess.Popen:
        command = [sys.executable, "-c", HOLD, str(run)]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        processes.append(process)
        assert process.stdout.readline() == "held\n"
        return process

    yield hold
    for process in processes:
        process.kill()
        process.communicate()


def stopped_run(qtbot, desktop: Desktop) -> None:
    desktop.window.train_tab.form.set_values(SHORT | {"epochs": "100000"})
    click(qtbot, desktop, "trainStart")
    qtbot.waitUntil(lambda: desktop.training.curves.last is not None, timeout=20_000)
    desktop.training.stop()
    wait_for_training(qtbot, desktop)


def test_a_run_that_another_program_trains_is_left_alone_until_that_is_gone(qtbot, ready, told, held_elsewhere) -> None:
    stopped_run(qtbot, ready)
    look(ready)
    before = store().run(1)
    holder = held_elsewhere(1)
    click(qtbot, ready, "runGoOn")
    assert status(ready).endswith("is being trained by another program. Wait until it ends.")
    assert not ready.training.is_running
    assert [row[7] for row in cells(ready)] == ["running"]
    assert not button(ready, "runDelete").isEnabled()
    ready.training.go_on(before)  # as if the list had been read a moment too early
    qtbot.waitUntil(lambda: not ready.training.is_running, timeout=20_000)
    assert told == ["A run that is being trained must be left alone until it ends. Got run 1."]
    assert store().run(1).history == before.history
    holder.kill()
    qtbot.waitUntil(lambda: [row[7] for row in cells(ready)] == ["stopped"], timeout=10_000)
    assert button(ready, "runDelete").isEnabled()
    click(qtbot, ready, "runGoOn")
    qtbot.waitUntil(lambda: len(store().run(1).history) > len(before.history), timeout=20_000)
    ready.training.stop()
    qtbot.waitUntil(lambda: not ready.training.is_running, timeout=20_000)


def test_the_epochs_of_a_run_count_up_in_the_table_and_nothing_is_chosen_anew(qtbot, ready) -> None:
    train(qtbot, ready)
    ready.window.train_tab.form.set_values(SHORT | {"epochs": "100000"})
    click(qtbot, ready, "trainStart")
    qtbot.waitUntil(lambda: ready.training.curves.last is not None, timeout=20_000)
    look(ready)
    click_row(qtbot, ready, 0)
    tab = ready.window.runs_tab
    reset, chosen = QSignalSpy(tab.list.model().modelReset), QSignalSpy(tab.list.chosen)
    tab.loss_plot.set_cursor(1)
    epochs, curve = cells(ready)[0][6], len(tab.loss_plot._data["training"][0])
    qtbot.waitUntil(lambda: cells(ready)[0][6] != epochs, timeout=10_000)
    qtbot.waitUntil(lambda: len(tab.loss_plot._data["training"][0]) > curve, timeout=10_000)
    assert tab.list.runs() == [2]
    assert (reset.count(), chosen.count()) == (0, 0)
    assert tab.loss_plot._cursor_epoch == 1
    click_row(qtbot, ready, 1)
    ready.training.stop()
    qtbot.waitUntil(lambda: not ready.training.is_running, timeout=20_000)
    assert tab.list.runs() == [1]
    assert cells(ready)[0][7] == "stopped"
    ready.window.tabs.setCurrentWidget(ready.window.train_tab)
    assert not ready.runs._check_timer.isActive()


def test_examine_turns_to_the_best_weights_of_the_run(qtbot, ready, digits_folder, told) -> None:
    train(qtbot, ready)
    train(qtbot, ready, seed="9")
    look(ready)
    click_row(qtbot, ready, 1)
    click(qtbot, ready, "runExamine")
    window = ready.window
    assert window.tabs.currentWidget() is window.examine_tab
    chooser = window.findChild(QComboBox, "examineNetwork")
    offered = [chooser.itemText(place) for place in range(chooser.count())]
    name = "784-30-10 on striped, training set"
    assert offered == [
        "In use: Bundled network",
        *(f"Run {run}: {name}, {which} weights" for run in (2, 1) for which in ("best", "last")),
    ]
    assert chooser.currentText() == f"Run 1: {name}, best weights"
    data = window.findChild(QComboBox, "examineData")
    data.setCurrentIndex(data.findData(f"{digits_folder}:test"))
    click(qtbot, ready, "examineStart")
    qtbot.waitUntil(lambda: not ready.examination.is_running, timeout=20_000)
    best = load_weights(store().run(1).best_weights).network  # pyright: ignore[reportArgumentType]
    found = examine(best, load_source(f"{digits_folder}:test"))
    assert ready.examination._results._found.evaluation.error_rate == found.evaluation.error_rate
    assert ready.examination._examined.history == store().run(1).history
    chooser.setCurrentIndex(chooser.findText(f"Run 2: {name}, last weights"))
    click(qtbot, ready, "examineStart")
    qtbot.waitUntil(lambda: not ready.examination.is_running, timeout=20_000)
    last = load_weights(store().run(2).last_weights).network  # pyright: ignore[reportArgumentType]
    assert np.array_equal(ready.examination._examined.network.parameters, last.parameters)

    # The moments of the run tell which samples it never learned; none of a network without a run.
    data.setCurrentIndex(data.findData(str(digits_folder)))
    click(qtbot, ready, "examineStart")
    qtbot.waitUntil(lambda: not ready.examination.is_running, timeout=20_000)
    click(qtbot, ready, "labelsSegment")
    click(qtbot, ready, "labelsOfRun")
    qtbot.waitUntil(lambda: not ready.examination.is_running, timeout=20_000)
    kept = [snapshot for snapshot in SnapshotFiles(runs_folder(), 2).stored() if snapshot.epoch]
    trained = load_source(str(digits_folder))
    logits = [load_weights(snapshot.path).network.logits(trained.inputs) for snapshot in kept]
    never = int(np.all([values.argmax(axis=1) != trained.labels for values in logits], axis=0).sum())
    words = window.findChild(QLabel, "labelsWords").text()
    assert words.startswith(f"{never} sample")
    assert f"of {len(trained)} " in words
    assert f"after none of {len(kept)} " in words

    # A moment that is broken, or of another network, is told of and hides no other.
    kept[0].path.write_bytes(b"not a network")
    click(qtbot, ready, "labelsOfRun")
    qtbot.waitUntil(lambda: not ready.examination.is_running, timeout=20_000)
    words = window.findChild(QLabel, "labelsWords").text()
    assert f"after none of {len(kept) - 1} " in words
    assert "1 moment of the run could not be read: " in words
    assert kept[0].path.name in words
    other = Network.initialise(NetworkConfig(hidden=(3,)), np.random.default_rng(1))
    for snapshot in kept[1:]:
        save_weights(snapshot.path, other, ModelCard())
    click(qtbot, ready, "labelsOfRun")
    qtbot.waitUntil(lambda: not ready.examination.is_running, timeout=20_000)
    assert f"At least 2 moments of the run must be readable. Got 0 of {len(kept)}." in told[-1]

    chooser.setCurrentIndex(0)
    click(qtbot, ready, "examineStart")
    qtbot.waitUntil(lambda: not ready.examination.is_running, timeout=20_000)
    assert not button(ready, "labelsOfRun").isEnabled()
    assert button(ready, "labelsStart").isEnabled()


def test_a_run_that_was_deleted_is_no_longer_offered_to_be_examined(qtbot, ready) -> None:
    train(qtbot, ready)
    look(ready)
    click(qtbot, ready, "runExamine")
    look(ready)
    click(qtbot, ready, "runDelete")
    ready.window.tabs.setCurrentWidget(ready.window.examine_tab)
    chooser = ready.window.findChild(QComboBox, "examineNetwork")
    assert [chooser.itemText(place) for place in range(chooser.count())] == ["In use: Bundled network"]


def test_enter_lets_the_run_read_the_pad(qtbot, ready) -> None:
    train(qtbot, ready)
    look(ready)
    ready.window.runs_tab.list.setFocus()
    qtbot.keyClick(ready.window.runs_tab.list, Qt.Key.Key_Return)
    best = load_weights(store().run(1).best_weights).network  # pyright: ignore[reportArgumentType]
    assert np.array_equal(ready.session.in_use.network.parameters, best.parameters)
    assert status(ready) == "“784-30-10 on striped, training set” now reads your drawings."


def test_what_was_deleted_a_month_ago_is_purged_when_the_tab_is_first_looked_at(qtbot, ready, start) -> None:
    for seed in ("1", "2", "3"):
        train(qtbot, ready, seed=seed)
    store().delete(1)
    store().delete(2)
    connection = sqlite3.connect(runs_folder() / "runs.sqlite3")
    with connection:
        connection.execute("UPDATE runs SET deleted_at = '2020-01-01T00:00:00+00:00' WHERE id = 1")
    connection.close()
    kept = store().run(3)
    look(start())
    assert [run.id for run in store().runs(deleted=True)] == [2]
    assert sorted({path.name[0] for path in (runs_folder() / "weights").iterdir()}) == ["2", "3"]
    assert store().run(3) == kept


def test_a_store_that_fails_is_told_once_and_the_training_goes_on(qtbot, ready, told) -> None:
    runs_folder().parent.mkdir(parents=True, exist_ok=True)
    runs_folder().write_text("in the way")
    train(qtbot, ready)
    assert len(told) == 1
    assert told[0].startswith("This run is not kept: ")
    assert button(ready, "useNetwork").isEnabled()
    assert ready.training.curves.last.epoch == 3
    look(ready)
    assert ready.window.findChild(QLabel, "runsEmpty").text().startswith("Runs must be kept in a folder")


def test_a_store_that_breaks_on_the_way_is_told_once_and_holds_all_in_the_end(qtbot, ready, told, monkeypatch) -> None:
    def broken(*_) -> None:
        raise RunStoreError("disk full")

    monkeypatch.setattr(RunStore, "add_epoch", broken)
    train(qtbot, ready)
    assert told == ["This run cannot be kept at the moment; that is tried again after every epoch: disk full"]
    assert button(ready, "useNetwork").isEnabled()
    assert len(store().run(1).history) == 3


def test_a_run_that_cannot_begin_leaves_nothing_behind(qtbot, ready, told, digits_folder: Path) -> None:
    train(qtbot, ready, slice="first", count="100000")
    assert len(told) == 1
    look(ready)
    assert ready.window.findChild(QLabel, "runsEmpty").isVisible()
