"""A run moment by moment: its snapshots under a slider, with the answer to the drawing; two runs at the same moment."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QSlider, QWidget

from mlp_desktop.app import Desktop
from mlp_desktop.controllers.moments import read_moments, run_moments
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.runs import RunStore, runs_folder
from mlp_engine.runs.snapshots import SnapshotFiles
from mlp_engine.weights.file import load_weights, save_weights
from mlp_engine.weights.model_card import ModelCard

from .acting import button, click, text


@pytest.fixture
def ready(ready: Desktop, digits_folder, monkeypatch) -> Desktop:
    """The Train tab with a short run in the form, and a sample on the pad; moments read the small folder."""
    monkeypatch.setattr(read_moments, "DATA", str(digits_folder))
    monkeypatch.setattr(run_moments, "MILLISECONDS_A_MOMENT", 1)
    ready.window.resize(1024, 700)
    ready.window.train_tab.form.set_values(
        {"epochs": "4", "hidden": "12", "batch_size": "10", "learning_rate": "0.5", "validation": "0.2"}
    )
    ready.window.sample_requested.emit(1)
    return ready


def train(qtbot, desktop: Desktop) -> None:
    desktop.window.tabs.setCurrentWidget(desktop.window.train_tab)
    click(qtbot, desktop, "trainStart")
    qtbot.waitUntil(lambda: not desktop.training.is_running, timeout=20_000)


def slider(desktop: Desktop) -> QSlider:
    found = desktop.window.findChild(QSlider, "momentSlider")
    assert found is not None
    return found


def told(desktop: Desktop, name: str) -> str:
    widget = desktop.window.findChild(QWidget, name)
    assert widget is not None, name
    return widget.accessibleDescription()


def open_moments(qtbot, desktop: Desktop, runs: list[int], moments: int) -> None:
    desktop.window.tabs.setCurrentWidget(desktop.window.runs_tab)
    desktop.runs.choose(runs)
    if not button(desktop, "momentsSegment").isChecked():
        click(qtbot, desktop, "momentsSegment")
    qtbot.waitUntil(lambda: slider(desktop).isVisible() and slider(desktop).maximum() == moments - 1, timeout=20_000)


def test_a_run_is_scrubbed_from_its_first_weights_to_its_last(qtbot, ready, monkeypatch) -> None:
    train(qtbot, ready)
    open_moments(qtbot, ready, [1], 5)
    assert text(ready, "momentWords").startswith("Before the first step: ")
    kept = SnapshotFiles(runs_folder(), 1).stored()
    told_size = f"{sum(snapshot.size for snapshot in kept) / 1e3:.1f} kB"
    assert text(ready, "momentWords").endswith(f" · {len(kept)} snapshots on disk, {told_size}")
    seen = {name: {told(ready, name)} for name in ("momentScores", "momentConfusion", "momentLayerFigures1")}
    image = ready.reading.digit.image.ravel()
    for place in range(1, 5):
        qtbot.keyClick(slider(ready), Qt.Key.Key_Right)
        assert slider(ready).value() == place
        assert slider(ready).accessibleDescription() == f"after {place} epoch{'s' if place > 1 else ''}"
        for name, words in seen.items():
            words.add(told(ready, name))
    assert all(len(words) == 5 for words in seen.values()), seen
    # The last one is the network that the run has kept as its last, in full.
    result, _ = ready.training._result
    p = result.last.predict(image)
    assert text(ready, "momentAnswer").endswith(f" {int(p.argmax())}, {p.max():.0%}")
    pictures = ready.window.moments_page.weights.pictures
    assert np.array_equal(pictures._pictures[0].ravel(), result.last.weights[0][:, 0])
    first = load_weights(kept[0].path).network.weights[0]
    spread = f"Standard deviation {result.last.weights[0].std(dtype=float):.2g} now, {first.std(dtype=float):.2g} at"
    assert told(ready, "momentWeightHistogram1") == f"{spread} the start."
    words = text(ready, "momentAnswer")
    ready.drawing.clear()
    qtbot.waitUntil(lambda: text(ready, "momentAnswer") == "No drawing")
    ready.window.tabs.setCurrentWidget(ready.window.draw_tab)
    ready.drawing.undo()
    qtbot.waitUntil(lambda: ready.reading.digit is not None)
    assert text(ready, "momentAnswer") == "No drawing", "out of sight it takes no time from the pen"
    with monkeypatch.context() as patch:
        patch.setattr(run_moments.RunMoments, "_look", lambda _: None)  # as if the disk were slow
        ready.window.tabs.setCurrentWidget(ready.window.runs_tab)
        assert text(ready, "momentAnswer") == words, "at once"
    click(qtbot, ready, "momentPlay")
    assert slider(ready).value() == 0, "it begins again"
    qtbot.waitUntil(lambda: slider(ready).value() == 4 and text_of_play(ready) == "Play", timeout=5_000)
    for name in ("momentPlay", "momentSlider", "momentConfusion", "momentScores", "runUse"):
        widget = ready.window.findChild(QWidget, name)
        assert widget.visibleRegion().boundingRect() == widget.rect(), name
    click(qtbot, ready, "momentMap")
    page = ready.window.lab_tab.map
    assert page.isVisible()
    assert (page.moment.maximum(), text(ready, "labMapMomentName")) == (4, "Run 1, before the first step")


def text_of_play(desktop: Desktop) -> str:
    return button(desktop, "momentPlay").text()


def test_two_runs_stand_side_by_side_at_the_same_moment(qtbot, ready) -> None:
    train(qtbot, ready)
    ready.window.train_tab.form.set_values({"seed": "7", "epochs": "2"})
    train(qtbot, ready)
    open_moments(qtbot, ready, [2, 1], 5)
    slider(ready).setValue(4)
    words = text(ready, "momentWords")
    assert words.startswith("After 4 epochs: run ")
    assert " and run " in words
    assert "% (after 2 epochs)" in words, "the second run has no fourth epoch"
    assert text(ready, "momentAnswerAbout").startswith("Run ")
    pictures = ready.window.moments_page.weights.pictures
    first = pictures._pictures.copy()
    click(qtbot, ready, "momentsOfSecondSegment")
    assert not np.array_equal(pictures._pictures, first)
    ready.moments._moments._moments.clear()  # as if they were being looked at for the first time
    ready.moments.show_runs(ready.moments._runs)
    assert ready.moments.is_running
    ready.moments.show_runs([])
    assert label(ready, "momentsEmpty") == run_moments.CHOOSE
    qtbot.waitUntil(lambda: not ready.moments.is_running, timeout=20_000)
    ready.drawing.clear()
    ready.drawing.undo()
    ready.moments._show_answer()
    assert label(ready, "momentsEmpty") == run_moments.CHOOSE, (
        "neither what is found later nor the pad brings them back"
    )


def label(desktop: Desktop, name: str) -> str:
    found = desktop.window.findChild(QLabel, name)
    return found.text() if found is not None and found.isVisible() else ""


def test_a_run_that_reads_smaller_images_says_that_practice_digits_do_not_fit(qtbot, ready, tmp_path) -> None:
    images = np.random.default_rng(1).integers(0, 256, (60, 8, 8), np.uint8)
    np.savez(tmp_path / "eight.npz", X=images, y=np.arange(60) % 10)
    ready.training.choose_data(str(tmp_path / "eight.npz"))
    train(qtbot, ready)
    ready.window.tabs.setCurrentWidget(ready.window.runs_tab)
    ready.runs.choose([1])
    click(qtbot, ready, "momentsSegment")
    assert label(ready, "momentsEmpty") == (
        "Moments are shown with practice digits of 784 pixels. The network of run 1 can't read them: it has 64 inputs."
    )
    assert not ready.moments.is_running


def test_a_run_without_snapshots_says_why(qtbot, ready, monkeypatch) -> None:
    monkeypatch.setattr("mlp_engine.runs.snapshots.MOST_PARAMETERS", 10)
    train(qtbot, ready)
    ready.window.tabs.setCurrentWidget(ready.window.runs_tab)
    ready.runs.choose([1])
    click(qtbot, ready, "momentsSegment")
    assert label(ready, "momentsEmpty") == run_moments.NONE
    assert "500,000 weights and biases" in run_moments.NONE


def turn_away_and_back(qtbot, desktop: Desktop) -> None:
    for name in ("lossSegment", "momentsSegment"):
        segment = desktop.window.runs_tab.findChild(QAbstractButton, name)
        qtbot.mouseClick(segment, Qt.MouseButton.LeftButton)


def test_broken_and_foreign_snapshots_hide_no_other(qtbot, ready) -> None:
    train(qtbot, ready)
    store = RunStore(runs_folder())
    first, second, third, *_ = (snapshot.path for snapshot in store.snapshots(1))
    whole = first.read_bytes()
    first.write_bytes(whole[:-9])
    config = NetworkConfig(hidden=(12,), outputs=11)
    save_weights(second, Network.initialise(config, np.random.default_rng(1)), ModelCard())
    open_moments(qtbot, ready, [1], 3)
    words = text(ready, "momentWords")
    assert words.startswith("After 2 epochs: ")
    assert "read correctly. 2 snapshots can't be shown: Weights must come from a sound safetensors file." in words
    assert ready.moments._moments._broken[second] == (
        f"A snapshot must be of the layers of its run, 784-12-10. Got {second} of 784-12-11."
    )
    last = store.weights_of(1, "last")
    for path in (third, *third.parent.glob("1-*.safetensors"), last):
        path.write_bytes(b"x")
    ready.moments._moments._moments.clear()
    turn_away_and_back(qtbot, ready)
    qtbot.waitUntil(lambda: label(ready, "momentsEmpty").startswith("5 snapshots can't be shown: "), timeout=20_000)
    first.write_bytes(whole)
    turn_away_and_back(qtbot, ready)
    qtbot.waitUntil(lambda: text(ready, "momentWords").startswith("Before the first step: "), timeout=20_000)
