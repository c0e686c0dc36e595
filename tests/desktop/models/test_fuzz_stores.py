"""A sample of what ``fuzz_stores.py`` does at length; ``MLP_STORE_CASES`` sets another number of cases."""

import os

from .fuzz_stores import run

CASES = int(os.environ.get("MLP_STORE_CASES", "200"))


def test_changed_databases_are_read_or_set_aside_and_nothing_else_happens(monkeypatch) -> None:
    monkeypatch.setenv("MLP_DATA_DIR", "set by each case")
    outcomes, failures = run(0, CASES)
    assert failures == []
    assert outcomes.total() == CASES
    assert outcomes["values"], "some cases must change nothing but values"
