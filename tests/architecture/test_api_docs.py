"""The pages of the public interface are built from its docstrings, offline and without a warning."""

import re
from pathlib import Path

import pytest

import mlp_engine

pdoc = pytest.importorskip("pdoc")

CONTRIBUTING = Path(__file__).parents[2] / "CONTRIBUTING.md"


def documented_modules() -> list[str]:
    """What the command in CONTRIBUTING.md builds pages of."""
    command = re.search(r"pdoc -o \S+ (.+)$", CONTRIBUTING.read_text("utf-8"), re.MULTILINE)
    assert command is not None, "CONTRIBUTING.md must say how the pages are built"
    return command[1].split()


def test_the_pages_are_built_without_a_warning_and_show_all_that_is_public(tmp_path: Path) -> None:
    pdoc.pdoc(*documented_modules(), output_directory=tmp_path)
    page = (tmp_path / "mlp_engine.html").read_text("utf-8")
    for name in mlp_engine.__all__:
        assert f'id="{name}"' in page, name


@pytest.mark.parametrize("name", sorted(set(mlp_engine.__all__) - {"__version__"}))
def test_everything_public_says_what_it_is_for(name: str) -> None:
    words = getattr(mlp_engine, name).__doc__
    assert words
    assert not words.startswith(f"{name}("), "a dataclass without a docstring shows its signature"
