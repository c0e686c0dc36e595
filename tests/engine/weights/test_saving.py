"""Whatever stops a saving, the old file or the new one is there, whole."""

import errno
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mlp_engine.errors import WeightsWriteError
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.weights.file import load_weights, save_weights
from mlp_engine.weights.model_card import ModelCard

KILLS = 50
NETWORK = Network.initialise(NetworkConfig(hidden=(20,)), np.random.default_rng(0))
ERRORS = [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS, errno.EDQUOT]


@pytest.mark.skipif(os.name != "posix", reason="fork and SIGKILL are POSIX's")
def test_no_kill_loses_the_old_file_or_the_new_one() -> None:
    """In a process of its own: to fork one that has threads is asking for trouble."""
    command = [sys.executable, str(Path(__file__).with_name("kill_saving.py")), "--kills", str(KILLS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    found = re.match(r"(\d+) kills while (\d+) networks were saved, (\d+) of them amid the writing", done.stdout)
    assert found is not None
    kills, saved, amid = map(int, found.groups())
    assert kills == KILLS
    assert saved > KILLS / 5, "the children did little but die"
    assert amid > 0, "no kill came amid the writing: the test looked at nothing"


class FailingFile:
    """A file whose ``method`` fails, ``write`` after half of the bytes have reached the disk."""

    def __init__(self, file: Any, method: str, number: int) -> None:
        self._file, self._method, self._error = file, method, OSError(number, os.strerror(number))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __enter__(self) -> "FailingFile":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, content: bytes) -> int:
        if self._method == "write":
            self._file.write(content[: len(content) // 2])
            self._file.flush()
            raise self._error
        return self._file.write(content)

    def flush(self) -> None:
        if self._method == "flush":
            raise self._error
        self._file.flush()


def fail_at(step: str, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make one step of a saving fail with the error ``number``."""

    def fails(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    opens = Path.open

    def failing_open(path: Path, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        if "x" not in mode:
            return opens(path, mode, *args, **kwargs)
        if step == "open":
            fails()
        return FailingFile(opens(path, mode, *args, **kwargs), step, number)

    match step:
        case "fsync":
            monkeypatch.setattr(os, "fsync", fails)
        case "replace":
            monkeypatch.setattr(Path, "replace", fails)
        case _:
            monkeypatch.setattr(Path, "open", failing_open)


@pytest.mark.parametrize("number", ERRORS, ids=lambda number: errno.errorcode[number])
@pytest.mark.parametrize("step", ["open", "write", "flush", "fsync", "replace"])
def test_a_saving_that_fails_keeps_the_old_file_and_says_so(step, number, tmp_path, monkeypatch) -> None:
    path = tmp_path / "digits.safetensors"
    save_weights(path, NETWORK, ModelCard(data="old"))
    before = path.read_bytes()
    with monkeypatch.context() as patch:
        fail_at(step, number, patch)
        with pytest.raises(WeightsWriteError) as raised:
            save_weights(path, NETWORK, ModelCard(data="new"))
    assert str(raised.value) == (
        f"Weights must be saved where files can be written. Got {path} ({os.strerror(number)})."
    )
    assert path.read_bytes() == before
    assert load_weights(path).card.data == "old"
    assert list(tmp_path.iterdir()) == [path], "nothing half-written may stay behind"


@pytest.mark.skipif(sys.platform != "linux", reason="the limit on the size of files is set as Linux does it")
def test_a_disk_that_takes_only_a_part_keeps_the_old_file(tmp_path) -> None:
    """No imitation: the system itself cuts the writing short."""
    path = tmp_path / "digits.safetensors"
    save_weights(path, NETWORK, ModelCard(data="old"))
    code = f"""
import resource, signal, numpy as np
from pathlib import Path
from mlp_engine import ModelCard, Network, NetworkConfig, save_weights
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
network = Network.initialise(NetworkConfig(hidden=(20,)), np.random.default_rng(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))
try:
    save_weights(Path({str(path)!r}), network, ModelCard(data="new"))
except Exception as error:
    print(type(error).__name__, error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert re.match(r"WeightsWriteError .*\(File too large\)\.$", done.stdout), done.stdout + done.stderr
    assert load_weights(path).card.data == "old"
    assert list(tmp_path.iterdir()) == [path]
