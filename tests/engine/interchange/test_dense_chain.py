"""Networks of other programs, by the names and shapes that people's arrays have."""

from itertools import pairwise

import numpy as np
import pytest
from safetensors.numpy import save_file

from mlp_engine.errors import WeightsReadError
from mlp_engine.interchange import export_network, open_network
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.network import Network

RNG = np.random.default_rng(7)
SIZES = (6, 5, 4, 2)
WEIGHTS = [RNG.normal(size=shape).astype(np.float32) for shape in pairwise(SIZES)]
BIASES = [RNG.normal(size=size).astype(np.float32) for size in SIZES[1:]]
X = RNG.normal(size=(7, 6)).astype(np.float32)

NAMES = {
    "PyTorch Sequential": [(f"{2 * n}.weight", f"{2 * n}.bias") for n in range(3)],
    "PyTorch, inside a model": [(f"model.layers.{9 + n}.weight", f"model.layers.{9 + n}.bias") for n in range(3)],
    "PyTorch, named layers": [
        ("input.weight", "input.bias"),
        ("hidden.weight", "hidden.bias"),
        ("out.weight", "out.bias"),
    ],
    "scikit-learn": [(f"coefs_{n}", f"intercepts_{n}") for n in range(3)],
    "W and b": [(f"W{n}", f"b{n}") for n in range(1, 4)],
    "w and b": [(f"w_{n}", f"b_{n}") for n in range(3)],
    "Keras": [(f"dense_{n}/kernel", f"dense_{n}/bias") for n in range(3)],
    "weights and biases": [(f"weights{n}", f"biases{n}") for n in range(3)],
    "numpy.savez of a list": [(f"arr_{2 * n}", f"arr_{2 * n + 1}") for n in range(3)],
}


def relu_chain(x: np.ndarray) -> np.ndarray:
    for w, b in zip(WEIGHTS[:-1], BIASES[:-1], strict=True):
        x = np.maximum(x @ w + b, 0)
    z = x @ WEIGHTS[-1] + BIASES[-1]
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def saved(path, names, *, turned=False, bias_shape=None) -> None:
    arrays = {}
    for (weight, bias), w, b in zip(names, WEIGHTS, BIASES, strict=True):
        arrays[weight] = np.ascontiguousarray(w.T) if turned else w
        arrays[bias] = b.reshape(bias_shape) if bias_shape else b
    if path.suffix == ".npz":
        np.savez(path, **arrays)
    else:
        save_file(arrays, path)


def test_matrices_without_biases_lead_from_the_pixels_to_the_digits(tmp_path) -> None:
    into, out = RNG.normal(size=(784, 6)).astype(np.float32), RNG.normal(size=(6, 10)).astype(np.float32)
    np.savez(tmp_path / "a.npz", wih=into.T, who=out.T)  # "who" comes first
    network = open_network(tmp_path / "a.npz").network
    assert network.config.layers == (784, 6, 10)
    np.testing.assert_array_equal(network.weights[0], into)
    np.testing.assert_array_equal(network.weights[1], out)


@pytest.mark.parametrize("names", [("X", "y"), ("images", "labels"), ("x_train", "y_train")])
def test_data_is_no_network(names, tmp_path) -> None:
    np.savez(tmp_path / "a.npz", **{names[0]: np.zeros((5, 784)), names[1]: np.zeros(5)})
    with pytest.raises(WeightsReadError, match=rf"must hold the weights of a network, .* It holds {names[0]}, "):
        open_network(tmp_path / "a.npz")


def test_single_numbers_in_an_archive_are_passed_over(tmp_path) -> None:
    arrays = {"W1": WEIGHTS[0], "b1": BIASES[0], "epochs": np.array(30), "accuracy": np.array(0.97)}
    np.savez(tmp_path / "a.npz", **arrays)
    np.testing.assert_array_equal(open_network(tmp_path / "a.npz").network.weights[0], WEIGHTS[0])


def test_counts_of_an_optimizer_are_passed_over(tmp_path) -> None:
    path = tmp_path / "a.safetensors"
    tensors = {f"{2 * n}.weight": np.ascontiguousarray(w.T) for n, w in enumerate(WEIGHTS)}
    save_file({**tensors, "step": np.array([30], np.int64), "bn.num_batches_tracked": np.array(4, np.int64)}, path)
    assert open_network(path).network.config.layers == SIZES


@pytest.mark.parametrize("turned", [False, True], ids=["(fan_in, fan_out)", "(fan_out, fan_in)"])
@pytest.mark.parametrize("suffix", [".npz", ".safetensors"])
@pytest.mark.parametrize("names", NAMES.values(), ids=NAMES)
def test_it_opens_and_answers_as_it_did(names, suffix, turned, tmp_path) -> None:
    path = tmp_path / f"theirs{suffix}"
    saved(path, names, turned=turned)
    opened = open_network(path)
    assert opened.assumed == "relu"
    assert opened.network.config.layers == SIZES
    np.testing.assert_allclose(opened.network.predict(X), relu_chain(X), rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("bias_shape", [(-1, 1), (1, -1)])
def test_biases_may_be_columns_or_rows(bias_shape, tmp_path) -> None:
    saved(tmp_path / "a.npz", NAMES["W and b"], bias_shape=bias_shape)
    np.testing.assert_allclose(open_network(tmp_path / "a.npz").network.predict(X), relu_chain(X), rtol=1e-4, atol=1e-6)


def test_the_activation_can_be_given(tmp_path) -> None:
    saved(tmp_path / "a.npz", NAMES["W and b"])
    opened = open_network(tmp_path / "a.npz", "tanh")
    assert opened.network.config.activations == ("tanh", "tanh")
    assert opened.assumed is None


def test_layers_without_biases_open(tmp_path) -> None:
    save_file({"a.weight": WEIGHTS[0].T.copy(), "b.weight": WEIGHTS[1].T.copy()}, tmp_path / "a.safetensors")
    network = open_network(tmp_path / "a.safetensors").network
    assert network.config.layers == (6, 5, 4)
    assert not any(b.any() for b in network.biases)


def test_square_layers_of_pytorch_are_turned(tmp_path) -> None:
    square = RNG.normal(size=(4, 4)).astype(np.float32)
    save_file({"0.weight": square, "0.bias": np.zeros(4, np.float32)}, tmp_path / "a.safetensors")
    np.testing.assert_array_equal(open_network(tmp_path / "a.safetensors").network.weights[0], square.T)
    np.savez(tmp_path / "a.npz", W1=square, b1=np.zeros(4, np.float32))
    np.testing.assert_array_equal(open_network(tmp_path / "a.npz").network.weights[0], square)


@pytest.mark.parametrize(
    ("arrays", "sentence"),
    [
        ({"conv.weight": np.zeros((3, 1, 5, 5), np.float32)}, "must hold dense layers alone"),
        ({"0.weight": WEIGHTS[0], "1.running_mean": np.zeros(5, np.float32)}, "belongs to a normalisation"),
        ({"0.weight": WEIGHTS[0], "1.weight": BIASES[0]}, "belongs to a normalisation"),
        ({"0.weight": WEIGHTS[0], "2.weight": WEIGHTS[2]}, "that follow one another"),
        ({"0.weight": WEIGHTS[0], "0.bias": np.zeros(3, np.float32)}, "that follow one another"),
        ({"0.bias": BIASES[0]}, "a matrix of weights for each layer"),
        ({"0.weight": WEIGHTS[0], "x": BIASES[0], "y": BIASES[0]}, "one vector of biases a layer"),
        ({"0.weight": np.full((6, 5), np.nan, np.float32)}, "finite numbers"),
        ({"0.weight": np.zeros((6, 5), np.int32)}, "16, 32 or 64-bit floats"),
        (
            {"a.weight": np.eye(3, dtype=np.float32)[:, :2], "b.weight": np.ones((3, 4), np.float32)},
            "follow one another",
        ),
    ],
)
def test_what_is_no_chain_is_refused(arrays, sentence, tmp_path) -> None:
    save_file({name: np.ascontiguousarray(array) for name, array in arrays.items()}, tmp_path / "a.safetensors")
    with pytest.raises(WeightsReadError, match=sentence):
        open_network(tmp_path / "a.safetensors")


def test_lists_saved_as_objects_are_refused_without_running_anything(tmp_path) -> None:
    objects = np.empty(2, object)
    objects[:] = WEIGHTS[:2]
    np.savez(tmp_path / "a.npz", coefs=objects)
    with pytest.raises(WeightsReadError, match="Python objects, which are never read"):
        open_network(tmp_path / "a.npz")


@pytest.mark.parametrize("form", ["npz", "onnx", "torch"])
@pytest.mark.parametrize(
    "config",
    [
        NetworkConfig(inputs=6, hidden=(4, 3), outputs=2, activations=("relu", "tanh")),
        NetworkConfig(
            inputs=6, hidden=(4,), outputs=3, activations=("sigmoid",), output="sigmoid", loss="cross-entropy"
        ),
        NetworkConfig(inputs=6, hidden=(), outputs=3),
    ],
    ids=["relu and tanh", "sigmoids", "no hidden layer"],
)
def test_what_is_exported_opens_the_same(form, config, tmp_path) -> None:
    network = Network.initialise(config, np.random.default_rng(1))
    export_network(network, form, tmp_path / "out")
    opened = open_network(tmp_path / "out")
    assert opened.assumed is None
    assert opened.network.config.activations == config.activations
    np.testing.assert_array_equal(opened.network.predict(X), network.predict(X))
