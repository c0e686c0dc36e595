"""The walls of the house: who imports whom, who prints, where randomness comes from, what has a docstring."""

import ast
import importlib.util
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted(path for package in ("mlp_engine", "mlp_desktop") for path in (ROOT / package).rglob("*.py"))

# What of numpy.random belongs to no global state.
LOCAL_RANDOMNESS = {"BitGenerator", "Generator", "MT19937", "PCG64", "PCG64DXSM", "Philox", "SFC64", "SeedSequence"}

Finder = Callable[[ast.Module], Iterator[int]]


def prints(tree: ast.Module) -> Iterator[int]:
    """Lines that call ``print``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
            yield node.lineno


def global_randomness(tree: ast.Module) -> Iterator[int]:
    """Lines that use a random state nobody was handed: numpy's old functions, or the standard library's."""
    local = LOCAL_RANDOMNESS | {"default_rng"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) in {"np.random", "numpy.random"}:
            if node.attr not in local:
                yield node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module == "numpy.random":
            if {name.name for name in node.names} - local:
                yield node.lineno
        elif (isinstance(node, ast.ImportFrom) and node.module == "random") or (
            isinstance(node, ast.Import) and "random" in {name.name for name in node.names}
        ):
            yield node.lineno


def turkish_properties(tree: ast.Module) -> Iterator[int]:
    """Lines that set a property of a new Qt object by a keyword that begins with an i.

    PySide looks for the setter with a capital letter by the rules of the locale, and in a Turkish one finds none.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and re.match(r"Q[A-Z]", ast.unparse(node.func).rpartition(".")[2]):
            yield from (node.lineno for keyword in node.keywords if (keyword.arg or "").startswith("i"))


def missing_docstring(tree: ast.Module) -> Iterator[int]:
    """The first line, if the module does not say what it is for."""
    if ast.get_docstring(tree) is None:
        yield 1


def places(find: Finder, modules: list[Path]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{line}"
        for path in modules
        for line in find(ast.parse(path.read_text(encoding="utf-8")))
    ]


@pytest.mark.skipif(importlib.util.find_spec("importlinter") is None, reason="import-linter is not installed")
def test_imports_go_down_only() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as lint; lint()", "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 broken" in done.stdout


def test_only_the_command_line_prints() -> None:
    command_line = ROOT / "mlp_engine" / "cli"
    assert places(prints, [path for path in MODULES if command_line not in path.parents]) == []


def test_randomness_is_always_an_argument() -> None:
    assert places(global_randomness, MODULES) == []


def test_no_property_is_set_by_a_keyword_that_a_turkish_locale_does_not_find() -> None:
    assert places(turkish_properties, MODULES) == []


def test_every_module_says_what_it_is_for() -> None:
    public = [path for path in MODULES if not path.name.startswith("_") or path.name.startswith("__")]
    assert places(missing_docstring, public) == []


@pytest.mark.parametrize(
    ("find", "code", "found"),
    [
        (prints, "def f():\n    print('x')", [2]),
        (prints, "pprint('x'); log.print('x')", []),
        (global_randomness, "np.random.seed(1)\nnumpy.random.rand(3)", [1, 2]),
        (global_randomness, "from numpy.random import shuffle", [1]),
        (global_randomness, "import random\nfrom random import choice", [1, 2]),
        (global_randomness, "rng = np.random.default_rng(3)\ndef f(rng: np.random.Generator): rng.random(3)", []),
        (turkish_properties, "QTimer(self, singleShot=True)\nQtCore.QTimer(interval=0)", [2]),
        (missing_docstring, "x = 1", [1]),
        (missing_docstring, '"""For x."""', []),
    ],
)
def test_the_walls_can_be_run_into(find: Finder, code: str, found: list[int]) -> None:
    assert list(find(ast.parse(code))) == found
