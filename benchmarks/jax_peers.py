"""Training and answers as JAX does them: compiled by XLA, a whole epoch in one call.

Each function plays the contender of :mod:`measuring`. JAX takes the cores that its process may use; their number cannot
be changed afterwards.
"""

from importlib import import_module
from itertools import pairwise
from typing import Any

import numpy as np
from measuring import Turns, digits
from peers import MOMENTUM, RATES, TrainingCase, floats

# By their names, so that the type checker of a machine without JAX does not miss it.
NAME, NUMPY, NN, LAX = "jax", "jax.numpy", "jax.nn", "jax.lax"
BETA1, BETA2, EPSILON = 0.9, 0.999, 1e-8


def first_weights(layers: tuple[int, ...]) -> list[tuple[Any, Any]]:
    """Weights and biases of every layer."""
    rng, jnp = np.random.default_rng(0), import_module(NUMPY)
    return [
        (jnp.asarray(rng.normal(0, fan_in**-0.5, (fan_in, fan_out)), jnp.float32), jnp.zeros(fan_out, jnp.float32))
        for fan_in, fan_out in pairwise(layers)
    ]


def logits_of(parameters: list[tuple[Any, Any]], x: Any, activation: str) -> Any:
    """The forward pass."""
    nn = import_module(NN)
    apply = nn.relu if activation == "relu" else nn.sigmoid
    for w, b in parameters[:-1]:
        x = apply(x @ w + b)
    w, b = parameters[-1]
    return x @ w + b


def train_jax(case: TrainingCase, turns: Turns) -> None:
    """An epoch is one ``scan`` over its minibatches, with gather, loss, gradient and step; memory is handed on."""
    jax, jnp, nn, lax = (import_module(name) for name in (NAME, NUMPY, NN, LAX))
    data = digits(case.samples)
    inputs, labels = jnp.asarray(floats(data.inputs)), jnp.asarray(data.labels, jnp.int32)
    rate, decay = RATES[case.optimizer], case.l2 / case.samples
    whole = case.samples // case.batch
    tree = jax.tree_util.tree_map

    def loss(parameters: Any, x: Any, y: Any) -> Any:
        p = nn.log_softmax(logits_of(parameters, x, case.activation))
        return -jnp.take_along_axis(p, y[:, None], axis=1).mean()

    def step(state: Any, chosen: Any) -> tuple[Any, None]:
        parameters, mean, square, steps = state
        gradient = jax.grad(loss)(parameters, inputs[chosen], labels[chosen])
        if decay:
            gradient = [(g + decay * w, b) for (g, b), (w, _) in zip(gradient, parameters, strict=True)]
        steps = steps + 1
        if case.optimizer == "adam":
            mean = tree(lambda m, g: BETA1 * m + (1 - BETA1) * g, mean, gradient)
            square = tree(lambda v, g: BETA2 * v + (1 - BETA2) * g * g, square, gradient)
            correction = jnp.sqrt(1 - BETA2**steps)
            size, epsilon = rate * correction / (1 - BETA1**steps), EPSILON * correction
            parameters = tree(lambda w, m, v: w - size * m / (jnp.sqrt(v) + epsilon), parameters, mean, square)
        elif case.optimizer == "momentum":
            mean = tree(lambda v, g: MOMENTUM * v - rate * g, mean, gradient)
            parameters = tree(lambda w, v: w + v, parameters, mean)
        else:
            parameters = tree(lambda w, g: w - rate * g, parameters, gradient)
        return (parameters, mean, square, steps), None

    def epoch(state: Any, order: Any) -> Any:
        state, _ = lax.scan(step, state, order[: whole * case.batch].reshape(whole, case.batch))
        rest = order[whole * case.batch :]
        return step(state, rest)[0] if len(rest) else state

    run = jax.jit(epoch, donate_argnums=0)
    parameters = first_weights(case.layers)
    # What an optimizer does not need is empty.
    mean = tree(jnp.zeros_like, parameters) if case.optimizer != "sgd" else ()
    square = tree(jnp.zeros_like, parameters) if case.optimizer == "adam" else ()
    state: Any = (parameters, mean, square, jnp.float32(0))
    rng = np.random.default_rng(0)
    for _ in turns:
        state = jax.block_until_ready(run(state, jnp.asarray(rng.permutation(case.samples))))


def answering(hidden: tuple[int, ...]) -> Any:
    """A compiled function from images, shape (n, 784), to probabilities; it returns when they are there."""
    jax, nn = import_module(NAME), import_module(NN)
    parameters = first_weights((784, *hidden, 10))
    answer = jax.jit(lambda x: nn.softmax(logits_of(parameters, x, "relu")))
    return lambda x: answer(x).block_until_ready()
