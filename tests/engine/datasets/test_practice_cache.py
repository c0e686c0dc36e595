"""Practice digits on the disk: drawn once, the same as ever, and never trusted when damaged."""

import os
import stat
from pathlib import Path

import numpy as np
import pytest

from mlp_engine.datasets import practice_cache
from mlp_engine.datasets.practice import practice_set
from mlp_engine.datasets.practice_cache import kept_practice_set, practice_folder


class StopError(Exception):
    """What a person's Stop raises."""


def drawn_digits(count: int, seed: int = 0) -> list[int]:
    """The places that had to be drawn for this set."""
    places: list[int] = []
    kept_practice_set(count, seed, on_progress=places.append)
    return places


def only_file() -> Path:
    (path,) = practice_folder().iterdir()
    return path


def test_kept_digits_are_those_that_are_drawn() -> None:
    for _ in range(2):
        kept, drawn = kept_practice_set(23, 5), practice_set(23, 5)
        np.testing.assert_array_equal(kept.inputs, drawn.inputs)
        np.testing.assert_array_equal(kept.labels, drawn.labels)
        assert kept.name == drawn.name
        assert kept.generated is not None
        assert kept.generated.all()


def test_only_what_is_missing_is_drawn() -> None:
    assert drawn_digits(10) == list(range(1, 11))
    assert drawn_digits(4) == []
    assert drawn_digits(13) == [11, 12, 13]
    assert drawn_digits(13) == []
    assert len(drawn_digits(3, seed=1)) == 3, "another seed has other digits"


def test_what_was_drawn_before_a_stop_is_kept() -> None:
    def stop_at_six(done: int) -> None:
        if done == 6:
            raise StopError

    with pytest.raises(StopError):
        kept_practice_set(10, on_progress=stop_at_six)
    assert drawn_digits(10) == [7, 8, 9, 10]


@pytest.mark.parametrize("harm", ["byte", "cut", "mark", "empty", "long"])
def test_a_damaged_file_is_drawn_again(harm: str) -> None:
    right = kept_practice_set(5).inputs
    path = only_file()
    content = bytearray(path.read_bytes())
    if harm == "byte":
        content[-300] ^= 1
    elif harm == "cut":
        del content[-10:]
    elif harm == "mark":
        content[0] ^= 1
    elif harm == "empty":
        content.clear()
    else:
        content += bytes(784)
    path.write_bytes(content)
    np.testing.assert_array_equal(kept_practice_set(5).inputs, right)
    assert drawn_digits(5) == [], "the damaged file was replaced"


def test_the_cache_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(practice_cache, "MAX_KEPT", 4)
    monkeypatch.setattr(practice_cache, "MAX_FILES", 2)
    assert len(kept_practice_set(6)) == 6
    assert drawn_digits(6) == [5, 6]
    for seed in (1, 2):
        kept_practice_set(1, seed)
    names = {path.name.rsplit("-", 1)[1] for path in practice_folder().iterdir()}
    assert names == {"1.bin", "2.bin"}


def test_a_cache_that_cannot_be_written_costs_time_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    monkeypatch.setenv("MLP_CACHE_DIR", str(blocked))
    assert drawn_digits(2) == [1, 2]
    assert drawn_digits(2) == [1, 2]


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_only_the_owner_can_read_it() -> None:
    kept_practice_set(2)
    assert stat.S_IMODE(practice_folder().stat().st_mode) & 0o077 == 0
    assert stat.S_IMODE(only_file().stat().st_mode) & 0o077 == 0
    assert [path.name for path in practice_folder().iterdir()] == [only_file().name], "no temporary file is left"
