"""Standard output that is closed by its reader, or cannot be written."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mlp_engine.weights.file import load_weights

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pipes and devices of POSIX")

needs_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
FAST = ("--data", "practice:200", "--hidden", "10", "--learning-rate", "0.1")


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "mlp_engine", *map(str, arguments)]


@pytest.fixture(autouse=True, params=["", "1"], ids=["buffered", "unbuffered"])
def buffering(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONUNBUFFERED", request.param)


def read_one_line(arguments: list[str], *, with_errors: bool = False) -> tuple[int, str]:
    """Run a command whose standard output is closed after its first line, as by ``| head -1``."""
    errors = subprocess.STDOUT if with_errors else subprocess.PIPE
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=errors, text=True) as process:
        assert process.stdout.readline()
        process.stdout.close()
        err = "" if with_errors else process.stderr.read()
        return process.wait(timeout=60), err


def to_full_disk(arguments: list[str]) -> subprocess.CompletedProcess[str]:
    with Path("/dev/full").open("w") as full:
        return subprocess.run(arguments, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False)


@pytest.mark.parametrize("as_json", [(), ("--json",)], ids=["words", "json"])
@pytest.mark.parametrize("with_errors", [False, True], ids=["stdout", "both"])
def test_training_goes_on_without_its_reader(tmp_path, as_json, with_errors) -> None:
    out = tmp_path / "a.safetensors"
    code, err = read_one_line(command("train", *FAST, "--epochs", 60, "--out", out, *as_json), with_errors=with_errors)
    assert code == 0
    assert "Traceback" not in err
    assert "Error" not in err
    assert load_weights(out).card.epochs == 60


def test_training_of_which_only_the_output_is_left_is_no_success() -> None:
    code, err = read_one_line(command("train", *FAST, "--epochs", 60, "--no-store", "--json"))
    assert (code, err) == (141, "")


@needs_full
def test_training_goes_on_with_a_full_disk_behind_its_output(tmp_path) -> None:
    out = tmp_path / "a.safetensors"
    done = to_full_disk(command("train", *FAST, "--epochs", 3, "--out", out))
    assert done.returncode == 0
    assert "Finished after 3 epochs." in done.stderr
    assert "Traceback" not in done.stderr
    assert load_weights(out).card.epochs == 3


@needs_full
@pytest.mark.parametrize(
    "arguments",
    [("runs",), ("info",), ("info", "--json"), ("train", *FAST, "--epochs", "1", "--no-store")],
)
def test_answer_that_cannot_be_written_is_one_sentence(arguments) -> None:
    done = to_full_disk(command(*arguments))
    assert done.returncode == 2
    assert done.stderr.endswith(
        "mlp-engine: Results must be printed where they can be written. "
        "Got standard output (No space left on device).\n"
    )
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


@pytest.mark.parametrize("arguments", [("info",), ("info", "--json"), ("runs",)])
def test_answer_that_nobody_reads_is_no_success(arguments) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            command(*arguments), stdout=writing, stderr=subprocess.PIPE, text=True, timeout=60, check=False
        )
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (141, "")


def test_a_current_folder_that_was_deleted_is_no_lost_output(tmp_path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    start = f"import os, runpy; os.rmdir({str(gone)!r}); runpy.run_module('mlp_engine', run_name='__main__')"
    arguments = [sys.executable, "-c", start, "train", *FAST, "--epochs", "1", "--out", "a.safetensors"]
    paths = os.pathsep.join([str(Path(__file__).parents[3]), os.environ.get("PYTHONPATH", "")])
    environment = os.environ | {"PYTHONPATH": paths}
    done = subprocess.run(arguments, cwd=gone, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert done.stderr == "mlp-engine: The current folder must be there. It was deleted: change to another one.\n"
