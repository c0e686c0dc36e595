"""Average images and the strengths of ink, against their formulas."""

import numpy as np
import pytest

from mlp_engine.datasets.averages import INK_INTERVALS, ink_counts, mean_images

RNG = np.random.default_rng(0)
INK = RNG.integers(0, 256, (300, 9)).astype(np.uint8)
LABELS = RNG.integers(0, 4, 300)


def test_the_mean_of_a_class_is_that_of_its_samples_in_shares_of_full_ink(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlp_engine.datasets.averages._AT_ONCE", 70)
    means = mean_images(INK, LABELS, 5)
    for label in range(4):
        assert means[label] == pytest.approx(INK[label == LABELS].mean(axis=0) / 255)
    assert np.isnan(means[4]).all(), "a class without samples"
    assert mean_images(INK / 255, LABELS, 5) == pytest.approx(means, nan_ok=True)


def test_every_pixel_counts_once_in_its_interval(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlp_engine.datasets.averages._AT_ONCE", 70)
    counts = ink_counts(INK)
    assert counts.sum() == INK.size
    assert counts[0] == (INK < 16).sum()
    assert counts[-1] == (INK >= 240).sum()
    shares = np.array([[0.0, 1.0, -0.5, 2.0, 0.5]])
    assert ink_counts(shares)[[0, 8, INK_INTERVALS - 1]].tolist() == [2, 1, 2]
