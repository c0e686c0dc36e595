"""What is installed from a wheel finds its own resources, with no source tree beside it."""

import importlib.util
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

Python = Callable[..., str]


@pytest.fixture(scope="module")
def python_on_wheel(tmp_path_factory: pytest.TempPathFactory) -> Python:
    """Build the wheel, lay it out as an installer would, and return what runs Python on it."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", str(ROOT), "--no-deps", "--quiet", "--wheel-dir", str(folder)]
    if importlib.util.find_spec("hatchling"):
        command.append("--no-build-isolation")  # What builds it is here already, and need not be fetched.
    built = subprocess.run(command, capture_output=True, text=True, timeout=280, check=False)
    assert built.returncode == 0, built.stderr
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")

    def python(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(folder / "site")},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return python


@pytest.mark.parametrize("kind", ["weights", "weights/small", "icons", "samples"])
def test_the_wheel_brings_the_resources(python_on_wheel: Python, kind: str) -> None:
    code = f"from mlp_engine.files.resources import resource_path; print(resource_path({kind!r}))"
    installed = Path(python_on_wheel("-c", code).strip())
    assert "site" in installed.parts
    names = {path.name for path in installed.iterdir()}
    assert names == {path.name for path in (ROOT / "resources" / kind).iterdir()}
    assert names


def test_the_bundled_network_answers_from_the_wheel(python_on_wheel: Python) -> None:
    told = json.loads(python_on_wheel("-m", "mlp_engine", "info", "--json"))
    assert isinstance(told, dict)
    assert told


def test_the_window_starts_from_the_wheel(python_on_wheel: Python) -> None:
    assert python_on_wheel("-m", "mlp_desktop", "--version").startswith("mlp-desktop ")
