"""The native weights file: safetensors, which cannot run code, with a card that says where the weights are from.

Tensors ``weights.0``, ``biases.0``, ``weights.1``, … hold layer after layer, weights as (fan_in, fan_out) and
biases as (fan_out,). The metadata holds ``format`` ("mlp-engine"), ``format_version``, ``architecture`` and
``card``, the last two as JSON.

Since format version 2 a reject score may come with the network: tensors ``reject.weights.0``, ``reject.biases.0``, …
of its detector, and in the metadata ``reject``, a JSON object of ``method`` (always "detector"), ``architecture``
and ``threshold``. Files of version 1, which have none, are read for ever.
"""

import json
import math
import stat
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, NamedTuple, cast

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from mlp_engine.config import NetworkConfig
from mlp_engine.errors import MlpError, SettingError, WeightsReadError, WeightsWriteError
from mlp_engine.model_card import ModelCard
from mlp_engine.network import Floats, Network
from mlp_engine.reject import Reject
from mlp_engine.whole_file import write_whole

FORMAT = "mlp-engine"
FORMAT_VERSION = 2
REJECT_METHOD = "detector"
SUFFIX = ".safetensors"
MAX_FILE_BYTES = 1 << 30
MAX_HEADER_BYTES = 1 << 20


class WeightsFile(NamedTuple):
    """What a weights file holds.

    Attributes:
        network: the network that reads digits.
        card: where its weights are from.
        reject: what tells digits from everything else, if the file has it.
    """

    network: Network
    card: ModelCard
    reject: Reject | None


def save_weights(path: Path, network: Network, card: ModelCard, reject: Reject | None = None) -> None:
    """Write all this to ``path``: all of it, or nothing and what was there stays.

    Raises:
        WeightsWriteError: if the file cannot be written.
    """
    tensors = _tensors_of(network)
    metadata = {
        "format": FORMAT,
        "format_version": str(FORMAT_VERSION),
        "architecture": json.dumps(asdict(network.config)),
        "card": json.dumps(asdict(card)),
    }
    if reject is not None:
        tensors |= {f"reject.{name}": tensor for name, tensor in _tensors_of(reject.network).items()}
        metadata["reject"] = json.dumps(
            {
                "method": REJECT_METHOD,
                "architecture": asdict(reject.network.config),
                "threshold": reject.threshold,
            }
        )
    try:
        write_whole(path, save(cast("dict[str, Any]", tensors), metadata))
    except OSError as error:
        raise WeightsWriteError(
            f"Weights must be saved where files can be written. Got {path} ({error.strerror or error})."
        ) from error


def _tensors_of(network: Network) -> dict[str, Floats]:
    """Weights and biases, layer after layer, by their names in the file: the network's own arrays."""
    layers = enumerate(zip(network.weights, network.biases, strict=True))
    return {
        name: tensor
        for layer, (weights, biases) in layers
        for name, tensor in ((f"weights.{layer}", weights), (f"biases.{layer}", biases))
    }


def load_weights(path: Path) -> WeightsFile:
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


def _read(path: Path, file: Any) -> WeightsFile:
    metadata = cast("dict[str, str]", file.metadata() or {})
    if metadata.get("format") != FORMAT:
        raise WeightsReadError(f"Weights must come from a file made by this program. Got {path}, made by another.")
    version = metadata.get("format_version", "")
    if version not in map(str, range(1, FORMAT_VERSION + 1)):
        raise WeightsReadError(
            f"Weights must be of format version {FORMAT_VERSION}, the newest known here, or older. "
            f"Got {path} of {version!r}."
        )
    config = _architecture(path, _entries(path, metadata, "architecture"))
    card = _card(path, metadata)
    network = Network(config, np.empty(config.parameter_count, config.dtype))
    detector, threshold = _detector(path, metadata) if "reject" in metadata and version != "1" else (None, 0.0)

    expected = _tensors_of(network)
    if detector is not None:
        expected |= {f"reject.{name}": tensor for name, tensor in _tensors_of(detector).items()}
    _fill(path, file, expected)
    reject = None if detector is None else Reject(detector.copy(), threshold)
    return WeightsFile(network.copy(), card, reject)


def _detector(path: Path, metadata: dict[str, str]) -> tuple[Network, float]:
    """The reject score's network, its parameters not read yet, and its threshold, not checked yet."""
    entries = _entries(path, metadata, "reject")
    known = {"method", "architecture", "threshold"}
    if set(entries) != known:
        raise WeightsReadError(f"The reject score in {path} must name {sorted(known)}. Got {sorted(entries)}.")
    if entries["method"] != REJECT_METHOD:
        came = str(entries["method"])[:60]
        raise WeightsReadError(f"The method of the reject score in {path} must be {REJECT_METHOD}. Got {came!r}.")
    if not isinstance(entries["architecture"], dict):
        raise WeightsReadError(f"The reject score in {path} must hold 'architecture' as a JSON object. Got another.")
    config = _architecture(path, cast("dict[str, Any]", entries["architecture"]))
    return Network(config, np.empty(config.parameter_count, config.dtype)), entries["threshold"]


def _fill(path: Path, file: Any, expected: dict[str, Floats]) -> None:
    """Read the tensors of ``file`` into the arrays of ``expected``; they must be these, and sound."""
    names = cast("set[str]", set(file.keys()))
    if names != set(expected):
        odd = sorted(names ^ set(expected))[0]
        raise WeightsReadError(f"{path} must hold the tensors of its layers and no other. Got a difference at {odd!r}.")
    for name, target in expected.items():
        found = file.get_slice(name)
        shape, dtype = tuple(found.get_shape()), str(found.get_dtype())
        wanted = {"float32": "F32", "float64": "F64"}[str(target.dtype)]
        if shape != target.shape or dtype != wanted:
            raise WeightsReadError(
                f"Tensor {name!r} of {path} must be {wanted} of shape {target.shape}. Got {dtype} of shape {shape}."
            )
        target[...] = file.get_tensor(name)
        if not np.isfinite(target).all():
            raise WeightsReadError(f"Weights must be finite numbers. Got others in {path}.")


def _architecture(path: Path, entries: dict[str, Any]) -> NetworkConfig:
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
