"""A network as an ONNX file, for every runtime that reads the format. Needs the extra ``onnx``."""

import json
from importlib import import_module
from typing import Any

import numpy as np

from mlp_engine.errors import SettingError
from mlp_engine.perceptron.network import Network
from mlp_engine.training.config_record import config_record
from mlp_engine.version import __version__

OPSET = 13
IR_VERSION = 7
"""Of the year 2020: old enough for every runtime in use, new enough for a softmax along one axis."""

_OPERATORS = {"relu": "Relu", "sigmoid": "Sigmoid", "tanh": "Tanh"}
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
    try:
        onnx: Any = import_module("onnx")  # only who exports needs this extra
    except ImportError as error:
        raise SettingError("The package onnx must be installed for this: pip install mlp-desktop[onnx].") from error
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
            nodes.append(helper.make_node(_OPERATORS[config.activations[layer]], [z], [a]))
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
