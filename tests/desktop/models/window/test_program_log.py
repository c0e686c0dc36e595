"""The log of the program: rotated, private, and without a line where it cannot be written."""

import logging
import os
import stat
from logging.handlers import RotatingFileHandler
from pathlib import Path

import pytest

from mlp_desktop.models.window.program_log import MAX_BYTES, ProgramLog
from mlp_engine.errors import MlpError
from mlp_engine.runs import RunStore


@pytest.fixture
def log(tmp_path: Path):
    log = ProgramLog(tmp_path / "log")
    log._watch_for_crashes = lambda: None  # pytest watches already
    log.open()
    yield log
    log.close()


def test_start_faults_and_end_are_in_it(log: ProgramLog) -> None:
    log.fault("Traceback\nZeroDivisionError: on purpose\n")
    log.close()
    lines = log.text().splitlines()
    assert "Started: version" in lines[0]
    assert lines[1:3] == [lines[1], "ZeroDivisionError: on purpose"]
    assert lines[-1].endswith("Ended")


def test_it_stays_within_its_size(log: ProgramLog) -> None:
    for number in range(60):
        log.fault(f"{number} " + "x" * 20_000)
    files = sorted(log.folder.iterdir())
    assert [path.name for path in files] == ["mlp-desktop.log", "mlp-desktop.log.1", "mlp-desktop.log.2"]
    assert sum(path.stat().st_size for path in files) <= 3 * MAX_BYTES
    assert "59 xxx" in log.text()


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_only_its_owner_reads_it_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    log = ProgramLog(tmp_path / "log")
    try:
        log.open()
        for _ in range(20):
            log.fault("x" * 20_000)
    finally:
        log.close()
        os.umask(before)
    assert stat.S_IMODE(log.folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in log.folder.iterdir()} == {0o600}
    assert len(list(log.folder.iterdir())) > 2


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_folder_that_others_could_read_is_mended_with_a_line(log: ProgramLog, tmp_path: Path) -> None:
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs").chmod(0o755)
    RunStore(tmp_path / "runs")
    RunStore(tmp_path / "runs")
    assert log.text().count(f"Others could read {tmp_path / 'runs'}: its permissions were mended") == 1


def test_where_nothing_can_be_written_nothing_fails(tmp_path: Path) -> None:
    (tmp_path / "log").write_bytes(b"a file where the folder should be")
    log = ProgramLog(tmp_path / "log")
    log.open()
    log.fault("details")
    log.close()
    with pytest.raises(MlpError, match="The log must be a file that can be read"):
        log.text()


def test_a_full_disk_while_logging_is_no_fault(log: ProgramLog, monkeypatch: pytest.MonkeyPatch) -> None:
    (handler,) = (each for each in logging.getLogger("mlp_desktop").handlers if isinstance(each, RotatingFileHandler))

    def full(_: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(handler.stream, "write", full, raising=False)
    log.fault("details")
