"""Output activation, loss and output error, kept together with the calculus that ties them.

Notation: one sample with label c has logits z, probabilities p and the one-hot target y (y_c = 1, all others
0). The output error δ = ∂C/∂z is where backpropagation starts. The loss of many samples is the mean of their losses.
A target may also be any other distribution over the classes, as teachers give; the log-likelihood is then
C = −Σ_j y_j ln p_j, and the formulas of δ are the same.
"""

from typing import Protocol, cast

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import Floats
from mlp_engine.perceptron.activations import sigmoid
from mlp_engine.perceptron.config import LossName

Labels = NDArray[np.integer]
Targets = NDArray[np.integer] | NDArray[np.floating]
"""Labels, shape (n,), or distributions over the classes, shape (n, classes)."""

_MANY_ROWS = 24


class Loss(Protocol):
    """An output activation with its loss."""

    def probabilities(self, z: Floats, out: Floats) -> None:
        """Write the probabilities of the logits ``z``, shape (n, classes), into ``out`` (same shape; may be ``z``)."""
        ...

    def error(self, p: Floats, targets: Targets, out: Floats) -> None:
        """Write each sample's output error δ, given the probabilities ``p``, into ``out`` (another array)."""
        ...

    def values(self, z: Floats, labels: Labels) -> Floats:
        """Loss of each sample from its logits ``z``, shape (n, classes); returns shape (n,)."""
        ...


class SoftmaxLogLikelihood:
    r"""Softmax output, p_j = e^{z_j} / Σ_k e^{z_k}, with the log-likelihood loss C = −ln p_c.

    Why the error is p − y. Take the logarithm first::

        C = −ln p_c = −z_c + ln Σ_k e^{z_k}

    and differentiate by any logit z_j. The first term gives −1 for j = c and 0 otherwise, which is −y_j. The
    second gives e^{z_j} / Σ_k e^{z_k}, which is p_j. Together::

        ∂C/∂z_j = p_j − y_j

    The slope of the softmax has vanished: a confidently wrong output learns fastest.
    Source: Nielsen, *Neural Networks and Deep Learning*, chapter 3, "Softmax".
    """

    def probabilities(self, z: Floats, out: Floats) -> None:
        """Softmax of each row. The row's maximum is subtracted first; it cancels, and no exponent overflows."""
        np.subtract(z, _row_maxima(z, out), out=out)
        np.exp(out, out=out)
        out /= np.add.reduce(out, axis=1, keepdims=True)

    def error(self, p: Floats, targets: Targets, out: Floats) -> None:
        """δ = p − y."""
        _subtract_targets(p, targets, out)

    def values(self, z: Floats, labels: Labels) -> Floats:
        """−ln p_c as ln Σ e^{z_k − m} + m − z_c with m the row's maximum: finite even where p_c underflows."""
        highest = z.max(axis=1)
        log_sum = np.log(np.exp(z - highest[:, None]).sum(axis=1))
        return log_sum + highest - z[np.arange(len(labels)), labels]


class _SigmoidOutput:
    """Independent sigmoids, p_j = 1 / (1 + e^{−z_j}): each class is a separate yes-or-no question."""

    def probabilities(self, z: Floats, out: Floats) -> None:
        """Sigmoid of each logit."""
        sigmoid(z, out)


class SigmoidCrossEntropy(_SigmoidOutput):
    r"""Sigmoid outputs with the cross-entropy loss C = −Σ_j [y_j ln p_j + (1 − y_j) ln(1 − p_j)].

    Why the error is p − y. Each logit touches only its own term, and the sigmoid's slope is
    ∂p_j/∂z_j = p_j (1 − p_j), so::

        ∂C/∂p_j = −y_j / p_j + (1 − y_j) / (1 − p_j) = (p_j − y_j) / (p_j (1 − p_j))
        ∂C/∂z_j = ∂C/∂p_j · p_j (1 − p_j)            = p_j − y_j

    The slope cancels. That is the purpose of this loss, and what the quadratic loss lacks.
    Source: Nielsen, *Neural Networks and Deep Learning*, chapter 3, "The cross-entropy cost function".
    """

    def error(self, p: Floats, targets: Targets, out: Floats) -> None:
        """δ = p − y."""
        _subtract_targets(p, targets, out)

    def values(self, z: Floats, labels: Labels) -> Floats:
        """Σ_j ln(1 + e^{z_j}) − z_c: the same sum in logits, without the logarithm of a rounded-off 0."""
        softplus = np.logaddexp(0.0, z).sum(axis=1)
        return softplus - z[np.arange(len(labels)), labels]


class SigmoidQuadratic(_SigmoidOutput):
    """Sigmoid outputs with the quadratic loss C = ½ Σ_j (p_j − y_j)², the classic baseline.

    Its error keeps the sigmoid's slope, δ_j = (p_j − y_j) p_j (1 − p_j): a confidently wrong neuron is saturated and
    hardly learns, which the other two losses avoid.
    Source: Nielsen, *Neural Networks and Deep Learning*, chapters 1 and 2.
    """

    def error(self, p: Floats, targets: Targets, out: Floats) -> None:
        """δ = (p − y) p (1 − p)."""
        _subtract_targets(p, targets, out)
        out *= p * (1.0 - p)

    def values(self, z: Floats, labels: Labels) -> Floats:
        """½ Σ_j (p_j − y_j)²."""
        p, difference = np.empty_like(z), np.empty_like(z)
        self.probabilities(z, p)
        _subtract_targets(p, labels, difference)
        return 0.5 * np.square(difference).sum(axis=1)


def _row_maxima(z: Floats, scratch: Floats) -> Floats:
    """The largest number of each row, shape (n, 1); ``scratch``, shaped like ``z``, is overwritten unless it is z."""
    if len(z) < _MANY_ROWS or not scratch.flags.c_contiguous or np.may_share_memory(z, scratch):
        return np.maximum.reduce(z, axis=1, keepdims=True)
    # numpy reduces short rows one by one, but compares whole columns many at a time (128 × 10: 12 µs against 4).
    columns = scratch.reshape(z.shape[1], len(z))
    np.copyto(columns, z.T)
    return np.maximum.reduce(columns, axis=0)[:, None]


def _subtract_targets(p: Floats, targets: Targets, out: Floats) -> None:
    """Write p − y into ``out``, which is contiguous."""
    if targets.ndim == 2:
        np.subtract(p, targets, out=out)
        return
    np.copyto(out, p)
    # Positions in the flat array need half as many temporary arrays as pairs of row and column.
    positions = np.arange(0, p.size, p.shape[1], dtype=np.int64)
    positions += cast("Labels", targets)
    out.reshape(-1)[positions] -= 1.0


def loss(name: LossName) -> Loss:
    """The loss called ``name``, with the output activation it belongs to."""
    match name:
        case "log-likelihood":
            return SoftmaxLogLikelihood()
        case "cross-entropy":
            return SigmoidCrossEntropy()
        case "quadratic":
            return SigmoidQuadratic()
