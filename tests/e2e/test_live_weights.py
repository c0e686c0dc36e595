"""While a run goes on, its weights are shown as they are, off the window's own thread, and nothing is left behind."""

import time
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from mlp_desktop.app import Desktop
from mlp_desktop.controllers.train import live_weights
from mlp_desktop.controllers.train.weights_display import layer_words
from mlp_desktop.views.train.layer_statistics import WeightHistogram
from mlp_desktop.workers.train import layers_worker
from mlp_engine.diagnosis.layer_statistics import layer_statistics
from mlp_engine.perceptron.config import TrainingConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.training.train import starting_network

from .acting import button, click


@pytest.fixture
def ready(ready: Desktop) -> Desktop:
    """The Train tab with a long run in the form and the weights in front."""
    segment = ready.window.findChild(QAbstractButton, "weightsSegment")
    assert segment is not None
    segment.click()
    values = {"epochs": "100000", "hidden": "30, 20", "batch_size": "10", "learning_rate": "0.1", "validation": "0.2"}
    ready.window.train_tab.form.set_values(values | {"activations": "relu, tanh"})
    return ready


@pytest.fixture
def slow(monkeypatch) -> Callable[[float], list[float]]:
    """Makes every look take so many seconds; returns when looks began, and notes in which threads."""

    def make(seconds: float) -> list[float]:
        began: list[float] = []

        def look(network, sample, start):
            began.append(time.monotonic())
            application = QApplication.instance()
            assert application is not None
            assert QThread.currentThread() != application.thread()
            time.sleep(seconds)
            return layer_statistics(network, sample, start)

        monkeypatch.setattr(layers_worker, "layer_statistics", look)
        return began

    return make


def facts(desktop: Desktop, layer: int = 1) -> str:
    """What is told of a layer, empty where nothing is."""
    figures = desktop.window.findChild(QWidget, f"layerFigures{layer}")
    return "" if figures is None or not figures.isVisible() else figures.accessibleDescription()


def pictures(desktop: Desktop) -> bytes:
    return desktop.window.train_tab.curves.weights.pictures.grab().toImage().constBits().tobytes()  # pyright: ignore[reportAttributeAccessIssue]


def stop(qtbot, desktop: Desktop) -> None:
    click(qtbot, desktop, "trainStop")
    qtbot.waitUntil(lambda: not desktop.training.is_running, timeout=20_000)


def network_now(qtbot, desktop: Desktop) -> Network:
    """The network in training, by way of the pad."""
    before = desktop.session.in_use.network
    click(qtbot, desktop, "tryNetwork")
    qtbot.waitUntil(lambda: desktop.session.in_use.network is not before, timeout=5_000)
    return desktop.session.in_use.network


def test_pictures_and_numbers_change_while_the_run_goes_on(qtbot, ready) -> None:
    click(qtbot, ready, "trainStart")
    qtbot.waitUntil(lambda: facts(ready) != "", timeout=20_000)
    for _ in range(2):
        words, wall = facts(ready), pictures(ready)
        qtbot.waitUntil(lambda words=words: facts(ready) != words, timeout=10_000)
        assert pictures(ready) != wall
    assert " dead unit" in facts(ready, 1)
    assert " saturated unit" in facts(ready, 2)
    assert "Gradient's length" in facts(ready, 3)
    names = [label.text() for label in ready.window.train_tab.curves.weights.findChildren(QLabel)]
    assert {"Layer 1 · 30 relu", "Layer 2 · 20 tanh", "Output · 10 softmax"} <= set(names)


def test_a_paused_run_is_shown_as_it_is_and_after_each_step(qtbot, ready, striped_digits) -> None:
    click(qtbot, ready, "trainStart")
    qtbot.waitUntil(lambda: ready.training.curves.last is not None, timeout=20_000)
    click(qtbot, ready, "trainPause")

    def shown_is_now() -> None:
        network = network_now(qtbot, ready)
        words = [layer_words(layer).splitlines()[0] for layer in layer_statistics(network, striped_digits)]
        qtbot.waitUntil(lambda: all(facts(ready, n).startswith(line) for n, line in enumerate(words, 1)), timeout=5_000)

    shown_is_now()
    config = ready.session.in_use.network.config
    seed = ready.window.train_tab.form.values()["seed"]
    begun = starting_network(config, TrainingConfig(seed=int(seed)))
    for number, w in enumerate(begun.weights, 1):
        histogram = ready.window.findChild(WeightHistogram, f"weightHistogram{number}")
        assert histogram.accessibleDescription().endswith(f" now, {w.std(dtype=float):.2g} at the start.")
        reach = histogram._reach
        expected = np.sqrt(np.histogram(w, 41, (-reach, reach))[0])
        np.testing.assert_allclose(histogram._start / histogram._start.max(), expected / expected.max(), rtol=1e-6)
    held = facts(ready)
    qtbot.wait(1200)
    assert facts(ready) == held
    for _ in range(2):
        click(qtbot, ready, "trainStepMinibatch")
        qtbot.waitUntil(lambda held=held: facts(ready) != held, timeout=5_000)
        shown_is_now()
        held = facts(ready)


def test_the_pad_gets_its_network_though_the_weights_are_asked_for_all_the_time(qtbot, ready, monkeypatch) -> None:
    monkeypatch.setattr(live_weights, "SECONDS_WHEN_SEEN", 0.0)
    click(qtbot, ready, "trainStart")
    qtbot.waitUntil(lambda: facts(ready) != "", timeout=20_000)
    for _ in range(5):
        network_now(qtbot, ready)


def test_weights_that_nobody_looks_at_are_seldom_worked_out(qtbot, ready, slow) -> None:
    looks = slow(0.0)
    ready.window.train_tab.findChild(QAbstractButton, "curvesSegment").click()
    click(qtbot, ready, "trainStart")
    qtbot.waitUntil(lambda: len(looks) == 1, timeout=20_000)
    qtbot.wait(1500)
    assert len(looks) == 1
    ready.window.findChild(QAbstractButton, "weightsSegment").click()
    qtbot.waitUntil(lambda: len(looks) >= 4, timeout=10_000)
    assert np.diff(looks[1:]).min() >= 0.45


def test_looks_that_take_long_are_rare(qtbot, ready, slow) -> None:
    looks = slow(0.2)
    click(qtbot, ready, "trainStart")
    qtbot.waitUntil(lambda: len(looks) == 2, timeout=20_000)
    assert looks[1] - looks[0] >= 10 * 0.2


@pytest.mark.parametrize("how", ["stop", "stop and start", "close"])
def test_what_ends_in_the_middle_of_a_look_leaves_nothing_of_it(qtbot, ready, slow, monkeypatch, how) -> None:
    looks = slow(0.5)
    monkeypatch.setattr(ready.window, "ask", lambda *_: True)
    click(qtbot, ready, "trainStart")
    qtbot.waitUntil(lambda: len(looks) == 1, timeout=20_000)
    if how == "close":
        ready.window.close()
        qtbot.waitUntil(lambda: not ready.window.isVisible(), timeout=10_000)
        assert not ready.training.is_running
        return
    stop(qtbot, ready)
    # The network that is kept is shown, and the look that came too late is not.
    result, _ = ready.training._result
    kept = facts(ready)
    assert kept != ""
    first = ready.window.train_tab.curves.weights.pictures._pictures[0]
    assert np.array_equal(first.ravel(), result.network.weights[0][:, 0])
    qtbot.wait(700)
    assert facts(ready) == kept
    if how == "stop and start":
        click(qtbot, ready, "trainStart")
        assert facts(ready) == ""
        qtbot.waitUntil(lambda: facts(ready) not in ("", kept), timeout=20_000)


def test_looks_that_fail_are_told_once_and_the_run_goes_on(qtbot, ready, monkeypatch) -> None:
    looks: list[int] = []

    def fail(*_: object) -> None:
        looks.append(1)
        raise MemoryError

    monkeypatch.setattr(layers_worker, "layer_statistics", fail)
    click(qtbot, ready, "trainStart")
    panel = ready.window.train_tab.curves.weights
    sentence = "The weights cannot be shown while the run goes on: there is too little memory."
    qtbot.waitUntil(
        lambda: sentence in [label.text() for label in panel.findChildren(QLabel) if label.isVisible()], timeout=20_000
    )
    epoch = ready.training.curves.last.epoch if ready.training.curves.last else 0
    qtbot.waitUntil(lambda: (ready.training.curves.last or None) and ready.training.curves.last.epoch > epoch)
    qtbot.wait(800)
    assert len(looks) == 1
    stop(qtbot, ready)
    assert facts(ready) != ""


def test_dead_units_are_told_and_mended_while_the_run_goes_on(qtbot, ready) -> None:
    sick = {"hidden": "30", "activations": "relu", "learning_rate": "1", "batch_size": "5", "l2": "0"}
    ready.window.train_tab.form.set_values(sick)
    click(qtbot, ready, "trainStart")
    words = ready.window.findChild(QLabel, "diagnosisWords")
    qtbot.waitUntil(lambda: "of the ReLU units of layer 1 are dead" in words.text(), timeout=20_000)
    assert ready.training.is_running
    assert words.text() in ready.window.train_tab.loss_plot.accessibleDescription()
    remedy = button(ready, "applyRemedy")
    assert remedy.isVisible()
    panel = ready.window.train_tab.curves.weights
    qtbot.waitUntil(lambda: "▸ Layer 1 · 30 relu" in [label.text() for label in panel.findChildren(QLabel)])
    stop(qtbot, ready)
    click(qtbot, ready, "applyRemedy")
    assert float(ready.window.train_tab.form.values()["learning_rate"]) < 1
