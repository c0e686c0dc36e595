"""The ``state_dict`` of a network as a PyTorch ``nn.Sequential``, in a safetensors file, which cannot run code.

The layers of the ``Sequential`` alternate between ``Linear`` and activation, so the parameters are called
``0.weight``, ``0.bias``, ``2.weight``, ``2.bias``, …; weights have the shape (fan_out, fan_in). Inputs are shares of
full ink from 0 to 1, the 784 pixels of a digit image row by row; outputs are logits. Tensors with other names can be
read too if they form a chain of dense layers.
"""

import json
import math
from pathlib import Path
from typing import Any, cast

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from mlp_engine.errors import SettingError, WeightsReadError
from mlp_engine.files.paths import shown_path
from mlp_engine.interchange.dense_chain import chain_of
from mlp_engine.perceptron.config import ActivationName, NetworkConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.training.config_record import config_record, network_config_of
from mlp_engine.validation import shortened
from mlp_engine.weights.reader import WeightsReader

_WHOLE = ("I64", "I32", "I16", "I8", "U8", "BOOL")


def torch_state_of(network: Network) -> bytes:
    """The content of a safetensors file with the ``state_dict`` of ``network``."""
    tensors: dict[str, Any] = {}
    for layer, (weights, biases) in enumerate(zip(network.weights, network.biases, strict=True)):
        tensors |= {f"{2 * layer}.weight": np.ascontiguousarray(weights.T), f"{2 * layer}.bias": biases}
    return save(tensors, {"architecture": json.dumps(config_record(network.config))})


def read_torch_state(path: Path, activation: ActivationName | None) -> tuple[Network, bool]:
    """Read the network in a safetensors file of PyTorch or another program.

    Args:
        path: the file.
        activation: activation of the hidden layers if the file does not state it; ``None`` assumes ReLU.

    Returns:
        The network, and whether its activation was assumed.

    Raises:
        WeightsReadError: if the file is not sound, or its tensors are not a chain of dense layers.
    """
    try:
        WeightsReader(path)  # checks the size and the header
        with cast("Any", safe_open)(path, framework="numpy") as file:
            stated = _stated(path, cast("dict[str, str]", file.metadata() or {}))
            names = cast("list[str]", list(file.keys()))
            tensors = {name: _tensor(path, file, name) for name in names if not _counts(file, name)}
    except OSError as error:
        raise WeightsReadError(
            f"{shown_path(path)} must be a file that can be read. Got: {error.strerror or error}."
        ) from error
    except SafetensorError as error:
        why = shortened(" ".join(str(error).split()), 200)
        raise WeightsReadError(f"{path} must be a sound safetensors file. Got: {why}.") from error
    network = chain_of(path, tensors, activation or "relu", stated)
    return network, stated is None and activation is None and bool(network.config.hidden)


def _counts(file: Any, name: str) -> bool:
    """Whether a tensor is a single whole number, such as the steps of an optimizer or a normalisation's batches."""
    found = file.get_slice(name)
    return str(found.get_dtype()) in _WHOLE and math.prod(found.get_shape()) == 1


def _tensor(path: Path, file: Any, name: str) -> Any:
    found = file.get_slice(name)
    dtype = str(found.get_dtype())
    if dtype not in ("F64", "F32", "F16"):
        raise WeightsReadError(
            f"Tensor {shortened(repr(name))} of {path} must be of 16, 32 or 64-bit floats (F16, F32, F64): "
            f"in PyTorch, save model.float().state_dict(). Got {shortened(dtype)}."
        )
    return file.get_tensor(name)


def _stated(path: Path, metadata: dict[str, str]) -> NetworkConfig | None:
    """The architecture in the metadata, which this program writes into its exports."""
    if "architecture" not in metadata:
        return None
    try:
        return network_config_of(json.loads(metadata["architecture"]))
    except (SettingError, TypeError, ValueError, RecursionError) as error:
        raise WeightsReadError(f"{path} describes a network that cannot be: {shortened(error, 200)}") from error
