"""A store with one finished run, as the command line leaves it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.runs import RunStore
from mlp_engine.training.control import RunControl
from mlp_engine.training.history import Change, EpochFinished, TrainingEvent
from mlp_engine.training.result import TrainingResult
from mlp_engine.training.train import train_new_network
from mlp_engine.weights.model_card import card_of_training

NETWORK = NetworkConfig(inputs=2, hidden=(4,), outputs=3)
TRAINING = TrainingConfig(epochs=3, validation=0.25, l2=0.5, seed=9)


@pytest.fixture
def store(tmp_path: Path) -> RunStore:
    return RunStore(tmp_path / "runs")


@pytest.fixture
def train_and_keep(store, blobs) -> Callable[[], tuple[int, TrainingResult]]:
    """Train once, and keep every report and the result; returns the run's number and the result."""

    def call() -> tuple[int, TrainingResult]:
        control = RunControl()
        run = store.begin(NETWORK, TRAINING, blobs, source="clouds:3")

        def keep(event: TrainingEvent) -> None:
            if isinstance(event, EpochFinished):
                store.add_epoch(run, event.record)
                if event.record.epoch == 1:
                    control.change(l1=0.25)
            elif isinstance(event, Change):
                store.add_change(run, event)

        result = train_new_network(
            blobs, NETWORK, TRAINING, on_progress=keep, control=control, checkpoint=store.checkpoint_of(run)
        )
        store.finish(run, result, card_of_training(result, blobs, TRAINING))
        return run, result

    return call
