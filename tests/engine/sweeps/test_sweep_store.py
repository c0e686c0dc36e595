"""The descriptions of sweeps beside the runs."""

import json
import os

import pytest

from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.errors import RunStoreError, SettingError
from mlp_engine.sweeps import StoredSweep, SweepStore
from tests.engine.sweeps.conftest import sweep_over


@pytest.fixture
def sweep_store(tmp_path) -> SweepStore:
    return SweepStore(tmp_path)


def stored(name: str, *axes: str, **options) -> StoredSweep:
    return StoredSweep(name, sweep_over(*axes, **options), "mnist", SampleChoice(slice="first", count=100))


@pytest.mark.parametrize(
    "sweep",
    [
        stored("none"),
        stored("grid", "l2=0,1e-4..1e-1:log:5", "hidden=30,100-50,0", "optimizer=sgd,adam", seeds=3),
        stored("data", "samples=20,40", "label_noise=0,0.1..0.4:2", "loss=log-likelihood,quadratic"),
        stored("a name of 3 words.", "batch_size=1..100:log:5", random=7, halving=True),
    ],
    ids=lambda sweep: sweep.name,
)
def test_a_sweep_comes_back_as_it_was_put(sweep_store, sweep) -> None:
    sweep_store.put(sweep)
    assert sweep_store.get(sweep.name) == sweep
    assert sweep_store.get(sweep.name).sweep.points == sweep.sweep.points
    sweep_store.put(sweep)
    assert sweep_store.names() == (sweep.name,)


def test_names_come_newest_first_and_a_free_one_is_none_of_them(sweep_store) -> None:
    assert sweep_store.free_name() == "sweep-1"
    for age, name in enumerate(("sweep-1", "sweep-2", "mine")):
        sweep_store.put(stored(name, "l2=0"))
        os.utime(sweep_store.folder / f"{name}.json", (1000 + age, 1000 + age))
    assert sweep_store.names() == ("mine", "sweep-2", "sweep-1")
    assert sweep_store.free_name() == "sweep-3"
    assert sweep_store.free_name("committee") == "committee-1"


def test_a_name_that_is_taken_or_cannot_be_is_refused(sweep_store) -> None:
    sweep_store.put(stored("mine", "l2=0"))
    with pytest.raises(SettingError, match="must be one that no other has"):
        sweep_store.put(stored("mine", "l2=1"))
    for name in ("", ".", "..", "a/b", "a\\b", "-x", "x" * 61, "a\n"):
        with pytest.raises(SettingError, match="The name of a sweep must be"):
            sweep_store.put(stored(name, "l2=0"))
    with pytest.raises(SettingError, match=r"The sweep must be one that was begun \(mine\)\. Got 'yours'\."):
        sweep_store.get("yours")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda record: "no JSON",
        lambda record: "[]",
        lambda record: json.dumps(record | {"axes": [{"name": "l3", "pieces": [1]}]}),
        lambda record: json.dumps(record | {"axes": [{"name": "l2", "pieces": [{"low": 1, "hi": 2}]}]}),
        lambda record: json.dumps(record | {"axes": [{"name": "l2", "pieces": ["many"]}]}),
        lambda record: json.dumps(record | {"axes": [{"name": "l2", "pieces": 7}]}),
        lambda record: json.dumps(record | {"network": {"inputs": -1}}),
        lambda record: json.dumps(record | {"training": {"from": "a newer version"}}),
        lambda record: json.dumps(record | {"seeds": "three"}),
        lambda record: json.dumps({name: value for name, value in record.items() if name != "choice"}),
        lambda record: "[" * 100_000,
        lambda record: json.dumps(record | {"source": 5}),
        lambda record: json.dumps(record | {"seeds": 10_000, "axes": [{"name": "l2", "pieces": [*range(101)]}]}),
    ],
)
def test_a_spoilt_file_is_refused_by_its_name(sweep_store, spoil) -> None:
    sweep_store.put(stored("mine", "l2=0"))
    path = sweep_store.folder / "mine.json"
    path.write_text(spoil(json.loads(path.read_text())))
    with pytest.raises(RunStoreError) as caught:
        sweep_store.get("mine")
    assert str(path) in str(caught.value)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_what_is_no_file_of_a_sweep_is_no_sweep(sweep_store) -> None:
    sweep_store.put(stored("mine", "l2=0"))
    os.mkfifo(sweep_store.folder / "pipe.json")
    (sweep_store.folder / "link.json").symlink_to("nowhere")
    (sweep_store.folder / "folder.json").mkdir()
    (sweep_store.folder / f"{'long' * 20}.json").write_bytes(b"{}")
    (sweep_store.folder / os.fsdecode("\u202emine.json".encode())).write_bytes(b"{}")
    assert sweep_store.names() == ("mine",)
    with pytest.raises(SettingError, match="must be one that was begun"):
        sweep_store.get("pipe")  # which would be waited for
    assert sweep_store.free_name() == "sweep-1"


def test_a_folder_that_cannot_be_written_is_told(tmp_path) -> None:
    (tmp_path / "sweeps").write_text("a file")
    with pytest.raises(RunStoreError, match="Sweeps must be kept in a folder that can be written"):
        SweepStore(tmp_path).put(stored("mine", "l2=0"))


def test_where_letters_and_capitals_are_the_same_a_name_is_taken_in_both(sweep_store, monkeypatch) -> None:
    """As on vfat, Windows and macOS: the file of "grid" is found under "Grid" too."""
    sweep_store.put(stored("grid", "l2=0,1"))
    whole = SweepStore._path
    monkeypatch.setattr(SweepStore, "_path", lambda store, name: whole(store, name.lower()))
    with pytest.raises(SettingError, match=r"must be one that no other has\. Got 'Grid'"):
        sweep_store.put(stored("Grid", "l2=0,1"))
    sweep_store.put(stored("grid", "l2=0,1"))
    assert sweep_store.names() == ("grid",)


@pytest.mark.parametrize("name", ["con", "NUL", "com1", "aux.1"])
def test_devices_of_windows_are_no_names(sweep_store, name: str) -> None:
    with pytest.raises(SettingError, match="must not be that of a device of Windows"):
        sweep_store.put(stored(name, "l2=0,1"))
