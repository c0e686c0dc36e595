"""The head of a network: its last layers as a separate network.

While only the head learns, its input for a sample stays the same. It is computed once, so that a step costs only the
arithmetic of the head.
"""

from itertools import islice

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import Floats
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.inputs import read_inputs
from mlp_engine.perceptron.network import Network

_ROWS_AT_ONCE = 1024


class Body:
    """All layers of a network except those of its head.

    Attributes:
        network: the whole network.
        layers: number of layers of the head: as requested, or all if the network has fewer.
    """

    def __init__(self, network: Network, layers: int) -> None:
        self.network = network
        self.layers = min(layers, len(network.weights))

    def __repr__(self) -> str:
        return f"Body({self.network!r}, head of {self.layers})"

    def head(self) -> Network:
        """A writable copy of the head; its inputs are what :meth:`outputs` returns."""
        whole = self.network.config
        fan_in, *hidden, outputs = whole.layers[-self.layers - 1 :]
        config = NetworkConfig(
            inputs=fan_in,
            hidden=tuple(hidden),
            outputs=outputs,
            activations=whole.activations[len(whole.activations) - len(hidden) :],
            output=whole.output,
            loss=whole.loss,
            initializer=whole.initializer,
            dtype=whole.dtype,
        )
        last = slice(-self.layers, None)
        parts = (*self.network.weights[last], *self.network.biases[last])
        return Network(config, np.concatenate([part.ravel() for part in parts]))

    def outputs(self, samples: NDArray[np.generic]) -> Floats:
        """Compute the outputs of the body, which are the inputs of the head.

        Args:
            samples: shape (n, inputs), ``uint8`` ink or floats.

        Returns:
            Shape (n, inputs of the head).
        """
        parts = [samples[start : start + _ROWS_AT_ONCE] for start in range(0, len(samples), _ROWS_AT_ONCE)]
        return np.concatenate([self._outputs(part) for part in parts])

    def with_head(self, head: Network) -> Network:
        """A copy of the whole network with ``head`` in place of its own head."""
        network = self.network.writable_copy()
        last = slice(-self.layers, None)
        for part, new in zip(network.weights[last] + network.biases[last], head.weights + head.biases, strict=True):
            part[...] = new
        return network.copy()

    def _outputs(self, samples: NDArray[np.generic]) -> Floats:
        x = np.empty(samples.shape, self.network.config.dtype)
        read_inputs(samples, x)
        outputs = [a for _, a in islice(self.network.forward(x), len(self.network.weights) - self.layers)]
        return outputs[-1] if outputs else x
