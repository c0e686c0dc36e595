"""The multilayer perceptron: its weights and biases, and the answer it gives to a sample."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import Floats
from mlp_engine.errors import DataError
from mlp_engine.fast.diagonal import DiagonalBlock, block_product, diagonal_blocks
from mlp_engine.fast.products import product
from mlp_engine.fast.scratch import scratch
from mlp_engine.perceptron.activations import activation
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.initializers import initial_weights
from mlp_engine.perceptron.inputs import read_inputs
from mlp_engine.perceptron.losses import loss

# Rows that go through the layers together: enough for fast products, few enough to stay in the cache for the most part.
_ROWS_AT_ONCE = 512


def parameter_views(layers: tuple[int, ...], parameters: Floats) -> tuple[tuple[Floats, ...], tuple[Floats, ...]]:
    """Views of one flat vector as weights, shapes (fan_in, fan_out), and biases, shapes (fan_out,), layer by layer.

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


def layer_logits(a: Floats, w: Floats, b: Floats, out: Floats, blocks: tuple[DiagonalBlock, ...] = ()) -> Floats:
    """The logits z = a W + b of one layer, written into ``out``, which is returned.

    Args:
        a: activations of the layer before, shape (fan_in,) or (n, fan_in).
        w: weights, shape (fan_in, fan_out).
        b: biases, shape (fan_out,).
        out: shape (fan_out,) or (n, fan_out), another array.
        blocks: those of ``w``, if all its other numbers are 0 (see :mod:`mlp_engine.fast.diagonal`).
    """
    if blocks:
        block_product(a, blocks, out)
    else:
        product(a, w, out)  # (n, fan_in) @ (fan_in, fan_out) -> (n, fan_out)
    out += b
    return out


class Network:
    """A deep feed-forward network: z = a W + b, a ← f(z), layer after layer.

    A network in use never changes. Training works on a :meth:`writable_copy` and hands out read-only ones.

    Attributes:
        config: the architecture.
        parameters: all weights, then all biases, as one flat vector.
        weights: one matrix a layer, shape (fan_in, fan_out), a view of ``parameters``.
        biases: one vector a layer, shape (fan_out,), a view of ``parameters``.
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
        self._blocks: list[tuple[DiagonalBlock, ...]] | None = None

    @classmethod
    def initialise(cls, config: NetworkConfig, rng: "np.random.Generator") -> "Network":
        """An untrained network: random weights as ``config.initializer`` says, biases 0."""
        parameters = np.zeros(config.parameter_count, config.dtype)
        weights, _ = parameter_views(config.layers, parameters)
        for matrix, first in zip(weights, initial_weights(config, rng), strict=True):
            matrix[...] = first
        return cls(config, _read_only(parameters))

    def __repr__(self) -> str:
        layers = "-".join(map(str, self.config.layers))
        return f"Network({layers}, {self.config.output} + {self.config.loss}, {self.config.dtype})"

    def fingerprint(self) -> str:
        """SHA-256 of architecture and parameters, in hexadecimal; equal for equal networks."""
        from hashlib import sha256  # imported here: it loads a library that reading a digit does not need

        digest = sha256(repr(self.config).encode())
        digest.update(np.ascontiguousarray(self.parameters).data)
        return digest.hexdigest()

    def copy(self) -> "Network":
        """An independent, read-only copy."""
        return Network(self.config, _read_only(self.parameters.copy()))

    def writable_copy(self) -> "Network":
        """An independent copy whose parameters may be written, for training."""
        return Network(self.config, self.parameters.copy())

    def dense(self) -> "Network":
        """The network itself: its layers are dense (see :mod:`mlp_engine.feature_maps` for others)."""
        return self

    def views(self, vector: Floats) -> tuple[Sequence[Floats], Sequence[Floats]]:
        """Views of a vector laid out like ``parameters`` as weights and biases, layer by layer."""
        return parameter_views(self.config.layers, vector)

    def forward(self, x: Floats, arrays: Sequence[Floats] | None = None) -> Iterator[tuple[Floats, Floats]]:
        """The forward pass: yields each layer's logits z and activations a, first hidden layer to output.

        The output's activation is left to the loss, which needs the logits (:meth:`probabilities`): its a is its z.

        Args:
            x: inputs as the first layer takes them (see :mod:`~mlp_engine.perceptron.inputs`), shape (inputs,) or
                (n, inputs).
            arrays: one a layer to compute in, of the shape of its z, or with more rows; the activations replace the
                logits there, and z and a yielded are the same array. Without them both are new arrays.

        Yields:
            z and a of one layer, shape (fan_out,) or (n, fan_out).
        """
        return self._forward(x, arrays, ())

    def _forward(
        self, x: Floats, arrays: Sequence[Floats] | None, blocks: Sequence[tuple[DiagonalBlock, ...]]
    ) -> Iterator[tuple[Floats, Floats]]:
        a, rows = x, len(x) if x.ndim == 2 else None
        for layer, (w, b) in enumerate(zip(self.weights, self.biases, strict=True)):
            z = np.empty((*x.shape[:-1], w.shape[1]), a.dtype) if arrays is None else arrays[layer][:rows]
            a = layer_logits(a, w, b, z, blocks[layer] if blocks else ())
            if layer < len(self._activations):
                a = np.empty_like(z) if arrays is None else z
                self._activations[layer].apply(z, a)
            yield z, a

    def logits(self, samples: NDArray[np.generic]) -> Floats:
        """Logits of the output layer.

        Args:
            samples: one sample, shape (inputs,), or many, shape (n, inputs): ``uint8`` ink or floats.

        Returns:
            Shape (outputs,) or (n, outputs).

        Raises:
            DataError: if a sample has another number of inputs than the network, or other whole numbers.
        """
        if samples.ndim not in (1, 2) or samples.shape[-1] != self.config.inputs:
            raise DataError(
                f"Samples for this network must have {self.config.inputs} inputs each. "
                f"Got an array of shape {samples.shape}."
            )
        if samples.dtype.kind in "iu" and samples.dtype != np.uint8:  # 0 to 255 would be taken for shares
            raise DataError(f"Samples must be uint8 ink or floating shares of it, from 0 to 1. Got {samples.dtype}.")
        if samples.ndim == 1:
            return self._logits(samples, [np.empty(size, self.config.dtype) for size in self.config.layers])
        rows = min(len(samples), _ROWS_AT_ONCE)
        arrays = scratch([(rows, size) for size in self.config.layers], self.config.dtype)
        out = np.empty((len(samples), self.config.outputs), self.config.dtype)
        for start in range(0, len(samples), _ROWS_AT_ONCE):
            part = slice(start, start + _ROWS_AT_ONCE)
            out[part] = self._logits(samples[part], arrays)
        return out

    def predict(self, samples: NDArray[np.generic]) -> Floats:
        """Probabilities of each class; samples and shapes as in :meth:`logits`."""
        return self.probabilities(self.logits(samples))

    def probabilities(self, logits: Floats) -> Floats:
        """The output activation of ``logits``, shape (outputs,) or (n, outputs)."""
        z = np.atleast_2d(logits)
        p = np.empty_like(z)
        self._loss.probabilities(z, p)
        return p.reshape(logits.shape)

    def _logits(self, samples: NDArray[np.generic], arrays: list[Floats]) -> Floats:
        """Logits of one sample or of some, in ``arrays``: one for the inputs, and one for each layer."""
        x = arrays[0][: len(samples)]
        read_inputs(samples, x)
        *_, (z, _) = self._forward(x, arrays[1:], self._diagonal_blocks())
        return z

    def _diagonal_blocks(self) -> Sequence[tuple[DiagonalBlock, ...]]:
        """Of each layer's weights the blocks along the diagonal; nothing where none has any, or they may change."""
        if self.parameters.flags.writeable:
            return ()
        if self._blocks is None:
            blocks = [diagonal_blocks(w) for w in self.weights]
            self._blocks = blocks if any(blocks) else []
        return self._blocks


def _read_only(parameters: Floats) -> Floats:
    parameters.flags.writeable = False
    return parameters
