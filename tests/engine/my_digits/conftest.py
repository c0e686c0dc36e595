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
    """Draw a digit as the pad does: strokes in time, on the sheet, with numbers that files keep as they are."""

    def call(label: int, seed: int = 0, **about) -> LabelledDrawing:
        rng = np.random.default_rng((seed, label))
        strokes = tuple(
            PenStroke(
                tuple((round(60 + 15 * x, 2), round(60 + 15 * y, 2)) for x, y in points),
                times=tuple(step / 100 for step in range(len(points))),
                pressures=tuple(rng.uniform(0.3, 0.7, len(points)).round(2).tolist()),
                width=14.0,
                smoothed=True,
            )
            for points in practice_strokes(label, rng)
        )
        return LabelledDrawing(label, strokes, **about)

    return call
