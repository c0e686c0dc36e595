"""Each part of the distorting against what it promises, worked out slowly."""

import math
import tracemalloc
from dataclasses import replace

import numpy as np
import pytest

from mlp_engine.augmentation import RANGES, Augmentation, DistortionRanges, ranges_of
from mlp_engine.augmentation.coordinates import RandomCoordinates
from mlp_engine.augmentation.pen_width import PenWidth
from mlp_engine.augmentation.resampling import Resampling
from mlp_engine.perceptron.config import AUGMENTATIONS, TrainingConfig


def slow_bilinear(image: np.ndarray, x: float, y: float) -> float:
    """The ink of ``image``, shape (28, 28), at one place; paper outside."""
    left, top = math.floor(x), math.floor(y)
    ink = 0.0
    for column, row in ((left, top), (left + 1, top), (left, top + 1), (left + 1, top + 1)):
        if 0 <= column < 28 and 0 <= row < 28:
            ink += image[row, column] * (1 - abs(x - column)) * (1 - abs(y - row))
    return ink


def seen_at(images: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    resampling = Resampling(len(images))
    resampling.framed[:, 2:30, 2:30] = images
    places = resampling.coordinates(len(images))
    places[0], places[1] = x, y
    out = np.empty((len(images), 784), np.float32)
    resampling.resample(out)
    return out


def in_the_middle_of(framed_image: np.ndarray, change: float) -> np.ndarray:
    """What a pen of one width makes of one image, shape (32, 32)."""
    ranges = DistortionRanges(broader=change) if change > 0 else DistortionRanges(thinner=-change)

    class Extreme(np.random.Generator):
        def random(self, size=None, dtype=np.float64, out=None):
            out[...] = 1 if change > 0 else 0
            return out

    framed = framed_image.reshape(1, -1).astype(np.float32)
    PenWidth(3, ranges).change(framed, Extreme(np.random.PCG64(0)))
    return framed.reshape(32, 32)


def test_resampling_agrees_with_one_pixel_after_another() -> None:
    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (3, 28, 28)) / 255
    places = rng.integers(-40 * 16, 70 * 16, (2, 3, 784)) / 16
    places[:, :2] = rng.integers(-2 * 16, 30 * 16, (2, 2, 784)) / 16
    seen = seen_at(images, places[0], places[1])
    slow = [[slow_bilinear(images[i], x, y) for x, y in zip(places[0, i], places[1, i], strict=True)] for i in range(3)]
    assert np.abs(seen - slow).max() < 1e-6
    assert (seen > 0).mean() > 0.4


def test_places_are_rounded_to_the_next_sixteenth() -> None:
    image = np.zeros((1, 28, 28))
    image[0, :, 10] = 1
    x = np.linspace(9, 11, 784)
    seen = seen_at(image, x[None], np.full((1, 784), 14.0))[0]
    assert np.abs(seen - (1 - np.abs(x - 10))).max() <= 1 / 32 + 1e-6


def test_full_ink_stays_full_ink_between_pixels() -> None:
    """The largest sums that the lanes must hold without carrying into each other."""
    places = np.random.default_rng(1).uniform(0, 27, (2, 4, 784))
    assert np.abs(seen_at(np.ones((4, 28, 28)), places[0], places[1]) - 1).max() < 1e-6


def test_displacements_are_as_large_and_as_alike_as_the_published_ones() -> None:
    """White noise of every pixel, evenly in ±α, smoothed with a Gaussian of width σ, worked out in full."""
    alpha, sigma, n = 36.0, 5.0, 4000
    places = np.empty((2, n, 784), np.float32)
    RandomCoordinates(n, DistortionRanges(elastic=alpha, smoothness=sigma)).draw(places, np.random.default_rng(0))
    y, x = np.indices((28, 28))
    moves = places.reshape(2, n, 28, 28) - np.stack([x, y])[:, None]

    line = np.arange(28)
    gaussian = np.exp(-0.5 * ((line - line[:, None]) / sigma) ** 2) / (sigma * math.sqrt(2 * math.pi))
    along = gaussian @ gaussian.T  # covariance along one side of the image
    for axis in moves:
        for row, column in ((14, 14), (0, 0), (0, 14), (9, 20)):
            expected = alpha * math.sqrt(along[row, row] * along[column, column] / 3)
            assert axis[:, row, column].std() == pytest.approx(expected, rel=0.05)
        alike = np.corrcoef(axis[:, 14, 10], axis[:, 14, 16])[0, 1]
        assert alike == pytest.approx(along[10, 16] / math.sqrt(along[10, 10] * along[16, 16]), abs=0.05)
    assert abs(np.corrcoef(moves[0, :, 14, 14], moves[1, :, 14, 14])[0, 1]) < 0.06


def test_displacements_have_the_documented_scale() -> None:
    places = np.empty((2, 4000, 784), np.float32)
    RandomCoordinates(4000, DistortionRanges(elastic=36)).draw(places, np.random.default_rng(0))
    middle, corner = places[0, :, 14 * 28 + 14].std(), places[0, :, 0].std()
    assert middle == pytest.approx(36 / (5 * math.sqrt(12 * math.pi)), rel=0.04)
    assert corner / middle == pytest.approx(0.56, abs=0.04)


def test_an_affine_map_is_one_of_the_whole_plane() -> None:
    places = np.empty((2, 50, 784), np.float32)
    RandomCoordinates(64, RANGES["affine"]).draw(places, np.random.default_rng(0))
    v, u = np.indices((28, 28)).reshape(2, -1)
    plane = np.stack([u, v, np.ones(784)], axis=1)
    fitted, *_ = np.linalg.lstsq(plane, places.reshape(100, 784).T)
    assert np.abs(plane @ fitted - places.reshape(100, 784).T).max() < 1e-3
    stretched = np.linalg.det(fitted[:2].T.reshape(2, 50, 2).transpose(1, 0, 2))
    assert (stretched > 1 / 1.15**2 - 1e-3).all()
    assert (stretched < 1 / 0.85**2 + 1e-3).all()


@pytest.mark.parametrize("change", [0.25, 0.5, 1.0, -0.25, -0.5, -1.0])
def test_the_edge_of_a_line_moves_by_so_many_pixels(change) -> None:
    line = np.zeros((32, 32))
    line[8:24, 12:16] = 1
    assert in_the_middle_of(line, change)[16].sum() == pytest.approx(4 + 2 * change, abs=1e-5)


@pytest.mark.parametrize("change", [0.4, -0.4])
def test_pen_width_agrees_with_one_pixel_after_another(change) -> None:
    image = np.zeros((32, 32))
    image[2:30, 2:30] = np.random.default_rng(0).random((28, 28))
    changed = in_the_middle_of(image, change)
    furthest = max if change > 0 else min
    for row in range(1, 31):
        for column in range(1, 31):
            around = (image[row, column], image[row - 1, column], image[row + 1, column])
            around += (image[row, column - 1], image[row, column + 1])
            expected = image[row, column] + abs(change) * (furthest(around) - image[row, column])
            assert changed[row, column] == pytest.approx(expected, abs=1e-6)
    assert changed[0].max() == changed[31].max() == changed[:, 0].max() == changed[:, 31].max() == 0


def test_every_image_gets_a_pen_of_its_own() -> None:
    framed = np.zeros((500, 32, 32), np.float32)
    framed[:, 8:24, 12:16] = 1
    width = PenWidth(500, DistortionRanges(thinner=0.5, broader=0.75))
    width.change(framed.reshape(500, -1), np.random.default_rng(0))
    moved = (framed[:, 16].sum(axis=1) - 4) / 2
    assert moved.min() == pytest.approx(-0.5, abs=0.02)
    assert moved.max() == pytest.approx(0.75, abs=0.02)
    assert moved.mean() == pytest.approx(0.125, abs=0.06)
    assert len(np.unique(moved)) > 450


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_distorting_a_minibatch_allocates_nothing_large(dtype) -> None:
    """Most that is allocated at any time while it runs: a few numbers for each image, never an image."""
    ranges = DistortionRanges(rotation=12, scale=0.1, shear=0.2, shift=1, elastic=36, thinner=0.3, broader=0.3)
    augmentation, rng = Augmentation("elastic", 784, ranges), np.random.default_rng(0)
    images = np.zeros((150, 784), dtype)
    augmentation.distort(images, rng)
    tracemalloc.start()
    try:
        augmentation.distort(images, rng)
        before, _ = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        augmentation.distort(images, rng)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most - before < 8 * 1024


def test_the_settings_say_the_largest_rotation_and_shift_alone() -> None:
    for name in AUGMENTATIONS:
        assert ranges_of(TrainingConfig(augmentation=name)) == RANGES[name], "as before there were such settings"
    own = ranges_of(TrainingConfig(augmentation="pen", rotation=3, shift=0))
    assert own == replace(RANGES["pen"], rotation=3, shift=0)
    assert ranges_of(TrainingConfig(rotation=3)) == DistortionRanges(), "without an augmentation nothing is changed"
