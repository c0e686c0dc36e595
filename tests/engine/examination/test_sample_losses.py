"""The loss of each sample over the epochs: wrong labels that were planted are found again."""

import numpy as np
import pytest

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.subset import first_samples, with_label_noise
from mlp_engine.errors import SettingError
from mlp_engine.examination.examination import examine
from mlp_engine.examination.sample_losses import SampleLosses, losses_at_moments, sample_losses
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.sources import load_source
from mlp_engine.training.snapshots import Snapshot
from mlp_engine.training.train import train_new_network


def test_planted_wrong_labels_have_the_largest_losses(shared_data) -> None:
    data = first_samples(load_source(str(shared_data / "mnist")), 2000)
    noisy = with_label_noise(data, 0.05, np.random.default_rng(4))
    planted = noisy.labels != noisy.true_labels
    found = sample_losses(noisy, epochs=5)
    assert planted[found.hardest(100)].mean() >= 0.8
    assert found.never_learned[planted].mean() > 0.8
    assert found.never_learned[~planted].mean() < 0.05


def test_losses_are_recorded_after_every_epoch(striped_digits) -> None:
    done: list[float] = []
    found = sample_losses(striped_digits, epochs=2, on_progress=done.append)
    assert found.losses.shape == found.answers.shape == (2, 200)
    assert {1, 2} <= set(done)
    assert done == sorted(done)
    assert np.array_equal(found.losses, sample_losses(striped_digits, epochs=2).losses), "seeded"
    assert found.losses[1].mean() < found.losses[0].mean()
    one = sample_losses(striped_digits, epochs=1)
    assert np.array_equal(one.losses[0], found.losses[0]), "the first epoch of two is that of one"


def test_the_losses_at_the_moments_of_a_training_are_those_of_its_networks(striped_digits) -> None:
    snapshots: list[Snapshot] = []
    config, training = NetworkConfig(hidden=(8,)), TrainingConfig(epochs=4, learning_rate=0.2)
    train_new_network(striped_digits, config, training, on_snapshot=snapshots.append)
    kept = [snapshot for snapshot in snapshots if snapshot.epoch]
    epochs, done = [snapshot.epoch for snapshot in kept], []
    found = losses_at_moments(striped_digits, [snapshot.network for snapshot in kept], epochs, on_progress=done.append)
    assert found.epochs.tolist() == epochs
    assert done == list(range(1, len(kept) + 1))
    for place, snapshot in enumerate(kept):
        examined = examine(snapshot.network, striped_digits)
        assert found.losses[place].mean() == pytest.approx(examined.evaluation.loss, rel=1e-5)
        assert np.array_equal(found.answers[place], examined.answers)
    with pytest.raises(SettingError, match="Moments must be"):
        losses_at_moments(striped_digits, [], [])
    with pytest.raises(SettingError, match="Numbers of epochs must be"):
        losses_at_moments(striped_digits, [kept[0].network], [1, 2])


def test_means_and_never_learned_by_hand(striped_digits: Dataset) -> None:
    data = striped_digits.take(np.arange(3))  # labels 0, 1, 2
    losses = np.array([[1.0, 3, 2], [3, 5, 0]])
    found = SampleLosses(data, losses, np.array([[0, 0, 5], [3, 0, 2]]))
    assert found.epochs.tolist() == [1, 2]
    assert found.mean.tolist() == [2, 4, 1]
    assert found.hardest(2).tolist() == [1, 0]
    assert found.never_learned.tolist() == [False, True, False]


def test_an_error_from_the_report_ends_the_training(striped_digits) -> None:
    def stop(_: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sample_losses(striped_digits, on_progress=stop)
    with pytest.raises(SettingError, match="Epochs must be"):
        sample_losses(striped_digits, epochs=0)
