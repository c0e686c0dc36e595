"""Practice digits that several processes draw are those that one draws."""

import sys

import numpy as np
import pytest

from mlp_engine.datasets import practice_helpers
from mlp_engine.datasets.practice import practice_set
from mlp_engine.datasets.practice_cache import kept_practice_set
from mlp_engine.datasets.practice_helpers import draw_practice


class StopError(Exception):
    """What a person's Stop raises."""


@pytest.fixture(autouse=True)
def two_helpers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(practice_helpers, "cores", lambda: 3)
    monkeypatch.setattr(practice_helpers, "FEWEST", 20)


def drawn(count: int, done: int = 0) -> tuple[np.ndarray, list[int]]:
    images = np.zeros((count, 784), np.uint8)
    images[:done] = practice_set(count, 4).inputs[:done]
    told: list[int] = []
    draw_practice(images, done, 4, told.append)
    return images, told


@pytest.mark.parametrize("done", [0, 7])
def test_they_are_the_same_and_told_in_order(done: int) -> None:
    images, told = drawn(41, done)
    np.testing.assert_array_equal(images, practice_set(41, 4).inputs)
    assert told == list(range(done + 1, 42))


@pytest.mark.parametrize("command", ["raise SystemExit(3)", "import sys; sys.stdout.write('x' * 100)"])
def test_a_helper_that_dies_costs_time_alone(monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setattr(practice_helpers, "_COMMAND", command)
    images, told = drawn(30)
    np.testing.assert_array_equal(images, practice_set(30, 4).inputs)
    assert told == list(range(1, 31))


@pytest.mark.parametrize("executable", ["", "/no/such/python"])
def test_without_python_to_start_all_is_drawn_here(monkeypatch: pytest.MonkeyPatch, executable: str) -> None:
    monkeypatch.setattr(sys, "executable", executable)
    images, _ = drawn(24)
    np.testing.assert_array_equal(images, practice_set(24, 4).inputs)


def test_a_stop_ends_the_helpers_and_keeps_what_was_told(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[object] = []
    end = practice_helpers._Helper.end

    def note(helper: practice_helpers._Helper) -> None:
        end(helper)
        assert helper._process is not None
        ended.append(helper._process.returncode)

    monkeypatch.setattr(practice_helpers._Helper, "end", note)

    def stop(done: int) -> None:
        if done == 25:
            raise StopError

    with pytest.raises(StopError):
        kept_practice_set(60, 4, on_progress=stop)
    assert len(ended) == 2
    assert None not in ended
    told: list[int] = []
    kept = kept_practice_set(60, 4, on_progress=told.append)
    np.testing.assert_array_equal(kept.inputs, practice_set(60, 4).inputs)
    assert told == list(range(26, 61))
