"""A training that was interrupted ends, bit for bit, as one that never was."""

import threading
import time
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path

import numpy as np
import pytest

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.errors import CheckpointError, DataError, SettingError
from mlp_engine.perceptron.config import OPTIMIZERS, NetworkConfig, TrainingConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.training.checkpoint import load_checkpoint, save_checkpoint
from mlp_engine.training.checkpoint_saver import CheckpointSaver
from mlp_engine.training.control import RunControl
from mlp_engine.training.history import Change, Changeable, EpochFinished, History, Progress, TrainingEvent
from mlp_engine.training.metrics import evaluate
from mlp_engine.training.result import TrainingResult
from mlp_engine.training.state import Checkpoint
from mlp_engine.training.train import resume_training, train, train_new_network

NETWORK = NetworkConfig(hidden=(12, 8), activations=("relu", "tanh"))
TRAINING = TrainingConfig(learning_rate=0.05, l1=0.01, l2=0.1, batch_size=16, epochs=5, validation=0.25, seed=6)


class StoppedAfter(RunControl):
    """A control that stops a training during its n-th minibatch, wherever that is."""

    def __init__(self, minibatches: int) -> None:
        super().__init__()
        self.left = minibatches

    def take_changes(self) -> dict[Changeable, float | str]:
        self.left -= 1
        if self.left <= 0:
            self.stop()
        return super().take_changes()


def timeless(history: History) -> History:
    """The history as if it had taken no time."""
    return replace(history, epochs=tuple(replace(record, seconds=0.0) for record in history.epochs))


def assert_same_end(one: TrainingResult, other: TrainingResult) -> None:
    assert one.outcome == other.outcome
    assert timeless(one.history) == timeless(other.history)
    assert np.array_equal(one.network.parameters, other.network.parameters)
    assert np.array_equal(one.last.parameters, other.last.parameters)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "run.checkpoint"


def interrupted(data, network, training, path: Path, minibatches: int) -> TrainingResult:
    return train_new_network(data, network, training, control=StoppedAfter(minibatches), checkpoint=path)


@pytest.mark.parametrize("minibatches", [1, 4, 9, 10, 11, 27, 40])
def test_it_can_be_stopped_anywhere(striped_digits, path, minibatches) -> None:
    whole = train_new_network(striped_digits, NETWORK, TRAINING)
    first = interrupted(striped_digits, NETWORK, TRAINING, path, minibatches)
    assert first.outcome == "stopped"
    assert len(first.history) == (minibatches - 1) // 10
    assert_same_end(resume_training(path, striped_digits), whole)


def test_every_epoch_sees_every_sample_once_in_an_order_of_its_own(striped_digits, path) -> None:
    """Of an epoch that was stopped in its midst the checkpoint holds the order."""
    orders = []
    for minibatches in (3, 13):
        interrupted(striped_digits, NETWORK, TRAINING, path, minibatches)
        orders.append(load_checkpoint(path).state.order)
    first, second = orders
    assert sorted(first) == sorted(second) == list(range(150))
    assert not np.array_equal(first, second)
    assert not np.array_equal(first, np.arange(150))


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("augmentation", ["none", "affine", "elastic"])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_optimizer_distortion_and_type_goes_on_exactly(
    striped_digits, path, optimizer, augmentation, dtype
) -> None:
    network = replace(NETWORK, dtype=dtype)
    training = replace(TRAINING, optimizer=optimizer, learning_rate=0.01, augmentation=augmentation, gradient_clip=0.5)
    whole = train_new_network(striped_digits, network, training)
    interrupted(striped_digits, network, training, path, 13)
    assert_same_end(resume_training(path, striped_digits), whole)


@pytest.mark.parametrize(
    "schedule",
    [
        {"schedule": "constant"},
        {"schedule": "step", "step_every": 2, "step_factor": 0.3},
        {"schedule": "cosine", "warmup": 1.5},
    ],
    ids=lambda settings: settings["schedule"],
)
def test_every_schedule_goes_on_exactly(striped_digits, path, schedule) -> None:
    training = replace(TRAINING, **schedule)
    whole = train_new_network(striped_digits, NETWORK, training)
    assert len({record.learning_rate for record in whole.history.epochs}) == (
        1 if training.schedule == "constant" else 3 if training.schedule == "step" else 5
    )
    interrupted(striped_digits, NETWORK, training, path, 24)
    assert_same_end(resume_training(path, striped_digits), whole)


def test_patience_remembers_the_epochs_before(blobs, path) -> None:
    network = NetworkConfig(inputs=2, hidden=(8,), outputs=3)
    training = TrainingConfig(epochs=500, validation=0.3, patience=4, learning_rate=0.3)
    whole = train_new_network(blobs, network, training)
    assert whole.outcome == "stopped early"
    assert len(whole.history) > 4
    best = whole.history.best.epoch
    # Nine minibatches an epoch: in the middle of the second epoch without gain.
    interrupted(blobs, network, training, path, 9 * (best + 1) + 4)
    assert_same_end(resume_training(path, blobs), whole)
    assert_same_end(resume_training(path, blobs), whole)  # what has ended ends again, at once


def test_training_without_validation_and_with_a_set_of_its_own(striped_digits, path) -> None:
    rows = np.arange(200)
    data, held = striped_digits.take(rows[50:]), striped_digits.take(rows[:50])
    training = replace(TRAINING, validation=0.0)
    network = Network.initialise(NETWORK, np.random.default_rng(0))
    for validation in (None, held):
        whole = train(network, data, training, rng=np.random.default_rng(1), validation=validation)
        train(
            network,
            data,
            training,
            rng=np.random.default_rng(1),
            validation=validation,
            control=StoppedAfter(13),
            checkpoint=path,
        )
        assert_same_end(resume_training(path, data, validation=validation), whole)
    with pytest.raises(DataError, match="or another validation set"):
        resume_training(path, data)


def test_many_interruptions_are_as_good_as_one(striped_digits, path) -> None:
    training = replace(TRAINING, optimizer="adam", learning_rate=0.01, augmentation="affine")
    whole = train_new_network(striped_digits, NETWORK, training)
    result = interrupted(striped_digits, NETWORK, training, path, 1)
    while result.outcome == "stopped":
        result = resume_training(path, striped_digits, control=StoppedAfter(7))
    assert_same_end(result, whole)


def test_a_finished_training_goes_on_for_more_epochs(striped_digits, path) -> None:
    whole = train_new_network(striped_digits, NETWORK, TRAINING)
    train_new_network(striped_digits, NETWORK, replace(TRAINING, epochs=3), checkpoint=path)
    assert len(resume_training(path, striped_digits).history) == 3
    events: list[TrainingEvent] = []
    assert_same_end(resume_training(path, striped_digits, epochs=5, on_progress=events.append), whole)
    assert [event.record.epoch for event in events if isinstance(event, EpochFinished)] == [4, 5]
    assert load_checkpoint(path).config == TRAINING
    with pytest.raises(SettingError, match=r"Epochs in all must be a whole number of at least 5\. Got 4\."):
        resume_training(path, striped_digits, epochs=4)


class Clock:
    """The checkpoint saver's time, which passes as a test says: one second for each writing."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def write(self, path: Path, checkpoint: Checkpoint) -> None:
        save_checkpoint(path, checkpoint)
        self.now += 1.0


@pytest.fixture
def clock(monkeypatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("mlp_engine.training.train.CheckpointSaver", partial(CheckpointSaver, clock=clock))
    monkeypatch.setattr("mlp_engine.training.train.save_checkpoint", clock.write)
    return clock


def test_an_epoch_is_in_the_file_before_it_is_reported(striped_digits, path, clock) -> None:
    in_file: list[int] = []

    def look(event: TrainingEvent) -> None:
        if isinstance(event, EpochFinished):
            in_file.append(len(load_checkpoint(path).state.history))
            clock.now += 19.0  # the next epoch is long beside the second that a checkpoint costs

    train_new_network(striped_digits, NETWORK, TRAINING, checkpoint=path, on_progress=look)
    assert in_file == [0, 2, 3, 4, 5]  # the first took no time at all


def test_an_epoch_of_a_moment_may_wait_but_not_one_with_a_change_and_not_while_paused(
    striped_digits, path, clock
) -> None:
    control = RunControl()
    in_file: list[int] = []

    def act(event: TrainingEvent) -> None:
        if isinstance(event, EpochFinished):
            in_file.append(len(load_checkpoint(path).state.history))
            clock.now += 1.0
            match event.record.epoch:
                case 24:
                    control.change(l2=1.0)
                case 47:
                    control.pause()
                    control.step_epoch()  # the one that has just ended
                    control.step_epoch()
                case 48:
                    control.resume()

    train_new_network(
        striped_digits, NETWORK, replace(TRAINING, epochs=60), on_progress=act, control=control, checkpoint=path
    )
    assert in_file[18:25] == [0, 20, 20, 20, 20, 20, 25], "one in twenty is saved, and one with a change at once"
    assert in_file[42:48] == [25, 44, 44, 44, 44, 48], "and one while it is paused"


def tick(monkeypatch, seconds: float) -> None:
    """From now on so much time passes between two looks at the clock, such as during a minibatch."""
    ticks = count()
    monkeypatch.setattr(time, "perf_counter", lambda: next(ticks) * seconds)


def test_seconds_go_on_from_where_they_were_and_the_time_left_follows_this_sitting(
    striped_digits, path, monkeypatch
) -> None:
    tick(monkeypatch, 1.0)
    interrupted(striped_digits, NETWORK, TRAINING, path, 25)
    spent = load_checkpoint(path).state.seconds
    assert spent > 25
    tick(monkeypatch, 0.01)  # a machine a hundred times as fast
    events: list[TrainingEvent] = []
    result = resume_training(path, striped_digits, on_progress=events.append)
    seconds = [record.seconds for record in result.history.epochs]
    assert seconds == sorted(seconds)
    assert seconds[1] < spent < seconds[2] < spent + 1
    progress = [event for event in events if isinstance(event, Progress)]
    assert [event.epoch for event in progress] == [3, 4, 5]
    assert all(event.seconds_left < 1 for event in progress), "25 minibatches are left, and then 10, and none"


def test_a_checkpoint_changes_nothing_of_the_training(striped_digits, path) -> None:
    with_file = train_new_network(striped_digits, NETWORK, TRAINING, checkpoint=path)
    assert_same_end(with_file, train_new_network(striped_digits, NETWORK, TRAINING))


def test_changes_on_the_way_are_part_of_the_checkpoint(striped_digits, path) -> None:
    def trained(checkpoint: Path | None, stop_after: int) -> TrainingResult:
        control = StoppedAfter(stop_after)

        def change(event: TrainingEvent) -> None:
            if isinstance(event, EpochFinished) and event.record.epoch == 2:
                control.change(learning_rate=0.02, l2=3.0)

        return train_new_network(
            striped_digits, NETWORK, TRAINING, on_progress=change, control=control, checkpoint=checkpoint
        )

    whole = trained(None, 1000)
    assert whole.history.changes == (Change(2.0, "learning_rate", 0.02), Change(2.0, "l2", 3.0))
    assert not np.array_equal(
        whole.network.parameters, train_new_network(striped_digits, NETWORK, TRAINING).network.parameters
    )
    trained(path, 33)
    assert load_checkpoint(path).config == TRAINING
    assert_same_end(resume_training(path, striped_digits), whole)


def test_minibatches_of_another_size_and_distortions_from_the_middle_of_an_epoch(striped_digits, path) -> None:
    """Adam counts its steps; an epoch goes on with the sample after the last one, in minibatches of the new size."""
    training = replace(TRAINING, optimizer="adam", epochs=4, learning_rate=0.01, batch_size=16)

    class ChangedDuring(RunControl):
        def __init__(self, stop_after: int) -> None:
            super().__init__()
            self.polled, self.stop_after = 0, stop_after

        def take_changes(self) -> dict[Changeable, float | str]:
            self.polled += 1
            if self.polled == 4:
                self.change(batch_size=7, noise=0.2)
            if self.polled == 10:
                self.change(batch_size=50, augmentation="affine", rotation=30.0, shift=0.5)
            if self.polled == self.stop_after:
                self.stop()
            return super().take_changes()

    def trained(checkpoint: Path | None, stop_after: int) -> TrainingResult:
        control = ChangedDuring(stop_after)
        return train_new_network(striped_digits, NETWORK, training, control=control, checkpoint=checkpoint)

    whole = trained(None, 1000)
    assert [(change.what, change.value) for change in whole.history.changes] == [
        ("batch_size", 7), ("noise", 0.2), ("batch_size", 50), ("augmentation", "affine"), ("rotation", 30.0),
        ("shift", 0.5),
    ]  # fmt: skip
    assert whole.outcome == "finished"
    for stop_after in (11, 12, 16):
        trained(path, stop_after)
        assert_same_end(resume_training(path, striped_digits), whole)


@pytest.mark.parametrize(("what", "value"), [("momentum", 0.4), ("dropout", 0.3)])
def test_changed_momentum_and_dropout_are_part_of_the_checkpoint(striped_digits, path, what, value) -> None:
    training = replace(TRAINING, optimizer="momentum", epochs=3, learning_rate=0.01)

    def trained(checkpoint: Path | None, stop_after: int) -> TrainingResult:
        control = StoppedAfter(stop_after)

        def change(event: TrainingEvent) -> None:
            if isinstance(event, EpochFinished) and event.record.epoch == 1:
                control.change(**{what: value})

        return train_new_network(
            striped_digits, NETWORK, training, on_progress=change, control=control, checkpoint=checkpoint
        )

    whole = trained(None, 1000)
    assert whole.history.changes == (Change(1.0, what, value),)
    trained(path, 17)
    assert_same_end(resume_training(path, striped_digits), whole)


def test_wrong_labels_are_the_same_again_and_validation_has_none(striped_digits, path) -> None:
    noisy = SampleChoice(label_noise=0.4, seed=6).apply(striped_digits)
    training = replace(TRAINING, epochs=12, learning_rate=0.1)
    whole = train_new_network(noisy, NETWORK, training)
    clean = train_new_network(striped_digits, NETWORK, training)
    interrupted(noisy, NETWORK, training, path, 27)
    assert_same_end(resume_training(path, SampleChoice(label_noise=0.4, seed=6).apply(striped_digits)), whole)
    with pytest.raises(DataError, match="must be the samples that this training began with"):
        resume_training(path, SampleChoice(label_noise=0.4, seed=7).apply(striped_digits))
    _, held = striped_digits.split(0.25, rng_after_the_first_weights(training.seed))
    assert whole.history.best.validation_accuracy == 1 - evaluate(whole.network, held).error_rate
    assert clean.history.best.validation_accuracy == 1 - evaluate(clean.network, held).error_rate


def rng_after_the_first_weights(seed: int) -> np.random.Generator:
    rng = np.random.default_rng(seed)
    Network.initialise(NETWORK, rng)
    return rng


def test_other_data_is_refused(striped_digits, path) -> None:
    interrupted(striped_digits, NETWORK, TRAINING, path, 13)
    inputs = striped_digits.inputs.copy()
    inputs[3, 5] ^= 1
    sentence = (
        r"Data must be the samples that this training began with \(striped digits\)\. Got striped digits with other"
    )
    with pytest.raises(DataError, match=sentence):
        resume_training(path, replace(striped_digits, inputs=inputs))
    with pytest.raises(DataError, match=sentence):
        resume_training(path, striped_digits.take(np.arange(199)))


def test_a_training_whose_validation_was_split_sample_by_sample_goes_on_though_hands_are_known_now(
    striped_digits, path
) -> None:
    whole = train_new_network(striped_digits, NETWORK, TRAINING)
    interrupted(striped_digits, NETWORK, TRAINING, path, 13)
    hands = np.arange(len(striped_digits)) // 10
    assert_same_end(resume_training(path, replace(striped_digits, hands=hands)), whole)


def test_a_training_that_keeps_hands_together_goes_on_exactly(striped_digits, path) -> None:
    by_hand = replace(striped_digits, hands=np.arange(len(striped_digits)) // 10)
    whole = train_new_network(by_hand, NETWORK, TRAINING)
    interrupted(by_hand, NETWORK, TRAINING, path, 13)
    assert_same_end(resume_training(path, by_hand), whole)
    with pytest.raises(DataError, match="or another validation set"):
        resume_training(path, striped_digits)


def test_no_checkpoint_can_be_where_no_file_can_be(striped_digits, tmp_path) -> None:
    for path in (tmp_path, tmp_path / "no folder" / "a.checkpoint"):
        with pytest.raises(CheckpointError, match="must be a file in an existing folder"):
            train_new_network(striped_digits, NETWORK, TRAINING, checkpoint=path)


def test_what_a_killed_process_left_beside_the_file_is_removed(striped_digits, path) -> None:
    interrupted(striped_digits, NETWORK, TRAINING, path, 13)
    leftover = path.with_name(".run.checkpoint.0011aabb.part")
    other = path.with_name(".other.checkpoint.0011aabb.part")
    for file in (leftover, other):
        file.write_bytes(b"half of it")
    resume_training(path, striped_digits)
    assert sorted(file.name for file in path.parent.iterdir()) == [other.name, path.name]


def test_a_generator_that_cannot_be_kept_is_refused(striped_digits, path) -> None:
    rng = np.random.Generator(np.random.MT19937(0))
    network = Network.initialise(NETWORK, rng)
    with pytest.raises(SettingError, match=r"must be PCG64\. Got MT19937\."):
        train(network, striped_digits, TRAINING, rng=rng, checkpoint=path)


def test_a_pause_is_in_the_file_and_steps_leave_it_there(striped_digits, path, tmp_path) -> None:
    class PausedDuring13th(RunControl):
        minibatches = 0

        def take_changes(self) -> dict[Changeable, float | str]:
            self.minibatches += 1
            if self.minibatches == 13:
                self.pause()
            return super().take_changes()

    control = PausedDuring13th()
    training = threading.Thread(
        target=train_new_network,
        args=(striped_digits, NETWORK, TRAINING),
        kwargs={"control": control, "checkpoint": path},
    )
    training.start()
    deadline = time.monotonic() + 30
    while not path.exists() or len(load_checkpoint(path).state.logits) != 3 * 16:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    at_the_pause = path.read_bytes()
    control.step()
    while control.minibatches < 14:
        assert time.monotonic() < deadline
    assert path.read_bytes() == at_the_pause
    control.stop()
    training.join()

    killed = tmp_path / "killed while it was paused"
    killed.write_bytes(at_the_pause)
    whole = train_new_network(striped_digits, NETWORK, TRAINING)
    assert_same_end(resume_training(killed, striped_digits), whole)
    assert_same_end(resume_training(path, striped_digits), whole)


def test_what_waits_to_be_saved_is_what_the_training_was_then(blobs, path, clock) -> None:
    """The clock stands still, so that after the beginning only the divergence has something written: the last epoch."""
    network = NetworkConfig(inputs=2, hidden=(8, 8), outputs=3, activations=("relu",))
    control = RunControl()

    def spoil(event: TrainingEvent) -> None:
        if isinstance(event, EpochFinished) and event.record.epoch == 3:
            control.change(learning_rate=1e25)

    training = TrainingConfig(optimizer="momentum", epochs=6, learning_rate=0.1)
    lost = train_new_network(blobs, network, training, on_progress=spoil, control=control, checkpoint=path)
    assert (lost.outcome, clock.now) == ("diverged", 2.0)
    whole = train_new_network(blobs, network, replace(training, epochs=3), checkpoint=path.with_name("whole"))
    waited, at_once = load_checkpoint(path).state, load_checkpoint(path.with_name("whole")).state
    assert np.array_equal(waited.network.parameters, whole.network.parameters)
    assert np.array_equal(waited.memory["velocity"], at_once.memory["velocity"])


def test_a_diverged_training_goes_on_from_its_last_good_epoch_with_a_lower_rate(blobs, path) -> None:
    network = NetworkConfig(inputs=2, hidden=(8, 8), outputs=3, activations=("relu",))
    control = RunControl()

    def spoil(event: TrainingEvent) -> None:
        if isinstance(event, EpochFinished) and event.record.epoch == 3:
            control.change(learning_rate=1e25)

    training = TrainingConfig(epochs=6, learning_rate=0.1)
    lost = train_new_network(blobs, network, training, on_progress=spoil, control=control, checkpoint=path)
    assert (lost.outcome, len(lost.history)) == ("diverged", 3)
    lower = RunControl()
    lower.change(learning_rate=0.03)
    saved = resume_training(path, blobs, control=lower)
    assert (saved.outcome, len(saved.history)) == ("finished", 6)
    assert saved.history.epochs[:3] == lost.history.epochs
    assert saved.history.changes == (Change(3.0, "learning_rate", 0.03),)


def test_a_state_that_is_about_to_diverge_replaces_no_good_one(blobs, path) -> None:
    huge = Dataset(blobs.inputs * 1e25, blobs.labels, "far clouds", classes=3)
    training = TrainingConfig(optimizer="adam", learning_rate=0.01, epochs=3, batch_size=120)
    result = train_new_network(huge, NetworkConfig(inputs=2, hidden=(), outputs=3), training, checkpoint=path)
    assert (result.outcome, len(result.history)) == ("diverged", 1), "Adam's square of that gradient is infinite"
    assert len(load_checkpoint(path).state.history) == 0


@pytest.mark.parametrize("hidden", [(), (15_000,)], ids=["narrow", "wide"])
def test_an_overflown_memory_ends_a_training_whichever_way_the_step_is_taken(blobs, hidden) -> None:
    huge = Dataset(blobs.inputs * 1e25, blobs.labels, "far clouds", classes=3)
    training = TrainingConfig(optimizer="adam", learning_rate=0.01, epochs=3, batch_size=120)
    result = train_new_network(
        huge, NetworkConfig(inputs=2, hidden=hidden, activations=("relu",) * len(hidden), outputs=3), training
    )
    assert result.outcome == "diverged"
