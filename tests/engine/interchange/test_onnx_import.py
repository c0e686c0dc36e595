"""ONNX files of other programs: chains of dense layers open, anything else is refused in one sentence."""

from typing import Any

import numpy as np
import pytest

from mlp_engine.errors import WeightsReadError
from mlp_engine.interchange import open_network

onnx = pytest.importorskip("onnx")
helper = onnx.helper
RNG = np.random.default_rng(5)
W1, B1 = RNG.normal(size=(6, 4)).astype(np.float32), RNG.normal(size=4).astype(np.float32)
W2, B2 = RNG.normal(size=(4, 3)).astype(np.float32), RNG.normal(size=3).astype(np.float32)
CONSTANTS = {"W1": W1, "B1": B1, "W2": W2, "B2": B2, "W1t": W1.T.copy(), "ints": np.ones((6, 4), np.int64)}
X = RNG.random((5, 6), np.float32)


def saved(path, nodes: list[Any], output: str = "out", *, inputs: tuple[str, ...] = ("x",)) -> None:
    float32 = onnx.TensorProto.FLOAT
    used = {name for node in nodes for name in node.input}
    graph = helper.make_graph(
        nodes,
        "theirs",
        [helper.make_tensor_value_info(name, float32, ["n", 6]) for name in inputs],
        [helper.make_tensor_value_info(output, float32, ["n", 3])],
        [onnx.numpy_helper.from_array(array, name) for name, array in CONSTANTS.items() if name in used],
    )
    onnx.save(helper.make_model(graph, ir_version=7, opset_imports=[helper.make_opsetid("", 13)]), path)


def node(operator: str, *names: str, **attributes: Any) -> Any:
    return helper.make_node(operator, list(names[:-1]), [names[-1]], **attributes)


def softmax(z: np.ndarray) -> np.ndarray:
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


@pytest.mark.parametrize(
    "nodes",
    [
        [
            node("Gemm", "x", "W1", "B1", "a"), node("Relu", "a", "b"),
            node("Gemm", "b", "W2", "B2", "c"), node("Softmax", "c", "out", axis=1),
        ],
        [
            node("Flatten", "x", "f"), node("Gemm", "f", "W1t", "B1", "a", transB=1), node("Relu", "a", "b"),
            node("Gemm", "b", "W2", "B2", "out"),
        ],
        [
            node("MatMul", "x", "W1", "a"), node("Add", "B1", "a", "b"), node("Relu", "b", "c"),
            node("Dropout", "c", "d"),
            node("MatMul", "d", "W2", "e"), node("Add", "e", "B2", "f"), node("LogSoftmax", "f", "out", axis=1),
        ],
        [
            node("Transpose", "W1t", "T", perm=[1, 0]), node("Identity", "B1", "I"),
            node("Gemm", "x", "T", "I", "a"), node("Relu", "a", "b"), node("Gemm", "b", "W2", "B2", "out"),
        ],
    ],
    ids=["Gemm and Softmax", "PyTorch's export", "MatMul and Add", "weights turned before"],
)  # fmt: skip
def test_chains_open_and_answer_as_they_did(nodes, tmp_path) -> None:
    saved(tmp_path / "theirs.onnx", nodes)
    opened = open_network(tmp_path / "theirs.onnx")
    assert (opened.network.config.activations, opened.assumed) == (("relu",), None)
    expected = softmax(np.maximum(X @ W1 + B1, 0) @ W2 + B2)
    np.testing.assert_allclose(opened.network.predict(X), expected, rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("attributes", [{}, {"alpha": 0.01}], ids=str)
def test_a_leaky_relu_of_the_usual_slope_opens(attributes, tmp_path) -> None:
    leaky = node("LeakyRelu", "a", "b", **attributes)
    saved(tmp_path / "a.onnx", [node("Gemm", "x", "W1", "B1", "a"), leaky, node("Gemm", "b", "W2", "B2", "out")])
    opened = open_network(tmp_path / "a.onnx")
    assert opened.network.config.activations == ("leaky-relu",)
    z = X @ W1 + B1
    np.testing.assert_allclose(
        opened.network.predict(X), softmax(np.where(z > 0, z, 0.01 * z) @ W2 + B2), rtol=1e-5, atol=1e-7
    )


@pytest.mark.parametrize(
    ("nodes", "sentence"),
    [
        ([node("Conv", "x", "W1", "out")], "Got the operator Conv"),
        (
            [node("Gemm", "x", "W1", "B1", "a"), node("LeakyRelu", "a", "out", alpha=0.2)],
            "Got LeakyRelu with the slope 0.2 below 0, where 0.01 is read",
        ),
        (
            [node("MatMul", "x", "W1", "a"), node("MatMul", "a", "W2", "out")],
            "after each hidden layer.* Got nothing, nothing",
        ),
        ([node("MatMul", "x", "W1", "a"), node("Relu", "a", "out")], "Got Relu"),
        ([node("Relu", "x", "a"), node("MatMul", "a", "W1", "out")], "Relu where no layer ends"),
        ([node("Gemm", "x", "W1", "B1", "out", alpha=0.5)], "scaled or transposed"),
        ([node("MatMul", "x", "ints", "out")], "weights of type int64"),
        ([node("MatMul", "x", "x", "out")], "worked out and not stored"),
        ([node("MatMul", "x", "W1", "a")], "another output"),
        ([node("MatMul", "x", "W1", "a"), node("Relu", "a", "b"), node("MatMul", "b", "W1", "out")], "fit one another"),
        (
            [node("Gemm", "x", "W1", "B1", "a"), node("Softmax", "a", "out", axis=0)],
            "the operator Softmax along the axis 0",
        ),
        (
            [node("Flatten", "x", "a", axis=0), node("Gemm", "a", "W1", "B1", "out")],
            "the operator Flatten along the axis 0",
        ),
    ],
)
def test_what_is_no_chain_is_refused(nodes, sentence, tmp_path) -> None:
    saved(tmp_path / "theirs.onnx", nodes)
    with pytest.raises(WeightsReadError, match=sentence):
        open_network(tmp_path / "theirs.onnx")


def test_two_inputs_are_refused(tmp_path) -> None:
    saved(tmp_path / "a.onnx", [node("Add", "x", "y", "out")], inputs=("x", "y"))
    with pytest.raises(WeightsReadError, match="Got 2 inputs"):
        open_network(tmp_path / "a.onnx")


def test_weights_in_another_file_are_never_opened(tmp_path) -> None:
    saved(tmp_path / "a.onnx", [node("MatMul", "x", "W1", "out")])
    model = onnx.load(tmp_path / "a.onnx")
    onnx.save(model, tmp_path / "b.onnx", save_as_external_data=True, location="secret.bin", size_threshold=0)
    with pytest.raises(WeightsReadError, match="in another file, which is never opened"):
        open_network(tmp_path / "b.onnx")


def test_a_file_cut_anywhere_is_refused_or_whole(tmp_path) -> None:
    path = tmp_path / "a.onnx"
    saved(path, [node("Gemm", "x", "W1", "B1", "out")])
    content = path.read_bytes()
    for length in range(3, len(content), 5):
        path.write_bytes(content[:length])
        with pytest.raises(WeightsReadError):
            open_network(path)
