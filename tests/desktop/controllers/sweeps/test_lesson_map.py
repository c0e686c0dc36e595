"""The heat map of the lesson L1 × L2 has its optimum inside: at its edges, and without regularization, less is read."""

from dataclasses import replace
from functools import cache
from statistics import fmean

from mlp_desktop.controllers.sweeps.sweep_form import LESSON_SENTENCE, LESSON_VALUES, NOISY, NOISY_VALUES
from mlp_desktop.controllers.train.training_settings import read_form
from mlp_desktop.models.train.loaded_data import PRACTICE
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.sources import load_source
from mlp_engine.training.train import train_new_network

SEEDS = int(LESSON_VALUES["seeds"])
INSIDE = (0.1, 3.0)


@cache
def samples() -> Dataset:
    return SampleChoice("random", int(LESSON_VALUES["samples"]), 0.4).apply(load_source(PRACTICE))


@cache
def accuracy(l1: float, l2: float) -> float:
    """As a cell of the map: the mean over the seeds of the best validation accuracy."""
    reading = read_form(NOISY_VALUES)
    config = replace(reading.training, l1=l1, l2=l2, epochs=int(LESSON_VALUES["epochs"]))
    runs = [train_new_network(samples(), reading.network, replace(config, seed=seed)) for seed in range(SEEDS)]
    return fmean(run.history.best.validation_accuracy or 0 for run in runs if run.history.best is not None)


def test_the_point_inside_is_a_point_of_the_map() -> None:
    assert LESSON_VALUES["base"] == NOISY
    assert NOISY_VALUES["label_noise"] == "0.4"
    for setting, value in zip(("values1", "values2"), INSIDE, strict=True):
        values = [float(text) for text in LESSON_VALUES[setting].split(",")]
        assert value in values[1:-1]
    assert "memorises" in LESSON_SENTENCE


def test_inside_more_is_read_than_at_the_edges_beside_it_and_without_regularization() -> None:
    l1, l2 = INSIDE
    best = accuracy(l1, l2)
    for edge in ((0.0, 0.0), (0.0, l2), (l1, 0.0)):
        assert best > accuracy(*edge) + 0.002, edge
    for edge in ((1.0, l2), (l1, 10.0)):
        assert best > accuracy(*edge) + 0.05, edge
