"""Examine's pages Threshold, Damage and Labels, with mouse and keys."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QSlider

from mlp_desktop.app import Desktop
from mlp_desktop.workers.examine.examination_workers import Examined
from mlp_desktop.workers.examine.robustness_workers import LossesWorker
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.subset import with_label_noise
from mlp_engine.examination.damage import DAMAGE_NAMES
from mlp_engine.examination.examination import examine
from mlp_engine.examination.robustness import damage_curve, damaged_samples
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.sources import load_source
from mlp_engine.training.train import train_new_network
from mlp_engine.weights.file import save_weights
from mlp_engine.weights.model_card import ModelCard

from .acting import button, choose, click, text

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def small(striped_digits: Dataset) -> Network:
    """A small network that reads striped digits."""
    config = TrainingConfig(learning_rate=0.5, epochs=8, validation=0)
    return train_new_network(striped_digits, NetworkConfig(hidden=(10,)), config).network


@pytest.fixture
def examined(qtbot, desktop: Desktop, digits_folder, small, tmp_path, monkeypatch) -> Desktop:
    """A small network, examined on the training part of the folder, some of whose labels are wrong."""
    window = desktop.window
    save_weights(tmp_path / "small.safetensors", small, ModelCard())
    data = load_source(f"{digits_folder}:train")
    noisy = with_label_noise(data, 0.04, np.random.default_rng(1))
    np.savez(tmp_path / "digits.npz", X=noisy.inputs, y=noisy.labels)
    window.tabs.setCurrentWidget(window.examine_tab)
    monkeypatch.setattr(window, "choose_open_file", lambda *_: str(tmp_path / "small.safetensors"))
    click(qtbot, desktop, "examineWeights")
    monkeypatch.setattr(window, "choose_open_file", lambda *_: str(tmp_path / "digits.npz"))
    click(qtbot, desktop, "examineFile")
    examine_now(qtbot, desktop)
    return desktop


def wait(qtbot, desktop: Desktop) -> None:
    qtbot.waitUntil(lambda: not desktop.examination.is_running, timeout=20_000)


def examine_now(qtbot, desktop: Desktop) -> None:
    click(qtbot, desktop, "examineStart")
    wait(qtbot, desktop)


def slider(desktop: Desktop, name: str) -> QSlider:
    return desktop.window.findChild(QSlider, name)  # pyright: ignore[reportReturnType]


def shown(desktop: Desktop) -> list[int]:
    model = desktop.window.examine_tab.results.samples.model()
    return [model.index(row, 0).data(Qt.ItemDataRole.UserRole) for row in range(model.rowCount())]


def data_of(tmp_path) -> Dataset:
    return load_source(str(tmp_path / "digits.npz"))


def test_a_threshold_tells_what_is_answered_and_lists_the_rest(qtbot, examined, small, tmp_path) -> None:
    found = examine(small, data_of(tmp_path))
    click(qtbot, examined, "thresholdSegment")
    moved = slider(examined, "thresholdSlider")
    moved.setFocus()
    qtbot.keyClick(moved, Qt.Key.Key_End)
    assert text(examined, "thresholdValue") == "100.0%"
    qtbot.keyClick(moved, Qt.Key.Key_PageDown)  # a tenth
    answered = found.confidence >= 0.9
    wrong = int((~found.right[answered]).sum())
    assert text(examined, "thresholdWords").startswith(
        f"Answers {answered.mean():.1%} of the digits, {1 - wrong / answered.sum():.1%} of these right."
    )
    assert 0 < len(shown(examined)) == (~answered).sum()
    assert shown(examined)[0] == int(found.confidence.argmin())
    assert "look most like a digit" in text(examined, "thresholdReject"), "the bundled reject score beside"
    qtbot.keyClick(moved, Qt.Key.Key_Home)
    assert text(examined, "thresholdWords").startswith("Answers 100.0% of the digits")
    assert shown(examined) == []
    click(qtbot, examined, "confusionSegment")
    assert shown(examined) == found.errors().tolist()


def test_damaged_samples_are_listed_and_read_again(qtbot, examined, small, tmp_path) -> None:
    click(qtbot, examined, "damageSegment")
    wait(qtbot, examined)
    choose(examined, "damageKind", "rotation")
    strength = slider(examined, "damageStrength")
    strength.setFocus()
    qtbot.keyClick(strength, Qt.Key.Key_End)
    wait(qtbot, examined)
    turned = examine(small, damaged_samples(data_of(tmp_path), "rotation", 90))
    assert text(examined, "damageValue") == "90°"
    assert text(examined, "damageWords").startswith(f"{turned.accuracy:.1%} of 150 right")
    assert shown(examined)[: turned.evaluation.errors] == turned.errors().tolist()
    samples = examined.window.examine_tab.results.samples
    qtbot.keyClick(samples, Qt.Key.Key_Return)
    first = np.rint(turned.data.inputs[turned.errors()[0]] * 255).astype(np.uint8).reshape(28, 28)
    assert np.array_equal(examined.drawing.sheet.picture, first), "the damaged image is on the pad"

    # Samples that are still being read when others are examined are not listed among these.
    examined.window.tabs.setCurrentWidget(examined.window.examine_tab)
    choose(examined, "damageKind", "noise")
    click(qtbot, examined, "confusionSegment")
    others = examine(small, data_of(tmp_path).take(np.arange(40)))
    examined.examination._succeeded(Examined(examined.examination._examined, others, ()))
    wait(qtbot, examined)
    click(qtbot, examined, "damageSegment")
    wait(qtbot, examined)
    assert " of 40 right" in text(examined, "damageWords")
    assert len(shown(examined)) == 40


def test_curves_of_the_ticked_damage_are_measured_and_stop_ends_it(qtbot, examined, small, tmp_path) -> None:
    click(qtbot, examined, "damageSegment")
    wait(qtbot, examined)
    click(qtbot, examined, "damageCurves")
    click(qtbot, examined, "examineStop")
    wait(qtbot, examined)
    assert text(examined, "examineStatus") == "Stopped. The curves that were finished are shown."
    for name in ("Noise", "Shift", "ThinnerPen", "BroaderPen", "Occlusion"):
        examined.window.findChild(QCheckBox, f"damage{name}").click()
    click(qtbot, examined, "damageCurves")
    wait(qtbot, examined)
    assert text(examined, "examineStatus") == "Measured 2 curves on 150 samples."
    lines = examined.window.examine_tab.results.damage.plot._lines
    data = data_of(tmp_path)
    for line, name in zip(lines, ("rotation", "contrast"), strict=True):
        assert line.place == DAMAGE_NAMES.index(name)
        assert np.array_equal(line.y, damage_curve(small, data, name).accuracy)
        assert (line.x[0], line.x[-1]) == (0, 1)
    assert button(examined, "damageCurves").isEnabled()


def test_doubtful_labels_are_found_by_a_training_but_not_in_a_test_set(
    qtbot, examined, tmp_path, digits_folder, monkeypatch
) -> None:
    monkeypatch.setattr(LossesWorker, "epochs", 4)
    errors = shown(examined)
    click(qtbot, examined, "damageSegment")
    wait(qtbot, examined)
    assert len(shown(examined)) == 150
    click(qtbot, examined, "labelsSegment")
    assert shown(examined) == errors, "and not the damaged samples"
    click(qtbot, examined, "labelsStart")
    wait(qtbot, examined)
    true = load_source(f"{digits_folder}:train").labels
    planted = set(np.flatnonzero(data_of(tmp_path).labels != true).tolist())
    assert len(planted) == 6
    assert set(shown(examined)[:6]) == planted
    assert text(examined, "labelsWords").startswith("6 samples of 150 were read as the label after none of 4 epochs.")
    plot = examined.window.examine_tab.results.labels.plot
    before = plot.accessibleDescription()
    qtbot.keyClick(examined.window.examine_tab.results.samples, Qt.Key.Key_Right)
    assert before != plot.accessibleDescription(), "the loss of another sample is drawn"

    monkeypatch.setattr(examined.window, "choose_folder", lambda *_: str(digits_folder))
    click(qtbot, examined, "examineFolder")
    examine_now(qtbot, examined)
    assert text(examined, "labelsWords").startswith("These samples are a test set, from which nothing is learned.")
    assert not button(examined, "labelsStart").isEnabled()
