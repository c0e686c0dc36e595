"""The ONNX file of a network, written for every runtime, and read from any chain of dense layers.

It needs the extra ``onnx``. Files are read with that package's parser, without external data, and nothing is run.
"""

import json
import math
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_engine.errors import SettingError, WeightsReadError
from mlp_engine.files.paths import is_file, shown_path, why_no_file
from mlp_engine.perceptron.activations import LEAK
from mlp_engine.perceptron.config import ActivationName, LossName, NetworkConfig, OutputName
from mlp_engine.perceptron.network import Network
from mlp_engine.training.config_record import config_record
from mlp_engine.validation import shortened
from mlp_engine.version import __version__
from mlp_engine.weights.reader import MAX_FILE_BYTES

OPSET = 13
IR_VERSION = 7
"""Versions from 2020: old enough for every runtime in use, new enough for a softmax along one axis."""

_OPERATORS: dict[ActivationName, str] = {
    "relu": "Relu",
    "leaky-relu": "LeakyRelu",
    "sigmoid": "Sigmoid",
    "tanh": "Tanh",
}
_ACTIVATIONS: dict[str, ActivationName] = {operator: name for name, operator in _OPERATORS.items()}
_OUTPUTS: dict[str, tuple[OutputName, LossName]] = {
    "": ("softmax", "log-likelihood"),  # logits
    "Softmax": ("softmax", "log-likelihood"),
    "LogSoftmax": ("softmax", "log-likelihood"),
    "Sigmoid": ("sigmoid", "cross-entropy"),
}
_CHANGE_NOTHING = ("Identity", "Flatten", "Reshape", "Dropout")
_NOTE = (
    "Input 'images': shape (n, {inputs}), float32, shares of full ink: 0 is paper, 1 is ink (8-bit ink over 255). "
    "A digit image is 28x28, row by row; the digit fits into 20x20 with its centre of mass in the middle, as in MNIST. "
    "Output 'probabilities': shape (n, {outputs}), one column a class."
)


def onnx_of(network: Network) -> bytes:
    """The content of an ONNX file with the weights inside, in float32.

    Raises:
        SettingError: if the package ``onnx`` is not installed.
    """
    onnx = _package()
    helper = onnx.helper
    config = network.config
    nodes: list[Any] = []
    initializers: list[Any] = []
    last, a = len(network.weights) - 1, "images"
    for layer, (weights, biases) in enumerate(zip(network.weights, network.biases, strict=True)):
        names = f"weights.{layer}", f"biases.{layer}"
        initializers += [
            onnx.numpy_helper.from_array(np.ascontiguousarray(values, np.float32), name)
            for values, name in zip((weights, biases), names, strict=True)
        ]
        z = f"z.{layer}"
        nodes.append(helper.make_node("Gemm", [a, *names], [z]))
        a = "probabilities" if layer == last else f"a.{layer}"
        if layer < last:
            leak = {"alpha": LEAK} if config.activations[layer] == "leaky-relu" else {}
            nodes.append(helper.make_node(_OPERATORS[config.activations[layer]], [z], [a], **leak))
        elif config.output == "softmax":
            nodes.append(helper.make_node("Softmax", [z], [a], axis=1))
        else:
            nodes.append(helper.make_node("Sigmoid", [z], [a]))
    float32 = onnx.TensorProto.FLOAT
    graph = helper.make_graph(
        nodes,
        "perceptron",
        [helper.make_tensor_value_info("images", float32, ["n", config.inputs])],
        [helper.make_tensor_value_info("probabilities", float32, ["n", config.outputs])],
        initializers,
    )
    model = helper.make_model(
        graph,
        ir_version=IR_VERSION,
        opset_imports=[helper.make_opsetid("", OPSET)],
        producer_name="mlp-engine",
        producer_version=__version__,
        doc_string=_NOTE.format(inputs=config.inputs, outputs=config.outputs),
    )
    helper.set_model_props(model, {"architecture": json.dumps(config_record(config))})
    onnx.checker.check_model(model)
    return model.SerializeToString()


def read_onnx(path: Path) -> Network:
    """The network in an ONNX file: MatMul or Gemm, an activation, and so on, to Softmax, Sigmoid or logits.

    Raises:
        SettingError: if the package ``onnx`` is not installed.
        WeightsReadError: if the file is not sound, or holds anything but such a chain.
    """
    onnx = _package()
    if not is_file(path):
        raise WeightsReadError(f"{shown_path(path)} must be a file that can be read. {why_no_file(path)}")
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise WeightsReadError(f"A weights file must be at most {MAX_FILE_BYTES} bytes long. Got {path} with more.")
        content = path.read_bytes()
    except OSError as error:
        raise WeightsReadError(
            f"{shown_path(path)} must be a file that can be read. Got: {error.strerror or error}."
        ) from error
    try:
        model: Any = onnx.load_model_from_string(content)
        layers = _Chain(path, onnx, model.graph).layers()
    except WeightsReadError:
        raise
    except Exception as error:  # the parser may raise anything on a damaged file
        raise WeightsReadError(f"{path} must be a sound ONNX file. Got: {shortened(error)}.") from error
    return _network_of(path, layers)


@dataclass(eq=False)
class _Layer:
    weights: NDArray[Any]
    bias: NDArray[Any] | None = None
    activation: str = ""


class _Chain:
    """The chain of layers in a graph, followed from its input to its output, node by node."""

    def __init__(self, path: Path, onnx: Any, graph: Any) -> None:
        self._path = path
        self._onnx = onnx
        self._graph = graph
        self._constants = {tensor.name: tensor for tensor in graph.initializer}
        inputs = [entry.name for entry in graph.input if entry.name not in self._constants]
        if len(inputs) != 1:
            raise self._refusal(f"{len(inputs)} inputs")
        self._at = inputs[0]
        self._layers: list[_Layer] = []
        self._passed_on: dict[str, tuple[str, bool]] = {}  # weights under another name, turned or not

    def layers(self) -> list[_Layer]:
        for node in self._graph.node:
            self._follow(node)
        if [entry.name for entry in self._graph.output] != [self._at] or not self._layers:
            raise self._refusal("another output than that of its last layer")
        return self._layers

    def _follow(self, node: Any) -> None:
        operator, inputs = str(node.op_type), list(node.input)
        attributes = {entry.name: self._onnx.helper.get_attribute_value(entry) for entry in node.attribute}
        if operator == "Constant":
            self._constants[node.output[0]] = attributes.get("value")
            return
        if operator in ("Transpose", "Identity") and inputs[0] in {*self._constants, *self._passed_on}:
            is_turned = operator == "Transpose" and attributes.get("perm", [1, 0]) == [1, 0]
            self._passed_on[node.output[0]] = inputs[0], is_turned
            return
        if self._at not in inputs:
            raise self._refusal(f"the operator {shortened(operator)} beside the chain")
        if operator in ("MatMul", "Gemm") and inputs[0] == self._at:
            self._add_layer(inputs, attributes)
        elif operator == "Add" and self._layers and self._layers[-1].bias is None and not self._layers[-1].activation:
            other = next((name for name in inputs if name != self._at), "")
            self._layers[-1].bias = self._array(other).ravel()
        elif operator in _ACTIVATIONS or operator in _OUTPUTS:
            self._end_layer(operator, attributes)
        elif operator not in _CHANGE_NOTHING or (self._layers and operator in ("Flatten", "Reshape")):
            raise self._refusal(f"the operator {shortened(operator)}")
        elif operator == "Flatten" and attributes.get("axis", 1) != 1:
            raise self._refusal(f"the operator Flatten along the axis {attributes['axis']}")
        self._at = node.output[0]

    def _add_layer(self, inputs: list[str], attributes: dict[str, Any]) -> None:
        if attributes.get("transA", 0) or attributes.get("alpha", 1.0) != 1.0 or attributes.get("beta", 1.0) != 1.0:
            raise self._refusal("a product that is scaled or transposed")
        weights = self._array(inputs[1])
        if weights.ndim != 2:
            raise self._refusal(f"weights of shape {shortened(weights.shape)}")
        layer = _Layer(weights.T if attributes.get("transB", 0) else weights)
        if len(inputs) > 2 and inputs[2]:
            layer.bias = self._array(inputs[2]).ravel()
        self._layers.append(layer)

    def _end_layer(self, activation: str, attributes: dict[str, Any]) -> None:
        if attributes.get("axis", -1) not in (1, -1):
            raise self._refusal(f"the operator {activation} along the axis {attributes['axis']}")
        if activation == "LeakyRelu" and not math.isclose(leak := attributes.get("alpha", LEAK), LEAK, rel_tol=1e-6):
            raise self._refusal(f"LeakyRelu with the slope {leak:g} below 0, where {LEAK:g} is read")
        if not self._layers or self._layers[-1].activation:
            raise self._refusal(f"the operator {activation} where no layer ends")
        self._layers[-1].activation = activation

    def _array(self, name: str) -> NDArray[Any]:
        if name in self._passed_on:
            other, is_turned = self._passed_on[name]
            return self._array(other).T if is_turned else self._array(other)
        tensor = self._constants.get(name)
        if tensor is None:
            raise self._refusal("weights that are worked out and not stored")
        if tensor.data_location == self._onnx.TensorProto.EXTERNAL or tensor.external_data:
            raise self._refusal("weights in another file, which is never opened")
        array = self._onnx.numpy_helper.to_array(tensor)
        if array.dtype.kind != "f":
            raise self._refusal(f"weights of type {array.dtype}")
        return array

    def _refusal(self, came: str) -> WeightsReadError:
        return WeightsReadError(
            f"{self._path} must be a chain of dense layers (MatMul or Gemm) with Relu, LeakyRelu, Sigmoid or Tanh "
            f"between them. Got {came}."
        )


def _network_of(path: Path, layers: list[_Layer]) -> Network:
    *hidden, last = layers
    if not all(layer.activation in _ACTIVATIONS for layer in hidden) or last.activation not in _OUTPUTS:
        raise WeightsReadError(
            f"{path} must have Relu, LeakyRelu, Sigmoid or Tanh after each hidden layer, and Softmax, Sigmoid or "
            f"nothing last. Got {shortened(', '.join(layer.activation or 'nothing' for layer in layers))}."
        )
    output, loss = _OUTPUTS[last.activation]
    try:
        config = NetworkConfig(
            inputs=layers[0].weights.shape[0],
            hidden=tuple(layer.weights.shape[1] for layer in hidden),
            outputs=last.weights.shape[1],
            activations=tuple(_ACTIVATIONS[layer.activation] for layer in hidden),
            output=output,
            loss=loss,
        )
    except SettingError as error:
        raise WeightsReadError(f"{path} describes a network that cannot be: {error}") from error
    network = Network(config, np.zeros(config.parameter_count, config.dtype))
    for layer, w, b in zip(layers, network.weights, network.biases, strict=True):
        if layer.weights.shape != w.shape or (layer.bias is not None and layer.bias.shape != b.shape):
            raise WeightsReadError(
                f"{path} must hold layers that fit one another. Got {layer.weights.shape} at {w.shape}."
            )
        w[...] = layer.weights
        if layer.bias is not None:
            b[...] = layer.bias
    if not np.isfinite(network.parameters).all():
        raise WeightsReadError(f"Weights must be finite numbers. Got others in {path}.")
    return network.copy()


def _package() -> Any:
    try:
        return import_module("onnx")  # only ONNX files need this extra
    except ImportError as error:
        raise SettingError("The package onnx must be installed for this: pip install mlp-desktop[onnx].") from error
