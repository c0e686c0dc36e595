"""A sample of what ``fuzz_weights.py`` does at length."""

import numpy as np

from ..fuzzing import run_limited
from .fuzz_weights import MEMORY_BYTES, cases, mutated, run

CASES = 2000


def test_changed_files_are_read_or_refused_and_nothing_else_happens() -> None:
    outcomes, failures = run_limited(run, 0, CASES, MEMORY_BYTES)
    assert failures == []
    assert outcomes.total() == CASES
    assert outcomes["read"] > 10, "some changes must be harmless, or the changes are too coarse to be of use"
    assert outcomes["refused"] > 1000


def test_the_same_number_makes_the_same_case() -> None:
    originals = cases()
    made = [[mutated(np.random.default_rng(number), originals) for number in range(50)] for _ in range(2)]
    assert made[0] == made[1]
    assert len(set(made[0])) > 45
