"""Saving costs little of a training's time, and a file that cannot be written ends no training."""

from itertools import pairwise

import numpy as np
import pytest

from mlp_engine.errors import CheckpointError
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.training.checkpoint_saver import CheckpointSaver
from mlp_engine.training.history import EpochRecord, History, NotSaved
from mlp_engine.training.state import RunState, rng_state

NETWORK = Network.initialise(NetworkConfig(inputs=2, hidden=(), outputs=2), np.random.default_rng(0))
RECORDS = tuple(EpochRecord(epoch, 1.0, 0.5, None, None, 0.0, 0.1, float(epoch)) for epoch in range(1, 3001))


def state_after(epochs: int) -> RunState:
    rng = rng_state(np.random.default_rng(0))
    return RunState(NETWORK, NETWORK, {}, History(RECORDS[:epochs]), 0.0, rng, None, np.empty((0, 2), np.float32))


class Disk:
    """A clock and a disk that takes a while to write to; what was written is known by its number of epochs."""

    def __init__(self, seconds_to_write: float = 0.01) -> None:
        self.now = 0.0
        self.seconds_to_write = seconds_to_write
        self.written: list[int] = []
        self.attempts = 0
        self.is_full = False
        self.told: list[NotSaved] = []
        self.saver = CheckpointSaver(self.write, self.told.append, lambda: self.now)

    def write(self, state: RunState) -> None:
        self.attempts += 1
        self.now += self.seconds_to_write
        if self.is_full:
            raise CheckpointError("A checkpoint must be saved where there is room.")
        self.written.append(len(state.history))

    def train(self, first: int, last: int, seconds: float) -> list[tuple[int, float]]:
        """Offer the state after each epoch; returns how many epochs the file was behind each time, and the time."""
        behind: list[tuple[int, float]] = []
        for epoch in range(first, last + 1):
            self.now += seconds
            self.saver.offer(state_after(epoch))
            behind.append((epoch - (self.written[-1] if self.written else 0), self.now))
        return behind


@pytest.fixture
def disk() -> Disk:
    return Disk()


def test_epochs_that_take_their_time_are_each_in_the_file_at_once(disk) -> None:
    assert {behind for behind, _ in disk.train(1, 20, seconds=0.2)} == {0}


def test_epochs_of_a_moment_cost_a_twentieth_of_the_time_and_lose_twenty_writings_of_it(disk) -> None:
    behind = disk.train(1, 3000, seconds=0.001)
    assert disk.now == pytest.approx(3.0 / 0.95, rel=0.02), "a twentieth of the time goes into saving"
    assert max(epochs for epochs, _ in behind) * 0.001 <= 20 * disk.seconds_to_write
    assert all(later - earlier >= 100 for earlier, later in pairwise(disk.written))


def test_what_waits_is_written_when_it_must_be_and_only_once(disk) -> None:
    disk.train(1, 7, seconds=0.001)
    assert disk.written == [1]
    disk.saver.flush()
    disk.saver.flush()
    assert disk.written == [1, 7]
    assert repr(disk.saver) == "CheckpointSaver(The last checkpoint of this training stands at epoch 7)"


def test_a_full_disk_is_told_of_once_and_tried_again_until_there_is_room(disk) -> None:
    disk.train(1, 3, seconds=1.0)
    disk.is_full = True
    disk.train(4, 9, seconds=1.0)
    stands = "The last checkpoint of this training stands at epoch 3: A checkpoint must be saved where there is room."
    assert disk.told == [NotSaved(f"The training goes on, and saving is tried again as it does. {stands}")]
    assert disk.saver.problem == stands
    assert disk.attempts == 9
    disk.is_full = False
    disk.train(10, 10, seconds=1.0)
    assert disk.written == [1, 2, 3, 10]
    assert disk.saver.problem == ""


def test_what_could_not_be_written_is_tried_once_more_at_the_end(disk) -> None:
    disk.is_full = True
    disk.train(1, 4, seconds=1.0)
    assert disk.saver.problem.startswith("No checkpoint of this training was saved: A checkpoint must")
    disk.is_full = False
    disk.saver.flush()
    assert (disk.written, disk.saver.problem) == ([4], "")
