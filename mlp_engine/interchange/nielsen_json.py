"""The JSON files of ``network2``, the program of Nielsen's *Neural Networks and Deep Learning*, chapter 3.

A file is one object: ``sizes``, the neurons of each layer; ``weights`` and ``biases``, one list for each layer, its
weights with one row for each neuron, shape (fan_out, fan_in), its biases as a column, shape (fan_out, 1); and
``cost``, "CrossEntropyCost" (the default, as in ``network2``) or "QuadraticCost", which does not affect the answers.
Other entries are ignored. All neurons are sigmoids.
"""

import json
from pathlib import Path
from typing import Any, cast

import numpy as np

from mlp_engine.errors import SettingError, WeightsReadError
from mlp_engine.files.paths import is_file, shown_path, why_no_file
from mlp_engine.perceptron.config import LossName, NetworkConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.validation import shortened

MAX_BYTES = 1 << 25
"""32 MiB of text: more than a million weights, ten times the networks in the book."""

MOST_OF = {b"[": 200_000, b",": 4_000_000, b"{": 1_000, b'"': 10_000}
"""How often each sign may stand in the text, since Python takes up to 80 bytes for what two of them make."""

_LOSSES: dict[str, LossName] = {"CrossEntropyCost": "cross-entropy", "QuadraticCost": "quadratic"}
_KEYS = {"sizes", "weights", "biases"}


def read_nielsen_json(path: Path) -> Network:
    """Read the network in a file saved by ``network2``.

    Raises:
        WeightsReadError: if it is no such file, or the network in it is not valid.
    """
    entries = _entries(path)
    config = _architecture(path, entries)
    network = Network(config, np.empty(config.parameter_count, config.dtype))
    layers = zip(network.weights, network.biases, strict=True)
    for layer, (weights, biases) in enumerate(layers):
        weights[...] = _matrix(path, entries, "weights", layer, weights.shape[::-1]).T
        biases[...] = _matrix(path, entries, "biases", layer, (len(biases), 1))[:, 0]
    return network.copy()


def _entries(path: Path) -> dict[str, Any]:
    try:
        if not is_file(path):
            raise WeightsReadError(f"{shown_path(path)} must be a file that can be read. {why_no_file(path)}")
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise WeightsReadError(
            f"{shown_path(path)} must be a file that can be read. Got: {error.strerror or error}."
        ) from error
    if len(content) > MAX_BYTES:
        raise WeightsReadError(f"A JSON file of weights must be at most {MAX_BYTES} bytes long. Got {path} with more.")
    for sign, most in MOST_OF.items():
        if (count := content.count(sign)) > most:
            raise WeightsReadError(
                f"A JSON file of weights must have at most {most:,} {sign.decode()!r}. Got {path} with {count:,}."
            )
    try:
        entries = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise WeightsReadError(f"{path} must be a whole JSON file. Got something else.") from error
    if not isinstance(entries, dict) or not set(cast("dict[str, Any]", entries)) >= _KEYS:
        raise WeightsReadError(f"{path} must be a JSON object with {sorted(_KEYS)}. Got another.")
    return cast("dict[str, Any]", entries)


def _architecture(path: Path, entries: dict[str, Any]) -> NetworkConfig:
    sizes, cost = cast("object", entries["sizes"]), entries.get("cost")
    cost = "CrossEntropyCost" if cost is None else cost
    if not isinstance(sizes, list) or not 2 <= len(cast("list[Any]", sizes)) <= 100:
        raise WeightsReadError(
            f"'sizes' in {path} must list the neurons of 2 layers or more. Got {shortened(entries['sizes'])}."
        )
    if not isinstance(cost, str) or cost not in _LOSSES:
        raise WeightsReadError(f"'cost' in {path} must be one of {sorted(_LOSSES)}. Got {shortened(cost)}.")
    first, *hidden, last = cast("list[int]", sizes)
    try:
        return NetworkConfig(
            inputs=first,
            hidden=tuple(hidden),
            outputs=last,
            activations=("sigmoid",),
            output="sigmoid",
            loss=_LOSSES[cost],
            initializer="gaussian",
        )
    except (SettingError, TypeError) as error:
        raise WeightsReadError(f"{path} describes a network that cannot be: {error}") from error


def _matrix(path: Path, entries: dict[str, Any], key: str, layer: int, shape: tuple[int, int]) -> Any:
    where = f"{key!r} of layer {layer + 1} in {path}"
    matrices = entries[key]
    if not isinstance(matrices, list) or len(cast("list[Any]", matrices)) != len(entries["sizes"]) - 1:
        raise WeightsReadError(f"{key!r} in {path} must hold one matrix a layer. Got another number.")
    try:
        matrix = np.array(matrices[layer], np.float64)
    except (ValueError, TypeError, OverflowError) as error:
        raise WeightsReadError(f"{where} must be a matrix of numbers. Got something else.") from error
    if matrix.shape == shape[:1] and shape[1] == 1:
        matrix = matrix[:, None]  # biases as a plain list
    if matrix.shape != shape:
        raise WeightsReadError(f"{where} must be of shape {shape}. Got {shortened(matrix.shape)}.")
    with np.errstate(over="ignore"):
        values = matrix.astype(np.float32)
    if not np.isfinite(values).all():
        raise WeightsReadError(f"{where} must hold finite numbers. Got others.")
    return values
