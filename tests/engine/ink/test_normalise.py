"""Ink to digit image: size, place, and MNIST's own images left as they are."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from mlp_engine.datasets.idx import load_idx_folder
from mlp_engine.errors import InkError
from mlp_engine.ink import digit_image
from mlp_engine.ink.normalise import window_of


def bar(height: int, width: int, margin: int = 0) -> NDArray[np.uint8]:
    return np.pad(np.full((height, width), 255, np.uint8), margin)


def extent(image: NDArray[np.uint8]) -> tuple[int, int]:
    """Width and height of what is at least half ink."""
    down, across = np.nonzero(image >= 128)
    return int(np.ptp(across)) + 1, int(np.ptp(down)) + 1


def centre_of_mass(image: NDArray[np.uint8]) -> tuple[float, float]:
    """x and y in pixels from 0, the middle of the first pixel being 0."""
    total, places = image.sum(dtype=float), np.arange(28)
    return float(image.sum(axis=0) @ places / total), float(image.sum(axis=1) @ places / total)


@pytest.mark.parametrize(
    ("height", "width", "expected"),
    [(200, 100, (10, 20)), (60, 120, (20, 10)), (300, 300, (20, 20)), (1000, 50, (1, 20)), (5, 10, (20, 10))],
)
def test_the_longer_side_becomes_twenty_pixels_and_the_aspect_is_kept(
    height: int, width: int, expected: tuple[int, int]
) -> None:
    image = digit_image(bar(height, width, margin=7))
    assert image.shape == (28, 28)
    assert image.dtype == np.uint8
    assert np.abs(np.subtract(extent(image), expected)).max() <= 1
    assert image.max() >= 200


def test_the_centre_of_mass_comes_to_the_middle_of_pixel_14() -> None:
    triangle = np.tril(np.full((120, 90), 255, np.uint8))
    assert centre_of_mass(digit_image(triangle)) == pytest.approx((14.0, 14.0), abs=0.05)


def test_paper_around_the_digit_makes_no_difference() -> None:
    ink = np.tril(bar(60, 40))
    around = np.pad(ink, ((3, 80), (50, 9)))
    assert np.array_equal(digit_image(around), digit_image(ink))


@pytest.mark.parametrize("scale", [(1.0, 1.0), (9.05, 9.05), (3.3, 7.7), (0.6, 0.6)])
def test_a_window_is_what_pillow_makes_of_it_in_one_call(scale: tuple[float, float]) -> None:
    rng = np.random.default_rng(5)
    ink = rng.integers(0, 256, (120, 71), dtype=np.uint8)
    width, height = 28 * scale[0], 28 * scale[1]
    for left, above in ((20.25, 3.0), (0.0, 0.0), (1.7, 27.4)):
        corner = -left * scale[0], -above * scale[1]
        margin = int(max(width, height)) + 1
        x, y = corner[0] + margin, corner[1] + margin
        resampling = Image.Resampling.BOX if scale == (1.0, 1.0) else Image.Resampling.BICUBIC
        paper = Image.fromarray(np.pad(ink, margin))
        wanted = paper.resize((28, 28), resampling, box=(x, y, x + width, y + height))
        np.testing.assert_array_equal(window_of(ink, corner, scale, 28), np.asarray(wanted))


def test_ink_too_lopsided_to_be_centred_stays_inside() -> None:
    pin = np.zeros((200, 80), np.uint8)
    pin[:30] = 255  # a heavy head on a long thin needle: centred, the needle's end would be cut off
    pin[30:, 38:42] = 255
    image = digit_image(pin)
    assert extent(image)[0] == pytest.approx(8, abs=1)
    assert image[26, 10:18].max() > 60  # the needle's end, at the edge of the image
    assert centre_of_mass(image)[1] < 12


def test_a_speck_on_a_large_sheet_stays_a_speck() -> None:
    sheet = np.zeros((640, 640), np.uint8)
    sheet[100:104, 500:504] = 255
    assert max(extent(digit_image(sheet))) <= 4


def test_blank_paper_is_refused() -> None:
    with pytest.raises(InkError, match=r"^A digit image must hold some ink\. Got blank paper\.$"):
        digit_image(np.zeros((50, 50), np.uint8))


@pytest.mark.parametrize("ink", [np.zeros((0, 0), np.uint8), np.zeros((5, 0), np.uint8)])
def test_no_paper_at_all_is_refused(ink: NDArray[np.uint8]) -> None:
    with pytest.raises(InkError, match="Got blank paper"):
        digit_image(ink)


@pytest.mark.parametrize("ink", [np.ones((28, 28)), np.ones(784, np.uint8), np.ones((2, 28, 28), np.uint8)])
def test_what_is_no_ink_is_refused(ink: NDArray[np.uint8]) -> None:
    with pytest.raises(InkError, match=r"^Ink must be a 2-D array of uint8\. Got "):
        digit_image(ink)


def test_the_ink_handed_in_is_left_alone() -> None:
    ink = bar(40, 30, margin=4)
    before = ink.copy()
    digit_image(ink)
    assert np.array_equal(ink, before)


def test_mnist_comes_back_as_it_was(shared_data: Path) -> None:
    images = load_idx_folder(shared_data / "mnist", "test").inputs[:2000].reshape(-1, 28, 28)
    same = [np.array_equal(digit_image(image), image) for image in images]
    assert np.mean(same) > 0.998
