"""Small data sets and networks that the engine's tests share."""

import numpy as np
import pytest

from mlp_engine.datasets.dataset import Dataset


@pytest.fixture
def blobs() -> Dataset:
    """Three well separated clouds of points in the plane, 40 each: any network learns them in a moment."""
    rng = np.random.default_rng(0)
    centres = np.array([[0.0, 0.0], [3.0, 0.0], [0.0, 3.0]])
    labels = np.repeat(np.arange(3), 40)
    return Dataset(centres[labels] + rng.normal(0, 0.3, (120, 2)), labels, "three clouds", classes=3)
