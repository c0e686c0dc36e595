"""Files and folders dropped anywhere on the window: each goes where its content belongs, or the person is asked."""

# A widget that is missing fails its test.
# pyright: reportOptionalMemberAccess=false

import json
import warnings
import zipfile
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QMessageBox, QPushButton, QWidget

from mlp_desktop.app import Desktop
from mlp_engine.files.resources import resource_path
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.weights.file import save_weights
from mlp_engine.weights.model_card import ModelCard

from .acting import click, text, type_in, wait_for_picture

TABS = ("draw_tab", "train_tab", "examine_tab", "runs_tab", "my_digits_tab", "compare_tab")


def table() -> str:
    rng = np.random.default_rng(0)
    return "\n".join(",".join(map(str, [n % 10, *rng.integers(0, 255, 784)])) for n in range(20))


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    (tmp_path / "table").write_text(table())  # without an ending: the content decides
    return tmp_path / "table"


@pytest.fixture
def archive(digits_folder: Path, tmp_path: Path) -> Path:
    path = tmp_path / "digits.zip"
    with zipfile.ZipFile(path, "w") as file:
        for entry in digits_folder.iterdir():
            file.write(entry, entry.name)
    return path


def network_file(path: Path) -> Path:
    save_weights(path, Network.initialise(NetworkConfig(hidden=(3,)), np.random.default_rng(0)), ModelCard())
    return path


def show(desktop: Desktop, tab: str) -> None:
    desktop.window.tabs.setCurrentWidget(getattr(desktop.window, tab))


def current(desktop: Desktop) -> QWidget | None:
    return desktop.window.tabs.currentWidget()


@pytest.mark.parametrize("tab", TABS)
def test_weights_and_pictures_go_where_they_belong_from_every_tab(tab, qtbot, desktop, drop, tmp_path, told) -> None:
    show(desktop, tab)
    drop(desktop, network_file(tmp_path / "weights.bin"))
    assert desktop.session.in_use.network.config.hidden == (3,)
    assert current(desktop) is getattr(desktop.window, tab)
    drop(desktop, resource_path("samples") / "digit-4.png")
    wait_for_picture(qtbot, desktop)
    assert desktop.drawing.sheet.opened is not None
    assert current(desktop) is desktop.window.draw_tab
    assert told == []


@pytest.mark.parametrize("tab", TABS)
def test_data_is_trained_on_or_examined_from_every_tab(tab, desktop, drop, csv, told, answers) -> None:
    show(desktop, tab)
    answers.append("Train on it")
    drop(desktop, csv)
    assert current(desktop) is desktop.window.train_tab
    assert desktop.window.findChild(QComboBox, "dataSource").currentText() == "File table"
    assert desktop.window.train_tab.form.values()["data"] == str(csv)
    show(desktop, tab)
    answers.append("Examine")
    drop(desktop, csv)
    assert current(desktop) is desktop.window.examine_tab
    assert desktop.window.findChild(QComboBox, "examineData").currentData() == str(csv)
    assert told == []


def test_a_dropped_zip_is_trained_on(qtbot, desktop, drop, archive, told, answers) -> None:
    answers.append("Train on it")
    drop(desktop, archive)
    desktop.window.train_tab.form.set_values({"epochs": "1", "hidden": "5", "validation": "0"})
    click(qtbot, desktop, "trainStart")
    qtbot.waitUntil(lambda: not desktop.training.is_running, timeout=30_000)
    click(qtbot, desktop, "useNetwork")
    assert desktop.session.in_use.card.data.startswith("digits")
    assert told == []


def test_a_dropped_folder_is_examined(qtbot, desktop, drop, digits_folder, told, answers) -> None:
    answers.append("Examine")
    drop(desktop, digits_folder)
    click(qtbot, desktop, "examineStart")
    qtbot.waitUntil(lambda: not desktop.examination.is_running, timeout=30_000)
    assert text(desktop, "examineStatus").startswith("Done.")
    assert told == []


def test_of_several_files_the_first_is_opened_and_that_is_told(desktop, tmp_path, told) -> None:
    first = network_file(tmp_path / "first.safetensors")
    paths = [first, resource_path("samples") / "digit-4.png", tmp_path]
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    no_key, left, copied = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction
    desktop.window.dropEvent(QDropEvent(QPointF(10, 10), copied, mime, left, no_key))
    QApplication.sendPostedEvents(desktop.files)
    assert desktop.session.in_use.network.config.hidden == (3,)
    assert told == [
        "Only the first of 3 files was opened, first.safetensors. To use them together as data, drop the folder that "
        "they are in."
    ]


def test_whoever_cancels_changes_nothing(desktop, drop, csv, told, answers) -> None:
    before = desktop.window.train_tab.form.values()
    drop(desktop, csv)
    assert current(desktop) is desktop.window.draw_tab
    assert desktop.window.train_tab.form.values() == before
    assert told == []


@pytest.mark.parametrize(
    ("choice", "tab"), [("Train on it", "train_tab"), ("Examine", "examine_tab"), ("Put on the pad", "draw_tab")]
)
def test_labelled_strokes_fit_three_places(choice, tab, desktop, drop, tmp_path, told, answers) -> None:
    path = tmp_path / "pen"
    path.write_text(json.dumps({"label": 1, "strokes": [[[5, 0], [5, 30]]]}) + "\n")
    answers.append(choice)
    drop(desktop, path)
    assert current(desktop) is getattr(desktop.window, tab)
    assert bool(desktop.drawing.sheet.strokes) == (tab == "draw_tab")
    assert told == []


def test_arrays_without_names_may_be_a_network(desktop, drop, tmp_path, monkeypatch, answers) -> None:
    rng = np.random.default_rng(0)
    content = BytesIO()
    np.savez(content, rng.normal(size=(784, 4)), np.zeros(4), rng.normal(size=(4, 10)), np.zeros(10))
    (tmp_path / "arrays").write_bytes(content.getvalue())
    monkeypatch.setattr(desktop.window, "choose_one", lambda *_: "ReLU")
    answers.append("Use this network")
    drop(desktop, tmp_path / "arrays")
    assert desktop.session.in_use.network.config.hidden == (4,)


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty", b"", "is empty"),
        ("tool.csv", b"\x7fELF\2\1\1" + bytes(range(256)) * 8, "Got a file of another kind."),
        ("letter.txt", b"Dear all,\nsee you at 10.\n" * 9, "Got a text that is no table."),
        ("mnist.pkl", b"\x80\x04\x95", "is a pickle"),
        ("bad.zip", b"PK\3\4nothing", "whole and undamaged"),
        ("gone", None, "There is no such file."),
    ],
)
def test_what_is_of_no_use_is_one_sentence(name, content, sentence, tab, desktop, drop, tmp_path, told) -> None:
    show(desktop, tab)
    if content is not None:
        (tmp_path / name).write_bytes(content)
    drop(desktop, tmp_path / name)
    assert len(told) == 1
    assert sentence in told[0]
    assert "\n" not in told[0]
    assert current(desktop) is getattr(desktop.window, tab)


def test_data_that_turns_out_to_be_bad_is_one_sentence_at_the_start(qtbot, desktop, drop, tmp_path, told, answers):
    (tmp_path / "half.csv").write_text(table()[:20_000])
    answers.append("Train on it")
    drop(desktop, tmp_path / "half.csv")
    click(qtbot, desktop, "trainStart")
    qtbot.waitUntil(lambda: not desktop.training.is_running and bool(told), timeout=30_000)
    assert len(told) == 1
    assert "half.csv" in told[0]


def test_a_run_that_goes_on_keeps_its_data(qtbot, ready, drop, csv, told, answers) -> None:
    before = ready.window.train_tab.form.values()
    type_in(qtbot, ready, "epochs", "500")
    click(qtbot, ready, "trainStart")
    answers.append("Train on it")
    drop(ready, csv)
    assert told == ["The data can't be changed during a run. Stop the run first, or wait."]
    assert ready.window.train_tab.form.values()["data"] == before["data"]
    click(qtbot, ready, "trainStop")
    qtbot.waitUntil(lambda: not ready.training.is_running, timeout=20_000)


def test_a_file_dropped_on_a_field_is_opened_and_its_path_not_typed(desktop, tmp_path, told) -> None:
    show(desktop, "train_tab")
    field = desktop.window.findChild(QLineEdit, "epochs")
    before = field.text()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(network_file(tmp_path / "it")))])
    mime.setText("file:///it")
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of QPoint, by Qt 6.12; before, there is no other way
        entering = QDragEnterEvent(QPoint(3, 3), copy, mime, left, none)
    QApplication.sendEvent(field, entering)
    QApplication.sendEvent(field, QDropEvent(QPointF(3, 3), copy, mime, left, none))
    QApplication.sendPostedEvents(desktop.files)
    assert field.text() == before
    assert desktop.session.in_use.network.config.hidden == (3,)
    assert told == []


def press(desktop: Desktop, words: str, seen: list[str]) -> None:
    """Press a button of the question as soon as it is there."""

    def act() -> None:
        box = desktop.window.findChild(QMessageBox, "useDialog")
        assert box.textFormat() == Qt.TextFormat.PlainText
        seen.extend([box.text(), *(button.text().replace("&", "") for button in box.buttons())])
        assert box.defaultButton().text() == "Train on it"
        next(b for b in box.findChildren(QPushButton) if b.text().replace("&", "") == words).click()

    QTimer.singleShot(0, act)


def test_the_question_names_the_file_and_the_places(desktop, drop, csv) -> None:
    odd = csv.rename(csv.with_name("<b>x&y.csv"))
    seen: list[str] = []
    press(desktop, "Cancel", seen)
    drop(desktop, odd)
    assert seen[0] == "What would you like to do with <b>x&y.csv?"
    assert sorted(seen[1:]) == ["Cancel", "Examine", "Train on it"]
    assert current(desktop) is desktop.window.draw_tab
    press(desktop, "Examine", seen)
    drop(desktop, odd)
    assert current(desktop) is desktop.window.examine_tab


def test_data_named_on_the_command_line_waits_for_the_tabs_to_be_built(settings, qtbot, csv, told, answers) -> None:
    desktop = Desktop(settings, at_once=False)
    desktop.window.show()
    desktop.build_on()
    answers.append("Train on it")
    desktop.files.open(csv)
    assert desktop.is_complete
    assert desktop.window.train_tab.form.values()["data"] == str(csv)
    assert told == []
    desktop.window.allow_close()
    desktop.window.close()
    desktop.window.deleteLater()
    desktop.deleteLater()
