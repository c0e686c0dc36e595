"""The menu beside the data field: how the images of a file are turned, found out or chosen by the person."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox

from mlp_desktop.app import Desktop
from mlp_desktop.models.train.loaded_data import PRACTICE
from mlp_engine.datasets.practice import practice_set

from .acting import button, choose, click, text


@pytest.fixture
def transposed(tmp_path: Path) -> Path:
    """Digits as EMNIST has them."""
    data = practice_set(60, 1)
    images = data.inputs.reshape(-1, 28, 28).transpose(0, 2, 1).reshape(-1, 784)
    path = tmp_path / "letters.csv"
    np.savetxt(path, np.column_stack([data.labels, images]), "%d", ",")
    return path


def arrange(desktop: Desktop, name: str, words: str) -> None:
    """Choose in the menu."""
    assert button(desktop, name).isEnabled()
    button(desktop, name).menu().findChild(QAction, words).trigger()


def checked(desktop: Desktop, name: str) -> set[str]:
    return {action.objectName() for action in button(desktop, name).menu().actions() if action.isChecked()}


def data_label(desktop: Desktop, name: str) -> str:
    return desktop.window.findChild(QComboBox, name).currentText()


def train(qtbot, desktop: Desktop) -> str:
    """Train, and return what the network's card says it was trained on."""
    desktop.window.train_tab.form.set_values({"epochs": "1", "hidden": "5", "validation": "0"})
    click(qtbot, desktop, "trainStart")
    qtbot.waitUntil(lambda: not desktop.training.is_running, timeout=30_000)
    click(qtbot, desktop, "useNetwork")
    return desktop.session.in_use.card.data


@pytest.fixture
def chosen(desktop: Desktop, transposed: Path, drop, answers: list[str]) -> Desktop:
    answers.append("Train on it")
    drop(desktop, transposed)
    return desktop


def test_automatic_turns_the_images_and_says_so_and_the_person_overrules_it(qtbot, chosen, told) -> None:
    assert checked(chosen, "dataArrangement") == {"automatic"}
    assert train(qtbot, chosen) == "letters, transposed"
    assert "Transposed: " in text(chosen, "dataSourceError")
    arrange(chosen, "dataArrangement", ":as-is")
    assert data_label(chosen, "dataSource") == "File letters.csv, as they are"
    assert checked(chosen, "dataArrangement") == {":as-is"}
    assert text(chosen, "dataSourceError") == ""
    assert train(qtbot, chosen) == "letters"
    arrange(chosen, "dataArrangement", "automatic")
    assert data_label(chosen, "dataSource") == "File letters.csv"
    assert told == []


@pytest.mark.parametrize(
    ("words", "label"),
    [
        (":transposed", "transposed"),
        (":inverted", "inverted"),
        (":transposed:inverted", "transposed and inverted"),
        (":flipped", "flipped"),
        ("fitted", "28×28"),
    ],
)
def test_what_is_chosen_is_the_data_of_the_run(words, label, qtbot, chosen, told) -> None:
    arrange(chosen, "dataArrangement", words)
    assert data_label(chosen, "dataSource") == f"File letters.csv, {label}"
    assert words in checked(chosen, "dataArrangement")
    assert train(qtbot, chosen).startswith("letters")
    assert told == []


def test_two_choices_go_together(chosen) -> None:
    arrange(chosen, "dataArrangement", "fitted")
    arrange(chosen, "dataArrangement", ":inverted")
    assert data_label(chosen, "dataSource") == "File letters.csv, inverted, 28×28"
    arrange(chosen, "dataArrangement", "fitted")
    assert data_label(chosen, "dataSource") == "File letters.csv, inverted"
    assert checked(chosen, "dataArrangement") == {":inverted"}


def test_examine_has_the_menu_too_and_follows_the_choice_in_train(qtbot, chosen, told) -> None:
    window = chosen.window
    window.tabs.setCurrentWidget(window.examine_tab)
    choose(chosen, "examineData", window.train_tab.form.values()["data"])
    click(qtbot, chosen, "examineStart")
    qtbot.waitUntil(lambda: not chosen.examination.is_running, timeout=30_000)
    assert "Transposed: " in text(chosen, "examineStatus")
    arrange(chosen, "examineArrangement", ":as-is")
    assert data_label(chosen, "examineData") == "File letters.csv, as they are"
    click(qtbot, chosen, "examineStart")
    qtbot.waitUntil(lambda: not chosen.examination.is_running, timeout=30_000)
    assert "transposed" not in text(chosen, "examineStatus").lower()
    window.tabs.setCurrentWidget(window.train_tab)
    arrange(chosen, "dataArrangement", ":transposed")
    window.tabs.setCurrentWidget(window.examine_tab)
    assert data_label(chosen, "examineData") == "File letters.csv, transposed"
    assert told == []


def test_a_choice_in_examine_is_that_of_train_too(chosen) -> None:
    window = chosen.window
    window.tabs.setCurrentWidget(window.examine_tab)
    choose(chosen, "examineData", window.train_tab.form.values()["data"])
    arrange(chosen, "examineArrangement", ":inverted")
    window.tabs.setCurrentWidget(window.train_tab)
    assert data_label(chosen, "dataSource") == "File letters.csv, inverted"
    assert checked(chosen, "dataArrangement") == {":inverted"}


def test_data_without_files_has_nothing_to_turn(chosen) -> None:
    choose(chosen, "dataSource", "practice:20000")
    assert not button(chosen, "dataArrangement").isEnabled()
    assert checked(chosen, "dataArrangement") == set()
    chosen.window.tabs.setCurrentWidget(chosen.window.examine_tab)
    choose(chosen, "examineData", "practice:5000:8")
    assert not button(chosen, "examineArrangement").isEnabled()


def test_the_choice_is_remembered(chosen, start, monkeypatch) -> None:
    arrange(chosen, "dataArrangement", ":transposed")
    started: list[str] = []
    monkeypatch.setattr(chosen.window, "choose_open_file", lambda _title, folder, _filter: started.append(folder) or "")
    button(chosen, "dataFileButton").click()
    assert started[0].endswith("letters.csv")
    chosen.window.close()
    again = start()
    assert "File letters.csv, transposed" in [label for _, label in again.training.data.choices]


def test_the_menu_is_locked_while_a_run_goes_on(qtbot, chosen) -> None:
    chosen.window.train_tab.form.set_values({"epochs": "500", "hidden": "5", "validation": "0"})
    click(qtbot, chosen, "trainStart")
    assert not button(chosen, "dataArrangement").isEnabled()
    click(qtbot, chosen, "trainStop")
    qtbot.waitUntil(lambda: not chosen.training.is_running, timeout=20_000)
    assert button(chosen, "dataArrangement").isEnabled()


def test_the_compare_tab_turns_images_too_and_the_train_tab_follows(chosen, transposed: Path, told) -> None:
    chosen.window.tabs.setCurrentWidget(chosen.window.compare_tab)
    choose(chosen, "sweepData", PRACTICE)
    assert not button(chosen, "sweepArrangement").isEnabled()
    choose(chosen, "sweepData", str(transposed))
    assert checked(chosen, "sweepArrangement") == {"automatic"}
    arrange(chosen, "sweepArrangement", ":transposed")
    assert data_label(chosen, "sweepData") == "File letters.csv, transposed"
    assert chosen.window.compare_tab.form.values()["data"] == f"{transposed}:transposed"
    assert checked(chosen, "sweepArrangement") == {":transposed"}
    assert data_label(chosen, "dataSource") == "File letters.csv, transposed"
    arrange(chosen, "sweepArrangement", "fitted")
    assert data_label(chosen, "sweepData") == "File letters.csv, transposed, 28×28"
    arrange(chosen, "dataArrangement", ":as-is")
    assert data_label(chosen, "sweepData") == "File letters.csv, as they are, 28×28"
    assert told == []
