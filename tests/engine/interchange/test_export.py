"""A network that leaves for another program computes there what it computes here."""

import json
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import numpy as np
import pytest
from safetensors import safe_open

from mlp_engine.cli import main
from mlp_engine.errors import SettingError, WeightsWriteError
from mlp_engine.interchange import EXPORTS, SUFFIXES, export_network, load_network
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.weights.file import save_weights
from mlp_engine.weights.model_card import ModelCard

CONFIGS = [
    NetworkConfig(hidden=()),
    NetworkConfig(hidden=(30,), activations=("sigmoid",), output="sigmoid", loss="cross-entropy"),
    NetworkConfig(hidden=(40, 20, 15), activations=("relu", "tanh", "sigmoid")),
    NetworkConfig(hidden=(20, 10), activations=("leaky-relu",), initializer="he"),
]
IMAGES = np.random.default_rng(5).integers(0, 256, (1000, 784), np.uint8)
SHARES = (IMAGES / np.float32(255)).astype(np.float32)

# What the documentation tells PyTorch users to write.
TORCH_LOADING = """
import json
from safetensors import safe_open
from torch import nn

FUNCTIONS = {"relu": nn.ReLU, "leaky-relu": nn.LeakyReLU, "sigmoid": nn.Sigmoid, "tanh": nn.Tanh}
with safe_open("digits.safetensors", framework="pt") as file:
    layers = json.loads(file.metadata()["architecture"])
    state = {name: file.get_tensor(name) for name in file.keys()}
sizes = [layers["inputs"], *layers["hidden"], layers["outputs"]]
linear = [nn.Linear(fan_in, fan_out) for fan_in, fan_out in zip(sizes, sizes[1:])]
functions = [FUNCTIONS[name]() for name in layers["activations"]] + [nn.Identity()]
model = nn.Sequential(*(part for pair in zip(linear, functions) for part in pair))
model.load_state_dict(state)
"""


def network_of(config: NetworkConfig) -> Network:
    return Network.initialise(config, np.random.default_rng(7))


def imported(path: Path) -> ModuleType:
    spec = spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("config", CONFIGS)
def test_the_script_gives_the_same_probabilities_with_numpy_alone(config, tmp_path) -> None:
    network = network_of(config)
    export_network(network, "script", tmp_path / "reader.py")
    script = imported(tmp_path / "reader.py")
    for images in (IMAGES, SHARES, IMAGES.reshape(-1, 28, 28)):
        np.testing.assert_allclose(script.predict(images), network.predict(IMAGES), atol=1e-6)


def test_the_script_reads_a_file_of_images_and_needs_nothing_of_this_package(tmp_path) -> None:
    network = network_of(CONFIGS[2])
    export_network(network, "script", tmp_path / "reader.py")
    np.save(tmp_path / "three.npy", IMAGES[:3])
    blocked = (
        "import sys; sys.modules['mlp_engine'] = None; import runpy; runpy.run_path('reader.py', None, '__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.argv = ['reader.py', 'three.npy']; {blocked}"],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    answers = [int(line.split()[0]) for line in done.stdout.splitlines()]
    assert answers == network.predict(IMAGES[:3]).argmax(axis=1).tolist()


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("config", CONFIGS)
def test_npz_comes_back_bit_for_bit(config, dtype, tmp_path) -> None:
    network = network_of(NetworkConfig(**{**vars(config), "dtype": dtype}))
    export_network(network, "npz", tmp_path / "a.npz")
    back, card, reject = load_network(tmp_path / "a.npz")
    assert back.config == network.config
    assert np.array_equal(back.parameters, network.parameters)
    assert card.data == ""
    assert reject is None
    with np.load(tmp_path / "a.npz", allow_pickle=False) as arrays:
        assert np.array_equal(arrays["weights.0"], network.weights[0])


@pytest.mark.parametrize("config", CONFIGS)
def test_onnx_gives_the_same_probabilities(config, tmp_path) -> None:
    runtime = pytest.importorskip("onnxruntime")
    network = network_of(config)
    export_network(network, "onnx", tmp_path / "a.onnx")
    session = runtime.InferenceSession(tmp_path / "a.onnx", providers=["CPUExecutionProvider"])
    (probabilities,) = session.run(None, {"images": SHARES})
    np.testing.assert_allclose(probabilities, network.predict(IMAGES), atol=1e-5)


def test_onnx_says_what_it_takes_and_asks_for_an_old_runtime_only(tmp_path) -> None:
    onnx = pytest.importorskip("onnx")
    export_network(network_of(CONFIGS[2]), "onnx", tmp_path / "a.onnx")
    model = onnx.load(tmp_path / "a.onnx")
    onnx.checker.check_model(model, full_check=True)
    assert (model.ir_version, model.opset_import[0].version) == (7, 13)
    assert "divided" in model.doc_string or "over 255" in model.doc_string
    assert sorted(tensor.name for tensor in model.graph.initializer)[0] == "biases.0"
    assert not any(tensor.external_data for tensor in model.graph.initializer)


def test_without_onnx_one_sentence_says_what_to_install(tmp_path, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "onnx", None)
    with pytest.raises(SettingError, match=r"onnx must be installed .* mlp-desktop\[onnx\]"):
        export_network(network_of(CONFIGS[0]), "onnx", tmp_path / "a.onnx")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("config", CONFIGS)
def test_torch_state_has_the_shapes_and_names_of_a_sequential(config, tmp_path) -> None:
    network = network_of(config)
    export_network(network, "torch", tmp_path / "a.safetensors")
    with safe_open(tmp_path / "a.safetensors", framework="numpy") as file:
        keys: Any = file.keys()
        assert set(keys) == {f"{2 * n}.{what}" for n in range(len(network.weights)) for what in ("weight", "bias")}
        assert np.array_equal(file.get_tensor("0.weight"), network.weights[0].T)
        assert json.loads(file.metadata()["architecture"])["hidden"] == list(config.hidden)


@pytest.mark.parametrize("config", CONFIGS)
def test_pytorch_loads_it_as_the_documentation_says(config, tmp_path, monkeypatch) -> None:
    torch = pytest.importorskip("torch")
    network = network_of(config)
    export_network(network, "torch", tmp_path / "digits.safetensors")
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    exec(TORCH_LOADING, names)
    with torch.inference_mode():
        logits = names["model"](torch.from_numpy(SHARES)).numpy()
    np.testing.assert_allclose(logits, network.logits(IMAGES), atol=1e-4)


def test_the_documentation_shows_the_loading_that_is_tested() -> None:
    page = (Path(__file__).parents[3] / "docs" / "exchange.md").read_text("utf-8")
    assert TORCH_LOADING.strip() in page


@pytest.mark.parametrize("form", EXPORTS)
def test_a_failed_export_leaves_the_old_file(form, tmp_path) -> None:
    if form == "onnx":
        pytest.importorskip("onnx")
    target = tmp_path / "none" / f"a{SUFFIXES[form]}"
    with pytest.raises(WeightsWriteError, match=r"must be exported to where files can be written\. Got .*none"):
        export_network(network_of(CONFIGS[0]), form, target)


@pytest.mark.parametrize("form", ["npz", "script", "torch"])
def test_the_same_network_makes_the_same_file(form, tmp_path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        export_network(network_of(CONFIGS[1]), form, tmp_path / name / f"same{SUFFIXES[form]}")
    same = [(tmp_path / name / f"same{SUFFIXES[form]}").read_bytes() for name in ("a", "b")]
    assert same[0] == same[1]


def test_the_command_exports_a_weights_file_and_reads_it_back(tmp_path, capsys) -> None:
    save_weights(tmp_path / "a.safetensors", network_of(CONFIGS[1]), ModelCard(data="noise"))
    weights, out = str(tmp_path / "a.safetensors"), str(tmp_path / "b.npz")
    assert main(["export", "--weights", weights, "--to", "npz", "--out", out]) == 0
    assert capsys.readouterr().out.startswith(f"Wrote {out} (")
    assert main(["info", "--weights", out, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["architecture"]["hidden"] == [30]


def test_the_command_names_the_formats(capsys) -> None:
    assert main(["export", "--to", "tensorflow", "--out", "x"]) == 2
    assert "Format must be npz, onnx, script or torch. Got 'tensorflow'" in capsys.readouterr().err


def test_npz_is_not_compressed(tmp_path) -> None:
    """To compress the bundled network takes seconds, in which the window would stand still."""
    path = tmp_path / "network.npz"
    export_network(Network.initialise(CONFIGS[1], np.random.default_rng(0)), "npz", path)
    with ZipFile(path) as archive:
        assert {entry.compress_type for entry in archive.infolist()} == {ZIP_STORED}
