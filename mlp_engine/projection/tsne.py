"""t-SNE: a map on which samples that are neighbours in a layer are neighbours too.

The exact algorithm, whose steps take n² time. Source: van der Maaten and Hinton, *Visualizing Data using t-SNE*,
Journal of Machine Learning Research 9 (2008); the numbers of equations are theirs.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from mlp_engine.projection.linear import Doubles
from mlp_engine.validation import check_number, check_whole_number

PERPLEXITY = 30.0
STEPS = 500
MOST_POINTS = 2000
_EXAGGERATED_STEPS = 250
_EXAGGERATION = 12.0
_BLOCK = 1 << 16  # numbers computed at once, which stay in the processor's cache
_HALVINGS = 60
_SPREAD = 1e-4  # of the first positions: so small that all forces are even at first

Progress = Callable[[int, Doubles], None]


def joint_probabilities(distances: Doubles, perplexity: float = PERPLEXITY) -> Doubles:
    """How much every two samples are neighbours: p_ij = (p_{j|i} + p_{i|j}) / 2n (equation 4), with sum 1.

    ::

        p_{j|i} = exp(−βᵢ d²ᵢⱼ) / Σ_{k≠i} exp(−βᵢ d²ᵢₖ),   p_{i|i} = 0                       (1), with β = 1 / 2σ²

    βᵢ is found by bisection, for all samples at once, so that the perplexity 2^H of p_{·|i} is the one wanted.

    Args:
        distances: squared, shape (n, n), 0 on the diagonal.
        perplexity: about how many neighbours each sample has; at most n − 1 is reached.

    Raises:
        SettingError: if the perplexity is not at least 1.
    """
    check_number("Perplexity", perplexity, at_least=1)
    n = len(distances)
    wanted = np.log(min(perplexity, max(n - 1, 1)))
    # Distances beyond the nearest neighbour's are what matters, for p stays the same and exp does not underflow.
    beyond = distances.copy()
    np.fill_diagonal(beyond, np.inf)
    beyond -= beyond.min(axis=1, keepdims=True)
    np.fill_diagonal(beyond, 0)
    finite = np.where(np.isfinite(beyond), beyond, 0)
    # Samples that almost coincide would take β beyond all numbers. A power of two changes no digit of the results.
    finite *= np.exp2(-np.floor(np.log2(np.maximum(finite.mean(axis=1, keepdims=True), np.finfo(float).tiny))))
    low, high = np.zeros((n, 1)), np.full((n, 1), np.inf)
    beta = 1 / np.maximum(finite.mean(axis=1, keepdims=True), 1)  # which is 1 to 2, or 0 if all samples coincide
    p = np.empty_like(beyond)
    for _ in range(_HALVINGS):
        np.exp(np.multiply(finite, -beta, out=p), out=p)
        np.fill_diagonal(p, 0)
        total = p.sum(axis=1, keepdims=True)
        entropy = np.log(total) + beta * np.einsum("ij,ij->i", p, finite)[:, None] / total
        too_wide = entropy > wanted
        low, high = np.where(too_wide, beta, low), np.where(too_wide, high, beta)
        if np.abs(entropy - wanted).max() < 1e-5:
            break
        beta = np.where(np.isinf(high), 2 * beta, (low + np.where(np.isinf(high), 0, high)) / 2)
    p /= p.sum(axis=1, keepdims=True)
    return (p + p.T) / (2 * n)


def divergence(p: Doubles, points: Doubles) -> float:
    """C = Σ p log(p / q), the Kullback–Leibler divergence that t-SNE makes small (equation 2).

    ::

        q_ij = (1 + ‖yᵢ − yⱼ‖²)⁻¹ / Σ_{k≠l} (1 + ‖yₖ − yₗ‖²)⁻¹                                             (4)
    """
    x, y = points.T
    w = 1 / (1 + (x[:, None] - x) ** 2 + (y[:, None] - y) ** 2)
    np.fill_diagonal(w, 0)
    real = p > 0
    return float((p[real] * np.log(p[real] / (w[real] / w.sum()))).sum())


def divergence_gradient(p: NDArray[np.floating], points: NDArray[np.floating]) -> NDArray[np.floating]:
    """∂C/∂y = 4 Σⱼ (p_ij − q_ij) wᵢⱼ (yᵢ − yⱼ), with w = (1 + ‖yᵢ − yⱼ‖²)⁻¹ (equation 5).

    The sum is that of the attraction Σ p w (yᵢ − yⱼ) minus the repulsion Σ w² (yᵢ − yⱼ) / Σ w, so that one pass over
    all pairs, a few rows at a time, is enough.

    Args:
        p: shape (n, n), 0 on the diagonal.
        points: shape (n, 2).

    Returns:
        Shape (n, 2), in the precision of ``points``.
    """
    n = len(points)
    x, y = np.ascontiguousarray(points.T)
    pulls, pushes = np.empty_like(points), np.empty_like(points)
    total = 0.0
    rows = max(_BLOCK // n, 1)
    for start in range(0, n, rows):
        part = slice(start, start + rows)
        xs, ys = x[part], y[part]
        w = xs[:, None] - x
        other = ys[:, None] - y
        w *= w
        other *= other
        w += other
        w += 1
        np.reciprocal(w, out=w)
        total += float(w.sum(dtype=np.float64))
        for forces, strengths in ((pulls, np.multiply(p[part], w, out=other)), (pushes, np.multiply(w, w, out=w))):
            sums = strengths.sum(axis=1)
            forces[part, 0] = sums * xs - strengths @ x
            forces[part, 1] = sums * ys - strengths @ y
    pushes /= pushes.dtype.type(max(total - n, np.finfo(np.float32).tiny))  # without the n of each with itself
    pulls -= pushes
    pulls *= 4
    return pulls


def tsne(
    distances: Doubles,
    start: Doubles,
    *,
    perplexity: float = PERPLEXITY,
    steps: int = STEPS,
    on_progress: Progress | None = None,
) -> Doubles:
    """The map of samples: gradient descent on the divergence, with momentum and a rate for each coordinate.

    As in the paper, the first steps exaggerate all p, which lets clusters form with room between them, and the
    momentum grows from 0.5 to 0.8; a rate grows by 0.2 while a coordinate goes on in its direction and shrinks by a
    fifth where it turns (Jacobs 1988). Starting from the principal components, and not at random, keeps large
    distances meaningful and the map the same each time (Kobak and Berens 2019); the learning rate n / 48, at least 50,
    is that of Belkina and others (2019).

    Args:
        distances: squared, between all samples, shape (n, n).
        start: first positions up to their scale, shape (n, 2).
        perplexity: about how many neighbours each sample has.
        steps: number of steps.
        on_progress: called after each step with the number of steps done and the positions, which it must not keep;
            an exception from it ends the search.

    Returns:
        The positions, shape (n, 2), centred.

    Raises:
        SettingError: if there are more than 2,000 samples, or a number is out of its range.
    """
    n = len(distances)
    check_whole_number("Number of points", n, at_least=2, at_most=MOST_POINTS)
    check_whole_number("Steps", steps, at_least=1)
    p = joint_probabilities(distances, perplexity).astype(np.float32)
    points = (start - start.mean(axis=0)).astype(np.float32)
    points *= np.float32(_SPREAD / max(float(points.std(axis=0).max()), np.finfo(np.float32).tiny))
    rate = max(n / (4 * _EXAGGERATION), 50.0)
    step_sizes, moves = np.ones_like(points), np.zeros_like(points)
    p *= np.float32(_EXAGGERATION)
    for step in range(steps):
        if step == min(_EXAGGERATED_STEPS, steps // 3):
            p /= np.float32(_EXAGGERATION)
        gradient = divergence_gradient(p, points)
        goes_on = (gradient > 0) != (moves > 0)
        step_sizes = np.maximum(np.where(goes_on, step_sizes + 0.2, step_sizes * 0.8), 0.01).astype(np.float32)
        momentum = 0.5 if step < _EXAGGERATED_STEPS else 0.8
        moves = momentum * moves - rate * step_sizes * gradient
        points += moves
        points -= points.mean(axis=0)
        if on_progress is not None:
            on_progress(step + 1, points)
    return points.astype(np.float64)
