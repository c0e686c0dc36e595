"""The native weights file: safetensors, which cannot run code, with a card that says where the weights come from.

Tensors ``weights.0``, ``biases.0``, ``weights.1``, … hold layer by layer, weights as (fan_in, fan_out) and
biases as (fan_out,). The metadata holds ``format`` ("mlp-engine"), ``format_version``, ``architecture`` and
``card``, the last two as JSON.

The versions of the format. Every older version can still be read:

=======  ==============================================================================================================
version  addition
=======  ==============================================================================================================
1        the network and its card
2        a reject score: tensors ``reject.weights.0``, ``reject.biases.0``, … of its detector, and in the metadata
         ``reject``, a JSON object of ``method`` (always "detector"), ``architecture`` and ``threshold``
3        numbers of a float32 network may be stored in half precision (F16)
=======  ==============================================================================================================
"""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal, NamedTuple, cast

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from mlp_engine.errors import MlpError, WeightsReadError, WeightsWriteError
from mlp_engine.files.paths import shown_path
from mlp_engine.files.whole_file import write_whole
from mlp_engine.perceptron.config import architecture_record
from mlp_engine.perceptron.network import Network
from mlp_engine.weights.model_card import ModelCard
from mlp_engine.weights.reader import FORMAT, FORMAT_VERSION, REJECT_METHOD, WeightsReader, tensors_of
from mlp_engine.weights.reject import Reject

SUFFIX = ".safetensors"

Storage = Literal["exact", "half"]


class WeightsFile(NamedTuple):
    """The contents of a weights file.

    Attributes:
        network: the network that reads digits.
        card: where its weights come from.
        reject: the reject score, which detects images that are not digits, if the file has one.
    """

    network: Network
    card: ModelCard
    reject: Reject | None


def save_weights(
    path: Path | str, network: Network, card: ModelCard, reject: Reject | None = None, storage: Storage = "exact"
) -> None:
    """Write a weights file completely; on an error the previous file stays.

    Args:
        path: the file.
        network: the network.
        card: where its weights come from.
        reject: the reject score to store with the network, if any.
        storage: "exact" keeps every bit; "half" rounds to half precision, eleven bits a number and half the size.

    Raises:
        WeightsWriteError: if the file cannot be written, or a number is too large for half precision.
    """
    path = Path(path)
    tensors = tensors_of(network)
    metadata = {
        "format": FORMAT,
        "format_version": str(FORMAT_VERSION),
        "architecture": json.dumps(architecture_record(network.config)),
        "card": json.dumps(asdict(card)),
    }
    if reject is not None:
        tensors |= {f"reject.{name}": tensor for name, tensor in tensors_of(reject.network).items()}
        metadata["reject"] = json.dumps(
            {
                "method": REJECT_METHOD,
                "architecture": architecture_record(reject.network.config),
                "threshold": reject.threshold,
            }
        )
    if storage == "half":
        tensors = {name: _halved(path, tensor) for name, tensor in tensors.items()}
    try:
        write_whole(path, save(cast("dict[str, Any]", tensors), metadata))
    except OSError as error:
        raise WeightsWriteError(
            f"Weights must be saved where files can be written. Got {shown_path(path)} ({error.strerror or error})."
        ) from error


def _halved(path: Path, tensor: Any) -> Any:
    with np.errstate(over="ignore"):
        half = tensor.astype(np.float16)
    if not np.isfinite(half).all():
        raise WeightsWriteError(f"Weights in half precision must be below 65,520. Got larger ones for {path}.")
    return half


def load_weights(path: Path | str) -> WeightsFile:
    """Read a weights file of this program, and check all of it before any of it is used.

    :func:`mlp_engine.interchange.open_network` reads those of other programs too.

    Raises:
        WeightsReadError: if the file cannot be read, or is not a sound weights file of a known version.
    """
    path = Path(path)
    try:
        reader = WeightsReader(path)
        with cast("Any", safe_open)(path, framework="numpy") as file:
            return WeightsFile(*reader.read(file))
    except WeightsReadError:
        raise
    except OSError as error:
        raise WeightsReadError(
            f"Weights must come from a file that can be read. Got {shown_path(path)} ({error.strerror or error})."
        ) from error
    except SafetensorError as error:
        why = " ".join(str(error).split())[:200]  # it may quote a long text from the file
        raise WeightsReadError(f"Weights must come from a sound safetensors file. Got {path} ({why}).") from error
    except MlpError as error:
        raise WeightsReadError(f"{path} describes a network that cannot be: {error}") from error
