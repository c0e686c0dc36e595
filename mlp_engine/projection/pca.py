"""Principal component analysis: the directions in which samples differ most."""

from dataclasses import dataclass

import numpy as np

from mlp_engine.arrays import Floats
from mlp_engine.projection.linear import Doubles, product
from mlp_engine.validation import check_whole_number

_EXTRA = 8  # directions more than wanted, which make those that are wanted converge in few steps
_MOST_STEPS = 300
_TOLERANCE = 1e-9  # of the largest variance


@dataclass(frozen=True, eq=False)
class PrincipalAxes:
    """The directions of largest variance of some samples.

    Attributes:
        mean: of the samples, shape (d,).
        axes: one unit vector a column, shape (d, count), that of the largest variance first. The number of largest
            magnitude in each is positive. Where there are fewer directions than wanted, the last columns are 0.
        variances: along each axis, with n − 1 in the denominator, shape (count,).
        shares: the same as shares of the variance in all directions; 0 where all samples are equal.
    """

    mean: Doubles
    axes: Doubles
    variances: Doubles
    shares: Doubles

    def project(self, samples: Floats) -> Doubles:
        """(x − mean) · axes: the coordinates of samples, shape (n, d) or (d,), along the axes.

        Returns:
            Shape (n, count) or (count,).
        """
        centred = samples - self.mean
        return centred @ self.axes if centred.ndim == 1 else product(centred, self.axes)


def principal_axes(samples: Floats, count: int = 2) -> PrincipalAxes:
    """The first principal axes of samples: eigenvectors of their covariance C = Xᵀ X / (n − 1), X centred.

    They are found by orthogonal iteration, which multiplies a few directions by C, makes them orthonormal, and turns
    them to the eigenvectors within their span, until ‖C v − λ v‖ is next to nothing. C itself, as large as the square
    of the layer, is never made, and so it does not matter whether there are more samples or more neurons.
    Source: Golub and Van Loan, *Matrix Computations*, section 8.2.4; the analysis: Pearson 1901, Hotelling 1933.

    Args:
        samples: shape (n, d), n at least 2.
        count: number of axes.

    Raises:
        SettingError: if there are fewer than 2 samples, or count is not positive.
    """
    check_whole_number("Number of samples", len(samples), at_least=2)
    check_whole_number("Number of axes", count, at_least=1)
    mean = samples.mean(axis=0, dtype=np.float64)
    x = samples - mean
    transposed = np.ascontiguousarray(x.T)
    n, d = x.shape
    total = float(np.einsum("ij,ij->", x, x)) / (n - 1)
    found = min(count + _EXTRA, n, d)
    v, _ = np.linalg.qr(np.random.default_rng(0).standard_normal((d, found)))
    variances = np.zeros(found)
    for _ in range(_MOST_STEPS if total > 0 else 0):
        moved = product(transposed, product(x, v)) / (n - 1)  # C V
        inner = product(np.ascontiguousarray(v.T), moved)
        values, turn = np.linalg.eigh((inner + inner.T) / 2)
        variances, turn = np.maximum(values[::-1], 0), turn[:, ::-1]
        rest = product(moved, turn) - product(v, turn) * variances
        v = product(v, turn)
        if np.linalg.norm(rest[:, :count], axis=0).max() <= _TOLERANCE * variances[0]:
            break
        v, _ = np.linalg.qr(product(moved, turn))
    axes, along = np.zeros((d, count)), np.zeros(count)
    kept = min(count, found)
    axes[:, :kept], along[:kept] = v[:, :kept], variances[:kept]
    largest = np.take_along_axis(axes, np.abs(axes).argmax(axis=0)[None], axis=0)
    axes *= np.where(largest < 0, -1.0, 1.0)
    return PrincipalAxes(mean, axes, along, along / total if total > 0 else along)
