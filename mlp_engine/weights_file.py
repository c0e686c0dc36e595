"""The native weights file: safetensors, which cannot run code, with a card that says where the weights are from.

Tensors ``weights.0``, ``biases.0``, ``weights.1``, … hold layer after layer, weights as (fan_in, fan_out) and
biases as (fan_out,). The metadata holds ``format`` ("mlp-engine"), ``format_version``, ``architecture`` and
``card``, the last two as JSON.
"""

import json
import math
import stat
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, cast

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from mlp_engine.config import NetworkConfig
from mlp_engine.errors import MlpError, SettingError, WeightsReadError, WeightsWriteError
from mlp_engine.model_card import ModelCard
from mlp_engine.network import Network
from mlp_engine.whole_file import write_whole

FORMAT = "mlp-engine"
FORMAT_VERSION = 1
SUFFIX = ".safetensors"
MAX_FILE_BYTES = 1 << 30
MAX_HEADER_BYTES = 1 << 20


def save_weights(path: Path, network: Network, card: ModelCard) -> None:
    """Write ``network`` and ``card`` to ``path``: all of it, or nothing and what was there stays.

    Raises:
        WeightsWriteError: if the file cannot be written.
    """
    layers = zip(network.weights, network.biases, strict=True)
    tensors: dict[str, Any] = {}
    for layer, (weights, biases) in enumerate(layers):
        tensors[f"weights.{layer}"] = np.ascontiguousarray(weights)
        tensors[f"biases.{layer}"] = np.ascontiguousarray(biases)
    metadata = {
        "format": FORMAT,
        "format_version": str(FORMAT_VERSION),
        "architecture": json.dumps(asdict(network.config)),
        "card": json.dumps(asdict(card)),
    }
    try:
        write_whole(path, save(tensors, metadata))
    except OSError as error:
        raise WeightsWriteError(
            f"Weights must be saved where files can be written. Got {path} ({error.strerror or error})."
        ) from error


def load_weights(path: Path) -> tuple[Network, ModelCard]:
    """Read a weights file, checking all of it before anything of it is used.

    Raises:
        WeightsReadError: if the file cannot be read, or is not a sound weights file of a version known here.
    """
    try:
        _check_size(path)
        with cast("Any", safe_open)(path, framework="numpy") as file:
            return _read(path, file)
    except WeightsReadError:
        raise
    except OSError as error:
        raise WeightsReadError(
            f"Weights must come from a file that can be read. Got {path} ({error.strerror or error})."
        ) from error
    except SafetensorError as error:
        raise WeightsReadError(f"Weights must come from a sound safetensors file. Got {path} ({error}).") from error
    except MlpError as error:
        raise WeightsReadError(f"{path} describes a network that cannot be: {error}") from error


def _check_size(path: Path) -> None:
    """Refuse, before a byte is parsed, what is no plain file or claims a header that no network of ours needs."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise WeightsReadError(f"Weights must come from a plain file. Got {path}.")
    if status.st_size > MAX_FILE_BYTES:
        raise WeightsReadError(
            f"A weights file must be at most {MAX_FILE_BYTES} bytes long. Got {path} with {status.st_size}."
        )
    with path.open("rb") as file:
        header_bytes = int.from_bytes(file.read(8), "little")
    if not 0 < header_bytes <= min(MAX_HEADER_BYTES, status.st_size - 8):
        raise WeightsReadError(f"Weights must come from a sound safetensors file. Got {path} (its header is broken).")


def _read(path: Path, file: Any) -> tuple[Network, ModelCard]:
    metadata = cast("dict[str, str]", file.metadata() or {})
    if metadata.get("format") != FORMAT:
        raise WeightsReadError(f"Weights must come from a file made by this program. Got {path}, made by another.")
    version = metadata.get("format_version", "")
    if version != str(FORMAT_VERSION):
        raise WeightsReadError(
            f"Weights must be of format version {FORMAT_VERSION}, the newest known here. Got {path} of {version!r}."
        )
    config = _architecture(path, metadata)
    card = _card(path, metadata)

    parameters = np.empty(config.parameter_count, config.dtype)
    network = Network(config, parameters)
    expected = {f"weights.{layer}": weights for layer, weights in enumerate(network.weights)}
    expected |= {f"biases.{layer}": biases for layer, biases in enumerate(network.biases)}
    names = cast("set[str]", set(file.keys()))
    if names != set(expected):
        odd = sorted(names ^ set(expected))[0]
        raise WeightsReadError(f"{path} must hold the tensors of its layers and no other. Got a difference at {odd!r}.")
    for name, target in expected.items():
        found = file.get_slice(name)
        shape, dtype = tuple(found.get_shape()), str(found.get_dtype())
        wanted = {"float32": "F32", "float64": "F64"}[config.dtype]
        if shape != target.shape or dtype != wanted:
            raise WeightsReadError(
                f"Tensor {name!r} of {path} must be {wanted} of shape {target.shape}. Got {dtype} of shape {shape}."
            )
        target[...] = file.get_tensor(name)
    if not np.isfinite(parameters).all():
        raise WeightsReadError(f"Weights must be finite numbers. Got others in {path}.")
    return network.copy(), card


def _architecture(path: Path, metadata: dict[str, str]) -> NetworkConfig:
    entries = _entries(path, metadata, "architecture")
    known = {f.name for f in fields(NetworkConfig)}
    if set(entries) != known:
        raise WeightsReadError(f"The architecture in {path} must name {sorted(known)}. Got {sorted(entries)}.")
    for name in ("hidden", "activations"):
        if not isinstance(entries[name], list):
            raise WeightsReadError(f"{name!r} in {path} must be a list. Got {entries[name]!r}.")
        entries[name] = tuple(entries[name])
    try:
        return NetworkConfig(**entries)
    except SettingError as error:
        raise WeightsReadError(f"{path} describes a network that cannot be: {error}") from error


def _card(path: Path, metadata: dict[str, str]) -> ModelCard:
    entries = _entries(path, metadata, "card")
    blank = asdict(ModelCard())
    if set(entries) != set(blank):
        raise WeightsReadError(f"The card in {path} must name {sorted(blank)}. Got {sorted(entries)}.")
    for name, value in entries.items():
        if not isinstance(value, type(blank[name])) and not (name == "seed" and isinstance(value, int)):
            wanted = type(blank[name]).__name__
            raise WeightsReadError(f"{name!r} on the card in {path} must be of type {wanted}. Got {str(value)[:60]!r}.")
    scores = cast("dict[str, object]", entries["scores"])
    if not all(isinstance(score, (int, float)) and math.isfinite(score) for score in scores.values()):
        raise WeightsReadError(f"Scores on the card in {path} must be finite numbers. Got {str(scores)[:60]}.")
    return ModelCard(**entries)


def _entries(path: Path, metadata: dict[str, str], key: str) -> dict[str, Any]:
    """A JSON object out of the metadata."""
    try:
        entries = json.loads(metadata.get(key, ""))
    except (ValueError, RecursionError):
        entries = None
    if not isinstance(entries, dict):
        raise WeightsReadError(f"The metadata of {path} must hold {key!r} as a JSON object. Got something else.")
    return cast("dict[str, Any]", entries)
