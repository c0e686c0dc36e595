"""Whatever kills the program, no drawing that was kept is lost."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

KILLS = 30


@pytest.mark.skipif(os.name != "posix", reason="fork and SIGKILL are POSIX's")
def test_no_kill_loses_a_drawing_that_was_kept() -> None:
    """In a process of its own: to fork one that has threads is asking for trouble."""
    command = [sys.executable, str(Path(__file__).with_name("kill_keeping.py")), "--kills", str(KILLS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    found = re.match(r"(\d+) kills while (\d+) drawings were kept, (\d+) of them amid the work", done.stdout)
    assert found is not None
    kills, kept, amid = map(int, found.groups())
    assert kills == KILLS
    assert kept > KILLS / 5, "the children did little but die"
    assert amid > 0, "no kill came amid the work: the test looked at nothing"
