"""One holder at a time, and no trace of it afterwards."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from mlp_engine.files.lock import file_lock, is_locked


class GaveUpError(Exception):
    pass


def give_up() -> None:
    raise GaveUpError


def locks_work(folder: Path) -> bool:
    """Whether the file system has locks; in some of the surroundings of suite_elsewhere.py there are none."""
    if sys.platform == "win32":
        return True
    import fcntl

    with (folder / "tried").open("wb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
        except OSError:
            return False
        finally:
            (folder / "tried").unlink()
    return True


def test_the_holder_excludes_others_until_it_leaves(tmp_path: Path) -> None:
    with file_lock(tmp_path / "lock", give_up), pytest.raises(GaveUpError), file_lock(tmp_path / "lock", give_up):
        pass
    with file_lock(tmp_path / "lock", give_up):
        pass
    assert list(tmp_path.iterdir()) == []


def test_many_threads_are_never_inside_together(tmp_path: Path) -> None:
    inside, most, turns = 0, 0, 0

    def work() -> None:
        nonlocal inside, most, turns
        for _ in range(50):
            with file_lock(tmp_path / "lock", lambda: time.sleep(0.0005)):
                inside += 1
                most = max(most, inside)
                time.sleep(0.0002)
                turns += 1
                inside -= 1

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (most, turns) == (1, 300)
    assert list(tmp_path.iterdir()) == []


def test_a_killed_process_holds_no_lock(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from mlp_engine.files.lock import file_lock\n"
        "with file_lock(pathlib.Path(sys.argv[1]) / 'lock', exit): print('in', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == b"in"
        if locks_work(tmp_path):
            with pytest.raises(GaveUpError), file_lock(tmp_path / "lock", give_up):
                pass
        else:
            assert is_locked(tmp_path / "lock") is None  # processes cannot know of each other there
        holder.kill()
    with file_lock(tmp_path / "lock", give_up):
        pass
    assert list(tmp_path.iterdir()) == []
