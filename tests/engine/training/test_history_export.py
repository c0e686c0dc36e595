"""The history in files: what each form holds, and that TensorBoard's format is kept."""

import csv
import json
import struct

import pytest

from mlp_engine.errors import SettingError
from mlp_engine.training.event_file import event_file
from mlp_engine.training.history import Change, EpochRecord, History, LayerRecord
from mlp_engine.training.history_export import export_history, figures_of

FULL = EpochRecord(
    1, 0.5, 0.75, 0.6, 0.5, 0.125, 0.1, 9.0, 1.0, 2.0, 0.375, 0.875, 0.0625,
    validation_samples=4, per_class=(1.0, None), layers=(LayerRecord(3.0, 0.25, 0.5, 0.0),),
)  # fmt: skip
BARE = EpochRecord(2, 0.25, 1.0, None, None, 0.0, 0.1, 18.0)
HISTORY = History((FULL, BARE), (Change(1.5, "l2", 5.0),))


def test_figures_have_names_and_none_is_invented() -> None:
    figures = figures_of(FULL)
    low, high = figures.pop("validation_accuracy_low"), figures.pop("validation_accuracy_high")
    assert 0 < low < 0.5 < high < 1
    assert figures == {
        "training_loss": 0.5, "training_accuracy": 0.75, "fixed_loss": 0.375, "fixed_accuracy": 0.875,
        "fixed_doubted": 0.0625,
        "validation_loss": 0.6, "validation_accuracy": 0.5, "validation_samples": 4, "penalty": 0.125,
        "learning_rate": 0.1, "l1": 1.0, "l2": 2.0, "accuracy_of_0": 1.0,
        "layer_1_gradient_norm": 3.0, "layer_1_near_zero": 0.25, "layer_1_zero": 0.5, "layer_1_dead": 0.0,
    }  # fmt: skip
    assert figures_of(BARE) == {"training_loss": 0.25, "training_accuracy": 1.0, "penalty": 0.0, "learning_rate": 0.1}
    assert figures_of(BARE, seconds=True)["seconds"] == 18.0


def test_the_table_has_a_row_for_each_epoch_and_each_change() -> None:
    rows = list(csv.DictReader(export_history(HISTORY, "csv").decode().splitlines()))
    assert [row["epoch"] for row in rows] == ["1", "1.5", "2"]
    assert [row["training_loss"] for row in rows] == ["0.5", "", "0.25"]
    assert [row["new_l2"] for row in rows] == ["", "5.0", ""]
    assert [row["fixed_accuracy"] for row in rows] == ["0.875", "", ""]
    assert "new_l2" not in export_history(History((FULL,)), "csv").decode()
    older = History((BARE,), (Change(1.5, "batch_size", 7.0),))  # a store keeps all numbers as floats
    assert export_history(older, "csv").decode().splitlines()[1].endswith(",7")
    assert json.loads(export_history(older, "jsonl").splitlines()[0]) == {
        "epoch": 1.5, "changed": "batch_size", "value": 7,
    }  # fmt: skip
    assert b"7.0" not in export_history(older, "jsonl")


def test_the_lines_are_the_same_in_json() -> None:
    lines = [json.loads(line) for line in export_history(HISTORY, "jsonl").splitlines()]
    assert lines[0] == {"epoch": 1} | figures_of(FULL)
    assert lines[1] == {"epoch": 1.5, "changed": "l2", "value": 5.0}
    assert lines[2] == {"epoch": 2} | figures_of(BARE)


def test_another_form_is_refused() -> None:
    with pytest.raises(SettingError, match=r"Form of a history must be csv, jsonl or tfevents\. Got 'xlsx'"):
        export_history(HISTORY, "xlsx")  # pyright: ignore[reportArgumentType]


def test_the_checksum_of_the_version_record_is_the_one_that_tensorflow_writes() -> None:
    """The first record of every file of TensorFlow: 24 bytes of data, the masked CRC-32C of its length, …"""
    whole = event_file([])
    data = bytes.fromhex("09 0000000000000000 1a 0d") + b"brain.Event:2"
    assert whole[:8] == struct.pack("<Q", 24)
    assert whole[8:12] == bytes.fromhex("a37f4b22")
    assert whole[12:36] == data
    assert len(whole) == 8 + 4 + 24 + 4


def test_an_event_holds_step_time_and_numbers() -> None:
    whole = event_file([(1.5, 300, {"loss": 0.5})])
    record = whole[len(event_file([])) :]
    value = b"\x0a\x04loss" + b"\x15" + struct.pack("<f", 0.5)
    summary = b"\x0a" + bytes([len(value)]) + value
    data = b"\x09" + struct.pack("<d", 1.5) + b"\x10\xac\x02" + b"\x2a" + bytes([len(summary)]) + summary
    assert record[12:-4] == data
    assert record[:8] == struct.pack("<Q", len(data))
