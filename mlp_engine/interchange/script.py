"""The Python script of a network: one file that predicts with numpy alone, without this package."""

import base64
import json
from keyword import iskeyword
from string import Template

from mlp_engine.perceptron.network import Network
from mlp_engine.training.config_record import config_record

# Characters in a line of numbers, which any editor can show.
_LINE = 100

_SCRIPT = Template('''"""Reads handwritten digits: a multilayer perceptron of layers $layers, for numpy alone.

    from $module import predict
    probabilities = predict(images)

``images`` has shape (n, 784) or (n, 28, 28): uint8 ink from 0 (paper) to 255, or floats from 0 to 1. A digit fits
into 20x20 pixels and has its centre of mass in the middle of the image, as in MNIST. The answer is (n, $outputs).

    python $module.py FILE.npy

prints the class and its probability for each image in a file that numpy saved.
"""

import base64
import sys

import numpy as np

LAYERS = $sizes
ACTIVATIONS = $activations
OUTPUT = "$output"


def predict(images):
    """Probabilities of each class, one row an image."""
    images = np.asarray(images)
    a = images.reshape(len(images), LAYERS[0]).astype("$dtype")
    if images.dtype == np.uint8:
        a /= 255
    for layer, activation in enumerate([*ACTIVATIONS, OUTPUT]):
        a = FUNCTIONS[activation](a @ WEIGHTS[layer] + BIASES[layer])
    return a


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


FUNCTIONS = {
    "leaky-relu": lambda z: np.where(z < 0, z * z.dtype.type(0.01), z),
    "relu": lambda z: np.maximum(z, 0),
    "sigmoid": lambda z: 0.5 * (1 + np.tanh(0.5 * z)),
    "softmax": softmax,
    "tanh": np.tanh,
}


def unpacked(text):
    """All weights, layer after layer, then all biases, as little-endian numbers."""
    numbers = np.frombuffer(base64.b64decode(text), "$stored").astype("$dtype")
    weights, biases, start = [], [], 0
    for fan_in, fan_out in zip(LAYERS, LAYERS[1:]):
        weights.append(numbers[start : start + fan_in * fan_out].reshape(fan_in, fan_out))
        start += fan_in * fan_out
    for size in LAYERS[1:]:
        biases.append(numbers[start : start + size])
        start += size
    return weights, biases


WEIGHTS, BIASES = unpacked("""
$numbers
""")

if __name__ == "__main__":
    for p in predict(np.atleast_2d(np.load(sys.argv[1], allow_pickle=False))):
        print(p.argmax(), f"{p.max():.4f}")
''')


def script_of(network: Network, module: str = "digits") -> bytes:
    """The content of a Python file that predicts like ``network``.

    Args:
        network: the network.
        module: name of the file, without ``.py``. A name that Python cannot import does not appear in the
            file, so that no name becomes code there.
    """
    module = module if module.isidentifier() and not iskeyword(module) else "digits"
    config = network.config
    stored = network.parameters.dtype.newbyteorder("<")
    text = base64.b64encode(network.parameters.astype(stored).tobytes()).decode("ascii")
    record = config_record(config)
    return _SCRIPT.substitute(
        layers="-".join(map(str, config.layers)),
        module=module,
        outputs=config.outputs,
        sizes=json.dumps(config.layers),
        activations=json.dumps(record["activations"]),
        output=config.output,
        dtype=config.dtype,
        stored=stored.str,
        numbers="\n".join(text[start : start + _LINE] for start in range(0, len(text), _LINE)),
    ).encode()
