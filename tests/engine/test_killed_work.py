"""Whatever kills a program amid its work, all that it had done before is there, whole."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="fork, SIGKILL and /proc")


@pytest.mark.parametrize(
    ("kind", "kills"), [("export", 8), ("import", 8), ("tuning", 8), ("programs", 12), ("sweep", 2), ("worker", 2)]
)
def test_kills_lose_the_piece_in_progress_alone(kind: str, kills: int) -> None:
    """In a process of its own: to fork one that has threads is asking for trouble."""
    command = [sys.executable, str(Path(__file__).with_name("kill_work.py")), "--kills", str(kills), "--kind", kind]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.match(rf"{kind}: {kills} kills, 0 faults, in \d+ s\.\n0 faults\.$", done.stdout)
