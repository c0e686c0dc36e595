"""Examining in the window: choose, run, look at the errors, open one on the pad, keep the results, stop and close."""

import csv
import threading
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox, QProgressBar

from mlp_desktop.app import Desktop
from mlp_desktop.controllers.examine.examination import PRACTICE
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.mnist import mnist_folder
from mlp_engine.examination.examination import Examination, examine
from mlp_engine.examination.hints import examination_hints
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.sources import load_source
from mlp_engine.weights.file import save_weights
from mlp_engine.weights.model_card import ModelCard

from .acting import button, click, text

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def ready(desktop: Desktop, digits_folder, monkeypatch) -> Desktop:
    """The Examine tab with the small folder's test set chosen by its button."""
    monkeypatch.setattr(desktop.window, "choose_folder", lambda *_: str(digits_folder))
    desktop.window.tabs.setCurrentWidget(desktop.window.examine_tab)
    button(desktop, "examineFolder").click()
    return desktop


def chooser(desktop: Desktop, name: str) -> QComboBox:
    return desktop.window.findChild(QComboBox, name)  # pyright: ignore[reportReturnType]


def examine_now(qtbot, desktop: Desktop) -> None:
    qtbot.mouseClick(button(desktop, "examineStart"), LEFT)
    qtbot.waitUntil(lambda: not desktop.examination.is_running, timeout=20_000)


def expected(desktop: Desktop, folder: Path) -> Examination:
    return examine(desktop.session.in_use.network, load_source(f"{folder}:test"))


def shown(desktop: Desktop) -> list[int]:
    samples = desktop.window.examine_tab.results.samples
    model = samples.model()
    return [model.index(row, 0).data(Qt.ItemDataRole.UserRole) for row in range(model.rowCount())]


def test_the_errors_come_first_and_a_click_on_a_cell_shows_its_samples(qtbot, ready, digits_folder) -> None:
    examine_now(qtbot, ready)
    found = expected(ready, digits_folder)
    assert found.evaluation.errors > 5, "striped digits are no digits to the bundled network"
    assert (
        text(ready, "examineHeadline") == f"{found.accuracy:.2%} right: {found.evaluation.errors} errors in 50 samples"
    )
    assert text(ready, "examineDetails").startswith("Bundled network on striped, test set · loss ")
    assert shown(ready) == found.errors().tolist()
    assert text(ready, "examineSamplesLine") == f"All errors, hardest first · {found.evaluation.errors}"

    matrix = ready.window.examine_tab.results.matrix
    label, answer = (int(place) for place in np.argwhere(found.evaluation.confusion > 1)[-1])
    qtbot.mouseClick(matrix, LEFT, pos=matrix.cell_rect(label, answer).center().toPoint())
    assert shown(ready) == found.cell(label, answer).tolist()
    assert text(ready, "examineSamplesLine").startswith(f"{label} read ")
    qtbot.mouseClick(button(ready, "examineErrors"), LEFT)
    assert shown(ready) == found.errors().tolist()
    assert matrix.current is None

    # The first hint is about the mistake made most often, and leads to its samples.
    first, *_ = examination_hints(found)
    assert first.kind == "mistake"
    assert text(ready, "examineHintWords").endswith(first.sentence)
    assert text(ready, "examineHintEvidence") == first.evidence
    click(qtbot, ready, "examineHintApply")
    assert matrix.current == first.place
    assert shown(ready) == found.cell(*first.place).tolist()
    click(qtbot, ready, "examineHintNext")
    assert text(ready, "examineHintWords").startswith("Hint 2 of ")


def test_arrow_keys_walk_through_the_matrix(qtbot, ready, digits_folder) -> None:
    examine_now(qtbot, ready)
    found = expected(ready, digits_folder)
    matrix = ready.window.examine_tab.results.matrix
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right):
        qtbot.keyClick(matrix, key)
    assert matrix.current == (1, 1)
    assert shown(ready) == found.cell(1, 1).tolist()


def test_figures_of_all_three_pages_are_those_of_the_examination(qtbot, ready, digits_folder) -> None:
    examine_now(qtbot, ready)
    found = expected(ready, digits_folder)
    results = ready.window.examine_tab.results
    assert results.matrix.accessibleDescription().startswith(text(ready, "examineHeadline"))
    assert "Most often" in results.matrix.accessibleDescription()
    assert results.classes.rowCount() == 10
    assert results.classes.item(3, 3).text() == f"{found.recall[3]:.2%}"
    assert f"calibration error {found.reliability.calibration_error:.2%}" in results.reliability.accessibleDescription()
    assert text(ready, "calibrationWords") == results.reliability.accessibleDescription()


@pytest.mark.parametrize("by", ["double click", "Enter"])
def test_a_sample_opens_on_the_pad(qtbot, ready, digits_folder, by) -> None:
    examine_now(qtbot, ready)
    samples = ready.window.examine_tab.results.samples
    if by == "Enter":
        qtbot.keyClick(samples, Qt.Key.Key_Return)
    else:
        place = samples.visualRect(samples.model().index(0, 0)).center()
        qtbot.mouseClick(samples.viewport(), LEFT, pos=place)
        qtbot.mouseDClick(samples.viewport(), LEFT, pos=place)
    hardest = expected(ready, digits_folder).errors()[0]
    image = load_source(f"{digits_folder}:test").inputs[hardest].reshape(28, 28)
    assert ready.window.tabs.currentWidget() is ready.window.draw_tab
    assert np.array_equal(ready.drawing.sheet.picture, image)
    ready.window.undo_action.trigger()
    assert ready.drawing.sheet.is_empty


def test_another_weights_file_is_examined_and_the_network_in_use_stays(qtbot, ready, tmp_path, monkeypatch) -> None:
    path = tmp_path / "other.safetensors"
    other = Network.initialise(NetworkConfig(hidden=(5,)), np.random.default_rng(0))
    save_weights(path, other, ModelCard())
    monkeypatch.setattr(ready.window, "choose_open_file", lambda *_: str(path))
    in_use = ready.session.in_use.network
    button(ready, "examineWeights").click()
    assert chooser(ready, "examineNetwork").currentText() == "other.safetensors"
    examine_now(qtbot, ready)
    assert text(ready, "examineDetails").startswith("other.safetensors on striped, test set")
    assert ready.session.in_use.network is in_use


def test_a_file_that_holds_no_weights_is_one_sentence(qtbot, ready, tmp_path, monkeypatch, told) -> None:
    path = tmp_path / "junk.safetensors"
    path.write_bytes(b"junk")
    monkeypatch.setattr(ready.window, "choose_open_file", lambda *_: str(path))
    button(ready, "examineWeights").click()
    examine_now(qtbot, ready)
    assert len(told) == 1
    assert str(path) in told[0]
    assert button(ready, "examineStart").isEnabled()


def test_a_stroke_file_is_examined_with_the_average_over_its_writers(qtbot, ready, tmp_path, monkeypatch) -> None:
    path = tmp_path / "two.jsonl"
    path.write_text(
        '{"label": 1, "writer": 3, "strokes": [[[0, 0], [0, 10]]]}\n'
        '{"label": 7, "writer": 4, "strokes": [[[0, 0], [5, 0], [2, 9]]]}\n'
    )
    monkeypatch.setattr(ready.window, "choose_open_file", lambda *_: str(path))
    button(ready, "examineFile").click()
    assert chooser(ready, "examineData").currentText() == "File two.jsonl"
    examine_now(qtbot, ready)
    assert "in 2 samples" in text(ready, "examineHeadline")
    assert text(ready, "examineDetails").endswith("right on average over writers")


def test_data_that_cannot_be_read_is_one_sentence_and_the_results_stay(qtbot, ready, digits_folder, told) -> None:
    examine_now(qtbot, ready)
    before = text(ready, "examineHeadline")
    for file in digits_folder.iterdir():
        file.write_bytes(b"junk")
    examine_now(qtbot, ready)
    assert len(told) == 1
    assert text(ready, "examineHeadline") == before
    assert button(ready, "examineStart").isEnabled()


def test_results_are_saved_as_a_table_and_as_a_report(qtbot, ready, digits_folder, tmp_path, monkeypatch) -> None:
    examine_now(qtbot, ready)
    found = expected(ready, digits_folder)
    for name, start in (("examineCsv", "results"), ("examineReport", "report")):
        monkeypatch.setattr(ready.window, "choose_save_file", lambda *_, s=start: str(tmp_path / f"my {s}"))
        qtbot.mouseClick(button(ready, name), LEFT)
        qtbot.waitUntil(lambda: not ready.examination.is_running, timeout=20_000)
    with (tmp_path / "my results.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["read"]) for row in rows] == found.answers.tolist()
    page = (tmp_path / "my report.html").read_text(encoding="utf-8")
    assert "Bundled network on striped, test set" in page
    assert text(ready, "examineStatus") == "Saved in my report.html."


def test_a_fault_while_saving_is_told_and_the_buttons_come_back(qtbot, ready, tmp_path, monkeypatch, told) -> None:
    def broken(*_, **__) -> str:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr("mlp_desktop.controllers.examine.results_files.examination_as_csv", broken)
    monkeypatch.setattr(ready.window, "choose_save_file", lambda *_: str(tmp_path / "a.csv"))
    examine_now(qtbot, ready)
    qtbot.mouseClick(button(ready, "examineCsv"), LEFT)
    qtbot.waitUntil(lambda: not ready.examination.is_running, timeout=20_000)
    assert told == ["Saving failed because of an error in this program (ZeroDivisionError: oh)."]
    assert button(ready, "examineCsv").isEnabled()
    assert not (tmp_path / "a.csv").exists()


def test_the_report_of_a_network_just_trained_shows_its_curves(
    qtbot, ready, digits_folder, tmp_path, monkeypatch
) -> None:
    form = {
        "epochs": "2",
        "hidden": "30",
        "batch_size": "5",
        "l2": "0",
        "validation": "0.2",
        "data": str(digits_folder),
    }
    ready.training.data.choose(str(digits_folder))
    ready.window.train_tab.form.set_values(form)
    button(ready, "trainStart").click()
    qtbot.waitUntil(lambda: not ready.training.is_running, timeout=20_000)
    button(ready, "useNetwork").click()
    examine_now(qtbot, ready)
    monkeypatch.setattr(ready.window, "choose_save_file", lambda *_: str(tmp_path / "report.html"))
    qtbot.mouseClick(button(ready, "examineReport"), LEFT)
    qtbot.waitUntil(lambda: not ready.examination.is_running, timeout=20_000)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "New network on striped, test set" in page
    assert "Loss in training" in page
    assert "Loss from epoch 1 to 2" in page


def test_a_place_that_cannot_be_written_is_one_sentence(qtbot, ready, tmp_path, monkeypatch, told) -> None:
    examine_now(qtbot, ready)
    monkeypatch.setattr(ready.window, "choose_save_file", lambda *_: str(tmp_path / "nowhere" / "a.csv"))
    qtbot.mouseClick(button(ready, "examineCsv"), LEFT)
    qtbot.waitUntil(lambda: not ready.examination.is_running, timeout=20_000)
    assert len(told) == 1
    assert told[0].startswith("Results must be saved where files can be written.")
    assert button(ready, "examineCsv").isEnabled()


@pytest.fixture
def endless(monkeypatch, striped_digits) -> threading.Event:
    """Data that never ends to arrive; says when it has begun."""
    begun = threading.Event()

    def load(_source: str, on_progress) -> Dataset:
        samples = 0
        while True:
            samples += 1
            on_progress(samples)
            begun.set()

    monkeypatch.setattr("mlp_desktop.workers.kit.data_workers.load_source", load)
    return begun


def test_stop_ends_the_examination_and_says_so(qtbot, ready, endless) -> None:
    qtbot.mouseClick(button(ready, "examineStart"), LEFT)
    qtbot.waitUntil(lambda: text(ready, "examineStatus").startswith("Reading the data: "))
    assert not button(ready, "examineStart").isEnabled()
    qtbot.mouseClick(button(ready, "examineStop"), LEFT)
    qtbot.waitUntil(lambda: not ready.examination.is_running, timeout=20_000)
    assert text(ready, "examineStatus") == "Stopped. The earlier results are still shown."
    assert button(ready, "examineStart").isEnabled()


def test_while_practice_digits_are_drawn_their_progress_is_shown(qtbot, desktop, monkeypatch) -> None:
    go_on = threading.Event()

    def draw(_source: str, on_progress) -> Dataset:
        on_progress(1250)
        go_on.wait(20)
        while True:
            on_progress(2500)

    monkeypatch.setattr("mlp_desktop.workers.kit.data_workers.load_source", draw)
    desktop.window.tabs.setCurrentWidget(desktop.window.examine_tab)
    data = chooser(desktop, "examineData")
    data.setCurrentIndex(data.findData(PRACTICE))
    bar = desktop.window.findChild(QProgressBar, "examineProgress")
    qtbot.mouseClick(button(desktop, "examineStart"), LEFT)
    try:
        qtbot.waitUntil(lambda: text(desktop, "examineStatus") == "Drawing practice digits: 1,250 of 5,000")
        assert bar.maximum() > 0
        assert bar.value() / bar.maximum() == 0.25
    finally:
        go_on.set()
    qtbot.waitUntil(lambda: text(desktop, "examineStatus") == "Drawing practice digits: 2,500 of 5,000")
    assert bar.value() / bar.maximum() == 0.5
    qtbot.mouseClick(button(desktop, "examineStop"), LEFT)
    qtbot.waitUntil(lambda: not desktop.examination.is_running, timeout=20_000)


def test_stop_is_heard_between_two_thousands_of_samples(qtbot, ready, monkeypatch) -> None:
    asked = threading.Event()

    def slow(_network, _data, on_progress) -> Examination:
        for samples in range(1_000_000):
            on_progress(samples)
            asked.set()
        raise AssertionError("nobody stopped it")

    monkeypatch.setattr("mlp_desktop.workers.examine.examination_workers.examine", slow)
    qtbot.mouseClick(button(ready, "examineStart"), LEFT)
    qtbot.waitUntil(asked.is_set)
    qtbot.mouseClick(button(ready, "examineStop"), LEFT)
    qtbot.waitUntil(lambda: not ready.examination.is_running, timeout=10_000)
    assert text(ready, "examineStatus") == "Stopped. The earlier results are still shown."


def test_closing_in_the_middle_stops_and_closes(qtbot, ready, endless) -> None:
    qtbot.mouseClick(button(ready, "examineStart"), LEFT)
    qtbot.waitUntil(endless.is_set)
    ready.window.close()
    qtbot.waitUntil(lambda: not ready.window.isVisible(), timeout=20_000)
    assert not ready.examination.is_running


def test_a_fault_inside_is_told_and_the_tab_lives_on(qtbot, ready, monkeypatch, told) -> None:
    def broken(*_, **__) -> Examination:
        raise ZeroDivisionError("oh")

    with monkeypatch.context() as patch:
        patch.setattr("mlp_desktop.workers.examine.examination_workers.examine", broken)
        examine_now(qtbot, ready)
    assert told == ["The examination stopped because of an error in this program (ZeroDivisionError: oh)."]
    examine_now(qtbot, ready)
    assert "in 50 samples" in text(ready, "examineHeadline")


def test_without_mnist_the_practice_set_is_offered_and_mnist_says_what_it_needs(qtbot, desktop) -> None:
    desktop.window.tabs.setCurrentWidget(desktop.window.examine_tab)
    data = chooser(desktop, "examineData")
    assert data.currentData() == PRACTICE
    qtbot.keyClick(data, Qt.Key.Key_Home)
    assert data.currentText() == "MNIST test set (not downloaded yet)"
    assert text(desktop, "examineStatus") == "Download MNIST first in the Train tab, or choose other data."
    assert not button(desktop, "examineStart").isEnabled()


def test_mnist_can_be_examined_as_soon_as_it_is_there(qtbot, desktop, digits_folder) -> None:
    window = desktop.window
    window.tabs.setCurrentWidget(window.examine_tab)
    qtbot.keyClick(chooser(desktop, "examineData"), Qt.Key.Key_Home)
    mnist_folder().mkdir(parents=True)
    for file in digits_folder.iterdir():
        (mnist_folder() / file.name).write_bytes(file.read_bytes())
    window.tabs.setCurrentWidget(window.train_tab)
    window.tabs.setCurrentWidget(window.examine_tab)
    assert chooser(desktop, "examineData").currentText() == "MNIST test set"
    examine_now(qtbot, desktop)
    assert "in 50 samples" in text(desktop, "examineHeadline")


def test_the_data_chosen_last_is_chosen_again_at_the_next_start(ready, start, digits_folder) -> None:
    again = start()
    assert chooser(again, "examineData").currentData() == f"{digits_folder}:test"


def test_data_that_is_no_longer_on_offer_is_forgotten(settings, start) -> None:
    settings.examined_data = "/no/such/folder:test"
    assert chooser(start(), "examineData").currentData() == PRACTICE


def test_the_list_names_the_network_in_use_and_files_used_lately(qtbot, ready, tmp_path) -> None:
    path = tmp_path / "mine.safetensors"
    save_weights(path, Network.initialise(NetworkConfig(hidden=(5,)), np.random.default_rng(0)), ModelCard())
    ready.window.recent_requested.emit(str(path))
    networks = chooser(ready, "examineNetwork")
    assert [networks.itemText(place) for place in range(networks.count())] == [
        "In use: mine.safetensors",
        "mine.safetensors",
    ]


def test_a_click_beside_the_pictures_opens_nothing(qtbot, ready) -> None:
    examine_now(qtbot, ready)
    samples = ready.window.examine_tab.results.samples
    qtbot.mouseDClick(samples.viewport(), LEFT, pos=QPoint(samples.viewport().width() - 2, 2))
    assert ready.window.tabs.currentWidget() is ready.window.examine_tab


def test_the_average_of_each_label_and_of_each_answer_and_from_a_mistake_to_the_lab(
    qtbot, ready, digits_folder
) -> None:
    examine_now(qtbot, ready)
    found, window = expected(ready, digits_folder), ready.window
    results = window.examine_tab.results
    results.show_page(1)
    labelled, read_as = results.averages.rows
    for digit in range(10):
        for row, of in ((labelled, found.data.labels), (read_as, found.answers)):
            samples = found.data.inputs[of == digit]
            if len(samples):
                assert row.images[digit].ravel() == pytest.approx(samples.mean(axis=0), abs=0.501)
            else:
                assert row.images[digit] is None
    number = shown(ready)[3]
    results.samples.setCurrentIndex(results.samples.model().index(3, 0))
    qtbot.mouseClick(button(ready, "examineLab"), LEFT)
    assert window.tabs.currentWidget() is window.lab_tab
    assert np.array_equal(ready.drawing.sheet.picture, found.data.inputs[number].reshape(28, 28))
    assert ready.lab.network.origin.network is ready.session.in_use.network
    page = window.lab_tab.mathematics
    assert page.isVisible()
    qtbot.waitUntil(lambda: page.label.value() == str(found.data.labels[number]))
    assert page.parts.buttons[1].isChecked()
