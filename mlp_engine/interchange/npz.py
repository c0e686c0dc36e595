"""The NumPy archive, ``.npz``, of a network: numpy alone can read it, and strangers' archives are read safely.

The arrays ``weights.0``, ``biases.0``, ``weights.1``, … hold layer by layer, weights as (fan_in, fan_out) and
biases as (fan_out,); ``architecture`` is a text with the network's config as JSON.
"""

import json
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from mlp_engine.errors import DataError, SettingError, WeightsReadError
from mlp_engine.files.npz_archive import Check, Shape, names_in, opened, read_array, read_shape
from mlp_engine.interchange.dense_chain import chain_of
from mlp_engine.perceptron.config import MAX_HIDDEN_LAYERS, ActivationName, NetworkConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.training.config_record import config_record, network_config_of
from mlp_engine.validation import shortened

_MOST_ARRAYS = 2 * (MAX_HIDDEN_LAYERS + 1)
_MAX_ARCHITECTURE = 10_000
"""The longest architecture, in characters: a network of 64 layers needs a fifth of it."""


def npz_of(network: Network) -> bytes:
    """The content of an archive that holds ``network``; the same network gives the same bytes."""
    arrays: dict[str, Any] = {"architecture": np.array(json.dumps(config_record(network.config)))}
    for layer, (weights, biases) in enumerate(zip(network.weights, network.biases, strict=True)):
        arrays |= {f"weights.{layer}": weights, f"biases.{layer}": biases}
    content = BytesIO()
    np.savez(content, **arrays)  # to compress the bundled network would hold up the window for three seconds
    return content.getvalue()


def read_npz(path: Path, activation: ActivationName | None = None) -> tuple[Network, bool]:
    """Read the network in an archive made by :func:`npz_of`, or in one with other names for weights and biases.

    Args:
        path: the archive.
        activation: activation of the hidden layers if the archive does not state it; ``None`` assumes ReLU.

    Returns:
        The network, and whether its activation was assumed.

    Raises:
        WeightsReadError: if the file is no archive, or has no valid network.
    """
    try:
        with opened(path) as archive:
            names = names_in(archive)
            if not names:
                held = shortened(", ".join(archive.namelist()), 100) or "nothing"
                raise WeightsReadError(
                    f"{path} must be an archive of arrays to be opened as a network. It holds {held}: unpack it, and "
                    "open the weights file in it."
                )
            if "architecture" not in names and not any(name.startswith("weights.") for name in names):
                network = chain_of(path, _arrays(archive, path, names), activation or "relu")
                return network, activation is None and bool(network.config.hidden)
            config = _architecture(archive, path)
            network = Network(config, np.empty(config.parameter_count, config.dtype))
            for layer, (weights, biases) in enumerate(zip(network.weights, network.biases, strict=True)):
                weights[...] = read_array(
                    archive, f"weights.{layer}", f"{path}, array weights.{layer}", _exactly(weights.shape, config.dtype)
                )
                biases[...] = read_array(
                    archive, f"biases.{layer}", f"{path}, array biases.{layer}", _exactly(biases.shape, config.dtype)
                )
            held = shortened(", ".join(names_in(archive)))
    except KeyError as error:
        raise WeightsReadError(
            f"{path} must hold an architecture, and weights and biases of each of its layers. Got none called {error}."
        ) from error
    except (DataError, SettingError) as error:
        raise WeightsReadError(str(error)) from error
    if not np.isfinite(network.parameters).all():
        raise WeightsReadError(f"Weights must be finite numbers. Got others in {path} ({held}).")
    return network.copy(), False


def _arrays(archive: zipfile.ZipFile, path: Path, names: list[str]) -> dict[str, Any]:
    """All arrays of an archive without an architecture, but for single numbers, such as its epochs."""
    names = [name for name in names if not _is_number(archive, path, name)]
    if len(names) > _MOST_ARRAYS:
        raise DataError(f"{path} must hold at most {_MOST_ARRAYS} arrays of weights and biases. Got {len(names)}.")
    return {name: read_array(archive, name, f"{path}, array {shortened(name)}", _floating) for name in names}


def _is_number(archive: zipfile.ZipFile, path: Path, name: str) -> bool:
    shape, dtype = read_shape(archive, name, f"{path}, array {shortened(name)}")
    return shape == () and dtype.kind in "buif"


def _floating(where: str, shape: Shape, dtype: np.dtype[Any]) -> None:
    if dtype.kind != "f" or len(shape) not in (1, 2):
        raise DataError(
            f"{where} must be a matrix of weights or a vector of biases, of floating numbers. "
            f"Got {shortened(dtype)} of shape {shortened(shape)}."
        )


def _architecture(archive: zipfile.ZipFile, path: Path) -> NetworkConfig:
    where = f"{path}, array architecture"

    def check(where: str, shape: Shape, dtype: np.dtype[Any]) -> None:
        if dtype.kind != "U" or shape or dtype.itemsize > 4 * _MAX_ARCHITECTURE:
            raise DataError(
                f"{where} must be one text of at most {_MAX_ARCHITECTURE} characters. "
                f"Got {shortened(dtype)} of shape {shortened(shape)}."
            )

    try:
        record = json.loads(str(read_array(archive, "architecture", where, check)))
    except (ValueError, RecursionError) as error:
        raise DataError(f"{where} must be a JSON object. Got something else.") from error
    try:
        return network_config_of(record)
    except (SettingError, TypeError) as error:
        raise DataError(f"{where} describes a network that cannot be: {error}") from error


def _exactly(wanted: Shape, wanted_dtype: str) -> Check:
    def check(where: str, shape: Shape, dtype: np.dtype[Any]) -> None:
        if shape != wanted or dtype != np.dtype(wanted_dtype):
            raise DataError(
                f"{where} must be {wanted_dtype} of shape {wanted}. Got {shortened(dtype)} of shape {shortened(shape)}."
            )

    return check
