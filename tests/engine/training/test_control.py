"""Pause, step, change, resume and stop, across threads."""

import queue
import threading
import time
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.errors import SettingError
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.training.control import RunControl
from mlp_engine.training.history import Change, EpochFinished, MinibatchStep, TrainingEvent
from mlp_engine.training.result import TrainingResult
from mlp_engine.training.train import train_new_network


def test_running_goes_on_and_stopped_does_not() -> None:
    control = RunControl()
    assert control.wait_while_paused()
    control.stop()
    assert not control.wait_while_paused()
    assert repr(control) == "RunControl(stopped)"


def test_paused_waits_until_resumed_and_the_wait_is_counted(monkeypatch) -> None:
    hours = iter((10.0, 13.0))
    monkeypatch.setattr(time, "perf_counter", lambda: next(hours))
    control = RunControl()
    control.pause()
    timer = threading.Timer(0.1, control.resume)
    timer.start()
    assert control.wait_while_paused()
    timer.join()
    assert control.paused_seconds == 3.0


def test_a_pause_is_no_time_of_the_training(blobs, monkeypatch) -> None:
    now = [0.0]
    monkeypatch.setattr(time, "perf_counter", lambda: now[0])
    control = RunControl()

    def resume_after_an_hour(_: threading.Condition) -> None:
        now[0] += 3600.0
        control.resume()

    monkeypatch.setattr(threading.Condition, "wait", resume_after_an_hour)

    def pause(event: TrainingEvent) -> None:
        if isinstance(event, EpochFinished):
            now[0] += 1.0
            if event.record.epoch == 2:
                control.pause()

    config = NetworkConfig(inputs=2, hidden=(4,), outputs=3)
    training = TrainingConfig(epochs=4, batch_size=120)
    result = train_new_network(blobs, config, training, control=control, on_progress=pause)
    assert now == [3604.0]
    assert [record.seconds for record in result.history.epochs] == [0.0, 1.0, 2.0, 3.0]


def test_a_step_lets_exactly_one_minibatch_through() -> None:
    control = RunControl()
    control.pause()
    passed: list[bool] = []
    worker = threading.Thread(target=lambda: [passed.append(control.wait_while_paused()) for _ in range(3)])
    worker.start()
    for expected in (1, 2):
        control.step()
        while len(passed) < expected:
            assert worker.is_alive()
        assert len(passed) == expected
    control.stop()
    worker.join()
    assert passed == [True, True, False]


def test_stop_ends_a_paused_training(blobs) -> None:
    control = RunControl()
    control.pause()
    timer = threading.Timer(0.1, control.stop)
    timer.start()
    config = NetworkConfig(inputs=2, hidden=(4,), outputs=3)
    result = train_new_network(blobs, config, TrainingConfig(epochs=100_000), control=control)
    timer.join()
    assert result.outcome == "stopped"
    assert len(result.history) == 0
    assert np.isfinite(result.network.parameters).all()


def watched(blobs, control: RunControl, training: TrainingConfig) -> tuple[threading.Thread, queue.Queue, list]:
    """A training in a thread of its own, the epochs it reports, and a place for its result."""
    epochs: queue.Queue[EpochFinished] = queue.Queue()
    results: list[TrainingResult] = []

    def report(event: TrainingEvent) -> None:
        if isinstance(event, EpochFinished):
            epochs.put(event)

    config = NetworkConfig(inputs=2, hidden=(4,), outputs=3)
    worker = threading.Thread(
        target=lambda: results.append(train_new_network(blobs, config, training, control=control, on_progress=report))
    )
    worker.start()
    return worker, epochs, results


def test_a_step_of_an_epoch_ends_with_the_epoch_reported(blobs) -> None:
    control = RunControl()
    control.pause()
    worker, events, results = watched(blobs, control, TrainingConfig(epochs=50))
    for epoch in (1, 2, 3):
        control.step_epoch()
        assert events.get(timeout=10).record.epoch == epoch
        with pytest.raises(queue.Empty):
            events.get(timeout=0.1)
        assert control.is_paused
    control.stop()
    worker.join()
    assert (results[0].outcome, len(results[0].history)) == ("stopped", 3)


def test_a_step_of_an_epoch_from_its_middle_goes_to_its_end(blobs) -> None:
    control = RunControl()
    control.pause()
    worker, events, _ = watched(blobs, control, TrainingConfig(epochs=50))
    for _ in range(3):
        control.step()
    control.step_epoch()
    assert events.get(timeout=10).record.epoch == 1
    with pytest.raises(queue.Empty):
        events.get(timeout=0.1)
    control.stop()
    worker.join()


def test_a_pause_ends_a_step_of_an_epoch() -> None:
    control = RunControl()
    control.pause()
    control.step_epoch()
    assert control.wait_while_paused()
    control.pause()
    timer = threading.Timer(0.1, control.stop)
    timer.start()
    assert not control.wait_while_paused()
    timer.join()


def test_a_resumed_training_forgets_the_steps_it_was_still_to_take() -> None:
    control = RunControl()
    control.step()
    control.step_epoch()
    control.resume()
    control.pause()
    timer = threading.Timer(0.1, control.stop)
    timer.start()
    assert not control.wait_while_paused()
    timer.join()


def test_a_change_is_taken_up_before_the_next_minibatch_and_recorded(blobs) -> None:
    control = RunControl()
    events: list[TrainingEvent] = []

    def change(event: TrainingEvent) -> None:
        events.append(event)
        if isinstance(event, EpochFinished) and event.record.epoch == 2:
            control.change(learning_rate=0.01, l1=2.0)
            control.change(l1=3.0, l2=0.0)  # the last word counts; L2 is 0 already

    config = NetworkConfig(inputs=2, hidden=(4,), outputs=3)
    training = TrainingConfig(epochs=6, learning_rate=0.5, schedule="step", step_every=4)
    result = train_new_network(blobs, config, training, control=control, on_progress=change)
    changes = (Change(2.0, "learning_rate", 0.01), Change(2.0, "l1", 3.0))
    assert result.history.changes == changes
    assert tuple(event for event in events if isinstance(event, Change)) == changes
    epochs = result.history.epochs
    assert [record.learning_rate for record in epochs] == [0.5, 0.5, 0.01, 0.01, 0.005, 0.005]
    assert [record.penalty > 0 for record in epochs] == [False, False, True, True, True, True]


@pytest.mark.parametrize("hidden", [(4,), (300, 250)], ids=["plain", "folded"])
def test_settings_change_from_the_next_minibatch_on(hidden) -> None:
    rng = np.random.default_rng(0)
    data = Dataset(rng.random((40, 20)), rng.integers(0, 3, 40), "random", classes=3)
    config = NetworkConfig(inputs=20, hidden=hidden, outputs=3, activations=("relu",), dtype="float64")
    usual = TrainingConfig(optimizer="momentum", epochs=2, batch_size=10, learning_rate=0.1)

    def parameters(training: TrainingConfig, **changes: Any) -> tuple[np.ndarray, tuple[Change, ...]]:
        control = RunControl()
        if changes:
            control.change(**changes)
        result = train_new_network(data, config, training, control=control)
        return result.network.parameters, result.history.changes

    for what, value, settings in (
        ("momentum", 0.3, replace(usual, momentum=0.3)),
        ("dropout", 0.25, replace(usual, dropout=(0.25,))),
        ("batch_size", 15, replace(usual, batch_size=15)),
        ("noise", 0.3, replace(usual, noise=0.3)),
    ):
        changed, changes = parameters(usual, **{what: value})
        assert changes == (Change(0.0, what, value),)
        assert changed == pytest.approx(parameters(settings)[0], abs=1e-12), "as if it had been so from the start"
        assert not np.allclose(changed, parameters(usual)[0])
    dropping = replace(usual, dropout=(0.5,))
    assert parameters(dropping, dropout=0.0)[0] == pytest.approx(parameters(usual)[0], abs=1e-12)
    sgd = replace(usual, optimizer="sgd")
    assert parameters(sgd, momentum=0.1)[1] == (), "it has no momentum, so nothing is recorded"
    assert parameters(usual, augmentation="affine")[1] == (), "20 numbers are no digit image"


def test_rotation_and_shift_of_the_distortion_change_from_the_next_minibatch_on(striped_digits) -> None:
    usual = TrainingConfig(augmentation="affine", epochs=1, batch_size=50, learning_rate=0.1)

    def trained(training: TrainingConfig, **changes: Any) -> tuple[bytes, tuple[Change, ...]]:
        control = RunControl()
        control.change(**changes)
        result = train_new_network(striped_digits, NetworkConfig(hidden=(5,)), training, control=control)
        return result.network.parameters.tobytes(), result.history.changes

    for what, value in (("rotation", 40.0), ("shift", 0.0)):
        changed, changes = trained(usual, **{what: value})
        assert changes == (Change(0.0, what, value),)
        assert changed == trained(replace(usual, **{what: value}))[0], "as if it had been so from the start"
        assert changed != trained(usual)[0]
    plain = replace(usual, augmentation="none")
    assert trained(plain)[0] == trained(replace(plain, rotation=40.0, shift=3.0))[0], "nothing is turned or moved"


def test_a_change_in_the_middle_of_an_epoch_is_recorded_there(blobs) -> None:
    class ChangedAfterTwoMinibatches(RunControl):
        minibatches = 0

        def wait_while_paused(self, *, epoch_ended: bool = False) -> bool:
            self.minibatches += 1
            if self.minibatches == 2:
                self.change(l2=1.0)
            return super().wait_while_paused(epoch_ended=epoch_ended)

    config = NetworkConfig(inputs=2, hidden=(4,), outputs=3)
    training = TrainingConfig(epochs=2, batch_size=30)
    result = train_new_network(blobs, config, training, control=ChangedAfterTwoMinibatches())
    assert result.history.changes == (Change(0.5, "l2", 1.0),)
    weights = np.concatenate([w.ravel() for w in result.network.weights])
    n = result.trained_on
    assert result.history.epochs[-1].penalty == pytest.approx(1.0 / (2 * n) * np.square(weights).sum(), rel=1e-5)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"learning_rate": 0.0}, r"Learning rate must be a number above 0\. Got 0\.0\."),
        ({"l1": -1.0}, r"L1 strength must be a number of at least 0\. Got -1\.0\."),
        ({"batch_size": 2.5}, r"Minibatch size must be a whole number of at least 1\. Got 2\.5\."),
        ({"augmentation": "torn"}, r"Augmentation must be none, affine, elastic or pen\. Got 'torn'\."),
        ({"rotation": 181.0}, r"Rotation must be a number of at least 0 and of at most 180\. Got 181\.0\."),
        ({"shift": -1.0}, r"Shift must be a number of at least 0 and of at most 28\. Got -1\.0\."),
        ({"noise": 1.5}, r"Noise must be a number of at least 0 and of at most 1\. Got 1\.5\."),
        ({"l2": float("nan")}, r"L2 strength must be a number of at least 0\. Got nan\."),
    ],
)
def test_a_change_that_cannot_be_is_refused_whole(change, sentence) -> None:
    control = RunControl()
    with pytest.raises(SettingError, match=sentence):
        control.change(**({"learning_rate": 0.1, "l1": 0.1} | change))
    assert control.take_changes() == {}


@pytest.mark.parametrize("paused", [False, True])
def test_stop_ends_a_training_in_the_middle_of_an_epoch(striped_digits, paused) -> None:
    """A wide network, whose first epoch takes seconds."""
    data = striped_digits.take(np.tile(np.arange(200), 300))
    control = RunControl()
    begun = threading.Event()
    results: list[TrainingResult] = []

    def train() -> None:
        network, training = NetworkConfig(hidden=(800, 800)), TrainingConfig(epochs=100, batch_size=32)
        results.append(
            train_new_network(data, network, training, control=control, on_progress=lambda event: begun.set())
        )

    worker = threading.Thread(target=train)
    worker.start()
    assert begun.wait(30)
    if paused:
        control.pause()
    control.stop()
    worker.join(30)
    assert [(result.outcome, result.history.epochs) for result in results] == [("stopped", ())]


def test_a_copy_of_the_network_can_be_had_while_it_runs_and_while_it_is_paused(blobs) -> None:
    control = RunControl()
    worker, _, _ = watched(blobs, control, TrainingConfig(epochs=100_000))
    networks: queue.Queue[Network] = queue.Queue()
    control.request_network(networks.put)
    running = networks.get(timeout=10)
    control.pause()
    control.request_network(networks.put)
    first = networks.get(timeout=10)
    control.request_network(networks.put)
    again = networks.get(timeout=10)
    control.step()
    control.request_network(networks.put)
    stepped = networks.get(timeout=10)
    control.stop()
    worker.join()
    assert not np.array_equal(running.parameters, again.parameters)
    assert again is not first
    assert not np.array_equal(again.parameters, stepped.parameters)


def test_two_who_ask_at_once_both_get_the_network(blobs) -> None:
    control = RunControl()
    control.pause()
    control.step()
    both: queue.Queue[tuple[str, Network]] = queue.Queue()
    control.request_network(lambda network: both.put(("one", network)))
    control.request_network(lambda network: both.put(("other", network)))
    worker, _, _ = watched(blobs, control, TrainingConfig(epochs=100_000))
    (one, network), (other, same) = both.get(timeout=10), both.get(timeout=10)
    assert (one, other) == ("one", "other")
    assert same is network
    time.sleep(0.05)
    assert both.empty()
    control.stop()
    worker.join()


def test_slow_motion_lets_a_minibatch_through_at_its_time_and_measures_it(monkeypatch) -> None:
    now = [100.0]
    waits: list[float] = []

    def wait(_: threading.Condition, seconds: float) -> None:
        waits.append(seconds)
        now[0] += seconds

    monkeypatch.setattr(time, "perf_counter", lambda: now[0])
    monkeypatch.setattr(threading.Condition, "wait", wait)
    control = RunControl()
    assert not control.is_watched_step
    control.set_pace(4)
    assert control.is_watched_step
    assert control.pace == 4
    for _ in range(3):
        now[0] += 0.05  # the step itself
        assert control.wait_while_paused()
    assert waits == pytest.approx([0.2, 0.2]), "the first is due at once"
    assert control.paused_seconds == pytest.approx(0.4)
    control.set_pace(None)
    assert control.wait_while_paused()
    assert not control.is_watched_step
    assert len(waits) == 2
    with pytest.raises(SettingError, match=r"Minibatches a second must be a number above 0\. Got 0"):
        control.set_pace(0)


def test_the_minibatch_that_a_pause_came_too_late_for_is_still_measured_in_slow_motion(blobs) -> None:
    class PausedOnTheWay(RunControl):
        """A person presses Pause when the next minibatch has just been let through, and goes on after it."""

        def wait_while_paused(self, *, epoch_ended: bool = False) -> bool:
            if self.minibatches == 2:
                self.resume()
            goes_on = super().wait_while_paused(epoch_ended=epoch_ended)
            if self.minibatches == 2:
                self.pause()
            return goes_on

    control = PausedOnTheWay()
    control.set_pace(1e6)
    steps: list[TrainingEvent] = []
    config, training = NetworkConfig(inputs=2, hidden=(4,), outputs=3), TrainingConfig(epochs=1, batch_size=30)
    train_new_network(blobs, config, training, control=control, on_progress=steps.append)
    assert sum(isinstance(event, MinibatchStep) for event in steps) == 4


@pytest.mark.parametrize("how", ["stop", "pause and stop", "full speed"])
def test_slow_motion_ends_at_once(blobs, how) -> None:
    control = RunControl()
    control.set_pace(1e-12)  # the next minibatch is due in more seconds than a lock can wait
    began = threading.Event()
    networks: queue.Queue[Network] = queue.Queue()
    result: list[TrainingResult] = []
    config, training = NetworkConfig(inputs=2, hidden=(4,), outputs=3), TrainingConfig(epochs=2, batch_size=30)

    def train() -> None:
        result.append(train_new_network(blobs, config, training, control=control, on_progress=lambda _: began.set()))

    worker = threading.Thread(target=train)
    worker.start()
    assert began.wait(30)
    control.request_network(networks.put)
    assert networks.get(timeout=30).config == config, "a network is given while the next minibatch is waited for"
    if how == "full speed":
        control.set_pace(None)
    else:
        if how != "stop":
            control.pause()
        control.stop()
    worker.join(30)
    assert result[0].outcome == ("finished" if how == "full speed" else "stopped")


def test_slow_motion_and_copies_of_the_network_change_nothing(blobs) -> None:
    config, training = NetworkConfig(inputs=2, hidden=(4,), outputs=3), TrainingConfig(epochs=3, batch_size=30)
    control = RunControl()
    control.set_pace(1e6)
    copies: list[Network] = []
    steps: list[TrainingEvent] = []

    def ask(event: TrainingEvent) -> None:
        steps.append(event)
        control.request_network(copies.append)

    watched = train_new_network(blobs, config, training, control=control, on_progress=ask)
    plain = train_new_network(blobs, config, training)
    assert np.array_equal(watched.network.parameters, plain.network.parameters)
    measured = [event for event in steps if isinstance(event, MinibatchStep)]
    assert len(measured) == 3 * 4
    assert len(copies) > 3
