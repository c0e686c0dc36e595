"""What the README promises in code is there, exactly, and works."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from mlp_desktop.system_libraries import QT_LIBRARIES
from mlp_engine.cli import main

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
CODE_BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def lines_of_code() -> list[str]:
    return [line for _, block in CODE_BLOCKS for line in block.splitlines()]


@pytest.mark.parametrize(
    "command",
    [
        "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/mlp-desktop",
        "python3 -m venv .venv && .venv/bin/pip install -e '.[test]' && .venv/bin/pytest",
        r"py -m venv .venv && .venv\Scripts\pip install . && .venv\Scripts\mlp-desktop",
        r'py -m venv .venv && .venv\Scripts\pip install -e ".[test]" && .venv\Scripts\pytest',
    ],
)
def test_the_commands_to_set_up_and_go_are_there_once_and_exactly(command: str) -> None:
    assert lines_of_code().count(command) == 1


def test_no_other_command_sets_up() -> None:
    assert sum("pip install" in line for line in lines_of_code()) == 4


def test_the_packages_for_the_tests_are_those_of_qt() -> None:
    (command,) = [line for line in lines_of_code() if line.startswith("sudo apt install libdbus")]
    brought_by_python = {"libstdc++6", "zlib1g", "libzstd1"}
    assert set(command.split()[3:]) == set(QT_LIBRARIES.values()) - brought_by_python


def test_the_library_example_runs_and_learns(shared_data: Path) -> None:
    (example,) = [block for language, block in CODE_BLOCKS if language == "python"]
    assert len(example.splitlines()) == 5
    done = subprocess.run(
        [sys.executable, "-c", example],
        env={**os.environ, "MLP_CACHE_DIR": str(shared_data), "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert 0.9 < float(done.stdout) < 1


def test_every_example_of_the_command_line_is_understood(capsys: pytest.CaptureFixture[str]) -> None:
    examples = [line.split() for line in lines_of_code() if line.startswith("mlp-engine ")]
    assert examples
    for _, command, *arguments in examples:
        with pytest.raises(SystemExit) as ended:
            main([command, *(["fetch"] if command == "data" else []), "--help"])
        assert ended.value.code == 0
        known = capsys.readouterr().out
        assert all(argument in known for argument in arguments if argument.startswith("--"))
