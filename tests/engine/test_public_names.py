"""What ``import mlp_engine`` offers, and what it costs."""

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import mlp_engine


@pytest.mark.parametrize("name", mlp_engine.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(mlp_engine, name) is not None
    assert name in dir(mlp_engine)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'mlp_engine' has no attribute 'Perceptron'"):
        _ = mlp_engine.Perceptron  # pyright: ignore[reportAttributeAccessIssue]


def test_type_checkers_are_told_the_same_homes_as_python() -> None:
    """The names are imported where they are asked for, and once more for type checkers alone: the two must agree."""
    tree = ast.parse(Path(mlp_engine.__file__).read_text("utf-8"))
    told = {
        alias.name: node.module
        for block in tree.body
        if isinstance(block, ast.If)
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert set(told) == set(mlp_engine.__all__) - {"__version__"}
    for name, module in told.items():
        assert module is not None
        assert getattr(mlp_engine, name) is getattr(import_module(module), name)


def test_the_import_alone_loads_nothing_that_nobody_asked_for() -> None:
    code = (
        "import sys, mlp_engine; print([m for m in ('numpy', 'PIL', 'sqlite3', 'urllib.request') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
