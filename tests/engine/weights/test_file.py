"""Weights files: what is saved comes back, and what is not sound is refused with a sentence."""

import json
import os
import stat
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from mlp_engine.errors import WeightsReadError, WeightsWriteError
from mlp_engine.files.resources import bundled_weights
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.training.train import train_new_network
from mlp_engine.weights.file import load_weights, save_weights
from mlp_engine.weights.model_card import ModelCard, card_of_training
from mlp_engine.weights.reader import MAX_FILE_BYTES
from mlp_engine.weights.reject import Reject

CONFIG = NetworkConfig(inputs=4, hidden=(3, 2), outputs=2, activations=("relu", "tanh"))
DETECTOR = NetworkConfig(inputs=784, hidden=(), outputs=2)
CARD = ModelCard(data="four numbers", data_sha256="ab12", seed=5, epochs=3, scores={"validation_accuracy": 0.75})


@pytest.fixture
def network() -> Network:
    return Network.initialise(CONFIG, np.random.default_rng(0))


@pytest.fixture
def saved(tmp_path: Path, network: Network) -> Path:
    path = tmp_path / "small.safetensors"
    save_weights(path, network, CARD)
    return path


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_round_trip_is_exact(tmp_path, dtype) -> None:
    network = Network.initialise(NetworkConfig(hidden=(30, 20), dtype=dtype), np.random.default_rng(1))
    save_weights(tmp_path / "a.safetensors", network, CARD)
    loaded, card, reject = load_weights(tmp_path / "a.safetensors")
    assert loaded.config == network.config
    assert np.array_equal(loaded.parameters, network.parameters)
    assert loaded.parameters.dtype == dtype
    assert card == CARD
    assert reject is None
    with pytest.raises(ValueError, match="read-only"):
        loaded.parameters[0] = 1


def test_card_of_a_training_tells_where_the_weights_are_from(tmp_path, blobs) -> None:
    config = TrainingConfig(l2=0.5, epochs=3, validation=0.25, seed=11)
    result = train_new_network(blobs, NetworkConfig(inputs=2, hidden=(4,), outputs=3), config)
    save_weights(tmp_path / "a.safetensors", result.network, card_of_training(result, blobs, config))
    card = load_weights(tmp_path / "a.safetensors").card
    assert card.data == "three clouds"
    assert card.data_sha256 == blobs.fingerprint()
    assert card.training == asdict(config)
    assert (card.seed, card.epochs) == (11, 3)
    assert card.scores["validation_accuracy"] == result.history.best.validation_accuracy


def reject_score(**changes: object) -> str:
    """What the metadata say of a reject score of DETECTOR, with some of it replaced."""
    return json.dumps({"method": "detector", "architecture": asdict(DETECTOR), "threshold": 0.75} | changes)


def rewritten(path: Path, tensors: dict | None = None, **metadata: str | None) -> None:
    """Write a file like that of CONFIG and DETECTOR with some parts replaced; ``None`` leaves an entry out."""
    network = Network.initialise(CONFIG, np.random.default_rng(0))
    sound = {f"weights.{i}": w.copy() for i, w in enumerate(network.weights)}
    sound |= {f"biases.{i}": b.copy() for i, b in enumerate(network.biases)}
    detector = Network.initialise(DETECTOR, np.random.default_rng(1))
    sound |= {f"reject.weights.{i}": w.copy() for i, w in enumerate(detector.weights)}
    sound |= {f"reject.biases.{i}": b.copy() for i, b in enumerate(detector.biases)}
    entries: dict[str, str | None] = {
        "format": "mlp-engine",
        "format_version": "3",
        "architecture": json.dumps(asdict(CONFIG)),
        "card": json.dumps(asdict(CARD)),
        "reject": reject_score(),
    }
    entries |= metadata
    changed = {name: tensor for name, tensor in (sound | (tensors or {})).items() if tensor is not None}
    save_file(changed, path, {name: text for name, text in entries.items() if text is not None})


def test_the_rewritten_file_is_sound_when_nothing_is_changed(tmp_path) -> None:
    rewritten(tmp_path / "a.safetensors")
    network, card, reject = load_weights(tmp_path / "a.safetensors")
    assert (network.config, card) == (CONFIG, CARD)
    assert reject is not None
    assert (reject.network.config, reject.threshold) == (DETECTOR, 0.75)


def test_a_reject_score_comes_back_as_it_was_saved(tmp_path, network) -> None:
    reject = Reject(Network.initialise(DETECTOR, np.random.default_rng(2)), threshold=0.625)
    save_weights(tmp_path / "a.safetensors", network, CARD, reject)
    loaded = load_weights(tmp_path / "a.safetensors")
    assert loaded.reject is not None
    assert loaded.reject.threshold == 0.625
    assert np.array_equal(loaded.reject.network.parameters, reject.network.parameters)
    assert np.array_equal(loaded.network.parameters, network.parameters)
    image = np.random.default_rng(3).integers(0, 256, 784).astype(np.uint8)
    assert loaded.reject.scores(image) == reject.scores(image)


def test_a_file_of_version_1_is_read_as_it_was(network) -> None:
    loaded = load_weights(Path(__file__).parent / "data" / "format-1.safetensors")
    assert loaded.network.config == CONFIG
    assert np.array_equal(loaded.network.parameters, network.parameters)
    assert loaded.card == replace(CARD, created="2026-11-23T20:00:00+00:00", version="0.1.0")
    assert loaded.reject is None


@pytest.mark.parametrize("version", [2, 3])
def test_files_of_later_versions_are_read_as_they_were(version, network) -> None:
    """Version 3 is a file in half precision."""
    loaded = load_weights(Path(__file__).parent / "data" / f"format-{version}.safetensors")
    assert loaded.network.config == CONFIG
    np.testing.assert_allclose(loaded.network.parameters, network.parameters, rtol=0 if version == 2 else 2**-11)
    assert loaded.card == replace(CARD, created="2026-11-23T20:00:00+00:00", version="0.1.0")
    assert loaded.reject is not None
    assert (loaded.reject.network.config, loaded.reject.threshold) == (DETECTOR, 0.75)


def test_the_bundled_network_brings_a_reject_score_and_stays_within_sixteen_megabytes() -> None:
    assert load_weights(bundled_weights()).reject is not None
    assert bundled_weights().stat().st_size <= 16_000_000


def architecture(**changes: object) -> str:
    return json.dumps(asdict(CONFIG) | changes)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"format": None}, "made by another"),
        ({"format": "other"}, "made by another"),
        ({"format_version": "4"}, "must be of format version 3, the newest known here, or older"),
        ({"format_version": "0"}, "must be of format version 3, the newest known here, or older"),
        ({"format_version": "1"}, "Got a difference at 'reject.biases.0'"),
        ({"architecture": None}, "must hold 'architecture' as a JSON object"),
        ({"architecture": "[1]"}, "must hold 'architecture' as a JSON object"),
        ({"architecture": "[" * 100_000}, "must hold 'architecture' as a JSON object"),
        ({"architecture": "{}"}, "The architecture in"),
        ({"architecture": architecture(hidden=3)}, "'hidden' in"),
        ({"architecture": architecture(hidden=["3", "2"])}, "Neurons of hidden layer 1 must be a whole number"),
        ({"architecture": architecture(hidden=[10**9])}, "Neurons of hidden layer 1 must be a whole number from 1 to"),
        (
            {"architecture": architecture(hidden=[20000, 20000])},
            "Number of parameters must be a whole number of at most",
        ),
        (
            {"architecture": architecture(activations=["step", "tanh"])},
            "Activation must be sigmoid, tanh, relu or leaky-relu",
        ),
        ({"architecture": architecture(loss="quadratic")}, "Loss of a softmax output must be log-likelihood"),
        ({"architecture": architecture(hidden=[3])}, "Activations must be one for all"),
        ({"architecture": architecture(hidden=[2, 3])}, "must be F32 of shape (4, 2). Got F32 of shape (4, 3)"),
        ({"architecture": architecture(dtype="float64")}, "must be F64 of shape"),
        ({"card": "{}"}, "The card in"),
        ({"card": json.dumps(asdict(CARD) | {"epochs": "three"})}, "'epochs' on the card in"),
        ({"card": json.dumps(asdict(CARD) | {"scores": {"a": "b"}})}, "Scores on the card in"),
        ({"tensors": {"weights.1": None}}, "must hold the tensors of its layers and no other"),
        ({"tensors": {"weights.9": np.zeros(3, np.float32)}}, "Got a difference at 'weights.9'"),
        ({"tensors": {"biases.0": np.zeros(4, np.float32)}}, "Tensor 'biases.0'"),
        ({"tensors": {"biases.0": np.zeros(3, np.float16)}, "format_version": "2"}, "Got F16 of shape (3,)"),
        ({"tensors": {"biases.0": np.zeros(3, np.float64)}}, "Got F64 of shape (3,)"),
        ({"tensors": {"biases.0": np.full(3, np.nan, np.float32)}}, "Weights must be finite numbers"),
        ({"tensors": {"biases.0": np.full(3, np.inf, np.float32)}}, "Weights must be finite numbers"),
        ({"reject": None}, "Got a difference at 'reject.biases.0'"),
        ({"reject": "7"}, "must hold 'reject' as a JSON object"),
        ({"reject": "{}"}, "The reject score in"),
        ({"reject": reject_score(extra=1)}, "must name ['architecture', 'method', 'threshold']"),
        ({"reject": reject_score(method="energy")}, "must be detector. Got 'energy'"),
        ({"reject": reject_score(method=["detector"])}, "must be detector. Got"),
        ({"reject": reject_score(threshold=0)}, "Threshold of the reject score must be a number above 0"),
        ({"reject": reject_score(threshold=1.5)}, "Threshold of the reject score must be a number above 0"),
        ({"reject": reject_score(threshold="0.5")}, "Threshold of the reject score must be a number above 0"),
        ({"reject": reject_score(threshold=float("nan"))}, "Threshold of the reject score must be a number above 0"),
        ({"reject": reject_score(architecture=[784, 2])}, "must hold 'architecture' as a JSON object"),
        ({"reject": reject_score(architecture={})}, "The architecture in"),
        (
            {"reject": reject_score(architecture=asdict(NetworkConfig(hidden=(3,))))},
            "Got a difference at 'reject.biases.1'",
        ),
        ({"reject": reject_score(architecture=asdict(DETECTOR) | {"outputs": 3})}, "Got F32 of shape (784, 2)"),
        (
            {
                "reject": reject_score(architecture=asdict(DETECTOR) | {"outputs": 3}),
                "tensors": {"reject.weights.0": np.zeros((784, 3), np.float32), "reject.biases.0": np.zeros(3, "f4")},
            },
            "must have 784 inputs and 2 outputs. Got 784 and 3",
        ),
        ({"tensors": {"reject.weights.0": None}}, "must hold the 1570 parameters of its layers. Got"),
        ({"tensors": {"reject.biases.0": None}}, "Got a difference at 'reject.biases.0'"),
        ({"card": '{"data": "a", "data": "b"}'}, "must name each entry once. Got 'data' twice"),
        ({"architecture": architecture()[:-1] + ', "inputs": 4}'}, "must name each entry once. Got 'inputs' twice"),
        ({"tensors": {"reject.weights.1": np.zeros(3, np.float32)}}, "Got a difference at 'reject.weights.1'"),
        ({"tensors": {"reject.biases.0": np.full(2, np.nan, np.float32)}}, "Weights must be finite numbers"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_unsound_content_is_refused(tmp_path, changes, words) -> None:
    path = tmp_path / "bad.safetensors"
    rewritten(path, **changes)
    with pytest.raises(WeightsReadError) as raised:
        load_weights(path)
    assert words in str(raised.value)
    assert str(path) in str(raised.value)


def test_half_precision_halves_the_file_and_rounds_to_eleven_bits(tmp_path) -> None:
    network = Network.initialise(NetworkConfig(hidden=(30,)), np.random.default_rng(1))
    save_weights(tmp_path / "exact.safetensors", network, CARD)
    save_weights(tmp_path / "half.safetensors", network, CARD, storage="half")
    loaded = load_weights(tmp_path / "half.safetensors").network
    assert loaded.config == network.config
    assert loaded.parameters.dtype == np.float32
    np.testing.assert_allclose(loaded.parameters, network.parameters, rtol=2**-11, atol=2**-25)
    sizes = [(tmp_path / f"{name}.safetensors").stat().st_size for name in ("exact", "half")]
    assert sizes[0] - sizes[1] == pytest.approx(2 * network.config.parameter_count, abs=8)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("name", ["biases.0", "reject.biases.0"])
def test_no_half_may_be_other_than_finite(tmp_path, name: str, value: float) -> None:
    shape = 3 if name == "biases.0" else 2
    rewritten(tmp_path / "bad.safetensors", tensors={name: np.full(shape, value, np.float16)})
    with pytest.raises(WeightsReadError, match="Weights must be finite numbers"):
        load_weights(tmp_path / "bad.safetensors")


def test_numbers_too_large_for_half_precision_are_not_saved(tmp_path) -> None:
    network = Network(NetworkConfig(inputs=1, hidden=()), np.full(20, 70_000, np.float32))
    with pytest.raises(WeightsWriteError, match="half precision must be below 65,520"):
        save_weights(tmp_path / "a.safetensors", network, CARD, storage="half")
    assert not list(tmp_path.iterdir())


def test_a_file_cut_anywhere_is_refused(tmp_path, saved) -> None:
    content = saved.read_bytes()
    cut = tmp_path / "cut.safetensors"
    for length in range(len(content)):
        cut.write_bytes(content[:length])
        with pytest.raises(WeightsReadError, match="cut"):
            load_weights(cut)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "its header is broken"),
        (b"PK\x03\x04 not a tensor file", "its header is broken"),
        ((2**63).to_bytes(8, "little") + b"{}", "its header is broken"),
        ((2).to_bytes(8, "little") + b"{}", "made by another"),
        ((4).to_bytes(8, "little") + b"null", "sound safetensors file"),
        ((16).to_bytes(8, "little") + b'{"a": 1, "a": 2}', "names 'a' twice"),
    ],
)
def test_other_files_are_refused(tmp_path, content, words) -> None:
    path = tmp_path / "other.safetensors"
    path.write_bytes(content)
    with pytest.raises(WeightsReadError, match=words):
        load_weights(path)


def test_missing_files_and_folders_are_refused(tmp_path) -> None:
    with pytest.raises(WeightsReadError, match="must come from a file that can be read"):
        load_weights(tmp_path / "none.safetensors")
    with pytest.raises(WeightsReadError, match="must come from a plain file"):
        load_weights(tmp_path)


def test_saving_leaves_no_other_file_behind(saved) -> None:
    assert [path.name for path in saved.parent.iterdir()] == ["small.safetensors"]


def test_failed_save_keeps_the_old_file(saved, network, monkeypatch) -> None:
    before = saved.read_bytes()

    def full_disk(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(WeightsWriteError, match="No space left on device"):
        save_weights(saved, network, ModelCard())
    monkeypatch.undo()
    assert saved.read_bytes() == before
    assert list(saved.parent.iterdir()) == [saved]


def test_saving_into_a_missing_folder_is_one_sentence(tmp_path, network) -> None:
    with pytest.raises(WeightsWriteError, match="must be saved where files can be written"):
        save_weights(tmp_path / "no" / "a.safetensors", network, CARD)


@pytest.mark.skipif(os.name != "posix", reason="links and modes are POSIX's")
def test_saving_through_a_link_keeps_the_link_and_the_permissions(tmp_path, network) -> None:
    real = tmp_path / "real.safetensors"
    save_weights(real, network, CARD)
    real.chmod(0o640)
    link = tmp_path / "link.safetensors"
    link.symlink_to(real)
    save_weights(link, network, ModelCard(data="new"))
    assert link.is_symlink()
    assert load_weights(real)[1].data == "new"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


def test_a_file_too_large_to_be_weights_is_refused_unread(tmp_path) -> None:
    path = tmp_path / "huge.safetensors"
    with path.open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)  # a hole: it takes no room on the disk
    with pytest.raises(WeightsReadError, match=f"must be at most {MAX_FILE_BYTES} bytes long"):
        load_weights(path)
