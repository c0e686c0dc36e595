"""The example that a reader meets first: it runs as it stands, and its network learns."""

import runpy
from pathlib import Path

from mlp_engine import load_source

EXAMPLE = Path(__file__).parents[2] / "examples" / "by_hand.py"


def test_it_learns_to_read_digits(capsys) -> None:
    train = runpy.run_path(str(EXAMPLE))["train"]
    accuracy = train(load_source("practice:600:1"), load_source("practice:200:2"), epochs=6)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 6
    assert lines[-1] == f"epoch  6: {accuracy:.1%} of the test set read right"
    assert accuracy > 0.7, "ten classes: chance would be 0.1"


def test_it_is_as_short_as_it_says() -> None:
    code = EXAMPLE.read_text("utf-8").split('"""', 2)[2]
    assert len([line for line in code.splitlines() if line.strip()]) <= 42
