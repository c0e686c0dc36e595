"""The session: the reject score goes with the network, and networks that bring none are used with the bundled one."""

from pathlib import Path

import numpy as np

from mlp_desktop.models.window.session import Session
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.training.history import History
from mlp_engine.weights.model_card import ModelCard
from mlp_engine.weights.reject import Reject

NETWORK = Network.initialise(NetworkConfig(hidden=(3,)), np.random.default_rng(0))
DETECTOR = Network.initialise(NetworkConfig(hidden=(3,), outputs=2), np.random.default_rng(0))


def test_a_network_without_a_reject_score_is_used_with_the_bundled_one() -> None:
    bundled, own = Reject(DETECTOR, 0.5), Reject(DETECTOR, 0.9)
    session = Session(NETWORK, ModelCard(), bundled)
    assert session.in_use.reject is bundled
    session.use_file(NETWORK, ModelCard(), own, Path("own.safetensors"))
    assert session.in_use.reject is own
    session.use_file(NETWORK, ModelCard(), None, Path("without.safetensors"))
    assert session.in_use.reject is bundled


def test_a_network_just_trained_leaves_the_reject_score_of_the_file_before_it() -> None:
    bundled, own = Reject(DETECTOR, 0.5), Reject(DETECTOR, 0.9)
    session = Session(NETWORK, ModelCard(), bundled)
    session.use_file(NETWORK, ModelCard(), own, Path("own.safetensors"))
    session.use_new(NETWORK, ModelCard())
    assert session.in_use.reject is bundled


def test_saving_keeps_the_reject_score() -> None:
    own = Reject(DETECTOR, 0.9)
    session = Session(NETWORK, ModelCard(), Reject(DETECTOR, 0.5))
    session.use_file(NETWORK, ModelCard(), own, Path("own.safetensors"))
    session.was_saved(Path("copy.safetensors"))
    assert session.in_use.reject is own


def test_the_history_of_a_training_stays_with_its_network_and_goes_with_it(tmp_path) -> None:
    session = Session(NETWORK, ModelCard())
    history = History()
    session.use_new(NETWORK, ModelCard(), history)
    session.was_saved(tmp_path / "mine.safetensors")
    assert session.in_use.history is history
    session.use_file(NETWORK, ModelCard(), None, tmp_path / "other.safetensors")
    assert session.in_use.history is None


def test_the_network_of_a_kept_run_is_saved_but_has_no_file_to_be_saved_over() -> None:
    session = Session(Network.initialise(NetworkConfig(hidden=(3,)), np.random.default_rng(0)), ModelCard())
    kept, history = Network.initialise(NetworkConfig(hidden=(4,)), np.random.default_rng(1)), History()
    session.use_kept(kept, ModelCard(), None, "my best", history)
    assert session.in_use.network is kept
    assert session.in_use.history is history
    assert (session.in_use.name, session.in_use.path, session.in_use.is_saved) == ("my best", None, True)
