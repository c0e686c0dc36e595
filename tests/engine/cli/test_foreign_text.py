"""Text from outside in what commands print, and terminals that cannot show all of it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mlp_engine.files.resources import bundled_weights, resource_path
from mlp_engine.runs import RunStore, runs_folder

ENCODINGS = {
    "ascii": {"PYTHONIOENCODING": "ascii"},
    "C": {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
}


@pytest.fixture(params=ENCODINGS.values(), ids=list(ENCODINGS))
def poor(request: pytest.FixtureRequest) -> dict[str, str]:
    """The environment of a terminal that knows no letter outside ASCII."""
    return os.environ | request.param


def call(environment: dict[str, str], *arguments: object) -> subprocess.CompletedProcess[bytes]:
    command = [
        os.fsencode(sys.executable),
        b"-m",
        b"mlp_engine",
        *(each.encode(errors="surrogateescape") for each in map(str, arguments)),
    ]
    return subprocess.run(command, capture_output=True, env=environment, timeout=60, check=False)


@pytest.mark.parametrize("command", ["train", "sweep", "predict", "info"])
def test_help_is_printed_in_ascii(poor: dict[str, str], command: str) -> None:
    done = call(poor, command, "--help")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.isascii()


def test_answers_and_notices_are_printed_in_ascii(run, poor, digits_folder, tmp_path: Path) -> None:
    trained = call(poor, "train", "--data", digits_folder, "--epochs", 1, "--out", tmp_path / "Zoë.safetensors")
    assert trained.returncode == 0, trained.stderr
    assert b"Zo\\xeb.safetensors" in trained.stderr or b"Zo\\udcc3" in trained.stderr
    RunStore(runs_folder()).rename(1, "Zoë – 数")
    listed = call(poor, "runs")
    assert (listed.returncode, listed.stderr) == (0, b"")
    assert b"Zo\\xeb \\u2013 \\u6570" in listed.stdout


def test_escapes_in_a_run_name_do_not_reach_the_terminal(run, digits_folder) -> None:
    run("train", "--data", digits_folder, "--epochs", 1)
    RunStore(runs_folder()).rename(1, "\x1b]0;title\x07\x1b[2J\u202e")
    listed = run("runs")
    assert "\\x1b]0;title\\x07\\x1b[2J\\u202e" in listed.out
    assert listed.out.count("\n") == 1
    assert "\x1b" not in listed.out + run("runs", "show", 1).out
    assert json.loads(run("runs", "--json").out)["name"] == "\x1b]0;title\x07\x1b[2J\u202e"


def test_a_run_whose_name_has_several_lines_is_listed_on_one(run, digits_folder) -> None:
    run("train", "--data", digits_folder, "--epochs", 1)
    RunStore(runs_folder()).rename(1, "first\n   2   a run of its own\r\x85\u2028end")
    listed = run("runs").out
    assert listed.count("\n") == 1
    assert len(listed.splitlines()) == 1
    assert "first\\n   2   a run of its own\\r\\x85\\u2028end" in listed


@pytest.mark.skipif(sys.platform != "linux", reason="file names of any bytes")
def test_file_names_that_are_not_utf8_are_used_and_printed(tmp_path: Path, digits_folder: Path) -> None:
    environment = dict(os.environ)
    odd = tmp_path / os.fsdecode(b"\xff\x1b[31m")
    odd.mkdir()
    picture = shutil.copy(resource_path("samples") / "digit-6.png", odd / "six.png")
    weights = shutil.copy(bundled_weights(), odd / "w")
    data = shutil.copytree(digits_folder, odd / os.fsdecode(b"d\xfe"))
    for arguments, code in (
        (("predict", picture), 0),
        (("predict", picture, "--json"), 0),
        (("info", "--weights", weights), 0),
        (("info", "--weights", odd / "none"), 2),
        (("predict", odd / "none"), 2),
        (("train", "--data", data, "--epochs", 1, "--out", odd / "new"), 0),
        (("evaluate", "--data", data, "--weights", odd / "new"), 0),
        (("runs",), 0),
        (("runs", "show", 1), 0),
    ):
        done = call(environment, *arguments)
        assert done.returncode == code, done.stderr
        assert b"\x1b" not in done.stdout + done.stderr
        assert b"Traceback" not in done.stderr
