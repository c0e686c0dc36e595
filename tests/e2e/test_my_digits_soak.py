"""A sample of the long day at the pad: benchmarks/soak.py has the whole of it."""

import importlib
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="The memory held now must be told by /proc.")
def test_digits_drawn_and_corrected_one_after_the_other_are_all_kept_in_little_memory(
    desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not BENCHMARKS.is_dir():
        pytest.skip("The folder benchmarks must stand beside the tests. It does not.")
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    before = set(sys.modules)
    soak = importlib.import_module("soak")
    try:
        found = soak.soak(desktop, digits=60, warm_up=40)
    finally:
        for name in (set(sys.modules) - before) & {"soak", "measuring"}:
            del sys.modules[name]
    assert found.digits == 60  # and all of them are in the store, or it would have ended
    assert found.grown < soak.MOST_MEGABYTES
