"""When samples were read, in words."""

import numpy as np
import pytest

from mlp_desktop.controllers.examine.labels import _epochs_words
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.examination.sample_losses import SampleLosses


@pytest.mark.parametrize(
    ("epochs", "words"),
    [
        ([1], "none of 1 epoch"),
        ([1, 2, 3], "none of 3 epochs"),
        ([6], "none of 1 moment, epoch 6"),
        ([1, 4, 30], "none of 3 moments, epochs 1 to 30"),
    ],
)
def test_the_epochs_are_counted_also_where_there_is_one(epochs: list[int], words: str) -> None:
    data = Dataset(np.zeros((2, 784), np.uint8), np.zeros(2, int), "two")
    shape = (len(epochs), 2)
    assert _epochs_words(SampleLosses(data, np.zeros(shape), np.zeros(shape, int), np.array(epochs))) == words
