"""The multilayer perceptron: its weights and biases, and what it makes of a sample."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from mlp_engine.errors import DataError
from mlp_engine.fast.products import product, vector_product
from mlp_engine.perceptron.activations import activation
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.initializers import initial_weights
from mlp_engine.perceptron.inputs import read_inputs
from mlp_engine.perceptron.losses import loss

Floats = NDArray[np.floating]

# Rows that go through the layers together: enough for fast products, few enough to need no memory to speak of.
_ROWS_AT_ONCE = 1024


def parameter_views(layers: tuple[int, ...], parameters: Floats) -> tuple[tuple[Floats, ...], tuple[Floats, ...]]:
    """See one flat vector as weights, shapes (fan_in, fan_out), and biases, shapes (fan_out,), layer by layer.

    All weights come before all biases, so that a regularizer reaches the weights as one slice.
    """
    weights: list[Floats] = []
    start = 0
    for fan_in, fan_out in pairwise(layers):
        weights.append(parameters[start : start + fan_in * fan_out].reshape(fan_in, fan_out))
        start += fan_in * fan_out
    biases: list[Floats] = []
    for size in layers[1:]:
        biases.append(parameters[start : start + size])
        start += size
    return tuple(weights), tuple(biases)


class Network:
    """A deep feed-forward network: a ← f(a W + b), layer after layer.

    A network in use never changes. Training works on a :meth:`writable_copy` and hands out read-only ones.

    Attributes:
        config: the architecture.
        parameters: all weights, then all biases, as one flat vector.
        weights: one matrix a layer, shape (fan_in, fan_out), seen in ``parameters``.
        biases: one vector a layer, shape (fan_out,), seen in ``parameters``.
    """

    def __init__(self, config: NetworkConfig, parameters: Floats) -> None:
        if parameters.shape != (config.parameter_count,) or parameters.dtype != np.dtype(config.dtype):
            raise DataError(
                f"A network of layers {config.layers} must have {config.parameter_count} parameters of type "
                f"{config.dtype}. Got {parameters.size} of type {parameters.dtype}."
            )
        self.config = config
        self.parameters = parameters
        self.weights, self.biases = parameter_views(config.layers, parameters)
        self._activations = [activation(name) for name in config.activations]
        self._loss = loss(config.loss)

    @classmethod
    def initialise(cls, config: NetworkConfig, rng: "np.random.Generator") -> "Network":
        """A network that knows nothing yet: random weights as ``config.initializer`` says, biases 0."""
        parameters = np.zeros(config.parameter_count, config.dtype)
        weights, _ = parameter_views(config.layers, parameters)
        for matrix, first in zip(weights, initial_weights(config, rng), strict=True):
            matrix[...] = first
        return cls(config, _read_only(parameters))

    def __repr__(self) -> str:
        layers = "-".join(map(str, self.config.layers))
        return f"Network({layers}, {self.config.output} + {self.config.loss}, {self.config.dtype})"

    def fingerprint(self) -> str:
        """SHA-256 of architecture and parameters, in hexadecimal: the same network, the same text."""
        from hashlib import sha256  # only now: it loads a library of its own, and to read a digit nobody needs it

        digest = sha256(repr(self.config).encode())
        digest.update(np.ascontiguousarray(self.parameters).data)
        return digest.hexdigest()

    def copy(self) -> "Network":
        """An independent, read-only copy."""
        return Network(self.config, _read_only(self.parameters.copy()))

    def writable_copy(self) -> "Network":
        """An independent copy whose parameters may be written: what training works on."""
        return Network(self.config, self.parameters.copy())

    def logits(self, samples: NDArray[np.generic]) -> Floats:
        """Logits of the output layer.

        Args:
            samples: one sample, shape (inputs,), or many, shape (n, inputs): ``uint8`` ink or floats.

        Returns:
            Shape (outputs,) or (n, outputs).

        Raises:
            DataError: if a sample has another number of inputs than the network.
        """
        if samples.ndim not in (1, 2) or samples.shape[-1] != self.config.inputs:
            raise DataError(
                f"Samples for this network must have {self.config.inputs} inputs each. "
                f"Got an array of shape {samples.shape}."
            )
        if samples.ndim == 1:
            return self._logits_of_one(samples)
        out = np.empty((len(samples), self.config.outputs), self.config.dtype)
        for start in range(0, len(samples), _ROWS_AT_ONCE):
            rows = samples[start : start + _ROWS_AT_ONCE]
            out[start : start + len(rows)] = self._logits_of_many(rows)
        return out

    def predict(self, samples: NDArray[np.generic]) -> Floats:
        """Probabilities of each class; samples and shapes as in :meth:`logits`."""
        return self.probabilities(self.logits(samples))

    def probabilities(self, logits: Floats) -> Floats:
        """What the output activation makes of ``logits``, shape (outputs,) or (n, outputs)."""
        p = np.array(logits, ndmin=2)
        self._loss.probabilities(p)
        return p.reshape(logits.shape)

    def _logits_of_one(self, sample: NDArray[np.generic]) -> Floats:
        a = np.empty(sample.shape, self.config.dtype)
        read_inputs(sample, a)
        for layer, (w, b) in enumerate(zip(self.weights, self.biases, strict=True)):
            z = vector_product(a, w)  # (fan_in,) @ (fan_in, fan_out) -> (fan_out,)
            z += b
            if layer < len(self._activations):
                self._activations[layer].apply(z)
            a = z
        return a

    def _logits_of_many(self, samples: NDArray[np.generic]) -> Floats:
        a = np.empty(samples.shape, self.config.dtype)
        read_inputs(samples, a)
        for layer, (w, b) in enumerate(zip(self.weights, self.biases, strict=True)):
            z = product(a, w, np.empty((len(a), w.shape[1]), a.dtype))  # (n, fan_in) @ (fan_in, fan_out)
            z += b
            if layer < len(self._activations):
                self._activations[layer].apply(z)
            a = z
        return a


def _read_only(parameters: Floats) -> Floats:
    parameters.flags.writeable = False
    return parameters
