"""Damage to digit images, worked by hand, and the accuracy over its strength."""

import numpy as np
import pytest

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.errors import DataError, SettingError
from mlp_engine.examination.damage import DAMAGE_NAMES, DAMAGES, damaged
from mlp_engine.examination.robustness import DamageCurve, damage_curve, damaged_samples, some_samples
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.inputs import read_inputs
from mlp_engine.perceptron.network import Network


def block(top: int, left: int, height: int, width: int, count: int = 1) -> np.ndarray:
    images = np.zeros((count, 28, 28), np.uint8)
    images[:, top : top + height, left : left + width] = 255
    return images.reshape(count, 784)


def grid(images: np.ndarray) -> np.ndarray:
    return images.reshape(-1, 28, 28)


@pytest.mark.parametrize("name", DAMAGE_NAMES)
def test_strength_0_leaves_images_as_they_are_and_more_is_another_image(name, striped_digits) -> None:
    images = striped_digits.inputs[:70]
    before = images.copy()
    as_they_are = np.empty(images.shape, np.float32)
    read_inputs(images, as_they_are)
    assert np.array_equal(damaged(images, name, 0), as_they_are)
    worst = damaged(images, name, DAMAGES[name].most)
    assert worst.dtype == np.float32
    assert 0 <= worst.min() <= worst.max() <= 1
    assert not np.allclose(worst, images / 255, atol=0.05)
    assert np.array_equal(worst, damaged(images, name, DAMAGES[name].most)), "seeded"
    assert np.array_equal(images, before)


def test_noise_has_the_standard_deviation_of_its_strength() -> None:
    grey = np.full((50, 784), 0.5)
    noise = damaged(grey, "noise", 10) - 0.5
    assert noise.std() == pytest.approx(0.1, rel=0.02)
    assert abs(noise.mean()) < 0.002
    assert np.allclose(damaged(grey, "noise", 5) - 0.5, noise / 2, atol=1e-6), "more of the same at every strength"


def test_a_quarter_turn_goes_left_or_right() -> None:
    corner = block(4, 4, 3, 6, count=40)
    turned = grid(damaged(corner, "rotation", 90))
    image = grid(corner)[0] / 255
    left, right = np.rot90(image, 1), np.rot90(image, -1)
    ways = [(np.allclose(each, left, atol=0.02), np.allclose(each, right, atol=0.02)) for each in turned]
    assert set(ways) == {(True, False), (False, True)}


def test_a_shift_moves_the_middle_of_the_ink_by_its_strength() -> None:
    images = block(12, 12, 4, 4, count=30)
    moved = grid(damaged(images, "shift", 5))
    y, x = np.indices((28, 28))
    masses = moved.sum(axis=(1, 2))
    middles = np.stack([(moved * axis).sum(axis=(1, 2)) / masses for axis in (x, y)], axis=1)
    assert np.linalg.norm(middles - 13.5, axis=1) == pytest.approx(5, abs=0.1)
    assert len(np.unique(middles.round(1), axis=0)) > 20, "each in a direction of its own"


@pytest.mark.parametrize(
    ("name", "strength", "area"),
    [("thin-pen", 1, 4 * 6), ("thin-pen", 2, 2 * 4), ("broad-pen", 1, 8 * 10 - 4), ("broad-pen", 0.5, 6 * 8 + 14)],
)
def test_a_pen_moves_the_edges_of_a_line(name, strength, area) -> None:
    """A block of 6 by 8: a thinner pen takes a pixel from each side, a broader one adds one, but no corners."""
    assert damaged(block(10, 9, 6, 8), name, strength).sum() == pytest.approx(area)


def test_a_broad_pen_beyond_the_edge_is_cut_off() -> None:
    assert damaged(block(0, 0, 28, 28), "broad-pen", 3).sum() == pytest.approx(784)


def test_an_occlusion_covers_one_square_within_the_image() -> None:
    images = np.full((20, 784), 255, np.uint8)
    covered = grid(damaged(images, "occlusion", 7.4))
    assert np.array_equal((covered == 0).sum(axis=(1, 2)), np.full(20, 49))
    for image in covered:
        rows, columns = np.nonzero(image == 0)
        assert np.ptp(rows) == np.ptp(columns) == 6


def test_contrast_makes_ink_fainter() -> None:
    assert np.allclose(damaged(block(4, 4, 20, 20), "contrast", 60).max(), 0.4)
    assert not damaged(block(4, 4, 20, 20), "contrast", 100).any()


def test_wrong_damage_is_one_sentence(striped_digits) -> None:
    images = striped_digits.inputs
    with pytest.raises(SettingError, match="Damage must be noise, rotation"):
        damaged(images, "rust", 1)  # pyright: ignore[reportArgumentType]
    with pytest.raises(SettingError, match="Strength of rotation must be"):
        damaged(images, "rotation", 91)
    with pytest.raises(DataError, match=r"must be 28×28 digit images.*\(200, 20\)"):
        damaged(images[:, :20], "noise", 1)


def test_strengths_are_told_with_their_unit() -> None:
    strengths = {"rotation": 30, "shift": 1, "thin-pen": 1.25, "contrast": 40}
    told = [DAMAGES[name].strength_words(strength) for name, strength in strengths.items()]  # pyright: ignore[reportArgumentType]
    assert told == ["30°", "1 pixel", "1.25 pixels", "40%"]


def rows_network() -> Network:
    """Answers the class whose row of striped digits has the most ink: it relies on the place alone."""
    config = NetworkConfig(hidden=(), dtype="float64")
    weights = np.zeros((784, 10))
    for digit in range(10):
        weights[(2 * digit + 4) * 28 : (2 * digit + 5) * 28, digit] = 1
    return Network(config, np.concatenate([weights.ravel(), np.zeros(10)]))


def test_the_curve_begins_at_the_accuracy_without_damage_and_falls(striped_digits: Dataset) -> None:
    network, data = rows_network(), some_samples(striped_digits, 60)
    done: list[int] = []
    curve = damage_curve(network, data, "rotation", strengths=[0, 10, 90], on_progress=done.append)
    assert done == [1, 2, 3]
    assert curve.samples == 60
    assert curve.accuracy[0] == 1
    assert curve.accuracy[2] < 0.3, "rows have become columns"
    turned = damaged_samples(data, "rotation", 10)
    assert turned.name == "striped digits, random 60, rotation 10°"
    assert np.array_equal(turned.inputs, damaged(data.inputs, "rotation", 10))
    assert curve.accuracy[1] == (network.logits(turned.inputs).argmax(axis=1) == data.labels).mean()
    low, high = curve.interval(0)
    assert low < 1 == high
    assert len(damage_curve(network, data, "contrast").strengths) == 9


def test_half_is_lost_between_two_strengths() -> None:
    strengths = np.array([0.0, 10, 20])
    assert DamageCurve("shift", strengths, np.array([0.8, 0.6, 0.2]), 100).half_lost_at == pytest.approx(15)
    assert DamageCurve("shift", strengths, np.array([0.8, 0.7, 0.6]), 100).half_lost_at is None


def test_some_samples_are_the_same_every_time(striped_digits: Dataset) -> None:
    assert some_samples(striped_digits, 500) is striped_digits
    assert np.array_equal(some_samples(striped_digits, 50).inputs, some_samples(striped_digits, 50).inputs)


def test_data_of_another_form_is_not_damaged() -> None:
    network = Network.initialise(NetworkConfig(inputs=4, hidden=()), np.random.default_rng(0))
    with pytest.raises(DataError, match="28×28 digit images"):
        damage_curve(network, Dataset(np.zeros((3, 4)), np.zeros(3, int), "four"), "noise")
    with pytest.raises(SettingError, match="Damage must be noise, rotation"):
        damage_curve(network, Dataset(np.zeros((3, 784)), np.zeros(3, int), "black"), "rust")
