"""Runs that cannot be read, in the window: a row that says so, and can be deleted."""

import json
import sqlite3
from contextlib import closing

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableWidget

from mlp_engine.runs import RunStore, runs_folder

from .acting import button, click, text
from .test_runs import cells, click_row, look, names, train

TIP = Qt.ItemDataRole.ToolTipRole


def run_sql(statement: str) -> None:
    with closing(sqlite3.connect(runs_folder() / "runs.sqlite3")) as connection, connection:
        connection.execute(statement)


@pytest.mark.parametrize(
    "change", ["started = 'yesterday'", "started = '9999-12-31T23:59:59-14:00'", "training = '{'", "epochs"]
)
def test_a_run_that_cannot_be_read_says_so_and_can_be_deleted(qtbot, ready, told, change) -> None:
    for _ in range(3):
        train(qtbot, ready)
    run_sql("UPDATE runs SET name = 'run ' || id")
    in_history = change == "epochs"
    run_sql(
        "UPDATE epochs SET training_accuracy = 'x' WHERE run = 2"
        if in_history
        else f"UPDATE runs SET {change} WHERE id = 2"
    )
    look(ready)
    assert names(ready) == ["run 3", "run 2", "run 1"]
    if not in_history:
        shown = cells(ready)[1]
        assert shown[:2] == ["☆", "run 2"]
        assert "cannot be read" in shown
        assert {*shown[2:]} <= {"", "–", "cannot be read"}
        assert "must be" in ready.window.runs_tab.list.model().index(1, 1).data(TIP)
    for column in range(ready.window.runs_tab.list.model().columnCount()):
        ready.window.runs_tab.list.sortByColumn(column, Qt.SortOrder.DescendingOrder)
    ready.window.runs_tab.list.sortByColumn(2, Qt.SortOrder.DescendingOrder)
    click_row(qtbot, ready, 1)
    table = ready.window.findChild(QTableWidget, "runDetails")
    assert (table.rowCount(), table.item(0, 0).text()) == (1, "run 2")
    assert "must be" in table.item(0, 1).text()
    for name in ("runUse", "runExamine", "runRepeat", "runSeeds", "runGoOn", "runStar", "runRename"):
        assert not button(ready, name).isEnabled(), name
    ready.window.grab()  # paints everything
    click(qtbot, ready, "runDelete")
    assert names(ready) == ["run 3", "run 1"]
    assert text(ready, "runsStatus") == "Deleted “run 2”."
    click(qtbot, ready, "runUndo")
    assert names(ready) == ["run 3", "run 2", "run 1"]
    click(qtbot, ready, "runDelete")
    click_row(qtbot, ready, 0)
    assert button(ready, "runUse").isEnabled()
    assert told == []
    assert [run.id for run in RunStore(runs_folder()).listed()] == [3, 1]


def test_a_run_that_cannot_be_read_is_exported_as_it_is(qtbot, ready, told, tmp_path, monkeypatch) -> None:
    train(qtbot, ready)
    run_sql("UPDATE runs SET started = 'yesterday'")
    look(ready)
    click_row(qtbot, ready, 0)
    path = tmp_path / "run.json"
    monkeypatch.setattr(ready.window, "choose_save_file", lambda *_: str(path))
    click(qtbot, ready, "runExport")
    stored = json.loads(path.read_text())
    assert stored["runs"][0]["started"] == "yesterday"
    assert len(stored["epochs"]) == 3
    assert text(ready, "runsStatus").endswith("is saved as it is stored, as run.json.")
    assert told == []


def test_settings_of_a_newer_version_are_shown(qtbot, ready) -> None:
    train(qtbot, ready)
    run_sql("UPDATE runs SET training = json_insert(training, '$.mood', 'good')")
    look(ready)
    click_row(qtbot, ready, 0)
    table = ready.window.findChild(QTableWidget, "runDetails")
    rows = {table.item(row, 0).text(): table.item(row, 1).text() for row in range(table.rowCount())}
    assert rows["training.mood (not known here)"] == '"good"'
