"""The leaky ReLU by its formula; the gradient of every activation is in test_gradients.py."""

import numpy as np

from mlp_engine.perceptron.activations import LEAK, LeakyRelu
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.network import Network

Z = np.array([[-2.0, -0.5, 0.0, 0.25], [3.0, -0.0, -1e-3, np.inf]])


def test_a_leaky_relu_lets_a_hundredth_of_negative_logits_through() -> None:
    a = np.empty_like(Z)
    LeakyRelu().apply(Z, a)
    np.testing.assert_array_equal(a, np.where(Z > 0, Z, LEAK * Z))
    z = Z.copy()
    LeakyRelu().apply(z, z)
    np.testing.assert_array_equal(z, a)
    slope = np.empty_like(a)
    LeakyRelu().slope(a, slope)
    np.testing.assert_array_equal(slope, np.where(Z > 0, 1.0, LEAK))


def test_its_slope_is_exact_in_float32() -> None:
    slope = np.empty(2, np.float32)
    LeakyRelu().slope(np.array([1, -1], np.float32), slope)
    assert slope.tolist() == [1.0, np.float32(LEAK)]


def test_no_unit_of_it_is_dead() -> None:
    """The same logits, all negative: a ReLU passes no gradient on, a leaky one does."""
    from mlp_engine.perceptron.backprop import Backprop

    norms = []
    for name in ("relu", "leaky-relu"):
        config = NetworkConfig(inputs=3, hidden=(4,), outputs=2, activations=(name,))
        network = Network.initialise(config, np.random.default_rng(0)).writable_copy()
        network.biases[0][...] = -100
        backprop = Backprop(network, 5)
        backprop.inputs[...] = 1
        backprop.forward(5)
        backprop.backward(np.zeros(5, np.int64))
        norms.append(float(np.abs(backprop.weight_gradients[0]).sum()))
    assert norms[0] == 0
    assert norms[1] > 0
