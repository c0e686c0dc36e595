"""The table of runs: words, what it is sorted by, and names that are typed over."""

from dataclasses import replace
from datetime import datetime

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QSignalSpy

from mlp_desktop.models.runs.runs_table import (
    BEST,
    COLUMNS,
    EPOCHS,
    L2,
    NAME,
    OUTCOME,
    RATE,
    RUN_ROLE,
    SEARCH_ROLE,
    SORT_ROLE,
    STAR,
    STARTED,
    RunsTable,
)
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.runs import RunSummary

SUMMARY = RunSummary(
    id=7,
    name="mine",
    star=True,
    note="a note",
    deleted=False,
    network=NetworkConfig(hidden=(30, 20)),
    training=TrainingConfig(epochs=12),
    data="MNIST",
    choice=SampleChoice(),
    data_sha256="0" * 64,
    series="",
    started="2026-01-02T03:04:05+00:00",
    finished=None,
    outcome=None,
    running=True,
    epochs=4,
    training_loss=0.5,
    best_accuracy=0.975,
)


@pytest.fixture
def table(qapp) -> RunsTable:
    table = RunsTable()
    table.set_runs([SUMMARY, replace(SUMMARY, id=6, star=False, best_accuracy=None, outcome="finished", running=False)])
    return table


def column(table: RunsTable, number: int, role: int) -> list:
    return [table.index(row, number).data(role) for row in range(table.rowCount())]


def test_a_row_says_what_a_run_is(table) -> None:
    here = datetime.fromisoformat(SUMMARY.started).astimezone().strftime("%Y-%m-%d %H:%M")
    assert [table.index(0, number).data() for number in range(len(COLUMNS))] == [
        "★",
        "mine",
        here,
        "MNIST",
        "784-30-20-10",
        "2.50%",
        "4 of 12",
        "running",
        "0",
        "0",
        "0.1",
        "none",
    ]
    assert table.index(0, NAME).data(Qt.ItemDataRole.ToolTipRole) == "a note"
    assert column(table, STAR, Qt.ItemDataRole.AccessibleTextRole) == ["starred", "not starred"]
    assert column(table, STAR, RUN_ROLE) == [7, 6]


def test_a_run_without_an_end_is_running_or_interrupted(table) -> None:
    assert column(table, OUTCOME, Qt.ItemDataRole.DisplayRole) == ["running", "finished"]
    table.set_runs([replace(SUMMARY, running=False)])
    assert column(table, OUTCOME, Qt.ItemDataRole.DisplayRole) == ["interrupted"]


def test_it_is_sorted_by_values_not_by_their_words(table) -> None:
    assert column(table, STARTED, SORT_ROLE) == [7, 6]
    assert column(table, EPOCHS, SORT_ROLE) == [4, 4]
    best, none = column(table, BEST, SORT_ROLE)
    assert best == pytest.approx(0.025)
    assert none > 1  # after every error there can be
    starred, other = column(table, STAR, SORT_ROLE)
    assert starred < other


def test_strengths_and_rates_are_sorted_as_numbers(table) -> None:
    training = replace(SUMMARY.training, l2=10.0, learning_rate=0.025)
    table.set_runs([SUMMARY, replace(SUMMARY, id=5, training=training)])
    assert column(table, L2, Qt.ItemDataRole.DisplayRole) == ["0", "10"]
    assert column(table, L2, SORT_ROLE) == [0.0, 10.0]
    assert column(table, RATE, SORT_ROLE) == [0.1, 0.025]


def test_a_search_looks_through_the_row_and_the_note(table) -> None:
    text = table.index(0, 0).data(SEARCH_ROLE)
    assert all(words in text for words in ("★", "mine", "784-30-20-10", "running", "a note"))


def test_only_a_new_name_can_be_typed_and_is_announced(table) -> None:
    renamed = QSignalSpy(table.renamed)
    assert not table.setData(table.index(0, STARTED), "today")
    assert not table.setData(table.index(0, NAME), "mine")
    assert table.setData(table.index(0, NAME), "better")
    assert renamed.count() == 1
    assert renamed.at(0) == [7, "better"]
    editable = [bool(table.index(0, number).flags() & Qt.ItemFlag.ItemIsEditable) for number in range(len(COLUMNS))]
    assert editable == [number == NAME for number in range(len(COLUMNS))]


def test_runs_that_come_go_and_change_leave_the_other_rows_alone(table) -> None:
    kept, gone = QPersistentModelIndex(table.index(0, NAME)), QPersistentModelIndex(table.index(1, NAME))
    changed, reset = QSignalSpy(table.dataChanged), QSignalSpy(table.modelReset)
    table.set_runs([replace(SUMMARY, id=9), replace(SUMMARY, id=8), replace(SUMMARY, epochs=5), replace(SUMMARY, id=2)])
    assert column(table, STAR, RUN_ROLE) == [9, 8, 7, 2]
    assert (kept.row(), gone.isValid()) == (2, False)
    assert (changed.count(), reset.count()) == (1, 0)
    assert table.index(2, EPOCHS).data() == "5 of 12"
    table.set_runs(table.runs)
    assert changed.count() == 1


def test_one_run_can_be_brought_up_to_date(table) -> None:
    changed = QSignalSpy(table.dataChanged)
    table.update_run(replace(SUMMARY, epochs=6))
    table.update_run(replace(SUMMARY, epochs=6))
    assert table.index(0, EPOCHS).data() == "6 of 12"
    assert [changed.at(0)[0].row(), changed.count()] == [0, 1]
