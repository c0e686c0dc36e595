import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from mlp_desktop.workers.train import layers_worker
from mlp_desktop.workers.train.layers_worker import LayersSnapshot, LayersWorker
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.network import Network

NETWORK = Network.initialise(NetworkConfig(hidden=(5,)), np.random.default_rng(0))


def outcomes(qtbot: QtBot, worker: LayersWorker) -> list[object]:
    """What a worker emits until it is done."""
    heard: list[object] = []
    worker.succeeded.connect(heard.append)
    worker.failed.connect(heard.append)
    with qtbot.waitSignal(worker.finished, timeout=10_000):
        worker.start()
    worker.wait()
    return heard


def test_a_look_brings_the_network_its_layers_and_its_time(qtbot: QtBot, striped_digits: Dataset) -> None:
    (look,) = outcomes(qtbot, LayersWorker(NETWORK, striped_digits, None))
    assert isinstance(look, LayersSnapshot)
    assert look.network is NETWORK
    assert [layer.units for layer in look.layers] == [5, 10]
    assert look.seconds > 0


def test_a_network_seen_before_is_not_looked_at_again(qtbot: QtBot, striped_digits: Dataset, monkeypatch) -> None:
    monkeypatch.setattr(layers_worker, "layer_statistics", lambda *_: pytest.fail("nobody needs to know"))
    assert outcomes(qtbot, LayersWorker(NETWORK, striped_digits, NETWORK.copy())) == [None]


def test_a_network_on_its_way_to_be_lost_is_looked_at_without_a_warning(qtbot: QtBot, striped_digits: Dataset) -> None:
    lost = NETWORK.writable_copy()
    lost.parameters[...] = 1e38
    lost.biases[0][0] = np.nan
    (look,) = outcomes(qtbot, LayersWorker(lost, striped_digits, NETWORK))
    assert isinstance(look, LayersSnapshot)


def test_a_fault_is_one_sentence(qtbot: QtBot, striped_digits: Dataset, monkeypatch) -> None:
    monkeypatch.setattr(layers_worker, "layer_statistics", lambda *_: 1 // 0)
    (sentence,) = outcomes(qtbot, LayersWorker(NETWORK, striped_digits, None))
    assert isinstance(sentence, str)
    assert sentence.startswith("The weights cannot be shown while the run goes on (ZeroDivisionError: ")
