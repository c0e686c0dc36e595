"""Runs and drawings as they are stored, from the command line, also where they cannot be read."""

import base64
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from mlp_engine.cli import main
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.ink import PenStroke
from mlp_engine.my_digits import DrawingStore, LabelledDrawing, export_stored, my_digits_folder
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.runs import RunStore, runs_folder


def run_sql(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


def test_a_run_that_cannot_be_read_is_exported_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = RunStore(runs_folder())
    data = Dataset(np.zeros((6, 4), np.float32), np.arange(6) % 3, "clouds")
    store.begin(NetworkConfig(inputs=4, hidden=(5,), outputs=3), TrainingConfig(), data)
    run_sql(store.folder / "runs.sqlite3", "UPDATE runs SET started = 'yesterday', note = x'ff00', star = 0.5")
    assert main(["runs", "export", "1", "--as-stored", "--out", str(tmp_path / "run.json")]) == 0
    (row,) = json.loads((tmp_path / "run.json").read_text())["runs"]
    assert (row["id"], row["started"], row["star"], row["data"]) == (1, "yesterday", 0.5, "clouds")
    assert base64.b64decode(row["note"]["base64"]) == b"\xff\x00"
    assert main(["runs", "export", "1", "--as-stored"]) == 0
    assert json.loads(capsys.readouterr().out)["runs"] == [row]
    assert main(["runs", "export", "7", "--as-stored"]) == 2
    assert "which is not there" in capsys.readouterr().err


def test_drawings_that_cannot_be_read_are_exported_as_they_are(tmp_path: Path, capsys) -> None:
    store = DrawingStore(my_digits_folder())
    store.add_all(LabelledDrawing(label, (PenStroke(((50.0, 50.0), (200.0, 60.0))),)) for label in (3, 4))
    run_sql(store.path, "UPDATE drawings SET label = 'seven', device = CAST(x'41ff' AS TEXT) WHERE id = 1")
    assert main(["my-digits", "show", "1"]) == 0
    shown = json.loads(capsys.readouterr().out)
    (row,) = shown["drawings"]
    assert row["label"] == "seven"
    assert base64.b64decode(row["device"]["base64"]) == b"A\xff"
    assert len(base64.b64decode(row["image"]["base64"])) == 784
    assert "200" in shown["strokes"][0]["line"]
    assert export_stored(store, tmp_path / "all.json", [1, 2]) == 2
    assert [each["drawings"][0]["label"] for each in json.loads((tmp_path / "all.json").read_text())] == ["seven", 4]
    assert main(["my-digits", "show", "9"]) == 2
