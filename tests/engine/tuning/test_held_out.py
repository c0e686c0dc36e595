"""Own drawings held out: each once, stratified by label, and never so many that too few are left."""

import numpy as np
import pytest

from mlp_engine.tuning.tuning import FEWEST_DRAWINGS, MANY_DRAWINGS, held_out_parts


def apart(count: int, folds: int, seed: int = 0) -> list[np.ndarray]:
    return held_out_parts(np.arange(count) % 10, folds, np.random.default_rng(seed))


def test_few_drawings_are_held_out_each_once() -> None:
    parts = apart(47, 3)
    assert len(parts) == 3
    assert sorted(np.concatenate(parts).tolist()) == list(range(47))


def test_every_label_is_shared_out_evenly() -> None:
    labels = np.repeat([1, 7], [30, 6])
    for part in held_out_parts(labels, 3, np.random.default_rng(0)):
        assert np.bincount(labels[part], minlength=8)[[1, 7]].tolist() == [10, 2]


def test_of_many_drawings_a_fifth_is_held_out_once() -> None:
    (part,) = apart(MANY_DRAWINGS + 5, 3)
    assert len(part) == (MANY_DRAWINGS + 5) / 5


@pytest.mark.parametrize(("count", "folds"), [(FEWEST_DRAWINGS, 3), (19, 2), (200, 0)])
def test_none_is_held_out_where_that_leaves_too_few_or_nobody_asks(count, folds) -> None:
    assert apart(count, folds) == []


def test_which_drawings_of_a_label_stand_together_is_left_to_chance() -> None:
    assert any(not np.array_equal(a, b) for a, b in zip(apart(40, 2), apart(40, 2, seed=1), strict=True))
    assert all(np.array_equal(a, b) for a, b in zip(apart(40, 2), apart(40, 2), strict=True))
