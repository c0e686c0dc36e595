"""Named pipes where files belong: one sentence, and never a wait."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes of POSIX")

COMMANDS = {
    "recipe": ("train", "--recipe", "{0}"),
    "data": ("train", "--data", "{0}"),
    "weights": ("evaluate", "--weights", "{0}", "--data", "practice:20:1"),
    "picture": ("predict", "{0}"),
    "checkpoint": ("train", "--data", "practice:20:1", "--resume", "{0}"),
    "start": ("train", "--data", "practice:20:1", "--epochs", "1", "--start", "{0}"),
    "drawings": ("my-digits", "import", "{0}"),
}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_pipe_is_refused_in_one_sentence(command: tuple[str, ...], tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    arguments = [part.format(pipe) for part in command]
    done = subprocess.run(
        [sys.executable, "-m", "mlp_engine", *arguments], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 2, done.stderr
    assert done.stderr.startswith("mlp-engine: ")
    assert done.stderr.count("\n") == 1
    assert str(pipe) in done.stderr
