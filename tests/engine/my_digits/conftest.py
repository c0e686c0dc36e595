"""A store, and drawings of a hand."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from mlp_engine.datasets.practice import practice_strokes
from mlp_engine.ink import PenStroke
from mlp_engine.my_digits import DrawingStore, LabelledDrawing


@pytest.fixture
def store(tmp_path: Path) -> DrawingStore:
    return DrawingStore(tmp_path / "my-digits")


@pytest.fixture
def draw() -> Callable[..., LabelledDrawing]:
    """Draw a digit as the pad does: strokes in time, on the sheet."""

    def call(label: int, seed: int = 0, **about) -> LabelledDrawing:
        rng = np.random.default_rng((seed, label))
        strokes = tuple(
            PenStroke(
                tuple((60 + 15 * x, 60 + 15 * y) for x, y in points),
                times=tuple(0.01 * step for step in range(len(points))),
                pressures=tuple(rng.uniform(0.3, 0.7, len(points)).tolist()),
                width=14.0,
                smoothed=True,
            )
            for points in practice_strokes(label, rng)
        )
        return LabelledDrawing(label, strokes, **about)

    return call
