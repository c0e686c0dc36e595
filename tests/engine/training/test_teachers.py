"""A network that learns from other networks, and one that is trained further."""

from dataclasses import replace

import numpy as np
import pytest

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.joined import joined
from mlp_engine.datasets.practice import practice_set
from mlp_engine.errors import DataError
from mlp_engine.perceptron.backprop import Backprop
from mlp_engine.perceptron.config import LOSSES, NetworkConfig, TrainingConfig
from mlp_engine.perceptron.losses import loss
from mlp_engine.perceptron.network import Network
from mlp_engine.training.checkpoint import load_checkpoint
from mlp_engine.training.control import RunControl
from mlp_engine.training.metrics import evaluate
from mlp_engine.training.step import TrainingStep
from mlp_engine.training.teachers import Teachers, taught_of
from mlp_engine.training.train import resume_training, train_further, train_new_network

PLANE = NetworkConfig(inputs=2, hidden=(8,), outputs=3)
TRAINING = TrainingConfig(optimizer="adam", learning_rate=0.02, epochs=40, batch_size=8, validation=0.25, seed=3)
SOFT = np.array([[0.2, 0.5, 0.3], [0.0, 0.1, 0.9]])


@pytest.fixture
def teacher(blobs) -> Network:
    network = train_new_network(blobs, PLANE, TRAINING).network
    assert evaluate(network, blobs).error_rate < 0.05
    return network


def loss_by_distribution(name: str, z, y) -> float:
    """The definitions, with y in the place of the one-hot target."""
    p = np.empty_like(z)
    loss(name).probabilities(z, p)
    if name == "log-likelihood":
        return float(-(y * np.log(p)).sum())
    if name == "cross-entropy":
        return float(-(y * np.log(p) + (1 - y) * np.log(1 - p)).sum())
    return float(0.5 * np.square(p - y).sum())


@pytest.mark.parametrize("name", LOSSES)
def test_the_error_is_the_slope_of_the_loss_for_any_distribution(name) -> None:
    z = np.array([[0.3, -0.8, 1.1], [-0.2, 0.4, 0.9]])
    p, delta = np.empty_like(z), np.empty_like(z)
    loss(name).probabilities(z, p)
    loss(name).error(p, SOFT, delta)
    step = 1e-6
    for place in np.ndindex(z.shape):
        above, below = z.copy(), z.copy()
        above[place] += step
        below[place] -= step
        slope = (loss_by_distribution(name, above, SOFT) - loss_by_distribution(name, below, SOFT)) / (2 * step)
        assert delta[place] == pytest.approx(slope, abs=1e-8)


@pytest.mark.parametrize("name", LOSSES)
def test_a_distribution_that_is_sure_is_a_label(name) -> None:
    labels = np.array([2, 0])
    by_label, by_distribution = np.empty_like(SOFT), np.empty_like(SOFT)
    loss(name).error(SOFT, labels, by_label)
    loss(name).error(SOFT, np.eye(3)[labels], by_distribution)
    np.testing.assert_array_equal(by_label, by_distribution)


def test_targets_are_the_mean_of_the_probabilities(blobs) -> None:
    one, other = (Network.initialise(PLANE, np.random.default_rng(seed)) for seed in (1, 2))
    found = Teachers([one, other], one).targets(blobs.inputs, np.full(len(blobs), -1))  # all are heard
    expected = (one.predict(blobs.inputs) + other.predict(blobs.inputs)) / 2
    np.testing.assert_allclose(found, expected, rtol=1e-6)
    assert not np.allclose(found, one.predict(blobs.inputs))


def test_what_is_learned_is_the_teacher_and_not_the_labels(blobs, teacher) -> None:
    mislabelled = replace(blobs, labels=(blobs.labels + 1) % 3)
    training = replace(TRAINING, validation=0.0, seed=8)
    taught = train_new_network(mislabelled, PLANE, training, teachers=[teacher])
    assert evaluate(taught.network, blobs).error_rate < 0.05
    untaught = train_new_network(mislabelled, PLANE, training)
    assert evaluate(untaught.network, blobs).error_rate > 0.9
    # What is reported is measured by the labels all the same.
    assert taught.history.epochs[-1].training_accuracy < 0.1


def test_teachers_see_the_samples_as_distorted_for_the_learner(striped_digits, monkeypatch) -> None:
    config = NetworkConfig(hidden=(5,))
    network = Network.initialise(config, np.random.default_rng(0))
    teachers = Teachers([network.copy()], network)
    seen = []
    targets = teachers.targets
    monkeypatch.setattr(
        teachers, "targets", lambda inputs, *others: seen.append(inputs.copy()) or targets(inputs, *others)
    )
    training = TrainingConfig(augmentation="elastic", batch_size=10, epochs=1)
    step = TrainingStep(
        Backprop(network.writable_copy(), 10), striped_digits, training, np.random.default_rng(0), teachers
    )
    assert step.take(np.arange(10), 0.1, np.empty((10, 10), np.float32))
    np.testing.assert_array_equal(seen[0], step.backprop.inputs)
    assert not np.allclose(seen[0], striped_digits.inputs[:10] / 255)


def sure_of(answer: int) -> Network:
    """A network that says the same of everything."""
    network = Network.initialise(PLANE, np.random.default_rng(answer)).writable_copy()
    network.weights[-1][...] = 0
    network.biases[-1][...] = np.where(np.arange(3) == answer, 2.0, 0.5 * np.arange(3))
    return network.copy()


def test_of_each_sample_those_are_heard_that_read_it_right_and_all_where_none_does() -> None:
    zero, one = sure_of(0), sure_of(1)
    inputs = np.zeros((3, 2), np.float32)
    targets = Teachers([zero, zero, one], zero).targets(inputs, np.array([0, 1, 2]))
    answers = [network.predict(inputs[0]) for network in (zero, one)]
    np.testing.assert_allclose(targets[0], answers[0], rtol=1e-6)
    np.testing.assert_allclose(targets[1], answers[1], rtol=1e-6)
    np.testing.assert_allclose(targets[2], (2 * answers[0] + answers[1]) / 3, rtol=1e-6)


def test_of_generated_samples_amid_others_the_labels_are_learned(striped_digits, monkeypatch) -> None:
    network = Network.initialise(NetworkConfig(hidden=(5,)), np.random.default_rng(0))
    teachers = Teachers([network.copy()], network)
    seen, targets = [], teachers.targets
    monkeypatch.setattr(teachers, "targets", lambda *given: seen.append(targets(*given)) or seen[-1])
    training = TrainingConfig(batch_size=12, epochs=1)
    practice = practice_set(12, 0)
    written = joined([striped_digits.take(np.arange(5)), striped_digits.take(np.arange(7))])
    for data in (joined([written.take(np.arange(5)), practice.take(np.arange(7))]), practice, written):
        step = TrainingStep(Backprop(network.writable_copy(), 12), data, training, np.random.default_rng(0), teachers)
        assert step.take(np.arange(12), 0.1, np.empty((12, 10), np.float32))
        assert step.take(np.arange(9, 12), 0.1, np.empty((3, 10), np.float32))
    mixed, few, of_practice, _, of_written, _ = seen
    np.testing.assert_array_equal(mixed[5:], np.eye(10)[practice.labels[:7]])
    np.testing.assert_array_equal(few, np.eye(10)[practice.labels[4:7]])  # all of a minibatch, but not of the data
    np.testing.assert_allclose(mixed[:5], network.predict(striped_digits.inputs[:5]), rtol=1e-5)
    np.testing.assert_allclose(of_practice, network.predict(practice.inputs), rtol=1e-5)
    np.testing.assert_allclose(of_written, network.predict(written.inputs), rtol=1e-5)


def with_hands(data: Dataset, hands: list[int]) -> Dataset:
    return replace(data, hands=np.array(hands))


def test_of_known_hands_amid_others_the_labels_are_learned(striped_digits) -> None:
    scans, pens = striped_digits.take(np.arange(3)), striped_digits.take(np.arange(4))
    both = joined([scans, with_hands(pens, [0, 0, 1, 1])])
    assert taught_of(both).tolist() == [True] * 3 + [False] * 4
    assert taught_of(with_hands(pens, [0, 0, 1, 1])) is None
    assert taught_of(scans) is None


@pytest.mark.parametrize("strange", [replace(PLANE, inputs=3), replace(PLANE, outputs=4)])
def test_a_teacher_of_another_shape_is_one_sentence(blobs, strange) -> None:
    other = Network.initialise(strange, np.random.default_rng(0))
    with pytest.raises(DataError, match=r"^A network to learn from must have 2 inputs and 3 outputs, as the one that "):
        train_new_network(blobs, PLANE, TRAINING, teachers=[other])


def test_there_must_be_a_teacher_to_be_taught() -> None:
    with pytest.raises(DataError, match=r"at least one network to learn from\. Got none"):
        Teachers([], Network.initialise(PLANE, np.random.default_rng(0)))


class StopsInTheMidst(RunControl):
    """Stops after 20 minibatches, in the second epoch."""

    left = 20

    def take_changes(self):
        self.left -= 1
        if not self.left:
            self.stop()
        return super().take_changes()


def test_a_taught_training_goes_on_to_the_same_weights_with_its_teachers_alone(blobs, teacher, tmp_path) -> None:
    path, training = tmp_path / "run.checkpoint", replace(TRAINING, epochs=4)
    other = Network.initialise(PLANE, np.random.default_rng(5))
    whole = train_new_network(blobs, PLANE, training, teachers=[teacher, other])
    train_new_network(
        blobs, PLANE, training, teachers=[teacher, other], control=StopsInTheMidst(), checkpoint=path
    )  # fmt: skip
    before = path.read_bytes()
    for teachers, came in (([], "0"), ([teacher], "1"), ([other, teacher], "others")):
        with pytest.raises(DataError, match=rf"the 2 that this training began with, in their order. Got {came}\.$"):
            resume_training(path, blobs, teachers=teachers)
    assert path.read_bytes() == before
    result = resume_training(path, blobs, teachers=[teacher, other])
    assert np.array_equal(result.last.parameters, whole.last.parameters)


def test_training_further_begins_with_the_network_and_sets_the_same_samples_apart(blobs, teacher, tmp_path) -> None:
    new, further = tmp_path / "new", tmp_path / "further"
    train_new_network(blobs, PLANE, replace(TRAINING, epochs=1), checkpoint=new)
    hardly = replace(TRAINING, learning_rate=1e-7, epochs=1)
    result = train_further(teacher, blobs, hardly, checkpoint=further)
    np.testing.assert_allclose(result.last.parameters, teacher.parameters, atol=1e-5)
    first, second = load_checkpoint(new).origin, load_checkpoint(further).origin
    assert first.validation_sha256 == second.validation_sha256
    assert first.data_sha256 == second.data_sha256
    assert (first.start, second.start) == (None, teacher.fingerprint())
