"""Looking at the samples before a run learns from them."""

# A widget that is missing fails its test.
# pyright: reportOptionalMemberAccess=false

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QLabel, QPushButton

from mlp_desktop.app import Desktop
from mlp_desktop.views.train.samples_dialog import SamplesDialog
from mlp_engine.datasets.practice import practice_set
from mlp_engine.sources import load_source

from .acting import click, train_status


def dialog(desktop: Desktop) -> SamplesDialog:
    return desktop.window.findChild(SamplesDialog, "samplesDialog")  # pyright: ignore[reportReturnType]


@pytest.fixture
def train(desktop) -> Desktop:
    desktop.window.tabs.setCurrentWidget(desktop.window.train_tab)
    return desktop


@pytest.fixture
def use_folder(qtbot, train, digits_folder, monkeypatch) -> Desktop:
    monkeypatch.setattr(train.window, "choose_folder", lambda *_: str(digits_folder))
    click(qtbot, train, "dataFolderButton")
    return train


def look(qtbot, desktop: Desktop) -> SamplesDialog:
    click(qtbot, desktop, "browseButton")
    qtbot.waitUntil(lambda: not desktop.samples_window.is_running, timeout=10_000)
    return dialog(desktop)


def test_what_the_run_would_learn_from_is_shown(qtbot, use_folder) -> None:
    shown = look(qtbot, use_folder)
    assert shown.isVisible()
    assert shown.findChild(QLabel, "samplesTitle").text() == "striped, training set"
    assert shown.grid.count() == 150
    assert shown.strip.accessibleDescription() == "10 samples, each with a distorted version under it"
    data = load_source(str(use_folder.window.train_tab.form.values()["data"]))
    (row,) = shown.averages.rows
    for digit in range(10):
        mean = data.inputs[data.labels == digit].mean(axis=0)
        assert row.images[digit].ravel() == pytest.approx(mean, abs=0.501)
    blank = (data.inputs < 16).mean()
    assert shown.ink.accessibleDescription().startswith(f"{blank:.1%} of the pixels have next to no ink")
    assert shown.ink.isVisible()


def test_slice_and_wrong_labels_are_shown_as_chosen(qtbot, use_folder) -> None:
    use_folder.window.train_tab.form.set_values({"slice": "per-class", "count": "2", "label_noise": "1"})
    shown = look(qtbot, use_folder)
    assert shown.findChild(QLabel, "samplesTitle").text() == "striped, training set, 2 per class, label noise 1, seed 0"
    labels = [shown.grid.model().index(row, 0).data() for row in range(shown.grid.count())]
    assert len(labels) == 20
    assert all(label != str(row % 10) for row, label in enumerate(labels))


def test_the_augmentation_of_the_form_is_previewed_and_another_can_be(qtbot, use_folder) -> None:
    use_folder.window.train_tab.form.set_values({"augmentation": "elastic"})
    shown = look(qtbot, use_folder)
    combo = shown.findChild(QComboBox, "previewAugmentation")
    assert combo.currentData() == "elastic"
    samples, distorted = shown.strip._images
    assert (samples != distorted).any(axis=(1, 2)).all()
    click(qtbot, use_folder, "previewAgain")
    assert (shown.strip._images[1] != distorted).any()
    assert (shown.strip._images[0] == samples).all()
    combo.setCurrentIndex(combo.findData("none"))
    assert (shown.strip._images[1] == samples).all()
    assert "Distorted: " not in shown.ink.accessibleDescription()
    combo.setCurrentIndex(combo.findData("elastic"))
    qtbot.waitUntil(lambda: shown.ink._counts is not None, timeout=5_000)
    assert "Distorted: " in shown.ink.accessibleDescription(), "whichever comes first"
    combo.setCurrentIndex(combo.findData("none"))
    noise = shown.findChild(QDoubleSpinBox, "previewNoise")
    noise.setFocus()
    noise.selectAll()
    qtbot.keyClicks(noise, "0.30")
    qtbot.keyClick(noise, Qt.Key.Key_Return)
    added = shown.strip._images[1].astype(float) - samples
    assert 0.2 * 255 < added[samples == 128].std() < 0.4 * 255 if (samples == 128).any() else added.any()
    qtbot.waitUntil(lambda: shown.ink._counts is not None, timeout=5_000)
    described = shown.ink.accessibleDescription()
    blank, noisy = (float(words.split("%")[0].split()[-1]) for words in described.split(" of the pixels")[:2])
    assert 0 < noisy < blank - 20, described
    assert use_folder.window.train_tab.form.values()["augmentation"] == "elastic"


def test_the_practice_set_is_drawn_once_for_looking_and_training(qtbot, train, monkeypatch) -> None:
    drawn: list[str] = []

    def load(source: str, *, on_progress):
        drawn.append(source)
        return practice_set(40, on_progress=on_progress)

    monkeypatch.setattr("mlp_desktop.workers.kit.data_workers.load_source", load)
    assert look(qtbot, train).grid.count() == 40
    train.window.train_tab.form.set_values({"epochs": "1", "hidden": "5"})
    click(qtbot, train, "trainStart")
    qtbot.waitUntil(lambda: not train.training.is_running, timeout=10_000)
    look(qtbot, train)
    assert drawn == ["practice:2000"]


def test_loading_tells_how_far_it_is_and_a_second_press_stops_it(qtbot, train) -> None:
    click(qtbot, train, "browseButton")
    assert train.window.findChild(QPushButton, "browseButton").text() == "Stop loading"
    qtbot.waitUntil(lambda: train_status(train).startswith("Drawing practice digits: "), timeout=10_000)
    click(qtbot, train, "browseButton")
    qtbot.waitUntil(lambda: not train.samples_window.is_running, timeout=20_000)
    assert train_status(train) == "The loading was stopped."
    assert train.window.findChild(QPushButton, "browseButton").text() == "Samples…"
    assert not dialog(train).isVisible()


def test_closing_while_data_is_loaded_stops_that(qtbot, train) -> None:
    click(qtbot, train, "browseButton")
    train.window.close()
    qtbot.waitUntil(lambda: not train.window.isVisible(), timeout=5_000)
    assert not train.samples_window.is_running


def test_data_that_cannot_be_loaded_is_one_sentence(qtbot, train, told) -> None:
    train.window.train_tab.form.set_values({"data": "mnist"})
    look(qtbot, train)
    assert len(told) == 1
    assert told[0].startswith("MNIST must be fetched before it can be used")
    assert not dialog(train).isVisible()


def choose_archive(desktop: Desktop, path, inputs: np.ndarray, monkeypatch) -> None:
    np.savez(path, X=inputs, y=np.arange(len(inputs)) % 10)
    monkeypatch.setattr(desktop.window, "choose_open_file", lambda *_: str(path))
    desktop.window.findChild(QPushButton, "dataFileButton").click()


def test_shares_of_ink_and_small_images_are_shown_without_a_preview(qtbot, train, tmp_path, monkeypatch) -> None:
    choose_archive(train, tmp_path / "small.npz", np.eye(8)[None].repeat(3, axis=0), monkeypatch)
    shown = look(qtbot, train)
    ink = shown.grid.model().index(0, 0).data(Qt.ItemDataRole.UserRole)
    assert ink.dtype == np.uint8
    assert (ink == 255 * np.eye(8)).all()
    assert not shown.strip.isVisible()


def test_what_is_no_picture_is_one_sentence(qtbot, train, told, tmp_path, monkeypatch) -> None:
    choose_archive(train, tmp_path / "table.npz", np.zeros((3, 5)), monkeypatch)
    look(qtbot, train)
    assert told == ["Samples to be looked at must be square images. Got 5 inputs in table."]
