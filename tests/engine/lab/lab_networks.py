"""Small networks with random weights and biases, and samples for them."""

import numpy as np

from mlp_engine import Dataset, Network, NetworkConfig


def network_of(hidden=(6, 5), activation="tanh", pair=("softmax", "log-likelihood"), inputs=8) -> Network:
    """A float64 network with random weights and biases and three outputs."""
    rng = np.random.default_rng(len(hidden))
    config = NetworkConfig(
        inputs=inputs,
        hidden=hidden,
        outputs=3,
        activations=(activation,),
        output=pair[0],
        loss=pair[1],
        dtype="float64",
    )
    network = Network.initialise(config, rng).writable_copy()
    for bias in network.biases:
        bias[...] = rng.normal(size=bias.shape)
    return network.copy()


def samples_of(network: Network, count: int = 60) -> Dataset:
    """Random samples with random labels."""
    rng = np.random.default_rng(3)
    inputs = rng.random((count, network.config.inputs))
    return Dataset(inputs, rng.integers(0, 3, count), "random samples", classes=3)
