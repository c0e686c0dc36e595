"""Tuning to a hand: it learns that hand, forgets little of the others, and leaves the base alone."""

import shutil
import time
from dataclasses import replace
from itertools import count

import numpy as np
import pytest

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.pen_hand import draw_form
from mlp_engine.datasets.practice import practice_set
from mlp_engine.datasets.skeletons import forms_of
from mlp_engine.errors import DataError, SettingError
from mlp_engine.files.resources import bundled_weights
from mlp_engine.ink import digit_image_from_strokes
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.training.control import RunControl
from mlp_engine.tuning import rehearsal as rehearsing
from mlp_engine.tuning.rehearsal import load_rehearsal
from mlp_engine.tuning.tuning import Gain, Tuning, TuningConfig, TuningProgress, tune_to_hand
from mlp_engine.weights.file import load_weights

LEARNING = TuningConfig(steps=150, folds=2, sights=640, way=1.0)
"""What teaches more, and makes forget more, than the usual settings do."""
SHORT = TuningConfig(steps=3, folds=0, sights=20, pool=120)


def mirrored_hand(count: int, seed: int) -> Dataset:
    """Digits of somebody who writes each in one form, and mirrored."""
    labels = np.arange(count) % 10
    images: list[np.ndarray] = []
    for place, label in enumerate(labels.tolist()):
        strokes = draw_form(forms_of(label).strokes[0], np.random.default_rng((seed, place)))
        images.append(digit_image_from_strokes([(stroke * (-1, 1)).tolist() for stroke in strokes]).ravel())
    return Dataset(np.array(images), labels, "my digits")


@pytest.fixture(scope="module")
def base() -> Network:
    return load_weights(bundled_weights()).network


@pytest.fixture(scope="module")
def rehearsal() -> Dataset:
    return practice_set(300, 1)


@pytest.fixture(scope="module")
def own() -> Dataset:
    return mirrored_hand(20, 1)


@pytest.fixture(scope="module")
def other_hands() -> Dataset:
    """So many that a few more errors are no chance."""
    return practice_set(1500, 2)


@pytest.fixture(scope="module")
def tuning(base, own, rehearsal, other_hands) -> Tuning:
    """Tuned to twenty drawings; checked on others of that hand, and on other hands."""
    checks = (replace(mirrored_hand(100, 2), name="the rest"), other_hands)
    return tune_to_hand(base, own, rehearsal, checks, LEARNING)


@pytest.fixture
def small() -> Network:
    """A network that has learned nothing, for what does not depend on it."""
    return Network.initialise(NetworkConfig(hidden=(10,)), np.random.default_rng(0))


def test_the_rest_of_a_strange_hand_is_read_better(tuning) -> None:
    rest = tuning.others[0]
    assert (rest.name, rest.samples) == ("the rest", 100)
    assert rest.before >= 50, "no strange hand at all"
    assert rest.after <= 0.6 * rest.before


def test_little_of_the_other_hands_is_forgotten_thanks_to_what_is_rehearsed(
    base, own, rehearsal, other_hands, tuning
) -> None:
    others = tuning.others[1]
    assert others.after <= others.before + 0.01 * len(other_hands)
    without = tune_to_hand(base, own, rehearsal, (other_hands,), replace(LEARNING, rehearsed=0, folds=0))
    assert without.others[0].after >= others.after + len(other_hands) / 15


ONE_LIKE_A_SEVEN = [[(-1.5, 1.4), (3.0, 0.0), (2.0, 10.0)]]
BARRED_SEVEN = [[(0.0, 0.2), (5.8, 0.0), (2.4, 10.0)], [(1.4, 5.2), (5.4, 4.8)]]


def drawn(form: list[list[tuple[float, float]]], count: int, rng: np.random.Generator) -> np.ndarray:
    """Digit images of one form, never quite the same."""
    images: list[np.ndarray] = []
    for _ in range(count):
        lean = np.eye(2) + rng.normal(0, 0.06, (2, 2))
        strokes = [np.array(stroke) @ lean + rng.normal(0, 0.2, (len(stroke), 2)) for stroke in form]
        images.append(digit_image_from_strokes([stroke.tolist() for stroke in strokes]).ravel())
    return np.array(images)


def test_ones_like_sevens_are_learned_from_two_and_the_sevens_stay(base, rehearsal) -> None:
    rng = np.random.default_rng(0)
    ones, sevens = drawn(ONE_LIKE_A_SEVEN, 40, rng), drawn(BARRED_SEVEN, 40, rng)
    practice = practice_set(20, 5)
    others = practice.take(np.flatnonzero(~np.isin(practice.labels, (1, 7))))
    own = Dataset(
        np.concatenate([others.inputs, ones[:2], sevens[:2]]), np.append(others.labels, [1, 1, 7, 7]), "my digits"
    )
    tuned = tune_to_hand(base, own, rehearsal, (), replace(LEARNING, folds=0)).network

    def read_as(network: Network, images: np.ndarray, digit: int) -> int:
        return int((network.logits(images[2:]).argmax(axis=1) == digit).sum())

    assert read_as(base, ones, 1) <= 10, "no ambiguous ones at all"
    assert read_as(tuned, ones, 1) >= 30
    assert read_as(tuned, sevens, 7) >= 37


def test_every_own_drawing_is_read_once_held_apart(tuning) -> None:
    assert tuning.outcome == "finished"
    assert (tuning.own.name, tuning.own.samples) == ("my digits", 20)
    assert tuning.own.after < tuning.own.before


def test_what_is_learned_by_heart_is_no_gain(base, own, rehearsal) -> None:
    """Labels at random can be learned, but nobody can read them off drawings held apart."""
    nonsense = replace(own, labels=(own.labels + np.random.default_rng(3).integers(1, 10, len(own))) % 10)
    by_heart = tune_to_hand(base, nonsense, rehearsal, (nonsense,), LEARNING)
    assert by_heart.others[0].after <= 5
    assert by_heart.own.after >= 15


def test_the_base_stays_as_it_was(own, rehearsal, small) -> None:
    before = small.fingerprint()
    tuned = tune_to_hand(small, own, rehearsal, (), SHORT).network
    assert small.fingerprint() == before
    assert tuned.fingerprint() != before
    assert tuned.config == small.config
    assert not tuned.parameters.flags.writeable
    assert not np.shares_memory(tuned.parameters, small.parameters)


def test_the_same_seed_gives_the_same_network_whether_measured_or_not(own, rehearsal, small) -> None:
    def tuned(**settings) -> str:
        return tune_to_hand(small, own, rehearsal, (), replace(SHORT, **settings)).network.fingerprint()

    assert tuned() == tuned() == tuned(folds=2)
    assert tuned() != tuned(seed=1)


def test_only_the_last_layers_learn(own, rehearsal) -> None:
    deep = Network.initialise(NetworkConfig(hidden=(12, 9, 8), activations=("tanh",)), np.random.default_rng(0))
    for layers in (1, 2, 4, 9):
        tuned = tune_to_hand(deep, own, rehearsal, (), replace(SHORT, layers=layers)).network
        learned = [not np.array_equal(old, new) for old, new in zip(deep.weights, tuned.weights, strict=True)]
        assert learned == [number > 4 - layers for number in range(1, 5)]


def test_it_goes_a_part_of_the_way(own, rehearsal, small) -> None:
    def learned(way: float) -> np.ndarray:
        tuned = tune_to_hand(small, own, rehearsal, (), replace(SHORT, way=way)).network
        return tuned.parameters - small.parameters

    assert np.abs(learned(1.0)).max() > 1e-4
    np.testing.assert_allclose(learned(0.25), 0.25 * learned(1.0), atol=1e-7)


@pytest.mark.parametrize("stop_at", [1, 200])
def test_a_stop_ends_it_with_nothing(stop_at, own, rehearsal, small, monkeypatch) -> None:
    """At the first minibatch, and while it measures."""
    monkeypatch.setattr("mlp_engine.tuning.tuner._SECONDS_BETWEEN_REPORTS", 0.0)  # else it may be over too soon
    control = RunControl()
    before = small.fingerprint()
    seen: list[TuningProgress] = []

    def report(progress: TuningProgress) -> None:
        seen.append(progress)
        if progress.done >= stop_at:
            control.stop()

    config = replace(SHORT, steps=100, folds=2)
    tuning = tune_to_hand(small, own, rehearsal, (own,), config, on_progress=report, control=control)
    assert (tuning.network, tuning.outcome, tuning.own, tuning.others) == (None, "stopped", None, ())
    assert seen[-1].done < 300
    assert small.fingerprint() == before


def test_progress_is_told_at_most_twenty_times_a_second_and_at_the_end(own, rehearsal, small, monkeypatch) -> None:
    ticks = count()
    monkeypatch.setattr(time, "perf_counter", lambda: next(ticks) / 100)  # a step takes ten milliseconds
    told: list[TuningProgress] = []
    tune_to_hand(
        small,
        own,
        rehearsal,
        (),
        replace(SHORT, steps=100, folds=2),
        on_progress=told.append,
    )
    done = [progress.done for progress in told]
    assert done == sorted(set(done))
    assert (done[0], done[-1]) == (1, 300)
    assert {progress.steps for progress in told} == {300}
    assert 300 / 6 <= len(told) <= 300 / 5 + 2


@pytest.mark.parametrize(
    ("count", "folds", "apart", "tunings"),
    [
        (10, 3, None, 1),  # 6 would be left to learn from
        (14, 3, None, 1),
        (15, 3, 15, 4),
        (19, 2, None, 1),
        (20, 2, 20, 3),
        (20, 0, None, 1),
        (100, 3, 100, 4),
        (101, 3, 21, 2),
    ],
)
def test_as_many_are_held_apart_as_can_be_spared(count, folds, apart, tunings, rehearsal, small) -> None:
    own = practice_set(count, 8)
    told: list[TuningProgress] = []
    config = replace(SHORT, steps=2, folds=folds)
    tuning = tune_to_hand(small, own, rehearsal, (), config, on_progress=told.append)
    assert (None if tuning.own is None else tuning.own.samples) == apart
    assert told[-1] == TuningProgress(2 * tunings, 2 * tunings)


def test_what_was_read_before_is_what_the_base_reads(own, rehearsal, small) -> None:
    errors = int((small.logits(own.inputs).argmax(axis=1) != own.labels).sum())
    tuning = tune_to_hand(small, own, rehearsal, (own,), replace(SHORT, steps=2, folds=2))
    assert tuning.own.before == errors
    assert tuning.others[0] == Gain("my digits", 20, errors, tuning.others[0].after)


def test_of_too_few_drawings_it_is_said_how_many_are_needed(own, rehearsal, small) -> None:
    with pytest.raises(DataError) as raised:
        tune_to_hand(small, own.take(np.arange(9)), rehearsal)
    assert str(raised.value) == "Own drawings to tune to must be at least 10. Got 9."


def test_data_that_does_not_fit_is_told(own, rehearsal, small) -> None:
    narrow = Dataset(np.zeros((112, 100), np.uint8), np.zeros(112, np.int64), "narrow")
    for arguments in ((narrow, rehearsal), (own, narrow), (own, rehearsal, (narrow,))):
        with pytest.raises(DataError, match=r"narrow must have 784 inputs a sample for this network\. Got 100"):
            tune_to_hand(small, *arguments)
    with pytest.raises(DataError, match=r"Samples to rehearse must be at least 112\. Got 111\."):
        tune_to_hand(small, own, rehearsal.take(np.arange(111)))
    other = Network.initialise(NetworkConfig(inputs=100, hidden=()), np.random.default_rng(0))
    with pytest.raises(DataError, match=r"must be 28×28 digit images\. Got 100 inputs"):
        tune_to_hand(other, narrow, narrow)


def test_answers_that_are_no_numbers_end_it_with_a_sentence(own, rehearsal, small) -> None:
    with pytest.raises(DataError, match=r"must answer in finite numbers while it is tuned\. Got others in minibatch"):
        tune_to_hand(small, own, rehearsal, (), replace(SHORT, steps=20, learning_rate=1e38))


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"steps": 0}, "Minibatches of a tuning must be a whole number of at least 1. Got 0."),
        ({"folds": 1}, "Folds must be 0, to hold nothing apart, or at least 2. Got 1."),
        ({"layers": 0}, "Layers that learn must be a whole number of at least 1. Got 0."),
        ({"way": 1.5}, "Way to go must be a number above 0 and of at most 1. Got 1.5."),
    ],
)
def test_settings_that_cannot_be_are_told(settings, sentence) -> None:
    with pytest.raises(SettingError) as raised:
        TuningConfig(**settings)
    assert str(raised.value) == sentence


@pytest.fixture
def few_practice_digits(monkeypatch) -> None:
    for name, number in (("_PRACTICE_ALONE", 70), ("_PRACTICE_BESIDE_MNIST", 40), ("_PRACTICE_CHECKED", 30)):
        monkeypatch.setattr(rehearsing, name, number)


def rows(data: Dataset) -> set[bytes]:
    return set(map(bytes, data.inputs))


@pytest.mark.usefixtures("few_practice_digits")
def test_without_mnist_practice_digits_are_rehearsed_and_others_checked() -> None:
    rehearsal, (practice,) = load_rehearsal()
    assert (len(rehearsal), len(practice), practice.name) == (70, 30, "practice digits")
    assert not rows(rehearsal) & rows(practice)
    again, (same,) = load_rehearsal(seed=1)
    assert again.fingerprint() != rehearsal.fingerprint()
    assert same.fingerprint() == practice.fingerprint(), "what is checked does not change"


@pytest.mark.usefixtures("few_practice_digits")
def test_with_mnist_its_training_set_is_rehearsed_and_its_test_set_checked(
    digits_folder, tmp_path, monkeypatch
) -> None:
    shutil.move(digits_folder, tmp_path / "mnist")
    monkeypatch.setenv("MLP_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(rehearsing, "_POOL", 140)
    rehearsal, (practice, test) = load_rehearsal()
    assert (len(rehearsal), len(practice), len(test)) == (140, 30, 50)
    assert test.name == "MNIST test set"
    assert not rows(rehearsal) & rows(test)
    chosen = rehearsal.inputs[40:]
    assert len({bytes(row) for row in chosen}) == 100, "none is taken twice"
