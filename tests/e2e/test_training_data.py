"""What a run learns from: practice set, own files, a slice of them, wrong labels; loading that can be stopped."""

import json

import numpy as np
import pytest
from PySide6.QtWidgets import QComboBox, QLineEdit, QProgressBar, QPushButton

from mlp_desktop.app import Desktop
from mlp_engine.datasets.practice import practice_set

from .acting import choose, click, text, type_in

SHORT = {"epochs": "1", "hidden": "10", "validation": "0"}
PRACTICE = "practice:2000"


@pytest.fixture
def train(desktop) -> Desktop:
    desktop.window.tabs.setCurrentWidget(desktop.window.train_tab)
    desktop.window.train_tab.form.set_values(SHORT)
    return desktop


def run(qtbot, desktop: Desktop) -> str:
    """Train, and return what the network's card says it was trained on."""
    click(qtbot, desktop, "trainStart")
    qtbot.waitUntil(lambda: not desktop.training.is_running, timeout=30_000)
    click(qtbot, desktop, "useNetwork")
    return desktop.session.in_use.card.data


def test_the_practice_set_is_drawn_once_for_all_runs(qtbot, train, monkeypatch) -> None:
    drawn: list[str] = []

    def load(source: str, *, on_progress):
        drawn.append(source)
        return practice_set(60, on_progress=on_progress)

    monkeypatch.setattr("mlp_desktop.workers.kit.data_workers.load_source", load)
    assert run(qtbot, train) == "practice 60 seed 0"
    assert run(qtbot, train) == "practice 60 seed 0"
    assert drawn == [PRACTICE]


def test_drawing_the_practice_set_tells_how_far_it_is_and_stops_when_asked(qtbot, train) -> None:
    click(qtbot, train, "trainStart")
    qtbot.waitUntil(lambda: text(train, "trainStatus").startswith("Drawing practice digits: "), timeout=10_000)
    assert text(train, "trainStatus").endswith(" of 2,000")
    bar = train.window.findChild(QProgressBar, "trainProgress")
    qtbot.waitUntil(lambda: bar.value() > 0, timeout=10_000)
    click(qtbot, train, "trainStop")
    qtbot.waitUntil(lambda: not train.training.is_running, timeout=5_000)
    assert bar.value() == 0
    assert text(train, "trainStatus") == "Stopped before the run started. The network in use has not changed."
    assert train.window.findChild(QPushButton, "trainStart").isEnabled()
    assert not train.window.findChild(QPushButton, "useNetwork").isEnabled()


def test_closing_while_the_practice_set_is_drawn_stops_that_too(qtbot, train, monkeypatch) -> None:
    monkeypatch.setattr(train.window, "ask", lambda *_: True)
    click(qtbot, train, "trainStart")
    train.window.close()
    qtbot.waitUntil(lambda: not train.window.isVisible(), timeout=5_000)
    assert not train.training.is_running


def test_a_file_is_offered_chosen_and_remembered(qtbot, train, start, tmp_path, monkeypatch) -> None:
    path = tmp_path / "pen.jsonl"
    line = json.dumps({"label": 1, "strokes": [[[5, 0], [5, 30]]]})
    path.write_text(f"{line}\n" * 4)
    monkeypatch.setattr(train.window, "choose_open_file", lambda *_: str(path))
    click(qtbot, train, "dataFileButton")
    assert train.window.findChild(QComboBox, "dataSource").currentText() == "File pen.jsonl"
    assert run(qtbot, train) == "pen"
    monkeypatch.setattr(train.window, "ask_save_changes", lambda: "discard")
    train.window.close()
    again = start()
    assert again.window.train_tab.form.values()["data"] == str(path)


def test_choosing_no_file_changes_nothing(qtbot, train, monkeypatch) -> None:
    monkeypatch.setattr(train.window, "choose_open_file", lambda *_: "")
    click(qtbot, train, "dataFileButton")
    assert train.window.train_tab.form.values()["data"] == PRACTICE


@pytest.fixture
def striped(qtbot, train, digits_folder, monkeypatch) -> Desktop:
    monkeypatch.setattr(train.window, "choose_folder", lambda *_: str(digits_folder))
    click(qtbot, train, "dataFolderButton")
    return train


@pytest.mark.parametrize(
    ("choice", "name"),
    [
        ("all", "striped, training set, label noise 0.25, seed 7"),
        ("first", "striped, training set, first 12, label noise 0.25, seed 7"),
        ("random", "striped, training set, random 12, label noise 0.25, seed 7"),
        ("per-class", "striped, training set, 12 per class, label noise 0.25, seed 7"),
    ],
)
def test_the_run_learns_from_the_slice_and_the_noise_that_were_chosen(qtbot, striped, choice, name) -> None:
    choose(striped, "dataSlice", choice)
    if choice != "all":
        type_in(qtbot, striped, "sliceCount", "12")
    type_in(qtbot, striped, "labelNoise", "0,25")
    type_in(qtbot, striped, "seed", "7")
    assert run(qtbot, striped) == name


def test_the_count_rests_while_all_samples_are_used(qtbot, striped) -> None:
    field = striped.window.findChild(QLineEdit, "sliceCount")
    assert not field.isEnabled()
    choose(striped, "dataSlice", "first")
    assert field.isEnabled()
    type_in(qtbot, striped, "sliceCount", "few")
    assert text(striped, "sliceCountError") == "Number of samples must be a whole number of at least 1. Got 'few'."
    assert not striped.window.findChild(QPushButton, "trainStart").isEnabled()
    choose(striped, "dataSlice", "all")
    assert text(striped, "sliceCountError") == ""
    assert striped.window.findChild(QPushButton, "trainStart").isEnabled()


def test_more_samples_than_there_are_is_one_sentence(qtbot, striped, told) -> None:
    choose(striped, "dataSlice", "first")
    type_in(qtbot, striped, "sliceCount", "151")
    click(qtbot, striped, "trainStart")
    qtbot.waitUntil(lambda: not striped.training.is_running, timeout=10_000)
    assert told == ["Number of samples must be at most the 150 of striped, training set. Got 151."]
    assert striped.window.findChild(QProgressBar, "trainProgress").value() == 0


def test_digits_that_lie_on_their_side_are_turned_and_it_is_said_beside_the_field(
    qtbot, train, tmp_path, monkeypatch
) -> None:
    digits = practice_set(60, 3)
    turned = digits.inputs.reshape(-1, 28, 28).transpose(0, 2, 1).reshape(60, 784)
    np.savez(tmp_path / "turned.npz", X=turned, y=digits.labels)
    monkeypatch.setattr(train.window, "choose_open_file", lambda *_: str(tmp_path / "turned.npz"))
    click(qtbot, train, "dataFileButton")
    assert run(qtbot, train) == "turned, transposed"
    assert text(train, "dataSourceError").startswith("Transposed: ")
