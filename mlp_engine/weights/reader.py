"""The reader of weights files, safe for files from strangers. Their format is in :mod:`mlp_engine.weights.file`.

Memory is never allocated beyond the size of the file: the header is checked first, then the sizes that the
architecture requires are compared with the file's size, and tensors are read in pieces.
"""

import json
import math
import stat
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, cast

import numpy as np

from mlp_engine.arrays import Floats
from mlp_engine.errors import SettingError, WeightsReadError
from mlp_engine.files.paths import possible
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.weights.model_card import ModelCard
from mlp_engine.weights.reject import Reject

FORMAT = "mlp-engine"
FORMAT_VERSION = 3
REJECT_METHOD = "detector"
MAX_FILE_BYTES = 1 << 30
MAX_HEADER_BYTES = 1 << 20

_REJECT_SINCE = 2
_HALF_SINCE = 3
_EXACT = {"float32": "F32", "float64": "F64"}
_SMALLEST_ITEM = 2
_PIECE = 1 << 20


def tensors_of(network: Network) -> dict[str, Floats]:
    """The network's own arrays of weights and biases, layer by layer, by their names in the file."""
    layers = enumerate(zip(network.weights, network.biases, strict=True))
    return {
        name: tensor
        for layer, (weights, biases) in layers
        for name, tensor in ((f"weights.{layer}", weights), (f"biases.{layer}", biases))
    }


def check_answers(network: Network, path: Path) -> None:
    """Refuse a network whose weights are so large that its answers are no numbers, as far as a few samples show.

    Args:
        network: the network read.
        path: the file that it was read from.

    Raises:
        WeightsReadError: if its logits overflow for full ink, or for ink on one half.
    """
    if _largest_logit(network) < float(np.finfo(network.config.dtype).max):
        return
    probes = np.full((3, network.config.inputs), 255, np.uint8)
    half = network.config.inputs // 2
    probes[1, :half] = probes[2, half:] = 0
    with np.errstate(over="ignore", invalid="ignore"):
        logits = network.logits(probes)
    if not np.isfinite(logits).all():
        raise WeightsReadError(f"Weights must give answers that are finite numbers. Got too large ones in {path}.")


def _largest_logit(network: Network) -> float:
    """A bound, and not a tight one, for what any sum of the forward pass can come to."""
    largest = 1.0  # inputs and activations are no larger, but for ReLU, whose activations are its logits
    for w, b in zip(network.weights, network.biases, strict=True):
        most, bias = (max(float(each.max()), -float(each.min())) for each in (w, b))
        largest = max(largest * len(w) * most + bias, 1.0)
    return largest


class WeightsReader:
    """Reads one weights file, and names it in every error message.

    Attributes:
        path: the file.
        size: its size in bytes.
    """

    def __init__(self, path: Path) -> None:
        """Check the kind of file, its size and its header.

        Raises:
            WeightsReadError: if it is no plain file, is too long, or has a broken header.
            OSError: if it cannot be read.
        """
        self.path = path
        status = possible(path).stat()
        if not stat.S_ISREG(status.st_mode):
            raise WeightsReadError(f"Weights must come from a plain file. Got {path}.")
        self.size = status.st_size
        if self.size > MAX_FILE_BYTES:
            raise WeightsReadError(
                f"A weights file must be at most {MAX_FILE_BYTES} bytes long. Got {path} with {self.size}."
            )
        with path.open("rb") as file:
            header_bytes = int.from_bytes(file.read(8), "little")
            if not 0 < header_bytes <= min(MAX_HEADER_BYTES, self.size - 8):
                raise self._unsound("its header is broken")
            header = file.read(header_bytes)
        try:
            _loads(header)
        except _TwiceError as error:
            raise self._unsound(f"its header names {error} twice") from error
        except (ValueError, RecursionError) as error:
            raise self._unsound("its header is broken") from error

    def __repr__(self) -> str:
        return f"WeightsReader({str(self.path)!r})"

    def read(self, file: Any) -> tuple[Network, ModelCard, Reject | None]:
        """Read network, card and reject score from ``file``, which safetensors has opened and checked.

        Raises:
            WeightsReadError: if they are not sound, or of an unknown version.
            SettingError: if the threshold of the reject score is out of range.
            DataError: if the network of the reject score has wrong numbers of inputs or outputs.
        """
        metadata = cast("dict[str, str]", file.metadata() or {})
        if metadata.get("format") != FORMAT:
            raise WeightsReadError(
                f"Weights must come from a file made by this program. Got {self.path}, made by another."
            )
        version = self._version(metadata)
        network = self._unfilled(self._architecture(self._entries(metadata, "architecture")))
        card = self._card(metadata)
        detector, threshold = None, 0.0
        if "reject" in metadata and version >= _REJECT_SINCE:
            detector, threshold = self._detector(metadata)

        expected = tensors_of(network)
        if detector is not None:
            expected |= {f"reject.{name}": tensor for name, tensor in tensors_of(detector).items()}
        self._fill(file, expected, may_be_half=version >= _HALF_SINCE)
        reject = None if detector is None else Reject(_finished(detector), threshold)
        network = _finished(network)
        for each in (network, *(() if reject is None else (reject.network,))):
            check_answers(each, self.path)
        return network, card, reject

    def _version(self, metadata: dict[str, str]) -> int:
        version = metadata.get("format_version", "")
        if version not in map(str, range(1, FORMAT_VERSION + 1)):
            raise WeightsReadError(
                f"Weights must be of format version {FORMAT_VERSION}, the newest known here, or older. "
                f"Got {self.path} of {version[:60]!r}."
            )
        return int(version)

    def _unfilled(self, config: NetworkConfig) -> Network:
        """A network with parameters still to be read, if the file is long enough to hold them."""
        least = config.parameter_count * _SMALLEST_ITEM
        if least > self.size:
            raise WeightsReadError(
                f"{self.path} must hold the {config.parameter_count} parameters of its layers. Got {self.size} bytes."
            )
        return Network(config, np.empty(config.parameter_count, config.dtype))

    def _detector(self, metadata: dict[str, str]) -> tuple[Network, float]:
        """The network of the reject score, its parameters still to be read, and the threshold, still to be checked."""
        entries = self._entries(metadata, "reject")
        known = {"method", "architecture", "threshold"}
        if set(entries) != known:
            raise WeightsReadError(
                f"The reject score in {self.path} must name {sorted(known)}. Got {str(sorted(entries))[:60]}."
            )
        if entries["method"] != REJECT_METHOD:
            came = str(entries["method"])[:60]
            raise WeightsReadError(
                f"The method of the reject score in {self.path} must be {REJECT_METHOD}. Got {came!r}."
            )
        if not isinstance(entries["architecture"], dict):
            raise WeightsReadError(
                f"The reject score in {self.path} must hold 'architecture' as a JSON object. Got another."
            )
        config = self._architecture(cast("dict[str, Any]", entries["architecture"]))
        return self._unfilled(config), entries["threshold"]

    def _fill(self, file: Any, expected: dict[str, Floats], *, may_be_half: bool) -> None:
        """Read the tensors of ``file`` into the arrays of ``expected``; names, shapes and types must match."""
        names = cast("set[str]", set(file.keys()))
        if names != set(expected):
            odd = sorted(names ^ set(expected))[0]
            raise WeightsReadError(
                f"{self.path} must hold the tensors of its layers and no other. Got a difference at {odd[:60]!r}."
            )
        for name, target in expected.items():
            found = file.get_slice(name)
            shape, dtype = tuple(found.get_shape()), str(found.get_dtype())
            exact = _EXACT[str(target.dtype)]
            is_half = may_be_half and dtype == "F16" and exact == "F32"
            if shape != target.shape or (dtype != exact and not is_half):
                raise WeightsReadError(
                    f"Tensor {name!r} of {self.path} must be {exact} of shape {target.shape}. "
                    f"Got {dtype} of shape {shape}."
                )
            rows = max(1, _PIECE // max(1, target[:1].nbytes))
            for start in range(0, len(target), rows):
                piece = target[start : start + rows]
                piece[...] = found[start : start + len(piece)]
                if not np.isfinite(piece).all():
                    raise WeightsReadError(f"Weights must be finite numbers. Got others in {self.path}.")

    def _architecture(self, entries: dict[str, Any]) -> NetworkConfig:
        known = {f.name for f in fields(NetworkConfig)}
        if set(entries) | {"initial_scale"} != known:  # it is left out where it is 1
            known.remove("initial_scale")
            raise WeightsReadError(
                f"The architecture in {self.path} must name {sorted(known)}. Got {str(sorted(entries))[:200]}."
            )
        for name in ("hidden", "activations"):
            if not isinstance(entries[name], list):
                raise WeightsReadError(f"{name!r} in {self.path} must be a list. Got {str(entries[name])[:60]!r}.")
            entries[name] = tuple(entries[name])
        try:
            return NetworkConfig(**entries)
        except SettingError as error:
            raise WeightsReadError(f"{self.path} describes a network that cannot be: {error}") from error

    def _card(self, metadata: dict[str, str]) -> ModelCard:
        entries = self._entries(metadata, "card")
        blank = asdict(ModelCard())
        if set(entries) != set(blank):
            raise WeightsReadError(
                f"The card in {self.path} must name {sorted(blank)}. Got {str(sorted(entries))[:200]}."
            )
        for name, value in entries.items():
            if not isinstance(value, type(blank[name])) and not (name == "seed" and isinstance(value, int)):
                wanted, came = type(blank[name]).__name__, str(value)[:60]
                raise WeightsReadError(f"{name!r} on the card in {self.path} must be of type {wanted}. Got {came!r}.")
        scores = cast("dict[str, object]", entries["scores"])
        if not all(isinstance(score, (int, float)) and math.isfinite(score) for score in scores.values()):
            raise WeightsReadError(f"Scores on the card in {self.path} must be finite numbers. Got {str(scores)[:60]}.")
        training = cast("dict[str, object]", entries["training"])
        if isinstance(dropout := training.get("dropout"), list):  # JSON has no tuples
            training["dropout"] = tuple(cast("list[object]", dropout))
        return ModelCard(**entries)

    def _entries(self, metadata: dict[str, str], key: str) -> dict[str, Any]:
        """Parse the JSON object under ``key`` in the metadata."""
        try:
            entries = _loads(metadata.get(key, ""))
        except _TwiceError as error:
            raise WeightsReadError(f"{key!r} in {self.path} must name each entry once. Got {error} twice.") from error
        except (ValueError, RecursionError):
            entries = None
        if not isinstance(entries, dict):
            raise WeightsReadError(
                f"The metadata of {self.path} must hold {key!r} as a JSON object. Got something else."
            )
        return cast("dict[str, Any]", entries)

    def _unsound(self, why: str) -> WeightsReadError:
        return WeightsReadError(f"Weights must come from a sound safetensors file. Got {self.path} ({why}).")


class _TwiceError(Exception):
    """A JSON object has a key twice, so that two readers could take different values."""


def _loads(text: str | bytes) -> object:
    return json.loads(text, object_pairs_hook=_once)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    entries: dict[str, Any] = {}
    for name, value in pairs:
        if name in entries:
            raise _TwiceError(repr(name[:60]))
        entries[name] = value
    return entries


def _finished(network: Network) -> Network:
    """The same network, read-only from now on."""
    network.parameters.flags.writeable = False
    return Network(network.config, network.parameters)
