"""Hints on an examination: each rule speaks of planted faults, and none where nothing stands out."""

import numpy as np

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.examination.examination import Examination, examine
from mlp_engine.examination.hint import Hint
from mlp_engine.examination.hints import examination_hints
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.training.metrics import accuracy_interval


def examined(labels: np.ndarray, answers: np.ndarray, sure: float) -> Examination:
    """The examination of a network that gives these answers, each with probability ``sure``."""
    config = NetworkConfig(inputs=10, hidden=(), dtype="float64")
    unchanged = np.concatenate([np.eye(10).reshape(-1), np.zeros(10)])  # its logits are its inputs
    p = np.full((len(labels), 10), (1 - sure) / 9)
    p[np.arange(len(labels)), answers] = sure
    return examine(Network(config, unchanged), Dataset(np.log(p), labels, "planted", classes=10))


def planted(samples: int, mistakes: dict[tuple[int, int], int], sure: float) -> dict[str, Hint]:
    """The hints by kind for as many samples of each digit, with these mistakes (label, answer)."""
    labels = np.repeat(np.arange(10), samples)
    answers = labels.copy()
    for (label, answer), count in mistakes.items():
        answers[np.flatnonzero((labels == label) & (answers == label))[:count]] = answer
    return {hint.kind: hint for hint in examination_hints(examined(labels, answers, sure))}


def test_a_mistake_made_most_often_is_told_with_its_cell() -> None:
    spread = {(label, (label + 1) % 10): 4 for label in range(10)}
    found = planted(500, spread | {(4, 9): 30, (9, 4): 7}, 0.985)
    assert found["mistake"].place == (4, 9)
    assert found["mistake"].sentence.startswith("4 is read as 9 more often")
    assert found["mistake"].evidence.startswith("30 of 77 errors; the other way round 7.")
    assert found["class"].place == (4, 4)
    assert "93.2% of 500 are read as 4, of all digits 98.5%" in found["class"].evidence
    assert set(found) == {"mistake", "class"}


def test_probabilities_that_mislead_are_told_where_chance_does_not_explain_it() -> None:
    spread = {(label, (label + step) % 10): 10 for label in range(10) for step in range(1, 6)}
    found = planted(500, spread, 0.99)
    assert "surer than it is right" in found["calibration"].sentence
    assert "99.0%, read right 90.0%" in found["calibration"].evidence
    assert "less sure" in planted(500, spread, 0.8)["calibration"].sentence
    assert "calibration" not in planted(500, spread, 0.905)


def test_few_samples_are_told_and_of_many_good_answers_nothing() -> None:
    low, high = accuracy_interval(0.9, 100)
    found = planted(10, {(label, (label + 1) % 10): 1 for label in range(10)}, 0.9)
    assert f"between {low:.1%} and {high:.1%}" in found["samples"].evidence
    assert set(found) == {"samples"}
    assert planted(1000, {(label, (label + 3) % 10): 4 for label in range(10)}, 0.99) == {}
