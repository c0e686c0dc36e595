"""Wall clocks that jump: backwards, to 1970, over summer time. Order, durations and names stay, and zones are kept."""

import os
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Self

import pytest

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.ink import PenStroke
from mlp_engine.my_digits import DrawingFilter, DrawingStore, LabelledDrawing, rows
from mlp_engine.my_digits.exports import export_strokes
from mlp_engine.my_digits.imports import import_drawings
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.runs import RunStore
from mlp_engine.runs import bin as run_bin
from mlp_engine.runs import store as run_store
from mlp_engine.sweeps import StoredSweep, Sweep, SweepStore, parse_axis
from mlp_engine.training.train import train_new_network
from mlp_engine.weights.model_card import card_of_training

NETWORK, TRAINING = NetworkConfig(inputs=2, hidden=(4,), outputs=3), TrainingConfig(epochs=2, validation=0.25)
JUMPS = [datetime(2030, 5, 1, tzinfo=UTC), datetime(1970, 1, 1, 0, 1, tzinfo=UTC),
         datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)]  # fmt: skip


class SetClock(datetime):
    """A clock that stands where a test sets it."""

    moment = datetime(2026, 1, 1, tzinfo=UTC)

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return cls.fromtimestamp(cls.moment.timestamp(), tz)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> type[SetClock]:
    for module in (rows, run_bin, run_store):
        monkeypatch.setattr(module, "datetime", SetClock)
    return SetClock


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Central European time, which changes to winter time on 25 October 2026 at 01:00 UTC."""
    if sys.platform == "win32":
        pytest.skip("sets the time zone of the process")
    monkeypatch.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def drawing(label: int) -> LabelledDrawing:
    return LabelledDrawing(label, (PenStroke(((60.0, 60.0), (60.0, 200.0))),))


def test_runs_stay_in_the_order_in_which_they_began(store: RunStore, blobs: Dataset, clock, berlin) -> None:
    for number, clock.moment in enumerate(JUMPS):
        run = store.begin(NETWORK, TRAINING, blobs, name=f"{number}")
        result = train_new_network(blobs, NETWORK, TRAINING)
        clock.moment -= timedelta(minutes=1)  # it ends before it began
        store.finish(run, result, card_of_training(result, blobs, TRAINING))
    assert [run.name for run in store.runs()] == ["3", "2", "1", "0"]
    for run in store.runs():
        seconds = [record.seconds for record in store.run(run.id).history.epochs]
        assert run.outcome == "finished"
        assert 0 <= seconds[0] <= seconds[1] < 60
    for run in store.runs():
        store.delete(run.id)
    assert len(store.runs(deleted=True)) == 4
    clock.moment = JUMPS[1]
    assert store.empty_bin(timedelta(days=30)) == 0
    assert store.empty_bin() == 4


def test_run_keeps_the_time_zone_in_which_it_began(store: RunStore, blobs: Dataset, clock, berlin) -> None:
    started = []
    for clock.moment in JUMPS:
        started.append(store.run(store.begin(NETWORK, TRAINING, blobs)).summary.started)
    assert started == [
        "2030-05-01T02:00:00+02:00",
        "1970-01-01T01:01:00+01:00",
        "2026-10-25T02:30:00+02:00",
        "2026-10-25T02:30:00+01:00",
    ]


def test_run_of_1970_can_be_read_west_of_greenwich(store: RunStore, blobs: Dataset, clock, berlin, monkeypatch) -> None:
    monkeypatch.setenv("TZ", "EST5")
    time.tzset()
    clock.moment = JUMPS[1]
    run = store.run(store.begin(NETWORK, TRAINING, blobs)).summary
    assert run.started == "1969-12-31T19:01:00-05:00"


def test_drawings_stay_in_their_order_and_keep_their_time_zone(tmp_path: Path, clock, berlin) -> None:
    store = DrawingStore(tmp_path / "my-digits")
    ids = []
    for label, clock.moment in enumerate(JUMPS):
        ids.append(store.add(drawing(label)))
    assert store.ids().tolist() == ids[::-1]
    kept = store.drawings(ids)
    assert [each.created for each in kept] == JUMPS
    assert [each.created.utcoffset() for each in kept] == [timedelta(hours=hours) for hours in (2, 1, 2, 1)]
    since = JUMPS[3].astimezone()
    assert store.ids(DrawingFilter(since=since)).tolist() == [ids[3], ids[0]]

    export_strokes(store, tmp_path / "drawings.jsonl")
    other = DrawingStore(tmp_path / "other")
    again = other.drawings(import_drawings(other, tmp_path / "drawings.jsonl"))
    assert [each.created.isoformat() for each in again] == [each.created.isoformat() for each in kept]


def test_sweeps_stay_in_the_order_in_which_they_began(tmp_path: Path) -> None:
    store = SweepStore(tmp_path)
    names = ("first", "a second", "third")
    for name in names:
        store.put(StoredSweep(name, Sweep((parse_axis("l2=0,1"),), NETWORK, TRAINING), "mnist", SampleChoice()))
        if name == "first":  # the clock then goes back by ten years
            later = time.time() + timedelta(days=3650).total_seconds()
            os.utime(store.folder / f"{name}.json", (later, later))
    assert store.names() == names[::-1]


def test_two_damaged_stores_in_one_second_are_both_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlp_engine.files.database.datetime", SetClock)
    for content in (b"damaged " * 1000, b"damaged again " * 1000, b"and again " * 1000):
        (tmp_path / "runs.sqlite3").write_bytes(content)
        RunStore(tmp_path)
    kept = sorted(path.read_bytes()[:20] for path in tmp_path.glob("damaged-*.sqlite3"))
    assert kept == [b"and again and again ", b"damaged again damage", b"damaged damaged dama"]
