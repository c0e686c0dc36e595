"""``mlp-engine export`` and the options that name a network of another program."""

import json
import shutil

import numpy as np
import pytest
from safetensors.numpy import save

from mlp_engine.interchange import EXPORTS
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.weights.file import save_weights
from mlp_engine.weights.model_card import ModelCard


@pytest.fixture
def network() -> Network:
    config = NetworkConfig(inputs=6, hidden=(4, 3), outputs=2, activations=("relu", "tanh"))
    return Network.initialise(config, np.random.default_rng(0))


@pytest.mark.parametrize("form", EXPORTS)
def test_an_export_replaces_an_earlier_export_and_nothing_else(form, network, tmp_path, run) -> None:
    source, out = tmp_path / "mine.safetensors", tmp_path / "out"
    save_weights(source, network, ModelCard(data="mine"))
    kept = source.read_bytes()
    command = ["export", "--weights", str(source), "--to", form, "--out"]
    assert run(*command, str(out)).code == 0
    assert run(*command, str(out)).code == 0
    for other in (source, tmp_path / "letter.txt"):
        if other != source:
            other.write_text("dear", "utf-8")
        before = other.read_bytes()
        refused = run(*command, str(other))
        assert refused.code == 2
        assert "--force" in refused.err
        assert other.read_bytes() == before
    assert run(*command, str(tmp_path / "letter.txt"), "--force").code == 0
    assert source.read_bytes() == kept
    shutil.copy(source, tmp_path / "again")
    assert run(*command, str(tmp_path / "again")).code == 2, "another network is no export either"


@pytest.mark.parametrize("given", [None, "tanh"])
def test_an_activation_that_the_file_does_not_state_is_given_or_assumed_aloud(given, tmp_path, run) -> None:
    rng = np.random.default_rng(4)
    state = {"0.weight": rng.random((5, 784), np.float32), "0.bias": np.zeros(5, np.float32)}
    state |= {"2.weight": rng.random((10, 5), np.float32), "2.bias": np.zeros(10, np.float32)}
    (tmp_path / "theirs.safetensors").write_bytes(save(state))
    options = [] if given is None else ["--activation", given]
    done = run("info", "--weights", tmp_path / "theirs.safetensors", "--json", *options)
    assert done.code == 0
    facts = json.loads(done.out)
    assert facts["architecture"]["activations"] == [given or "relu"]
    assert facts["assumed_activation"] == (None if given else "relu")
    assert ("relu is assumed" in done.err) == (given is None)
