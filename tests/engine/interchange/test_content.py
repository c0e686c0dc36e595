"""Weights files are told by what they hold: a wrong name hides nothing, and what cannot be opened says what it is."""

import io
import json
import pickle
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save

from mlp_engine.errors import WeightsReadError
from mlp_engine.interchange import export_network, load_network
from mlp_engine.interchange.content import form_of
from mlp_engine.interchange.uses import uses_of
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.weights.file import save_weights
from mlp_engine.weights.model_card import ModelCard

CONFIG = NetworkConfig(inputs=6, hidden=(4, 3), outputs=2, activations=("relu", "tanh"))


@pytest.fixture
def network() -> Network:
    return Network.initialise(CONFIG, np.random.default_rng(0))


def book() -> str:
    rng = np.random.default_rng(1)
    sizes = [6, 4, 2]
    weights = [rng.normal(size=(4, 6)).tolist(), rng.normal(size=(2, 4)).tolist()]
    return json.dumps({"sizes": sizes, "weights": weights, "biases": [[[0.1]] * 4, [[0.2]] * 2]})


@pytest.mark.parametrize("name", ["weights", "weights.dat", "weights.json", "weights.npz", "weights.safetensors"])
def test_every_form_opens_whatever_it_is_called(name, network, tmp_path) -> None:
    path = tmp_path / name
    for form in ("npz", "torch", "onnx"):
        export_network(network, form, path)
        assert np.array_equal(load_network(path).network.parameters, network.parameters), form
    save_weights(path, network, ModelCard(data="own"))
    assert load_network(path).card.data == "own"
    path.write_text(book(), "utf-8")
    assert load_network(path).network.config.layers == (6, 4, 2)


def test_a_book_file_without_a_cost_or_with_more_entries_opens(tmp_path) -> None:
    plain = tmp_path / "net"
    plain.write_text(book(), "utf-8")
    assert load_network(plain).network.config.loss == "cross-entropy"
    plain.write_text(json.dumps(json.loads(book()) | {"cost": None}), "utf-8")
    assert load_network(plain).network.config.loss == "cross-entropy"
    plain.write_text(json.dumps(json.loads(book()) | {"name": "mine", "epochs": 30}), "utf-8")
    assert load_network(plain).network.config.output == "sigmoid"


def zipped(*names: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(name, b"x")
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.safetensors", b"", "is empty"),
        ("a.safetensors", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "git lfs pull"),
        ("a.onnx", b"\x08", "must "),
        ("a.onnx", b"\x08\x07", "must "),
        ("a.npz", b"\n<!DOCTYPE html><html>", "is a web page"),
        ("a.onnx", b"<html>", "is a web page"),
        ("a.h5", b"\x89HDF\r\n\x1a\n" + bytes(40), "HDF5 file of Keras, .*numpy.savez"),
        ("a.keras", zipped("config.json", "metadata.json", "model.weights.h5"), "is a Keras model, .*numpy.savez"),
        ("a.pt", zipped("archive/data.pkl", "archive/data/0"), "pickle inside, .*can run code: .*save_file"),
        ("a.pth", pickle.dumps({"a": 1}), "is a pickle, .*can run code: in PyTorch, .*save_file"),
        ("a.joblib", pickle.dumps({"a": 1}), "is a pickle, .*in scikit-learn, .*numpy.savez"),
        ("a.pkl", b"\x78\x9c" + bytes(20), "is a pickle, .*in scikit-learn"),
        ("a.joblib.gz", b"\x1f\x8b" + bytes(20), "is a pickle, .*in scikit-learn"),
        ("a.pkl", pickle.dumps({"a": 1}, 0), "is a pickle, .*in scikit-learn"),
        ("a.skops", zipped("schema.json", "139.npy"), "is a file of skops, .*numpy.savez"),
        ("a.pmml", b"<?xml version='1.0'?><PMML version='4.4'></PMML>", "Got a file of XML, as PMML"),
        ("a.npz.gz", b"\x1f\x8b" + bytes(20), "is compressed: unpack it"),
        ("a.pkl.gz", b"\x1f\x8b" + bytes(20), "is a pickle"),
        ("a.zip", zipped("repo/model.safetensors", "repo/README.md"), "It holds repo/model.safetensors, .*: unpack it"),
        ("a.tflite", b"\x1c\0\0\0TFL3" + bytes(20), "Got a file of TensorFlow Lite"),
        ("a.gguf", b"GGUF\3\0\0\0" + bytes(20), "Got a file of llama.cpp"),
        (
            "a.mat",
            b"MATLAB 5.0 MAT-file" + bytes(20),
            "Got a file of MATLAB: save its arrays in Python with numpy.savez",
        ),
        ("a.png", b"\x89PNG\r\n" + bytes(20), "Got a file of pixels, PNG"),
        ("a.safetensors", b"\x1f\x8b" + bytes(20), "is compressed: unpack it"),
        ("a.npy", b"\x93NUMPY\x01\x00" + bytes(20), "holds one array, .*numpy.savez"),
        ("a.txt", b"hello", "must be a weights file of this program, .* Got a file of another kind"),
        ("a.safetensors", b"hello", "must come from a sound safetensors file"),
    ],
)
def test_what_cannot_be_opened_says_what_it_is(name, content, sentence, tmp_path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(WeightsReadError, match=sentence):
        load_network(tmp_path / name)


def test_nothing_of_a_pickle_is_run(tmp_path, monkeypatch) -> None:
    class Trap:
        def __reduce__(self):
            return (Path.touch, (tmp_path / "ran",))

    for protocol in range(2, 6):
        (tmp_path / "a.pt").write_bytes(pickle.dumps(Trap(), protocol=protocol))
        with pytest.raises(WeightsReadError, match="never opened"):
            load_network(tmp_path / "a.pt")
    assert not (tmp_path / "ran").exists()


def test_a_long_header_of_our_own_is_still_our_own(tmp_path) -> None:
    deep = Network.initialise(NetworkConfig(inputs=2, hidden=(2,) * 60, outputs=2), np.random.default_rng(0))
    save_weights(tmp_path / "deep", deep, ModelCard())
    assert form_of(tmp_path / "deep") == "own"
    (tmp_path / "foreign").write_bytes(save({f"{2 * i}.weight": np.eye(2, dtype=np.float32) for i in range(60)}))
    assert form_of(tmp_path / "foreign") == "safetensors"


@pytest.mark.parametrize("stem", ['a""" + str(print(1)) + """', 'x"""', "class", "two words", "back\\slash", "digits"])
def test_no_file_name_becomes_code(stem, network, tmp_path, capsys) -> None:
    path = tmp_path / f"{stem}.py"
    export_network(network, "script", path)
    spaces: dict[str, Any] = {"__name__": "exported"}
    exec(compile(path.read_text("utf-8"), "exported.py", "exec"), spaces)  # the file is meant to be run
    assert capsys.readouterr().out == ""
    x = np.random.default_rng(2).random((3, 6), np.float32)
    np.testing.assert_allclose(spaces["predict"](x), network.predict(x), rtol=1e-5)


@pytest.mark.parametrize("length", [0x0380, 0x0480, 0x5B20, 0x7B20, 0x9C78, 0xDA78])
def test_no_length_of_the_header_makes_it_another_kind_of_file(length: int, network, tmp_path) -> None:
    """The file begins with that length, which may be the beginning of a pickle, of JSON or of compressed data."""
    path = tmp_path / "weights.safetensors"
    save_weights(path, network, ModelCard())
    shortest = int.from_bytes(path.read_bytes()[:8], "little")
    for padding in range(length - shortest, length - shortest - 64, -1):
        save_weights(path, network, ModelCard(data="x" * padding))
        if path.read_bytes()[:2] == length.to_bytes(2, "little"):
            break
    assert path.read_bytes()[:2] == length.to_bytes(2, "little")
    assert form_of(path) == "own"
    assert np.array_equal(load_network(path).network.parameters, network.parameters)
    assert uses_of(path) == ("network",)
