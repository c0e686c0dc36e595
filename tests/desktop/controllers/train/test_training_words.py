"""What the window says."""

import numpy as np
import pytest

from mlp_desktop.controllers.kit.file_words import network_line
from mlp_desktop.controllers.train.training_words import (
    at_the_end,
    duration,
    loading_line,
    progress_line,
    step_words,
    summary,
    trend,
)
from mlp_desktop.models.train.run_curves import RunCurves
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.diagnosis.finding import Finding
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.training.history import EpochFinished, EpochRecord, History, MinibatchStep, Progress
from mlp_engine.training.result import TrainingResult
from mlp_engine.weights.model_card import ModelCard

RECORD = EpochRecord(2, 0.123, 0.95, 0.2, 0.981, 0.0, 0.5, 3.0)


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.1, "1 s"), (12.4, "12 s"), (59, "59 s"), (90, "2 min"), (3700, "1 h 2 min")]
)
def test_durations(seconds, text) -> None:
    assert duration(seconds) == text


def test_a_single_step_in_words() -> None:
    step = MinibatchStep(1.25, 10, 2.31, 2.1239, 0.0312, (0.03, 0.008), 7850)
    assert step_words(step) == "Loss 2.31 → 2.124 · step 0.031 moved 7,850 weights, layer 1 most"
    last = MinibatchStep(1.25, 10, 2.31, 2.4, 0.5, (0.03, 0.4), 7850)
    assert step_words(last).endswith("moved 7,850 weights, output most")
    assert step_words(MinibatchStep(1.0, 1, 0.0, 0.0, 0.0, (0.0, 0.0), 0)).endswith("moved 0 weights")


def test_loading_in_words() -> None:
    assert loading_line("practice:2000", 1200) == "Drawing practice digits: 1,200 of 2,000"
    assert loading_line("practice:20000", 3400) == "Drawing practice digits: 3,400 of 20,000"
    assert loading_line("practice:20000", 20, SampleChoice("first", 50)) == "Drawing practice digits: 20 of 50"
    assert loading_line("practice:20000", 20, SampleChoice("per-class", 5)) == "Drawing practice digits: 20 of 50"
    assert loading_line("/home/ann/digits.csv", 3400) == "Loading the data: 3,400 samples"


def test_a_run_in_words() -> None:
    curves = RunCurves()
    assert summary(curves) == ""
    assert progress_line(Progress(0.4, 30, 1, 1, 1, 12), curves) == "epoch 1 of 30 · 12 s left"
    curves.add_epoch(EpochFinished(RECORD, True, 30))
    assert progress_line(Progress(2.1, 30, 1, 1, 1, 12), curves) == (
        "epoch 3 of 30 · 12 s left · best 1.9% errors in epoch 2"
    )
    assert summary(curves) == (
        "After epoch 2: training loss 0.123, accuracy 95.0%. Validation loss 0.200, accuracy 98.1%. "
        "Best so far: epoch 2 with 98.1%."
    )


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("finished", "Done: 1 epoch · best 1.9% errors in epoch 2, kept"),
        ("stopped", "Stopped after 1 epoch · best 1.9% errors in epoch 2, kept"),
        ("stopped early", "Done early: 1 epoch, no gain in the last ones · best 1.9% errors in epoch 2, kept"),
        ("diverged", "Stopped because the loss is no longer a number. The last good weights are kept."),
    ],
)
def test_ends_in_words(outcome, words) -> None:
    network = Network.initialise(NetworkConfig(hidden=()), np.random.default_rng(0))
    assert at_the_end(TrainingResult(network, History((RECORD,)), outcome, "", 10)) == words


def test_the_network_in_use_in_words() -> None:
    assert network_line(
        "Bundled network", ModelCard(scores={"test_error_rate": 0.0071, "validation_accuracy": 0.99})
    ) == ("Bundled network · 0.7% errors on the test set")
    assert network_line("mine", ModelCard(scores={"validation_accuracy": 0.98})) == "mine · 2.0% errors in validation"
    assert network_line("mine", ModelCard()) == "mine"


def curves_of(training: list[float], validation: list[float] | None = None) -> RunCurves:
    curves = RunCurves()
    for epoch, loss in enumerate(training):
        validated = (None, None) if validation is None else (validation[epoch], 0.9)
        record = EpochRecord(epoch + 1, loss, 0.9, *validated, 0.0, 0.1, 1.0)
        curves.add_epoch(EpochFinished(record, epoch == 0, 9))
    return curves


@pytest.mark.parametrize(
    ("training", "validation", "words"),
    [
        ([1, 0.5, 0.3], None, ""),
        ([1, 0.5, 0.3, 0.2], None, "The training loss is falling."),
        ([1, 1.1, 1.3, 1.4, 1.9], None, "The training loss is rising."),
        ([9, 8, 7, 1, 1, 1, 0.999, 0.999, 0.999], None, "The training loss is level."),
        ([4, 3, 2, 1], [1, 1, 2, 3], "The training loss is falling, the validation loss is rising."),
    ],
)
def test_the_trend_in_words(training, validation, words) -> None:
    assert trend(curves_of(training, validation)) == words


def test_the_summary_ends_with_what_is_wrong() -> None:
    curves = curves_of([4, 3, 2, 1])
    assert summary(curves).endswith("The training loss is falling.")
    wrong = Finding("overfitting", "It memorises.", "sure", (), None)
    assert summary(curves, wrong).endswith("The training loss is falling. It memorises.")
