"""Pause, step, resume and stop, across threads."""

import threading

import numpy as np

from mlp_engine.config import NetworkConfig, TrainingConfig
from mlp_engine.run_control import RunControl
from mlp_engine.training import train_new_network


def test_running_goes_on_and_stopped_does_not() -> None:
    control = RunControl()
    assert control.goes_on()
    control.stop()
    assert not control.goes_on()
    assert repr(control) == "RunControl(stopped)"


def test_paused_waits_until_resumed_and_the_wait_is_counted() -> None:
    control = RunControl()
    control.pause()
    timer = threading.Timer(0.1, control.resume)
    timer.start()
    assert control.goes_on()
    timer.join()
    assert control.paused_seconds >= 0.09


def test_a_step_lets_exactly_one_minibatch_through() -> None:
    control = RunControl()
    control.pause()
    passed: list[bool] = []
    worker = threading.Thread(target=lambda: [passed.append(control.goes_on()) for _ in range(3)])
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
