"""A network as the ``state_dict`` of a PyTorch ``nn.Sequential``, in a safetensors file that cannot run code.

The layers of the ``Sequential`` are ``Linear`` and activation in turn, so the parameters are called ``0.weight``,
``0.bias``, ``2.weight``, ``2.bias``, …; a weight there has shape (fan_out, fan_in). Inputs are shares of full ink
from 0 to 1, 784 a digit image, row by row; outputs are logits.
"""

import json
from typing import Any

import numpy as np
from safetensors.numpy import save

from mlp_engine.perceptron.network import Network
from mlp_engine.training.config_record import config_record


def torch_state_of(network: Network) -> bytes:
    """The content of a safetensors file with the ``state_dict`` of ``network``."""
    tensors: dict[str, Any] = {}
    for layer, (weights, biases) in enumerate(zip(network.weights, network.biases, strict=True)):
        tensors |= {f"{2 * layer}.weight": np.ascontiguousarray(weights.T), f"{2 * layer}.bias": biases}
    return save(tensors, {"architecture": json.dumps(config_record(network.config))})
