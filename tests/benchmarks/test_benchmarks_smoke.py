"""The benchmarks run, and say what they found on one page; no time is asserted, and none of the others is needed."""

import importlib
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from mlp_engine.datasets.dataset import Dataset

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
Load = Callable[[str], ModuleType]


class OneTurn:
    """A connection over which just one turn is asked for."""

    def __init__(self) -> None:
        self.sent: list[float] = []

    def send(self, value: float) -> None:
        self.sent.append(value)

    def recv(self) -> int | None:
        return 1 if len(self.sent) == 1 else None


class PlaysHere:
    """A contender without a process: every turn plays the case from its beginning."""

    def __init__(
        self, name: str, play: Callable[[Any, Any], None], *, chooses: bool = True, of_processor: bool = False
    ) -> None:
        self.name, self.play, self.chooses = name, play, chooses

    def begin(self, case: object) -> None:
        self.case = case

    def turn(self, threads: int) -> float:
        connection = OneTurn()
        self.play(self.case, sys.modules["measuring"].Turns(connection))
        assert connection.sent[0] == 0.0
        assert len(connection.sent) == 2
        return connection.sent[1]

    def end(self) -> None:
        pass

    def close(self) -> None:
        pass


@pytest.fixture
def benchmarks(monkeypatch: pytest.MonkeyPatch) -> Iterator[Load]:
    """Imports a benchmark as its command does, and forgets it afterwards."""
    if not BENCHMARKS.is_dir():
        pytest.skip("The folder benchmarks must stand beside the tests. It does not.")
    before = set(sys.modules)
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    yield importlib.import_module
    for name in (set(sys.modules) - before) & {path.stem for path in BENCHMARKS.glob("*.py")}:
        del sys.modules[name]


@pytest.fixture
def load(benchmarks: Load, monkeypatch: pytest.MonkeyPatch, striped_digits: Dataset) -> Load:
    """Imports a benchmark for two hundred samples, this process and no other library."""
    measuring = benchmarks("measuring")
    monkeypatch.setattr(measuring, "all_digits", lambda: striped_digits)
    monkeypatch.setattr(measuring, "limit_blas", lambda threads: None)
    monkeypatch.setattr(measuring, "installed", lambda *names: False)
    monkeypatch.setattr(measuring, "Contender", PlaysHere)
    return benchmarks


def training(load: Load) -> dict[str, Any]:
    case = load("peers").TrainingCase
    rows = [
        case((12,), 30, samples=100),
        case((12, 11), 32, activation="sigmoid", optimizer="adam", l2=5.0, samples=64),
        case((12,), 20, augmentation="elastic", samples=20),
    ]
    return load("training").measure(rows, 2, 16)


def inference(load: Load) -> dict[str, Any]:
    return load("inference").measure([(12,), (11, 13)], 2, {1: 3, 100: 100, 10_000: 200})


def scaling(load: Load) -> dict[str, Any]:
    case = load("peers").TrainingCase
    sweeps = {what: {n: case((n,), 20, samples=40) for n in (8, 16, 32)} for what in load("scaling").SWEEPS}
    return load("scaling").measure(sweeps, 1)


def augmentation(load: Load) -> dict[str, Any]:
    return load("augmentation").measure(1, 1, load("peers").TrainingCase((12,), 20, samples=40))


def memory(load: Load, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    module = load("memory")
    monkeypatch.setattr(module, "in_a_fresh_process", lambda work, case: work(case))
    return module.measure([load("peers").TrainingCase((12,), 20, samples=40)])


def test_both_readers_of_csv_read_the_same_files(load) -> None:
    csv_reading = load("csv_reading")
    results = csv_reading.measure(1, {"whole numbers": 30, "shares of ink": 20})
    assert [row["samples"] for row in results["rows"]] == [30, 20]
    assert all(row["ours"] > 0 and row["loadtxt"] > 0 and row["bytes"] > 40_000 for row in results["rows"])
    assert "| 30 images, whole numbers" in csv_reading.section(results)
    slow = {"rows": [{"name": "whole numbers", "ours": 1.31, "loadtxt": 1.0}]}
    assert not csv_reading.goals(slow)[0].met


def test_a_committee_and_its_members_read_in_turn(load) -> None:
    committee = load("committee")
    results = committee.measure(((12,), (11, 13)), 1, {1: 3, 100: 200})
    assert [(row["case"]["hidden"], row["case"]["count"]) for row in results["rows"]] == [
        ((12,), 1), ((12,), 100), ((11, 13), 1), ((11, 13), 100),
    ]  # fmt: skip
    assert all(row["committee"] > 0 and row["members"] > 0 for row in results["rows"])
    assert "| 784-11-13-10 | 100 |" in committee.section(results)
    assert not committee.goals({"rows": [{"committee": 1.1, "members": 1.0}]})[0].met


def test_a_folder_of_pictures_is_read_by_both(load) -> None:
    folders = load("picture_folders")
    results = folders.measure(1, 12)
    assert results["rows"][0]["pictures"] == 12
    assert min(results["rows"][0]["ours"], results["rows"][0]["pillow"]) > 0
    assert "| 12 |" in folders.section(results)
    assert not folders.goals({"rows": [{"pictures": 12, "ours": 1.31, "pillow": 1.0}]})[0].met


def test_practice_digits_are_drawn_and_found_again(load, monkeypatch) -> None:
    digits = load("practice_digits")
    monkeypatch.setattr(digits, "in_a_fresh_cache", digits.wait_for)
    results = digits.measure(1, [30])
    assert min(results["rows"][0]["drawn"], results["rows"][0]["kept"]) > 0
    assert "| 30 |" in digits.section(results)
    assert not digits.goals({"rows": [{"count": 2000, "drawn": 1.6, "kept": 0.1}]})[0].met
    assert not digits.goals({"rows": [{"count": 2000, "drawn": 1.4, "kept": 0.4}]})[0].met


def test_pictures_are_read_from_their_files(load, monkeypatch) -> None:
    picture_reading = load("picture_reading")
    monkeypatch.setattr(picture_reading, "PHOTO", (400, 300))
    results = picture_reading.measure(1)
    assert [row["file"] for row in results["rows"]] == ["photo.jpg", "turned.jpg", "crop.png"]
    assert all(row["ours"] > 0 for row in results["rows"])
    assert "| crop of 28×28 pixels" in picture_reading.section(results)
    slow = {"rows": [{"file": "crop.png", "ours": 0.011}]}
    assert not picture_reading.goals(slow)[0].met


def test_training_gives_every_contender_its_turns(load) -> None:
    results = training(load)
    assert [row["case"]["name"] for row in results["rows"]] == ["784-12-10", "784-12-11-10", "784-12-10"]
    for row in results["rows"]:
        assert set(row["found"]) == {"ours", "ceiling"}
        assert all(len(found["seconds"]) == 2 and min(found["seconds"]) > 0 for found in row["found"].values())
    # Forward, gradient, and the error of the first hidden layer: of the first layer 2 products, of the second 3.
    assert results["rows"][0]["case"]["flops"] == 2 * 100 * (2 * 784 * 12 + 3 * 12 * 10)


@pytest.mark.parametrize(
    ("hidden", "ours", "torch", "met"),
    [
        ((100,), 1.0, 1.31, True),  # far from the ceiling, but ahead of the others
        ((100,), 1.0, 1.29, False),
        ((800,), 1.0, 1.31, False),  # ahead of the others, but a wide network may not be so far from the ceiling
        ((800,), 0.58, 0.5, False),
        ((800,), 0.55, 0.5, True),  # behind the others, but at the ceiling
    ],
)
def test_a_row_reaches_its_goal_by_either_way_and_a_wide_one_never_below_the_floor(
    load, hidden, ours, torch, met
) -> None:
    case = {"hidden": hidden, "batch": 128, "augmentation": "none", "samples": 60_000, "flops": 1e9}
    seconds = {"ours": ours, "torch": torch, "sklearn": 2.0, "ceiling": 0.5}
    found = {name: {"threads": 2, "seconds": [value]} for name, value in seconds.items()}
    row = load("training").Row({"case": case, "found": found})
    assert row.met is met
    assert row.gain == pytest.approx(torch / ours)


def test_fewer_samples_are_scaled_to_sixty_thousand(load) -> None:
    case = {"hidden": (30,), "batch": 10, "augmentation": "none", "samples": 600, "flops": 2e6}
    found = {name: {"threads": 1, "seconds": [0.01, 0.02, 0.09]} for name in ("ours", "ceiling")}
    row = load("training").Row({"case": case, "found": found})
    assert row.seconds == {"ours": pytest.approx(2.0), "ceiling": pytest.approx(2.0)}
    assert row.gflops == pytest.approx(0.1)


def test_the_exponent_is_that_of_the_curve(load) -> None:
    points = [{"value": n, "ours": 3e-6 * n**1.5} for n in (10, 100, 1000)]
    assert load("scaling").exponent(points, "ours") == pytest.approx(1.5)


def test_what_a_training_needs_is_counted_by_hand(load) -> None:
    case = load("peers").TrainingCase((5,), 20, optimizer="adam", samples=40)
    parameters = 784 * 5 + 5 + 5 * 10 + 10
    assert load("memory").needed_bytes(case) == {
        "data": 40 * 784 + 40 * 8,
        "parameters": 4 * parameters * 5,  # weights, gradients, the best kept, and Adam's two means
        "minibatch": 4 * 20 * (784 + 5 + 10),
    }


def test_all_results_come_together_on_one_page(load, monkeypatch, tmp_path) -> None:
    load("measuring").write(training(load), tmp_path / "training.json")
    load("measuring").write(inference(load), tmp_path / "inference.json")
    load("measuring").write(scaling(load), tmp_path / "scaling.json")
    load("measuring").write(augmentation(load), tmp_path / "augmentation.json")
    load("measuring").write(memory(load, monkeypatch), tmp_path / "memory.json")
    notes = tmp_path / "notes.md"
    notes.write_text("# memory\n\nWhat a person says to it.\n", encoding="utf-8")
    page = load("page")
    text = page.page(page.read(tmp_path), page.read_notes(notes))
    chapters = [line.removeprefix("## ") for line in text.splitlines() if line.startswith("## ")]
    assert chapters == ["Goals", "Training", "Answers", "How the time grows", "Distortions", "Memory"]
    assert "| 784-12-11-10, 32 | sigmoid, adam, L2 5 |" in text
    assert "What a person says to it." in text
    assert "| data | striped digits |" in text
    assert "[Goals](#goals) · [Training](#training) · [Answers](#answers) · [How the time grows](#how-the-time" in text
    tried = page.page(page.read(tmp_path), page.read_notes(notes), tried="A way that was slower.")
    assert tried.index("## Memory") < tried.index("## What was tried\n\nA way that was slower.")
    goals = [goal for name, found in page.read(tmp_path).items() for goal in page.chapter(name).goals(found)]
    assert len(goals) == 4
    assert text.count("of 3 rows") == 1

    elsewhere = json.loads((tmp_path / "training.json").read_text(encoding="utf-8"))
    (tmp_path / "other").mkdir()
    elsewhere["machine"]["Processor"] = "Another"
    (tmp_path / "other" / "training.json").write_text(json.dumps(elsewhere), encoding="utf-8")
    text = page.page(page.read(tmp_path), page.read_notes(notes), page.read_others(tmp_path))
    assert text.count("of 3 rows") == 2
    assert text.index("## Training") < text.index("### Training, Another") < text.index("## Answers")
    assert "| Processor | Another |" in text


def test_every_way_to_work_out_a_product_gives_the_same(load) -> None:
    products = load("products")
    gemm = load("mlp_engine.fast.blas").blas(np.empty(0, np.float32)).gemm
    if gemm is None:
        pytest.skip("numpy is not built on the OpenBLAS of its wheels here")
    kept, calls = products.ways((5, 7, 3), {"numpy's BLAS": gemm, "another": gemm})
    for way in range(4):
        a, delta, w, gradient, before, z = kept[6 * way : 6 * way + 6]
        added = gradient + np.float32(1e-6) * (a.T @ delta)
        for call in list(calls.values())[3 * way : 3 * way + 3]:
            call()
        for found, expected in ((z, a @ w), (gradient, added), (before, delta @ w.T)):
            np.testing.assert_allclose(found, expected, rtol=1e-5)


def test_the_page_tells_of_the_window_without_qt(load, monkeypatch, tmp_path) -> None:
    monkeypatch.setitem(sys.modules, "PySide6", None)
    starts = {"bare window": {"painted": [0.1] * 3, "quiet": [0.2] * 3}}
    start = {"results": starts, "goal": 1.6, "ratio": 1.7, "machine": {}}
    delay = {"situation": "at rest", "frames": 1800, "median": 0.4, "p99": 8.5, "max": 20.0}
    frames = {"results": [delay], "goal": 16.0, "machine": {}}
    curve = {"goal": 3.0, "drawn": [1.0, 1.25, 1.5], "seen": [2.0, 2.5, 2.75], "machine": {}}
    (tmp_path / "first_curve.json").write_text(json.dumps(curve), encoding="utf-8")
    (tmp_path / "start.json").write_text(json.dumps(start), encoding="utf-8")
    (tmp_path / "frame_delay.json").write_text(json.dumps(frames), encoding="utf-8")
    page = load("page")
    text = page.page(page.read(tmp_path), {})
    assert "| bare window | 3 | 100 | 100 | 100 | 200 |" in text
    assert "| the first epoch shown | 3 | 2.00 | 2.50 | 2.75 |" in text
    assert "| From Start to the first curve | at most 3 s | 2.50 s | met |" in text
    assert "| at rest | 1,800 | 0.4 | 8.5 | 20.0 | met |" in text
    assert "| at most 1.6× a bare window | 1.70× | **short** |" in text
    assert "| 99 % at most 16 ms late | 8.5 ms | met |" in text


def test_the_notes_speak_of_benchmarks_that_there_are(load) -> None:
    page = load("page")
    assert set(page.read_notes(page.NOTES)) <= set(page.ORDER)


def test_a_contender_plays_in_a_process_of_its_own(benchmarks) -> None:
    measuring, peers = benchmarks("measuring"), benchmarks("peers")
    contender = measuring.Contender("ceiling", peers.products_only)
    found = measuring.interleave([contender], 8, 2)
    contender.close()
    assert found.keys() == {"ceiling"}
    assert len(found["ceiling"]["seconds"]) == 2
    assert 1 <= found["ceiling"]["threads"] <= measuring.cores()


@pytest.mark.parametrize(
    ("library", "module", "play"),
    [("torch", "peers", "train_torch"), ("jax", "jax_peers", "train_jax"), ("sklearn", "peers", "train_sklearn")],
)
def test_the_others_train_an_epoch(load, library, module, play) -> None:
    pytest.importorskip(library)
    peers = load("peers")
    for more in ({}, {"optimizer": "momentum", "l2": 5.0}, {"optimizer": "adam", "activation": "sigmoid"}):
        contender = PlaysHere(library, getattr(load(module), play))
        contender.begin(peers.TrainingCase((12,), 20, samples=40, **more))
        assert contender.turn(1) > 0


def test_pytorch_bends_as_far_as_the_engine(load) -> None:
    """Both are to do the same work: an image of a slope, where displacements show as changes of the ink."""
    torch = pytest.importorskip("torch")
    from mlp_engine.augmentation import Augmentation

    slope = np.tile(np.linspace(0, 1, 28, dtype=np.float32), (2000, 28, 1)).reshape(2000, 784)
    theirs = load("peers").torch_distortion("elastic")(torch.from_numpy(slope)).numpy()
    ours = slope.copy()
    Augmentation("elastic", 784).distort(ours, np.random.default_rng(0))
    middle = 14 * 28 + 14
    assert theirs[:, middle].std() == pytest.approx(ours[:, middle].std(), rel=0.1)
