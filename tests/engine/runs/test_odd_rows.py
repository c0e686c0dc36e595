"""Rows that another program, a newer version or an accident has changed: each is reported, and hides no other."""

import json
import sqlite3
from contextlib import closing

import pytest

from mlp_engine.errors import RunStoreError, SettingError
from mlp_engine.runs import RunStore, RunSummary, UnreadableRun
from mlp_engine.runs.database import NAME
from mlp_engine.runs.records import MAX_NAME, MAX_NOTE

from .conftest import NETWORK, TRAINING

DEEP = "[" * 5000 + "]" * 5000
ODD = {
    "started = 'yesterday'": r"started must be a moment",
    "started = '2026-11-24T10:03:00'": r"started must be a moment with its time zone",
    "started = '0001-01-01T00:00:00+14:00'": r"from 1970 to 9000",
    "started = x'00'": r"started must be a text",
    "finished = 7.5": r"finished must be a (text|moment)",
    "outcome = 'eaten'": r"Outcome must be",
    "name = x'ff00'": r"name must be a text",
    "name = hex(zeroblob(5000000))": r"name must have at most 2,000 characters\. Got 10,000,000",
    "note = x'41'": r"note must be a text",
    "star = 'much'": r"star must be a whole number from 0 to 1",
    "deleted = 'perhaps'": r"deleted must be a whole number from 0 to 1",
    "samples = 'many'": r"samples must be a whole number",
    "network = '{'": r"network must be JSON",
    "network = '[1]'": r"network must be a JSON object",
    'network = \'{"hidden": ["thirty"]}\'': r"Neurons of hidden layer 1 must be a whole number",
    'training = \'{"epochs": "ten"}\'': r"Epochs must be a whole number",
    'training = \'{"optimizer": "lion"}\'': r"Optimizer must be sgd",
    'training = \'{"warmup": -1, "epochs": 1' + "0" * 400 + "}'": r".",
    f"training = '{DEEP}'": r"training must be",
    f"machine = '{{\"x\": {DEEP[4980:5020]}}}'": r"machine must be (JSON|nested at most 20 deep)",
    'machine = \'{"x": ' + "[" * 30 + "]" * 30 + "}'": r"machine must be nested at most 20 deep",
    "machine = '{}'": r"machine.cpus must be a whole number",
    'machine = \'{"cpus": 2, "platform": "\\ud800"}\'': r"machine must be JSON",
    'choice = \'{"slice": "best"}\'': r"Slice must be",
    "checkpoint = x'00'": r"checkpoint must be a text",
}


def run_sql(store: RunStore, *statements: str) -> None:
    with closing(sqlite3.connect(store.folder / NAME)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


@pytest.fixture
def three(store, blobs) -> list[int]:
    return [store.begin(NETWORK, TRAINING, blobs, name=f"run {number}") for number in range(3)]


@pytest.mark.parametrize("change", ODD, ids=lambda change: change[:40])
def test_a_run_that_cannot_be_read_says_so_hides_no_other_and_can_be_deleted(store, three, change) -> None:
    before = {run.id: run for run in store.runs()}
    run_sql(store, f"UPDATE runs SET {change} WHERE id = 2")
    newest, odd, oldest = store.listed()
    assert (newest, oldest) == (before[3], before[1])
    assert store.runs() == (newest, oldest)
    assert isinstance(odd, UnreadableRun)
    assert (odd.id, odd.deleted) == (2, False)
    assert odd.name == ("" if change.startswith("name") else "run 1")
    with pytest.raises(RunStoreError, match=rf"^Run 2 cannot be read\. .*{ODD[change]}") as refused:
        store.run(2)
    assert len(str(refused.value)) < 400
    assert store.find(2) == odd
    store.checkpoint_of(2)

    store.delete(2)
    assert [run.id for run in store.listed()] == [3, 1]
    (binned,) = store.listed(deleted=True)
    assert binned.id == 2
    store.purge(2)
    assert store.listed(deleted=True) == ()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE epochs SET training_loss = 'low' WHERE epoch = 2",
        "UPDATE epochs SET validation_accuracy = 7 WHERE epoch = 1",
        "UPDATE epochs SET seconds = x'00' WHERE epoch = 3",
        "UPDATE epochs SET validation_loss = NULL WHERE epoch = 2",
        "UPDATE epochs SET validation_accuracy = NULL WHERE epoch = 2",
        """UPDATE epochs SET more = json_set(more, '$.layers[0].dead', 7)""",
        """UPDATE epochs SET more = json_set(more, '$.per_class[0]', -1)""",
        """UPDATE epochs SET more = json_set(more, '$.validation_samples', 'many')""",
        """UPDATE epochs SET more = json_set(more, '$.fixed_loss', 'low')""",
        "UPDATE changes SET what = 'weather'",
        "UPDATE changes SET value = 'high'",
    ],
)
def test_a_history_that_cannot_be_read_is_told_and_the_run_can_be_deleted(store, train_and_keep, statement) -> None:
    number, _ = train_and_keep()
    run_sql(store, statement)
    assert isinstance(store.find(number), UnreadableRun)
    with pytest.raises(RunStoreError, match=rf"^Run {number} cannot be read\. .*must be"):
        store.run(number)
    assert [run.id for run in store.listed()] == [number]
    store.delete(number)
    store.purge(number)


def test_settings_of_a_newer_version_are_kept_and_shown(store, train_and_keep) -> None:
    number, _ = train_and_keep()
    plain = store.run(number)
    for column in ("network", "training", "choice", "machine"):
        run_sql(store, f"UPDATE runs SET {column} = json_insert({column}, '$.mood', json('{{\"very\": \"good\"}}'))")
    shown = store.run(number)
    assert [name for name, _ in shown.summary.unknown] == [
        "network.mood",
        "training.mood",
        "choice.mood",
        "machine.mood",
    ]
    assert {value for _, value in shown.summary.unknown} == {'{"very": "good"}'}
    assert (shown.summary.network, shown.summary.training) == (plain.summary.network, plain.summary.training)
    assert (shown.summary.choice, shown.machine) == (plain.summary.choice, plain.machine)
    store.rename(number, "another")
    with closing(sqlite3.connect(store.folder / NAME)) as connection:
        (training,) = connection.execute("SELECT training FROM runs").fetchone()
    assert json.loads(training)["mood"] == {"very": "good"}


def test_bytes_that_are_not_utf_8_do_not_hide_a_run(store, three) -> None:
    run_sql(store, "UPDATE runs SET name = CAST(x'41ff42' AS TEXT) WHERE id = 2")
    assert [run.name for run in store.runs()] == ["run 2", "A\N{REPLACEMENT CHARACTER}B", "run 0"]


def test_names_and_notes_have_a_length_that_can_be_read_again(store, blobs) -> None:
    number = store.begin(NETWORK, TRAINING, blobs, name="x" * (MAX_NAME + 1))
    assert isinstance(store.listed()[0], RunSummary)
    store.rename(number, "y" * MAX_NAME)
    store.note(number, "z" * MAX_NOTE)
    with pytest.raises(SettingError, match=r"The name of a run must have at most 2,000 characters\. Got 2,001\."):
        store.rename(number, "y" * (MAX_NAME + 1))
    with pytest.raises(SettingError, match=r"The note of a run must have at most 100,000 characters\. Got 100,001\."):
        store.note(number, "z" * (MAX_NOTE + 1))
    assert store.run(number).summary.note == "z" * MAX_NOTE
