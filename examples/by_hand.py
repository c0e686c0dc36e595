"""Forty lines that train and test a network of 784-30-10 neurons, with no part of the arithmetic out of sight.

    python examples/by_hand.py [TRAINING_SET TEST_SET]

Without data sets it draws practice digits, which takes some seconds; ``mnist`` and ``mnist-test`` are MNIST once it
is fetched. Then read ``mlp_engine/perceptron/``, in the order network, activations, losses, backprop, regularizers,
optimizers: these are the parts that are put together here.
"""

import sys

import numpy as np

from mlp_engine import Dataset, Network, NetworkConfig, load_source
from mlp_engine.perceptron.backprop import Backprop
from mlp_engine.perceptron.inputs import read_inputs
from mlp_engine.perceptron.optimizers import Sgd
from mlp_engine.perceptron.regularizers import Regularizer


def train(training: Dataset, test: Dataset, epochs: int = 10, batch_size: int = 10) -> float:
    """Train a new network on ``training``; return the share of ``test`` that it reads right."""
    rng = np.random.default_rng(seed=0)
    network = Network.initialise(NetworkConfig(inputs=784, hidden=(30,), outputs=10), rng).writable_copy()
    backprop, sgd = Backprop(network, batch_size), Sgd(network.parameters)
    regularizer = Regularizer(l1=0.0, l2=1.0, samples=len(training))
    weights = slice(0, network.config.weight_count)  # the biases come after them, and are not regularized
    accuracy = 0.0
    for epoch in range(1, epochs + 1):
        order = rng.permutation(len(training))
        for start in range(0, len(training) - batch_size + 1, batch_size):
            minibatch = order[start : start + batch_size]
            read_inputs(training.inputs[minibatch], backprop.inputs)  # ink of 0 to 255 becomes 0 to 1
            backprop.forward(batch_size)  # z = a W + b, a = f(z), layer after layer
            backprop.backward(training.labels[minibatch])  # the slope of the loss by every weight and bias
            gradient = backprop.gradient
            regularizer.add_gradient(network.parameters[weights], gradient[weights], np.empty(weights.stop, np.float32))
            sgd.step(network.parameters, gradient, learning_rate=0.5)  # w ← w − η g
        accuracy = float((network.predict(test.inputs).argmax(axis=1) == test.labels).mean())
        print(f"epoch {epoch:2}: {accuracy:.1%} of the test set read right")
    return accuracy


if __name__ == "__main__":
    names = sys.argv[1:] or ["practice:4000:1", "practice:1000:2"]
    train(load_source(names[0]), load_source(names[1]))
