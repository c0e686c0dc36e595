"""Distorted samples are still the same digits, and never twice the same image."""

import math

import numpy as np
import pytest

from mlp_engine.augmentation import RANGES, Augmentation, DistortionRanges
from mlp_engine.errors import SettingError

NAMES = [name for name in RANGES if name != "none"]


def bars(n: int = 200) -> np.ndarray:
    """Upright bars of ink in the middle of the image."""
    images = np.zeros((n, 28, 28), np.float32)
    images[:, 6:22, 12:16] = 1.0
    return images.reshape(n, 784)


def blots(n: int, seed: int = 0) -> np.ndarray:
    """Random ink up to the paper's edge, in steps of 1/255."""
    return (np.random.default_rng(seed).integers(0, 256, (n, 784)) / 255).astype(np.float32)


def distorted(images: np.ndarray, ranges: DistortionRanges, seed: int = 0) -> np.ndarray:
    result = images.copy()
    Augmentation("elastic", 784, ranges).distort(result, np.random.default_rng(seed))
    return result


@pytest.mark.parametrize("name", NAMES)
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


@pytest.mark.parametrize("name", NAMES)
def test_every_sight_of_a_sample_is_another(name) -> None:
    augmentation, rng = Augmentation(name, 784), np.random.default_rng(0)
    first, second = bars(20), bars(20)
    augmentation.distort(first, rng)
    augmentation.distort(second, rng)
    everything = np.concatenate([first, second])
    assert len(np.unique(everything, axis=0)) == 40


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("n", [1, 5, 64, 150])
def test_same_seed_same_distortion_whatever_was_distorted_before(name, n) -> None:
    first, second = blots(n), blots(n)
    used, fresh = Augmentation(name, 784), Augmentation(name, 784)
    used.distort(blots(130, seed=9), np.random.default_rng(8))
    rngs = np.random.default_rng(3), np.random.default_rng(3)
    used.distort(first, rngs[0])
    fresh.distort(second, rngs[1])
    assert np.array_equal(first, second)
    assert rngs[0].bit_generator.state == rngs[1].bit_generator.state


def test_another_seed_another_distortion() -> None:
    assert not np.array_equal(distorted(bars(1), RANGES["elastic"], 1), distorted(bars(1), RANGES["elastic"], 2))


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


def test_none_changes_nothing_and_takes_any_samples() -> None:
    images, rng = np.full((3, 5), 7.0), np.random.default_rng(0)
    Augmentation("none", 5).distort(images, rng)
    assert np.array_equal(images, np.full((3, 5), 7.0))
    assert rng.bit_generator.state == np.random.default_rng(0).bit_generator.state


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_ranges_of_zero_change_nothing(dtype) -> None:
    images = blots(100).astype(dtype)
    assert np.allclose(distorted(images, DistortionRanges()), images, atol=1e-7, rtol=0)


def test_only_the_rows_given_are_changed() -> None:
    workspace = bars(100)
    Augmentation("elastic", 784).distort(workspace[:70], np.random.default_rng(0))
    assert np.array_equal(workspace[70:], bars(30))
    assert (workspace[:70] != bars(70)).any(axis=1).all()


def test_what_lies_beyond_full_ink_or_paper_is_cut() -> None:
    images = np.tile(np.linspace(-3, 4, 784, dtype=np.float32), (4, 1))
    assert np.allclose(distorted(images, DistortionRanges()), images.clip(0, 1), atol=1 / 255)


def test_beyond_the_edge_is_paper() -> None:
    """A sheet full of ink, moved or made smaller, shows paper behind it, with at most one grey pixel between."""
    moved = distorted(np.ones((300, 784), np.float32), DistortionRanges(shift=6)).reshape(300, 28, 28)
    middle = moved[:, 14]
    assert ((middle == 0).sum(axis=1) + (np.isclose(middle, 1)).sum(axis=1) >= 27).all()
    assert (middle == 0).any(axis=1).mean() > 0.7
    far = distorted(np.ones((20, 784), np.float32), DistortionRanges(elastic=1000, smoothness=2, rotation=180))
    assert far.min() == 0
    assert far.max() <= 1 + 1e-6


def test_shift_moves_by_as_much_as_is_said() -> None:
    images = np.zeros((2000, 28, 28), np.float32)
    images[:, 10:18, 10:18] = 1
    moved = distorted(images.reshape(-1, 784), DistortionRanges(shift=3)).reshape(-1, 28, 28)
    x = (moved.sum(axis=1) * np.arange(28)).sum(axis=1) / moved.sum(axis=(1, 2)) - 13.5
    assert np.abs(x).max() <= 3 + 0.05
    assert x.std() == pytest.approx(3 / math.sqrt(3), rel=0.05)


def test_rotation_turns_by_as_much_as_is_said() -> None:
    images = np.zeros((1000, 28, 28), np.float32)
    images[:, 12:16, 4:24] = 1
    turned = distorted(images.reshape(-1, 784), DistortionRanges(rotation=12)).reshape(-1, 28, 28)
    y, x = np.indices((28, 28)) - 13.5
    angles = 0.5 * np.arctan2(2 * (turned * x * y).sum((1, 2)), (turned * (x * x - y * y)).sum((1, 2)))
    assert np.degrees(np.abs(angles)).max() == pytest.approx(12, abs=0.5)


def test_scale_changes_width_and_height_by_as_much_as_is_said() -> None:
    images = np.zeros((1000, 28, 28), np.float32)
    images[:, 8:20, 8:20] = 1
    scaled = distorted(images.reshape(-1, 784), DistortionRanges(scale=0.25)).reshape(-1, 28, 28)
    widths, heights = scaled[:, 14].sum(axis=1), scaled[:, :, 14].sum(axis=1)
    for sides in (widths, heights):
        assert sides.min() == pytest.approx(9, abs=0.2)
        assert sides.max() == pytest.approx(15, abs=0.2)
    assert abs(np.corrcoef(widths, heights)[0, 1]) < 0.1


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("scale", 1, r"Scale must be a number of at least 0 and below 1\. Got 1\."),
        ("thinner", 1.5, r"Thinner pen must be a number of at least 0 and of at most 1\. Got 1\.5\."),
        ("smoothness", 0, r"Elastic smoothness must be a number of at least 2 and of at most 28\. Got 0\."),
        ("rotation", math.nan, r"Rotation must be a number of at least 0 and of at most 180\. Got nan\."),
    ],
)
def test_ranges_that_cannot_be_are_refused(setting, value, sentence) -> None:
    with pytest.raises(SettingError, match=sentence):
        DistortionRanges(**{setting: value})
