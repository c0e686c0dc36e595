"""Small sweeps, and a crew of processes that several tests share, for to start one takes a second."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from mlp_engine.config import NetworkConfig, TrainingConfig
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.runs import RunStore
from mlp_engine.sweeps import Crew, Sweep, parse_axis, process_crew


@pytest.fixture(scope="module")
def clouds() -> Dataset:
    """Three clouds of points that touch each other, 100 each."""
    rng = np.random.default_rng(0)
    centres = np.array([[0.0, 0.0], [2.0, 0.0], [0.0, 2.0]])
    labels = np.repeat(np.arange(3), 100)
    return Dataset(centres[labels] + rng.normal(0, 0.7, (300, 2)), labels, "touching clouds", classes=3)


@pytest.fixture(scope="module")
def crew(clouds: Dataset) -> Iterator[Crew]:
    """Two processes that hold the clouds."""
    with process_crew(clouds, 2) as crew:
        yield crew


@pytest.fixture
def store(tmp_path: Path) -> RunStore:
    return RunStore(tmp_path / "runs")


def sweep_over(*axes: str, epochs: int = 4, hidden: int = 8, **options: object) -> Sweep:
    """A sweep on the clouds."""
    network = NetworkConfig(inputs=2, hidden=(hidden,), outputs=3)
    training = TrainingConfig(epochs=epochs, validation=0.2, learning_rate=0.5)
    return Sweep(tuple(map(parse_axis, axes)), network, training, **options)  # pyright: ignore[reportArgumentType]
