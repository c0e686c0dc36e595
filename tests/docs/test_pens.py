"""What the script about real pens makes of its data."""

from pathlib import Path

import numpy as np
import pytest

import measure_pens
from mlp_engine import Dataset


def pens(writers: int) -> Dataset:
    numbers = np.repeat(np.arange(1, writers + 1), 2)
    generated = np.arange(2 * writers) % 2 == 1
    return Dataset(np.zeros((2 * writers, 4), np.uint8), numbers % 10, "pens", numbers, generated=generated)


@pytest.mark.parametrize("fold", range(measure_pens.FOLDS))
def test_whole_writers_are_set_apart(fold: int) -> None:
    learned, apart = measure_pens.folded(pens(30), fold)
    assert learned.writers is not None
    assert apart.writers is not None
    assert sorted(set(apart.writers.tolist())) == list(range(fold + 1, 31, 5))
    assert not set(learned.writers.tolist()) & set(apart.writers.tolist())
    assert len(learned) + len(apart) == 60


def test_only_what_was_drawn_is_read() -> None:
    assert len(measure_pens.as_drawn(pens(10))) == 10


def test_a_thinned_stroke_keeps_its_ends() -> None:
    stroke = tuple((float(x), 0.0) for x in range(9))
    assert [x for x, _ in measure_pens.thinned(stroke)] == [0, 3, 6, 8]
    assert measure_pens.thinned(((1.0, 2.0),)) == ((1.0, 2.0),)


def test_the_page_tells_a_fast_pen_by_writers(tmp_path: Path) -> None:
    path = tmp_path / "pens.jsonl"
    path.write_text(
        "\n".join(f'{{"label": 1, "writer": {number}, "strokes": [[[5, 0], [5, 10], [5, 30]]]}}' for number in (1, 2))
    )
    words = measure_pens.thin_words(path)
    assert "100.00 % of 2 digits of 2 other" in words
