"""Probabilities that mean something: one temperature T divides all logits, so that "90 %" is right nine times in ten.

p = softmax(z / T). The order of the answers, and so every answer, stays as it is; T above 1 makes a network less
sure, T below 1 surer. Folded into the last layer, it needs no place of its own in a weights file.
Source: Guo, Pleiss, Sun & Weinberger, *On Calibration of Modern Neural Networks*, 2017, section 4.2.
"""

import math

import numpy as np
from numpy.typing import NDArray

from mlp_engine.errors import DataError, SettingError
from mlp_engine.perceptron.network import Network
from mlp_engine.validation import check_number

COLDEST, HOTTEST = 0.05, 20.0
"""Temperatures that are looked at: few samples, all of them right, would ask for one of 0."""

_HALVINGS = 50  # of the range, on a scale of logarithms: to the last digits of a float


def fit_temperature(logits: NDArray[np.floating], labels: NDArray[np.integer]) -> float:
    r"""The temperature at which the mean log-likelihood loss of these samples is least.

    With β = 1 / T the loss of a sample, ln Σ_k e^{βz_k} − βz_c, is convex in β, and its slope is::

        ∂C/∂β = Σ_k p_k z_k − z_c

    so that the least loss lies where the mean slope changes its sign, which halving finds.

    Args:
        logits: of samples that the network was not trained on, shape (n, classes), at least one row.
        labels: their classes, shape (n,).

    Returns:
        From :data:`COLDEST` to :data:`HOTTEST`.

    Raises:
        DataError: if there is no sample, or not one label for each.
    """
    if logits.ndim != 2 or labels.shape != logits.shape[:1] or len(labels) == 0:
        raise DataError(
            "A temperature must be fitted on logits of one sample or more, with a label for each. "
            f"Got arrays of shapes {logits.shape} and {labels.shape}."
        )
    # What the right class lacks to each: the slope is the mean of these, and nothing overflows.
    z = logits.astype(np.float64)
    lacking = z - z[np.arange(len(labels)), labels][:, None]
    low, high = math.log(COLDEST), math.log(HOTTEST)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if _slope(lacking, math.exp(-middle)) < 0:
            high = middle  # a larger β, a lower temperature, would be better
        else:
            low = middle
    return math.exp((low + high) / 2)


def with_temperature(network: Network, temperature: float) -> Network:
    """A network that answers with ``network``'s logits divided by ``temperature``.

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
    """Approve a network whose probabilities a temperature can change as told above.

    Raises:
        SettingError: if its output is not softmax.
    """
    if network.config.output != "softmax":
        raise SettingError(f"A network with a temperature must have a softmax output. Got {network.config.output}.")


def _slope(lacking: NDArray[np.float64], beta: float) -> float:
    """∂C/∂β, the mean over samples; ``lacking`` are the logits less that of the right class."""
    p = np.exp(beta * (lacking - lacking.max(axis=1, keepdims=True)))
    p /= p.sum(axis=1, keepdims=True)
    return float((p * lacking).sum(axis=1).mean())
