"""Loading inside a worker: it tells how far it is, not too often, and stops when asked."""

import pytest

from mlp_desktop.workers.kit import worker
from mlp_desktop.workers.kit.data_workers import load_or_stop
from mlp_desktop.workers.kit.worker import Stopped
from mlp_engine.errors import DataError


def test_the_data_comes_back_and_progress_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "SECONDS_BETWEEN_REPORTS", 0.0)
    told: list[int] = []
    assert len(load_or_stop("practice:5", told.append, lambda: False)) == 5
    assert told == [1, 2, 3, 4, 5]


def test_progress_is_told_now_and_then_however_fast_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "SECONDS_BETWEEN_REPORTS", 3600.0)
    told: list[int] = []
    load_or_stop("practice:5", told.append, lambda: False)
    assert len(told) <= 1


def test_it_stops_at_the_next_sample() -> None:
    asked: list[bool] = []

    def is_stopped() -> bool:
        asked.append(len(asked) == 2)
        return asked[-1]

    with pytest.raises(Stopped):
        load_or_stop("practice:1000000", lambda _: None, is_stopped)
    assert asked == [False, False, True]


def test_what_cannot_be_loaded_is_told() -> None:
    with pytest.raises(DataError, match="Data must be mnist"):
        load_or_stop("nothing", lambda _: None, lambda: False)
