"""Samples of the long day at the pad and of very many drawings: benchmarks/ has the whole of both."""

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], ModuleType]]:
    """Imports a benchmark by its name, and forgets it again."""
    if not BENCHMARKS.is_dir():
        pytest.skip("The folder benchmarks must stand beside the tests. It does not.")
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    before = set(sys.modules)
    yield importlib.import_module
    for name in (set(sys.modules) - before) & {"soak", "many_drawings", "measuring"}:
        del sys.modules[name]


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="The memory held now must be told by /proc.")
def test_digits_drawn_and_corrected_one_after_the_other_are_all_kept_in_little_memory(desktop, load) -> None:
    soak = load("soak")
    found = soak.soak(desktop, digits=60, warm_up=40)
    assert found.digits == 60  # and all of them are in the store, or it would have ended
    assert found.grown < soak.MOST_MEGABYTES
    assert len(found.course) == 1


def test_many_drawings_are_shown_scrolled_chosen_and_changed_and_each_is_timed(start, load, monkeypatch) -> None:
    many = load("many_drawings")
    monkeypatch.setattr(many, "NOTCHES", 5)
    many.fill(200)
    acts = many.many(start())
    assert [act.words.split(",")[0] for act in acts] == [
        "open the tab",
        "scroll by one of 5 notches",
        "jump to the end",
        "choose all",
        "say that all are a 3",
        "take that back",
        "delete all",
        "take that back",
    ]
    assert all(act.took >= 0 and act.stood > 0 for act in acts)
