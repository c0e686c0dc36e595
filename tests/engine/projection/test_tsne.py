"""t-SNE: its probabilities have the perplexity wanted, its gradient is that of the divergence, and clusters part."""

import numpy as np
import pytest

from mlp_engine.errors import SettingError
from mlp_engine.projection.linear import squared_distances
from mlp_engine.projection.neighbours import nearest, neighbour_shares
from mlp_engine.projection.tsne import divergence, divergence_gradient, joint_probabilities, tsne


def samples(count=40, width=5, seed=0) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(count, width))


def test_the_probabilities_are_symmetric_sum_to_1_and_follow_the_paper() -> None:
    distances = squared_distances(samples())
    p = joint_probabilities(distances, perplexity=8)
    assert p == pytest.approx(p.T)
    assert p.sum() == pytest.approx(1)
    assert not p.diagonal().any()
    conditional = np.empty_like(p)
    for i, row in enumerate(distances):  # one at a time, by a fine grid in place of the bisection
        others = np.delete(row, i)
        betas = np.geomspace(1e-3, 1e3, 6_001)[:, None]
        each = np.exp(-betas * (others - others.min()))
        each /= each.sum(axis=1, keepdims=True)
        entropy = -(each * np.log2(np.maximum(each, 1e-300))).sum(axis=1)
        conditional[i] = np.insert(each[np.abs(entropy - 3).argmin()], i, 0)  # perplexity 8 = 2³
    assert p == pytest.approx((conditional + conditional.T) / (2 * len(p)), rel=2e-2, abs=1e-6)


def test_equal_samples_and_far_ones_give_finite_probabilities() -> None:
    x = np.concatenate([np.zeros((5, 2)), np.full((1, 2), 1e6)])
    p = joint_probabilities(squared_distances(x), perplexity=30)
    assert np.isfinite(p).all()
    assert p.sum() == pytest.approx(1)


@pytest.mark.parametrize("scale", [0.0, 1e-300, 1e-155, 1e-20, 1e100])
@pytest.mark.filterwarnings("error")
def test_samples_that_almost_coincide_are_placed_as_any_others(scale: float) -> None:
    x = samples() * scale
    distances = ((x[:, None] - x) ** 2).sum(axis=-1)
    p = joint_probabilities(distances, perplexity=8)
    assert p.sum() == pytest.approx(1)
    if distances.any() and scale != 1e-155:  # whose squares have lost their digits
        assert p == pytest.approx(joint_probabilities(squared_distances(samples()), perplexity=8), rel=1e-4, abs=1e-9)
    if scale < 1:
        assert np.isfinite(tsne(distances, x[:, :2], perplexity=8, steps=40)).all()


def test_the_gradient_is_that_of_the_divergence() -> None:
    p = joint_probabilities(squared_distances(samples()), perplexity=5)
    points = samples(40, 2, seed=4)
    gradient = divergence_gradient(p, points)
    for place in ((0, 0), (7, 1), (39, 0)):
        step = np.zeros_like(points)
        step[place] = 1e-5
        slope = (divergence(p, points + step) - divergence(p, points - step)) / 2e-5
        assert gradient[place] == pytest.approx(slope, rel=1e-5)


def test_many_points_take_the_same_forces_in_pieces(monkeypatch) -> None:
    p = joint_probabilities(squared_distances(samples()), perplexity=5)
    points = samples(40, 2, seed=4)
    whole = divergence_gradient(p, points)
    monkeypatch.setattr("mlp_engine.projection.tsne._BLOCK", 280)
    assert divergence_gradient(p, points) == pytest.approx(whole)


def test_clusters_part_on_the_map_and_the_divergence_falls() -> None:
    labels = np.repeat(np.arange(4), 30)
    x = samples(120, 20) + 8 * np.eye(20)[labels]
    distances = squared_distances(x)
    start = x[:, 10:12]  # two directions in which the clusters do not differ
    seen: list[int] = []
    points = tsne(distances, start, perplexity=10, steps=300, on_progress=lambda step, _: seen.append(step))
    assert seen == list(range(1, 301))
    assert neighbour_shares(nearest(squared_distances(points)), labels, 4).same > 0.99
    p = joint_probabilities(distances, 10)
    assert divergence(p, points) < divergence(p, start) / 2
    assert points == pytest.approx(tsne(distances, start, perplexity=10, steps=300)), "the same map each time"
    assert points.mean(axis=0) == pytest.approx([0, 0], abs=1e-4)


def test_an_exception_from_progress_ends_the_search() -> None:
    def stop(step: int, _points: np.ndarray) -> None:
        if step == 3:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        tsne(squared_distances(samples()), samples()[:, :2], on_progress=stop)


def test_what_is_out_of_range_is_refused() -> None:
    small = squared_distances(samples(5))
    with pytest.raises(SettingError, match="Perplexity must be"):
        joint_probabilities(small, 0.5)
    with pytest.raises(SettingError, match="Steps must be"):
        tsne(small, np.zeros((5, 2)), steps=0)
    with pytest.raises(SettingError, match="Number of points must be"):
        tsne(np.zeros((1, 1)), np.zeros((1, 2)))
