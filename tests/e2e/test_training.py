"""Training in the window: start, watch, pause, stop, use, save, open again, and close in the middle."""

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QLabel

from mlp_desktop.app import Desktop
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.weights.file import load_weights, save_weights
from mlp_engine.weights.model_card import ModelCard

from .acting import button, choose, click, train_status, type_in

LONG = {"epochs": "100000"}
SHORT = {"epochs": "2", "hidden": "30", "batch_size": "5", "l2": "0", "validation": "0.2"}


def fill(desktop: Desktop, values: dict[str, str]) -> None:
    desktop.window.train_tab.form.set_values(values)


def test_train_use_save_and_open_again_gives_the_same_answer(qtbot, ready, start, draw, tmp_path, monkeypatch) -> None:
    desktop = ready
    window = desktop.window
    for name, text in (("hiddenLayers", "30"), ("epochs", "2"), ("batchSize", "5"), ("learningRate", "0.5")):
        type_in(qtbot, desktop, name, text)
    click(qtbot, desktop, "trainStart")
    qtbot.waitUntil(lambda: not desktop.training.is_running, timeout=20_000)
    assert train_status(desktop).startswith("Done: 2 epochs · best ")
    curves = desktop.training.curves
    assert curves.training_loss()[0][-1] > 1
    assert curves.validation_loss()[0].tolist() == [1, 2]
    assert "After epoch 2" in window.train_tab.loss_plot.accessibleDescription()

    click(qtbot, desktop, "useNetwork")
    assert desktop.session.in_use.network.config.hidden == (30,)
    assert window.isWindowModified()
    window.tabs.setCurrentWidget(window.draw_tab)
    draw(desktop, [[(0, 0), (50, 0), (20, 80)]])
    qtbot.waitUntil(lambda: window.draw_tab.reading.tile.text() != "")
    before = window.draw_tab.reading.score_bars.accessibleDescription()

    path = tmp_path / "mine.safetensors"
    monkeypatch.setattr(window, "choose_save_file", lambda *_: str(path))
    window.save_action.trigger()
    assert not window.isWindowModified()
    assert "mine.safetensors" in window.windowTitle()
    assert load_weights(path)[1].data == "striped, training set"

    window.bundled_action.trigger()
    qtbot.waitUntil(lambda: window.draw_tab.reading.score_bars.accessibleDescription() != before)
    monkeypatch.setattr(window, "choose_open_file", lambda *_: str(path))
    window.open_action.trigger()
    qtbot.waitUntil(lambda: window.draw_tab.reading.score_bars.accessibleDescription() == before)
    assert desktop.settings.recent_files == [str(path)]

    fresh = start()
    fresh.window.recent_requested.emit(str(path))
    assert np.array_equal(fresh.session.in_use.network.parameters, desktop.session.in_use.network.parameters)


def test_curves_move_while_the_run_goes_on(qtbot, ready) -> None:
    fill(ready, LONG)
    click(qtbot, ready, "trainStart")
    curves = lambda: ready.training.curves.training_loss()[0].size  # noqa: E731
    qtbot.waitUntil(lambda: curves() >= 3, timeout=20_000)
    seen = curves()
    qtbot.waitUntil(lambda: curves() > seen + 3, timeout=20_000)
    assert " left" in train_status(ready)
    assert train_status(ready).startswith("epoch ")


def minibatches_done(qtbot, desktop) -> int:
    """Minibatches up to the answer of the training's thread, when the window has shown all that it sent before."""
    answers: list[int] = []
    control = desktop.training.control
    control.request_network(lambda network: answers.append(control.minibatches))
    qtbot.waitUntil(lambda: answers != [], timeout=5_000)
    QApplication.processEvents()
    return answers[0]


def test_pause_holds_resume_goes_on_and_stop_ends(qtbot, ready) -> None:
    fill(ready, LONG)
    click(qtbot, ready, "trainStart")
    qtbot.waitUntil(lambda: ready.training.curves.last is not None, timeout=20_000)
    click(qtbot, ready, "trainPause")
    assert button(ready, "trainPause").text() == "Resume"
    done = minibatches_done(qtbot, ready)
    held = ready.training.curves.last.epoch
    assert minibatches_done(qtbot, ready) == done
    assert ready.training.curves.last.epoch == held
    click(qtbot, ready, "trainPause")
    assert button(ready, "trainPause").text() == "Pause"
    qtbot.waitUntil(lambda: ready.training.curves.last.epoch > held, timeout=5_000)
    click(qtbot, ready, "trainStop")
    qtbot.waitUntil(lambda: not ready.training.is_running, timeout=5_000)
    assert train_status(ready).startswith("Stopped after ")
    assert button(ready, "useNetwork").isEnabled()


def test_form_says_what_is_wrong_beside_each_field_and_start_waits(qtbot, ready) -> None:
    wrong = {
        "hiddenLayers": ("a", "Hidden layers must be whole numbers such as 100, 50. Got 'a'."),
        "l1Strength": ("-1", "L1 strength must be a number of at least 0. Got -1.0."),
        "learningRate": ("0", "Learning rate must be a number above 0. Got 0.0."),
        "batchSize": ("ten", "Minibatch size must be a whole number of at least 1. Got 'ten'."),
        "epochs": ("", "Epochs must be a whole number of at least 1. Got ''."),
    }
    assert button(ready, "trainStart").isEnabled()
    for name, (text, _) in wrong.items():
        type_in(qtbot, ready, name, text)
    for name, (_, sentence) in wrong.items():
        assert ready.window.findChild(QLabel, f"{name}Error").text() == sentence
    assert not button(ready, "trainStart").isEnabled()
    for name, text in (
        ("hiddenLayers", "10"),
        ("l1Strength", "0"),
        ("learningRate", "1"),
        ("batchSize", "1"),
        ("epochs", "1"),
    ):
        type_in(qtbot, ready, name, text)
    assert button(ready, "trainStart").isEnabled()


def test_choosing_an_optimizer_proposes_its_rate_unless_one_was_typed(qtbot, ready) -> None:
    form = ready.window.train_tab.form
    form.set_values({"optimizer": "adam"})
    form.edited.emit("optimizer")
    assert form.values()["learning_rate"] == "0.001"
    type_in(qtbot, ready, "learningRate", "0.02")
    form.set_values({"optimizer": "momentum"})
    form.edited.emit("optimizer")
    assert form.values()["learning_rate"] == "0.02"


def test_diverging_run_is_explained_and_the_network_in_use_survives(qtbot, ready, told) -> None:
    before = ready.session.in_use.network
    fill(ready, SHORT | {"activations": "relu", "learning_rate": "1e30"})
    click(qtbot, ready, "trainStart")
    qtbot.waitUntil(lambda: not ready.training.is_running, timeout=20_000)
    assert len(told) == 1
    assert "the learning rate 1e+30 is probably too high" in told[0]
    assert ready.session.in_use.network is before


def test_data_that_vanished_is_one_sentence(qtbot, ready, told, digits_folder) -> None:
    for file in digits_folder.iterdir():
        file.unlink()
    click(qtbot, ready, "trainStart")
    qtbot.waitUntil(lambda: not ready.training.is_running, timeout=20_000)
    assert len(told) == 1
    assert "striped" in told[0]
    assert button(ready, "trainStart").isEnabled()
    assert not button(ready, "useNetwork").isEnabled()


def test_without_mnist_the_practice_set_is_chosen_and_start_works_at_once(qtbot, desktop) -> None:
    form = desktop.window.train_tab.form
    assert form.values()["data"] == "practice:2000"
    assert button(desktop, "trainStart").isEnabled()
    choose(desktop, "dataSource", "mnist")
    sentence = desktop.window.findChild(QLabel, "dataSourceError").text()
    assert sentence == "Download MNIST first, or choose other data."
    assert not button(desktop, "trainStart").isEnabled()


@pytest.mark.parametrize("paused", [False, True], ids=["running", "paused"])
def test_closing_in_mid_training_asks_stops_waits_and_closes(qtbot, ready, monkeypatch, paused) -> None:
    asked: list[str] = []
    monkeypatch.setattr(ready.window, "ask", lambda question, *_: asked.append(question) or True)
    fill(ready, LONG)
    click(qtbot, ready, "trainStart")
    qtbot.waitUntil(lambda: ready.training.curves.last is not None, timeout=20_000)
    if paused:
        click(qtbot, ready, "trainPause")
    ready.window.close()
    qtbot.waitUntil(lambda: not ready.window.isVisible(), timeout=10_000)
    assert asked == ["A training is running. Stop it and close?"]
    assert not ready.training.is_running


def test_closing_can_be_refused_and_the_run_goes_on(qtbot, ready, monkeypatch) -> None:
    monkeypatch.setattr(ready.window, "ask", lambda *_: False)
    fill(ready, LONG)
    click(qtbot, ready, "trainStart")
    qtbot.waitUntil(lambda: ready.training.curves.last is not None, timeout=20_000)
    ready.window.close()
    assert ready.window.isVisible()
    epoch = ready.training.curves.last.epoch
    qtbot.waitUntil(lambda: ready.training.curves.last.epoch > epoch, timeout=10_000)


@pytest.mark.parametrize(("answer", "closes"), [("discard", True), ("cancel", False), ("save", True)])
def test_an_unsaved_network_is_not_lost_by_closing(qtbot, desktop, tmp_path, monkeypatch, answer, closes) -> None:
    path = tmp_path / "saved.safetensors"
    monkeypatch.setattr(desktop.window, "ask_save_changes", lambda: answer)
    monkeypatch.setattr(desktop.window, "choose_save_file", lambda *_: str(path))
    desktop.session.use_new(Network.initialise(NetworkConfig(hidden=(3,)), np.random.default_rng(0)), ModelCard())
    desktop.window.close()
    assert desktop.window.isVisible() is not closes
    assert path.exists() is (answer == "save")


@pytest.mark.parametrize("kind", ["text", "other-inputs", "missing"])
def test_weights_that_cannot_be_used_leave_the_network_in_use(desktop, told, tmp_path, monkeypatch, kind) -> None:
    path = tmp_path / "bad.safetensors"
    if kind == "text":
        path.write_text("no weights")
    elif kind == "other-inputs":
        config = NetworkConfig(inputs=4, hidden=(3,), outputs=2)
        save_weights(path, Network.initialise(config, np.random.default_rng(0)), ModelCard())
    before, title = desktop.session.in_use.network, desktop.window.windowTitle()
    monkeypatch.setattr(desktop.window, "choose_open_file", lambda *_: str(path))
    desktop.window.open_action.trigger()
    assert len(told) == 1
    assert str(path) in told[0]
    assert desktop.session.in_use.network is before
    assert desktop.window.windowTitle() == title


def test_form_and_geometry_come_back_after_a_restart(qtbot, ready, start) -> None:
    fill(ready, SHORT)
    click(qtbot, ready, "trainStart")
    qtbot.waitUntil(lambda: not ready.training.is_running, timeout=20_000)
    # The platform of the tests has a screen of 800 × 800, and Qt keeps restored windows on the screen.
    ready.window.resize(ready.window.minimumSizeHint().width(), 700)
    size = ready.window.size()
    ready.window.close()
    again = start()
    values = again.window.train_tab.form.values()
    assert {key: values[key] for key in SHORT} == SHORT
    assert values["data"] == ready.settings.data_folder
    assert again.window.size() == size
    assert size.height() == 700


@pytest.mark.parametrize("agrees", [True, False])
def test_a_name_without_ending_gets_one_and_never_replaces_a_file_unasked(
    desktop, tmp_path, monkeypatch, agrees
) -> None:
    there = tmp_path / "mine.safetensors"
    there.write_text("something dear")
    asked: list[str] = []
    monkeypatch.setattr(desktop.window, "choose_save_file", lambda *_: str(tmp_path / "mine"))
    monkeypatch.setattr(desktop.window, "ask", lambda question, *_: asked.append(question) or agrees)
    desktop.window.save_as_action.trigger()
    assert asked == ["mine.safetensors already exists. Replace it?"]
    assert (there.read_bytes() == b"something dear") is not agrees
    assert [path.name for path in tmp_path.glob("mine*")] == ["mine.safetensors"]


def test_too_long_name_is_one_sentence_when_saving(desktop, tmp_path, monkeypatch, told) -> None:
    monkeypatch.setattr(desktop.window, "choose_save_file", lambda *_: str(tmp_path / ("n" * 300)))
    desktop.window.save_as_action.trigger()
    (sentence,) = told
    assert sentence.startswith("Weights must be saved where files can be written.")


def test_network_under_the_longest_name_is_saved_under_another(desktop, tmp_path, monkeypatch, told) -> None:
    """Its name with the ending would be too long, so nothing can be there."""
    path = tmp_path / ("n" * 255)
    save_weights(path, Network.initialise(NetworkConfig(hidden=(3,)), np.random.default_rng(0)), ModelCard())
    assert desktop.weights.open(path)
    proposed: list[str] = []
    monkeypatch.setattr(desktop.window, "choose_save_file", lambda _title, place, _kinds: proposed.append(place) or "")
    desktop.window.save_as_action.trigger()
    assert (len(proposed), told) == (1, [])


def test_weights_dropped_on_the_window_are_in_use(desktop, drop, tmp_path) -> None:
    path = tmp_path / "dropped.safetensors"
    save_weights(path, Network.initialise(NetworkConfig(hidden=(3,)), np.random.default_rng(0)), ModelCard())
    drop(desktop, path)
    assert desktop.session.in_use.network.config.hidden == (3,)
    assert desktop.window.windowTitle().startswith("dropped.safetensors")
    assert not desktop.window.isWindowModified()
