"""A drawn seven, as the tests of the ink path use it."""

import pytest

from mlp_engine.ink import Strokes


@pytest.fixture
def seven() -> Strokes:
    """A barred seven, two strokes, about 100 wide and 160 high."""
    return [[(20.0, 30.0), (70.0, 26.0), (118.0, 30.0), (90.0, 90.0), (62.0, 188.0)], [(48.0, 106.0), (112.0, 102.0)]]
