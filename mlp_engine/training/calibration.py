"""Calibration: a temperature T by which all logits are divided, so that "90 %" is right nine times in ten.

p = softmax(z / T). The order of the classes stays the same, and so does every answer; T above 1 makes a network less
sure, T below 1 surer. T is folded into the last layer, so it needs no entry in a weights file.
Source: Guo, Pleiss, Sun & Weinberger, *On Calibration of Modern Neural Networks*, 2017, section 4.2.
"""

import math

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import Floats
from mlp_engine.errors import DataError, SettingError
from mlp_engine.perceptron.network import Network
from mlp_engine.validation import check_number

MIN_TEMPERATURE, MAX_TEMPERATURE = 0.05, 20.0
"""The range of temperatures. Without it, a few samples that are all read right would give a temperature of 0."""

_HALVINGS = 50  # bisections of the range, on a logarithmic scale: down to the last digits of a float


def fit_temperature(logits: Floats, labels: NDArray[np.integer]) -> float:
    r"""The temperature that minimises the mean log-likelihood loss of these samples.

    With β = 1 / T the loss of a sample, ln Σ_k e^{βz_k} − βz_c, is convex in β, and its slope is::

        ∂C/∂β = Σ_k p_k z_k − z_c

    so the minimum is where the mean slope changes its sign, which bisection finds.

    Args:
        logits: the logits of samples that the network was not trained on, shape (n, classes), at least one row.
        labels: their classes, shape (n,).

    Returns:
        The temperature, from :data:`MIN_TEMPERATURE` to :data:`MAX_TEMPERATURE`.

    Raises:
        DataError: if there is no sample, or not one label for each sample.
    """
    if logits.ndim != 2 or labels.shape != logits.shape[:1] or len(labels) == 0:
        raise DataError(
            "A temperature must be fitted on logits of one sample or more, with a label for each. "
            f"Got arrays of shapes {logits.shape} and {labels.shape}."
        )
    # The logits relative to that of the true class: the slope is their mean, and nothing overflows.
    z = logits.astype(np.float64)
    relative = z - z[np.arange(len(labels)), labels][:, None]
    low, high = math.log(MIN_TEMPERATURE), math.log(MAX_TEMPERATURE)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if _slope(relative, math.exp(-middle)) < 0:
            high = middle  # the minimum is at a larger β, a lower temperature
        else:
            low = middle
    return math.exp((low + high) / 2)


def with_temperature(network: Network, temperature: float) -> Network:
    """A copy of ``network`` whose logits are divided by ``temperature``.

    Raises:
        SettingError: if the temperature is not above 0, or the network's output is not softmax.
    """
    check_number("Temperature", temperature, above=0)
    check_has_temperature(network)
    cooled = network.writable_copy()
    cooled.weights[-1][...] /= temperature
    cooled.biases[-1][...] /= temperature
    return cooled.copy()


def check_has_temperature(network: Network) -> None:
    """Check that a temperature can calibrate ``network``.

    Raises:
        SettingError: if its output is not softmax.
    """
    if network.config.output != "softmax":
        raise SettingError(f"A network with a temperature must have a softmax output. Got {network.config.output}.")


def _slope(relative: NDArray[np.float64], beta: float) -> float:
    """∂C/∂β, the mean over samples; ``relative`` are the logits less that of the true class."""
    p = np.exp(beta * (relative - relative.max(axis=1, keepdims=True)))
    p /= p.sum(axis=1, keepdims=True)
    return float((p * relative).sum(axis=1).mean())
