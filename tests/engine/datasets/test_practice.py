"""Digits made up from skeletons."""

from hashlib import sha256
from itertools import chain

import numpy as np
import pytest

from mlp_engine import NetworkConfig, TrainingConfig, train_new_network
from mlp_engine.datasets.practice import practice_set, practice_strokes, solidity
from mlp_engine.datasets.skeletons import FORMS, HEIGHT, forms_of
from mlp_engine.errors import SettingError
from mlp_engine.ink import digit_image_from_strokes
from mlp_engine.training.metrics import evaluate


def test_a_practice_set_holds_each_digit_alike_as_digit_images() -> None:
    data = practice_set(40, 3)
    assert repr(data) == "Dataset('practice 40 seed 3', 40 samples of 784 inputs)"
    assert data.inputs.dtype == np.uint8
    assert np.bincount(data.labels).tolist() == [4] * 10
    # Each fills the 20 pixels of a digit, give or take the edge, in a pen of one width.
    for image in data.inputs.reshape(-1, 28, 28):
        across, down = np.flatnonzero(image.any(axis=0)), np.flatnonzero(image.any(axis=1))
        assert 20 <= max(np.ptp(across), np.ptp(down)) + 1 <= 24
        assert 30 < image.sum() / 255 < 250


def test_the_same_count_and_seed_draw_the_same_digits() -> None:
    assert practice_set(30, 5).fingerprint() == practice_set(30, 5).fingerprint()
    assert practice_set(30, 5).fingerprint() != practice_set(30, 6).fingerprint()


def test_they_are_the_digits_that_were_always_drawn() -> None:
    """Whoever means to change them raises ``DRAWING`` in practice_cache.py: digits of both kinds must not be mixed."""
    drawn = practice_set(100, 1).inputs.tobytes()
    assert sha256(drawn).hexdigest() == "d9835906ed55a15ed07e10016c7d5c6d960a11917a998925c6b8942de5b66a6a"


def test_a_smaller_set_is_the_beginning_of_a_larger_one() -> None:
    large, small = practice_set(37, 1), practice_set(14, 1)
    assert (large.inputs[:14] == small.inputs).all()
    assert (large.labels[:14] == small.labels).all()


def test_no_two_digits_are_drawn_alike() -> None:
    images = practice_set(500).inputs
    assert len(np.unique(images, axis=0)) == 500


def test_strokes_are_drawn_by_the_one_ink_path_and_some_with_a_broader_pen() -> None:
    data = practice_set(200, 9, blots=True)  # as they were drawn first
    broader = 0
    for place in range(200):
        strokes = practice_strokes(place % 10, np.random.default_rng((9, place)))
        drawn, ink = data.inputs[place], digit_image_from_strokes(strokes).ravel()
        if (drawn != ink).any():
            broader += 1
            assert drawn.sum() > ink.sum()
    assert 40 <= broader <= 80


def test_no_practice_digit_but_a_one_is_a_blot() -> None:
    data = practice_set(600, 1)
    solid = np.array([solidity(image) for image in data.inputs.reshape(-1, 28, 28)])
    assert solid[data.labels != 1].max() <= 0.8
    assert (solid[data.labels == 1] > 0.8).any()  # a plain stroke

    # Seven of these were, as they were drawn first, and the others are the same.
    with_blots = practice_set(600, 1, blots=True).inputs
    solid = np.array([solidity(image) for image in with_blots.reshape(-1, 28, 28)])
    again = np.flatnonzero((data.inputs != with_blots).any(axis=1))
    assert again.tolist() == np.flatnonzero((solid > 0.8) & (data.labels != 1)).tolist()
    assert len(again) == 7
    assert set(data.labels[again].tolist()) <= {0, 4, 6, 8, 9}


def test_solidity_is_ink_for_the_room_of_the_ellipse_with_its_moments() -> None:
    ys, xs = np.indices((28, 28)) - 13.5
    ellipse = (xs / 6) ** 2 + (ys / 9) ** 2
    filled = np.where(ellipse < 1, 255, 0).astype(np.uint8)
    assert solidity(filled) == pytest.approx(1, abs=0.01)
    # A hole of half the size leaves 1 − k² of the ink, and makes the variances (1 − k⁴) / (1 − k²) times as large.
    ring = np.where((ellipse < 1) & (ellipse > 0.25), 255, 0).astype(np.uint8)
    assert solidity(ring) == pytest.approx((1 - 0.25) ** 2 / (1 - 0.25**2), abs=0.03)
    # A bar's sides a and b have the variances a²/12 and b²/12: 3/π.
    bar = np.where((abs(xs) < 2) & (abs(ys) < 10), 255, 0).astype(np.uint8)
    assert solidity(bar) == pytest.approx(3 / np.pi, abs=0.05)
    assert solidity(bar // 2) == pytest.approx(solidity(bar) / 2, rel=0.01)
    line = np.zeros((28, 28), np.uint8)
    line[3:20, 5] = 255
    assert solidity(line) == np.inf


@pytest.mark.parametrize("label", range(10))
def test_strokes_are_those_of_a_pen(label: int) -> None:
    rng = np.random.default_rng(label)
    counts: list[int] = []
    for _ in range(200):
        strokes = practice_strokes(label, rng)
        assert all(isinstance(value, float) for point in chain(*strokes) for value in point)
        points = np.array(list(chain(*strokes)))
        counts.append(len(points))
        assert all(len(stroke) >= 2 for stroke in strokes)
        assert np.isfinite(points).all()
        # A digit, neither a dot nor a landscape: slant and turn make it longer than its skeleton at most by half.
        assert 0.45 * HEIGHT < np.ptp(points, axis=0).max() < 2 * HEIGHT
        steps = [np.hypot(*np.diff(np.array(stroke), axis=0).T) for stroke in strokes]
        assert max(step.max() for step in steps) < 0.35 * HEIGHT  # dense, as a pen's samples come
    assert 15 <= np.median(counts) <= 60


def test_y_points_down_and_the_pen_starts_where_people_start() -> None:
    rng = np.random.default_rng(0)
    sevens = [practice_strokes(7, rng) for _ in range(100)]
    ends = [strokes[0][-1][1] > strokes[0][0][1] for strokes in sevens]
    assert 0.8 < np.mean(ends) < 1  # some write backwards


@pytest.mark.parametrize("label", range(10))
def test_every_form_of_a_digit_is_drawn_about_as_often_as_its_weight_says(
    label: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[int] = []
    forms = forms_of(label).strokes

    def note(form: object, rng: np.random.Generator) -> list[np.ndarray]:
        drawn.append(forms.index(form))  # type: ignore[arg-type]
        return [np.zeros((2, 2))]

    monkeypatch.setattr("mlp_engine.datasets.practice.draw_form", note)
    rng = np.random.default_rng(1)
    for _ in range(4000):
        practice_strokes(label, rng)
    weights = np.array([weight for weight, _ in FORMS[label].values()])
    shares = np.bincount(drawn, minlength=len(weights)) / len(drawn)
    assert len(shares) == len(FORMS[label])
    assert np.abs(shares - weights / weights.sum()).max() < 0.03
    assert (shares > 0).all()


@pytest.mark.parametrize("label", [-1, 10, 3.0, "3", True])
def test_only_digits_can_be_drawn(label: object) -> None:
    with pytest.raises(SettingError, match=r"Label must be a whole number from 0 to 9\. Got"):
        practice_strokes(label, np.random.default_rng(0))  # type: ignore[arg-type]


@pytest.mark.parametrize("count", [0, -5, 1_000_001])
def test_a_count_that_cannot_be_is_told(count: int) -> None:
    with pytest.raises(SettingError, match="Samples of a practice set must be a whole number from 1 to 1000000"):
        practice_set(count)


@pytest.mark.parametrize("seed", [-1, 2**63])
def test_a_seed_that_cannot_be_is_told(seed: int) -> None:
    with pytest.raises(SettingError, match="Seed must be a whole number from 0 to"):
        practice_set(10, seed)


def test_progress_is_told_after_every_sample() -> None:
    told: list[int] = []
    practice_set(12, on_progress=told.append)
    assert told == list(range(1, 13))


def test_a_network_that_practised_reads_digits_it_never_saw() -> None:
    config = TrainingConfig(optimizer="adam", learning_rate=0.002, batch_size=32, epochs=8)
    network = train_new_network(practice_set(1500), NetworkConfig(hidden=(100,), activations=("relu",)), config).network
    assert evaluate(network, practice_set(500, 1)).error_rate < 0.2
