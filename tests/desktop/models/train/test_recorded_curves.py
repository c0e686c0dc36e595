"""Figures of the record of a run, a line for each layer or class."""

import numpy as np
import pytest

from mlp_desktop.models.train.recorded_curves import recorded_curves
from mlp_engine.training.history import EpochRecord, LayerRecord


def record(epoch: int, **values) -> EpochRecord:
    layers = (
        LayerRecord(0.1 * epoch, 0.0, 0.0, dead=0.25),
        LayerRecord(0.2 * epoch, 0.0, 0.0, saturated=0.5),
        LayerRecord(0.3 * epoch, 0.0, 0.0),
    )
    usual = {"fixed_accuracy": 0.9, "per_class": (0.5, None, 1.0), "layers": layers}
    return EpochRecord(epoch, 0.5, 0.8, 0.6, 0.7, 0.0, 0.1 / epoch, 1.0, **(usual | values))


RECORDS = [record(1), record(2)]


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        ("learning_rate", {"learning rate": [0.1, 0.05]}),
        ("gradient", {"1": [0.1, 0.2], "2": [0.2, 0.4], "output": [0.3, 0.6]}),
        ("dead", {"1": [0.25, 0.25]}),
        ("saturated", {"2": [0.5, 0.5]}),
        ("per_class", {"0": [0.5, 0.5], "2": [1.0, 1.0]}),
        ("gap", {"training − validation": [0.2, 0.2]}),
    ],
)
def test_every_figure_has_the_lines_that_have_values(figure, expected) -> None:
    found = dict(recorded_curves(RECORDS, figure))
    assert list(found) == list(expected)
    for name, values in expected.items():
        epochs, drawn = found[name]
        assert epochs.tolist() == [1, 2]
        assert np.allclose(drawn, values)


def test_the_gap_is_that_of_the_epoch_where_no_fixed_part_was_measured() -> None:
    (found,) = recorded_curves([record(1, fixed_accuracy=None)], "gap")
    assert found[1][1] == pytest.approx([0.1])


@pytest.mark.parametrize("figure", ["gradient", "per_class", "dead"])
def test_a_record_without_layers_or_classes_has_no_lines(figure) -> None:
    assert recorded_curves([record(1, layers=(), per_class=())], figure) == ()
    assert recorded_curves([], figure) == ()
