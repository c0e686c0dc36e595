"""The engine stands alone: it is imported and answers on the command line where there is no Qt."""

import os
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import mlp_engine

ROOT = Path(__file__).parents[2]
WINDOW_PACKAGES = ("PySide6", "shiboken6", "pyqtgraph")


@pytest.fixture
def environ_without_qt(tmp_path: Path) -> dict[str, str]:
    """Variables under which every import of Qt fails."""
    for package in WINDOW_PACKAGES:
        (tmp_path / f"{package}.py").write_text("raise ImportError('there is no Qt here')")
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])}


def python(environ: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], env=environ, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.parametrize("package", WINDOW_PACKAGES)
def test_the_block_holds(environ_without_qt: dict[str, str], package: str) -> None:
    assert "there is no Qt here" in python(environ_without_qt, "-c", f"import {package}").stderr


def test_every_module_of_the_engine_is_imported_without_qt(environ_without_qt: dict[str, str]) -> None:
    modules = [module.name for module in pkgutil.walk_packages(mlp_engine.__path__, "mlp_engine.")]
    imports = "\n".join(f"import {module}" for module in modules if not module.endswith("__main__"))
    done = python(environ_without_qt, "-c", imports)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("command", ["", "train", "evaluate", "predict", "info", "data"])
def test_the_command_line_answers_without_qt(environ_without_qt: dict[str, str], command: str) -> None:
    done = python(environ_without_qt, "-m", "mlp_engine", *command.split(), "--help")
    assert done.returncode == 0, done.stderr
    assert "usage: mlp-engine" in done.stdout
