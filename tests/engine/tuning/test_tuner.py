"""What the tuner looks at: every drawing equally often distorted, the doubtful ones chosen more often."""

from dataclasses import replace

import numpy as np
import pytest

from mlp_engine.datasets.practice import practice_set
from mlp_engine.files.resources import bundled_weights
from mlp_engine.training.control import RunControl
from mlp_engine.tuning.config import TuningConfig
from mlp_engine.tuning.head import Body
from mlp_engine.tuning.tuner import Tuner
from mlp_engine.weights.file import load_weights

WRONG = 3


@pytest.fixture(scope="module")
def tuner() -> Tuner:
    """For the bundled network, twenty practice digits, and one of them labelled wrong."""
    own = practice_set(20, 4)
    labels = own.labels.copy()
    labels[WRONG] = (labels[WRONG] + 5) % 10
    body = Body(load_weights(bundled_weights()).network, 2)
    config = TuningConfig(sights=400, pool=50)
    return Tuner(body, replace(own, labels=labels), practice_set(120, 1), config, 1, None, RunControl())


def test_every_drawing_is_distorted_equally_often(tuner) -> None:
    assert np.bincount(tuner.drawings).tolist() == [20] * 20
    sights = tuner.data.inputs[:400][tuner.drawings == WRONG]
    assert len(np.unique(sights, axis=0)) == 20, "never twice alike"
    assert len(tuner.data) == 400 + 50


def test_what_is_read_otherwise_than_labelled_is_looked_at_more_often(tuner) -> None:
    wrong = tuner.drawings == WRONG
    assert tuner.doubt[wrong].min() > 1
    assert np.median(tuner.doubt[~wrong]) < 0.3
