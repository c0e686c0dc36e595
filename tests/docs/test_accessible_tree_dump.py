"""A screen reader's own way to the window, where there is a virtual display and what AT-SPI needs."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "docs" / "scripts" / "dump_accessible_tree.py"
CANNOT = 77


def test_nothing_is_wrong_with_what_a_screen_reader_finds() -> None:
    done = subprocess.run([sys.executable, SCRIPT], capture_output=True, text=True, check=False, timeout=90)
    if done.returncode == CANNOT:
        pytest.skip(done.stdout.strip().splitlines()[-1])
    assert done.returncode == 0, done.stdout[-2000:]
    things = re.search(r"^(\d+) things, of which 0 are wrong$", done.stdout, re.MULTILINE)
    assert things is not None
    assert int(things[1]) > 500
    assert len(re.findall(r"progress bar 'Score of \d'", done.stdout)) == 10
    assert "chart 'Confusion matrix" in done.stdout
    assert "table 'Confusion matrix" in done.stdout
    pages = re.findall(r"^page (.*): (\d+) things are shown$", done.stdout, re.MULTILINE)
    assert len(pages) >= 25
    for page in ("liveNetwork", "momentsPage", "labMapPage", "ThresholdPage", "DamagePage", "LabelsPage"):
        assert max(int(count) for name, count in pages if page in name) > 20, page
    for dialog in (
        "About",
        "Keyboard shortcuts",
        "Log",
        "Write a lesson",
        "Samples",
        "Learning rate",
        "Digit pad",
        "Help and glossary",
    ):
        assert re.search(rf"^  dialog '{dialog}'", done.stdout, re.MULTILINE), dialog
