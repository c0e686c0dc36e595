"""The script that runs the tests in other surroundings, on a suite of two files of its own."""

import json
import sys
import tempfile
from pathlib import Path

import pytest

import suite_elsewhere

SOUND = "import os\ndef test_language(): assert os.environ['LC_ALL'] == 'tr_TR.UTF-8'\ndef test_mask(tmp_path):\n"
SOUND += "    (tmp_path / 'a').write_text('')\n    assert (tmp_path / 'a').stat().st_mode & 0o777 == 0o600\n"
ODD = "from pathlib import Path\nMARK = Path({mark!r})\ndef test_always(): raise ValueError\ndef test_once():\n"
ODD += "    is_first = not MARK.exists()\n    MARK.touch()\n    assert not is_first\n"


@pytest.fixture
def suite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, content in (("sound", SOUND), ("odd", ODD.format(mark=str(tmp_path / "mark")))):
        (tmp_path / "tests" / name).mkdir(parents=True)
        (tmp_path / "tests" / name / f"test_{name}.py").write_text(content)
    monkeypatch.setattr(suite_elsewhere, "ROOT", tmp_path)
    monkeypatch.setattr(suite_elsewhere, "KEPT", tmp_path / "kept.json")
    monkeypatch.setattr(suite_elsewhere, "commit", lambda: "abc")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))  # what was told before may be remembered
    return tmp_path


def test_counts_are_kept_and_what_passes_alone_is_told_from_what_fails_again(suite, monkeypatch, capsys) -> None:
    monkeypatch.setattr("sys.argv", ["suite_elsewhere.py", "turkish", "--processes", "0"])
    assert suite_elsewhere.main() == 1
    (found,) = json.loads((suite / "kept.json").read_text()).values()
    assert (found["sound"]["counts"], found["sound"]["failures"]) == ({"passed": 2}, {})
    assert found["odd"]["counts"] == {"failed": 2}
    assert found["odd"]["failures"] == {
        "tests/odd/test_odd.py::test_always": True,
        "tests/odd/test_odd.py::test_once": False,
    }
    assert "test_once: passed alone" in capsys.readouterr().out
    assert suite_elsewhere.main() == 0  # nothing is left to be run
    rows = list(suite_elsewhere.table())
    python = "{}.{}".format(*sys.version_info[:2])
    assert rows[-1] == f"| `LC_ALL=tr_TR.UTF-8`, umask 077 | {python} | abc | 2 of 2 | 2 | 0 | 1 | 1 |"
