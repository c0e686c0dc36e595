"""What the pen's benchmarks work out beside the times, and the page that they write on together."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.network import Network

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture
def ways(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    if not BENCHMARKS.is_dir():
        pytest.skip("The folder benchmarks must stand beside the tests. It does not.")
    before = set(sys.modules)
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    yield importlib.import_module("pen_ways")
    for name in (set(sys.modules) - before) & {path.stem for path in BENCHMARKS.glob("*.py")}:
        del sys.modules[name]


@pytest.fixture
def network() -> Network:
    return Network.initialise(NetworkConfig(hidden=(9, 7), activations=("relu",)), np.random.default_rng(0))


def test_rows_in_pieces_give_the_logits_of_the_network(ways, network) -> None:
    x = np.random.default_rng(1).random(784, np.float32)
    x[::3] = 0
    for piece in (1, 50, 100_000):
        np.testing.assert_allclose(ways.by_rows(x, network.weights, network, piece), network.logits(x), rtol=1e-4)


def test_kept_sums_tell_how_much_changes(ways, network) -> None:
    x = np.zeros(784, np.float32)
    x[100:110] = 0.5
    moved = x.copy()
    moved[100:105] = 0.25
    changed, same, *_ = ways.kept_sums(network, [x, x, moved])
    assert changed == pytest.approx(0.25)  # nothing, then five of ten
    assert same >= 0.5


def test_ink_of_a_line_along_one_side_lies_where_it_lay(ways) -> None:
    line = np.array([(x, 0.0) for x in range(0, 50, 5)])
    back = np.concatenate([line, line[-2:0:-1]])
    events = [([], back[:count]) for count in range(2, len(back) + 1)]
    assert ways.same_box(events) == pytest.approx((len(back) - len(line)) / len(events), abs=0.15)


def test_a_chapter_is_written_anew_and_all_others_stay(ways, tmp_path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Pen\n\nWords.\n\n## Times\n\nold\n\n## What was tried\n\nkept\n", encoding="utf-8")
    ways.write_chapter(page, "Times", ["new"])
    ways.write_chapter(page, "More", ["added"])
    assert page.read_text(encoding="utf-8") == (
        "# Pen\n\nWords.\n\n## Times\n\nnew\n\n## What was tried\n\nkept\n\n## More\n\nadded\n"
    )
