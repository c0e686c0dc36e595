"""Training with shared weights, and what comes after it."""

from dataclasses import replace

import numpy as np
import pytest

from mlp_engine.errors import CheckpointError, DataError, SettingError
from mlp_engine.feature_maps import FeatureMapConfig, FeatureMapNetwork
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.training.control import RunControl
from mlp_engine.training.feature_maps import resume_feature_maps, train_feature_maps
from mlp_engine.training.history import EpochFinished
from mlp_engine.training.metrics import evaluate
from mlp_engine.training.teachers import Teachers
from mlp_engine.training.train import resume_training, train_further, train_new_network

SHARED = FeatureMapConfig(maps=(4, 6), kernels=(6, 3), strides=(3, 2), hidden=(12,))
TRAINING = TrainingConfig(
    optimizer="momentum", learning_rate=0.05, batch_size=16, epochs=6, validation=0.2, l2=0.1, seed=3
)


def test_it_learns_and_stays_shared(striped_digits) -> None:
    events = []
    result = train_feature_maps(striped_digits, SHARED, TRAINING, on_progress=events.append)
    assert result.outcome == "finished"
    assert [event.record.epoch for event in events if isinstance(event, EpochFinished)] == [1, 2, 3, 4, 5, 6]
    assert result.history.epochs[-1].training_loss < 0.5 * result.history.epochs[0].training_loss
    assert evaluate(result.network, striped_digits).error_rate < 0.3
    FeatureMapNetwork.from_dense(result.network, SHARED)  # or it would not be found


def test_same_seed_same_weights_other_draw_others(striped_digits) -> None:
    first, again, other = (
        train_feature_maps(striped_digits, SHARED, TRAINING, draw=draw).network for draw in (0, 0, 1)
    )
    assert np.array_equal(first.parameters, again.parameters)
    assert not np.array_equal(first.parameters, other.parameters)


def test_what_is_set_apart_stays_apart_in_the_training_that_follows(striped_digits, tmp_path) -> None:
    start = train_feature_maps(striped_digits, SHARED, TRAINING, draw=1).network
    further = train_further(start, striped_digits, TRAINING)
    # Of the same numbers trained on, set apart by the same seed: the best start tells the same validation figures.
    still = train_further(start, striped_digits, TrainingConfig(learning_rate=1e-9, epochs=1, validation=0.2, seed=3))
    shared_best = train_feature_maps(striped_digits, SHARED, TRAINING, draw=1).history.best
    assert shared_best is not None
    assert still.history.epochs[0].validation_loss == pytest.approx(shared_best.validation_loss, rel=1e-5)
    with pytest.raises(DataError, match="must have the same ones at all places"):
        FeatureMapNetwork.from_dense(further.network, SHARED)  # every weight went its own way


def test_a_stop_keeps_the_best_so_far(striped_digits) -> None:
    control = RunControl()

    def stop(event) -> None:
        if isinstance(event, EpochFinished) and event.record.epoch == 2:
            control.stop()

    result = train_feature_maps(striped_digits, SHARED, TRAINING, on_progress=stop, control=control)
    assert (result.outcome, len(result.history)) == ("stopped", 2)
    assert evaluate(result.network, striped_digits).samples == len(striped_digits)


def test_numbers_that_overflow_end_it_with_the_last_good_network(striped_digits) -> None:
    wild = TrainingConfig(optimizer="momentum", learning_rate=1e30, batch_size=16, epochs=3, seed=3)
    result = train_feature_maps(striped_digits, SHARED, wild)
    assert result.outcome == "diverged"
    assert "the learning rate 1e+30 is probably too high" in result.message
    assert np.isfinite(result.network.parameters).all()


def test_a_minibatch_takes_the_learning_rate_of_its_middle(striped_digits) -> None:
    """One epoch of one minibatch on half a cosine: the step is taken half way down."""
    falling = TrainingConfig(epochs=1, batch_size=200, learning_rate=0.4, schedule="cosine", seed=3)
    constant = replace(falling, schedule="constant", learning_rate=0.2)
    half_way, by_half = (train_feature_maps(striped_digits, SHARED, config) for config in (falling, constant))
    assert half_way.history.epochs[0].learning_rate == pytest.approx(0.2)
    np.testing.assert_allclose(half_way.network.parameters, by_half.network.parameters, rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("setting", [{"patience": 3}, {"calibrate": True}])
def test_refuses_settings_that_it_does_not_follow(striped_digits, setting) -> None:
    with pytest.raises(SettingError, match="must be without patience and calibration"):
        train_feature_maps(striped_digits, SHARED, TrainingConfig(validation=0.2, **setting))


def test_it_learns_with_dropout_and_batch_normalisation_and_stays_shared(striped_digits) -> None:
    normalised = replace(SHARED, batch_normalisation=True)
    result = train_feature_maps(striped_digits, normalised, replace(TRAINING, epochs=12, dropout=(0, 0.2, 0.2)))
    assert evaluate(result.network, striped_digits).error_rate < 0.3
    FeatureMapNetwork.from_dense(result.network, normalised)
    with pytest.raises(SettingError, match=r"one for each of the 3\. Got 2"):
        train_feature_maps(striped_digits, SHARED, replace(TRAINING, dropout=(0.2, 0.2)))


def test_it_learns_what_teachers_answer(striped_digits) -> None:
    """A teacher that always answers the same: its pupil does too, whatever the labels are."""
    teacher = Network.initialise(NetworkConfig(hidden=()), np.random.default_rng(0)).writable_copy()
    teacher.parameters[...] = 0
    teacher.biases[-1][4] = 6
    result = train_feature_maps(striped_digits, SHARED, TRAINING, teachers=[teacher])
    answers = result.network.predict(striped_digits.inputs)
    assert (answers.argmax(axis=1) == 4).mean() > 0.95


def test_teachers_that_share_weights_teach_what_they_do_written_out(striped_digits, tmp_path) -> None:
    shared = FeatureMapNetwork.initialise(SHARED, np.random.default_rng(0))
    learner = NetworkConfig(hidden=(9,))
    images = striped_digits.inputs[:20] / np.float32(255)
    network = Network.initialise(learner, np.random.default_rng(1))
    labels = striped_digits.labels[:20]
    written_out = Teachers([shared.dense()], network).targets(images, labels)
    np.testing.assert_allclose(Teachers([shared], network).targets(images, labels), written_out, atol=1e-6)
    config = TrainingConfig(epochs=2, batch_size=16, validation=0.2, seed=3)
    path = tmp_path / "run.checkpoint"
    taught = train_new_network(striped_digits, learner, config, teachers=[shared], checkpoint=path).network
    # For the training's identity it is the same network, written out or not.
    resumed = resume_training(path, striped_digits, teachers=[shared.dense()]).network
    assert np.array_equal(taught.parameters, resumed.parameters)


@pytest.mark.parametrize("batch_normalisation", [False, True])
def test_it_resumes_as_if_never_interrupted(striped_digits, tmp_path, batch_normalisation) -> None:
    shared = replace(SHARED, batch_normalisation=batch_normalisation)
    config = replace(TRAINING, epochs=4, dropout=(0, 0, 0.3), augmentation="pen")
    teacher = Network.initialise(NetworkConfig(hidden=()), np.random.default_rng(0))
    path = tmp_path / "shared.checkpoint"
    whole = train_feature_maps(striped_digits, shared, config, teachers=[teacher])
    control = RunControl()

    def stop(event) -> None:
        if isinstance(event, EpochFinished) and event.record.epoch == 2:
            control.stop()

    train_feature_maps(
        striped_digits, shared, config, teachers=[teacher], on_progress=stop, control=control, checkpoint=path
    )
    resumed = resume_feature_maps(path, striped_digits, teachers=[teacher])
    assert resumed.outcome == "finished"
    assert np.array_equal(resumed.network.parameters, whole.network.parameters)
    losses = [[record.training_loss for record in result.history.epochs] for result in (resumed, whole)]
    assert losses[0] == losses[1]
    again = resume_feature_maps(path, striped_digits, teachers=[teacher])
    assert np.array_equal(again.network.parameters, whole.network.parameters)
    with pytest.raises(DataError, match="Networks to learn from must be the 1 that this training began with"):
        resume_feature_maps(path, striped_digits)
    with pytest.raises(CheckpointError, match="without shared weights"):
        resume_training(path, striped_digits, teachers=[teacher])


def test_a_checkpoint_of_free_weights_is_not_resumed_with_shared_ones(striped_digits, tmp_path) -> None:
    path = tmp_path / "free.checkpoint"
    train_new_network(striped_digits, NetworkConfig(hidden=(4,)), replace(TRAINING, epochs=1), checkpoint=path)
    with pytest.raises(CheckpointError, match="of a training with shared weights"):
        resume_feature_maps(path, striped_digits)
