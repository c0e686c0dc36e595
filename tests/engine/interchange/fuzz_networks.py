"""Throws changed weights files of other programs at their readers, as many as one likes.

    python tests/engine/interchange/fuzz_networks.py --cases 20000 [--reader onnx]

Each case takes a sound file of a form, changes it in one to four places, and opens it as a network: it must be opened
or be refused with a ``WeightsReadError`` of one sentence, and nothing else may happen. Each reader runs in a process of
its own whose memory is limited. A case that fails is printed with its number, which is also its seed, and ``--first
NUMBER --cases 1 --reader NAME`` repeats it. Exits with 1 if any failed.
"""

import io
import json
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
from safetensors.numpy import save

if __package__ in (None, ""):
    sys.path[:0] = [str(Path(__file__).parents[3]), str(Path(__file__).parents[1])]
    from fuzzing import Outcome, Reader, command
    from fuzzing import run as run_cases
else:
    from ..fuzzing import Outcome, Reader, command
    from ..fuzzing import run as run_cases

from mlp_engine.errors import WeightsReadError
from mlp_engine.interchange import open_network
from mlp_engine.interchange.npz import npz_of
from mlp_engine.interchange.onnx import onnx_of
from mlp_engine.interchange.torch_state import torch_state_of
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.network import Network


@cache
def _network() -> Network:
    return Network.initialise(NetworkConfig(inputs=6, hidden=(5, 4), outputs=3), np.random.default_rng(2))


def _arrays(weight: str, bias: str, *, turned: bool = False) -> dict[str, np.ndarray]:
    """The network's arrays under the names of other programs; ``{}`` in a name is the number of the layer."""
    arrays: dict[str, np.ndarray] = {}
    for layer, (weights, biases) in enumerate(zip(_network().weights, _network().biases, strict=True)):
        arrays[weight.format(layer)] = np.ascontiguousarray(weights.T if turned else weights)
        arrays[bias.format(layer)] = np.array(biases)
    return arrays


def _npz(arrays: dict[str, np.ndarray], *, compressed: bool) -> bytes:
    stream = io.BytesIO()
    (np.savez_compressed if compressed else np.savez)(stream, allow_pickle=True, **arrays)
    return stream.getvalue()


def _network2() -> bytes:
    network = _network()
    entries = {
        "sizes": [6, 5, 4, 3],
        "weights": [weights.T.tolist() for weights in network.weights],
        "biases": [biases[:, None].tolist() for biases in network.biases],
        "cost": "CrossEntropyCost",
    }
    return json.dumps(entries).encode()


_FILES: dict[str, tuple[str, Callable[[], tuple[bytes, ...]]]] = {
    "own npz": ("theirs.npz", lambda: (npz_of(_network()),)),
    "chain npz": (
        "theirs.npz",
        lambda: (
            _npz(_arrays("W{}", "b{}"), compressed=False),
            _npz(_arrays("coefs_{}", "intercepts_{}"), compressed=True),
        ),
    ),
    "safetensors": (
        "theirs.safetensors",
        lambda: (torch_state_of(_network()), save(_arrays("layers.{}.weight", "layers.{}.bias", turned=True))),
    ),
    "onnx": ("theirs.onnx", lambda: (onnx_of(_network()),)),
    "network2": ("theirs.json", lambda: (_network2(),)),
}
"""By the reader: the name of its file, and sound contents."""

READERS = {
    reader: Reader(name, contents, open_network, WeightsReadError, is_zip=name.endswith(".npz"))
    for reader, (name, contents) in _FILES.items()
}


def run(reader: str, first: int, count: int) -> Outcome:
    """Open ``count`` changed files of a reader."""
    return run_cases(READERS[reader], first, count)


if __name__ == "__main__":
    sys.exit(command("Throws changed weights files of other programs at their readers.", READERS, run))
