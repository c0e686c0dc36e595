"""Distorted samples are still the same digits, and never twice the same image."""

import numpy as np
import pytest

from mlp_engine.augmentation import Augmentation


def bars(n: int = 200) -> np.ndarray:
    """Upright bars of ink in the middle of the image."""
    images = np.zeros((n, 28, 28), np.float32)
    images[:, 6:22, 12:16] = 1.0
    return images.reshape(n, 784)


@pytest.mark.parametrize("name", ["affine", "elastic"])
def test_distortion_keeps_ink_range_amount_and_place(name) -> None:
    images = bars()
    Augmentation(name, 784).distort(images, np.random.default_rng(0))
    assert images.min() >= 0
    assert images.max() <= 1 + 1e-6
    assert images.sum(axis=1).mean() == pytest.approx(64, rel=0.1)
    mean = images.mean(axis=0).reshape(28, 28)
    y, x = np.indices((28, 28))
    assert (mean * y).sum() / mean.sum() == pytest.approx(13.5, abs=0.5)
    assert (mean * x).sum() / mean.sum() == pytest.approx(13.5, abs=0.5)


@pytest.mark.parametrize("name", ["affine", "elastic"])
def test_every_sight_of_a_sample_is_another(name) -> None:
    augmentation, rng = Augmentation(name, 784), np.random.default_rng(0)
    first, second = bars(20), bars(20)
    augmentation.distort(first, rng)
    augmentation.distort(second, rng)
    everything = np.concatenate([first, second])
    assert len(np.unique(everything, axis=0)) == 40


def test_same_seed_same_distortion() -> None:
    first, second = bars(5), bars(5)
    Augmentation("elastic", 784).distort(first, np.random.default_rng(3))
    Augmentation("elastic", 784).distort(second, np.random.default_rng(3))
    assert np.array_equal(first, second)


def test_elastic_bends_what_affine_leaves_straight() -> None:
    """A straight line stays straight under any affine map; the elastic one must bend it."""

    def bend(name: str) -> float:
        images = np.zeros((300, 28, 28), np.float32)
        images[:, 4:24, 13:15] = 1.0
        images = images.reshape(300, 784)
        Augmentation(name, 784).distort(images, np.random.default_rng(1))
        rows = images.reshape(300, 28, 28)[:, 8:20]
        middles = (rows * np.arange(28)).sum(axis=2) / rows.sum(axis=2).clip(1e-6)
        return float(np.abs(np.diff(middles, n=2, axis=1)).mean())

    assert bend("elastic") > 1.5 * bend("affine")


def test_none_changes_nothing() -> None:
    images = bars(3)
    Augmentation("none", 784).distort(images, np.random.default_rng(0))
    assert np.array_equal(images, bars(3))
