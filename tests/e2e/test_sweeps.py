"""The Sweeps tab: a sweep planned, started, watched, stopped, gone on with and looked at again, and its best used."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit

from mlp_desktop.app import Desktop
from mlp_desktop.controllers.kit import data_chooser
from mlp_desktop.controllers.window.shutdown import SWEEP_QUESTION
from mlp_desktop.views.sweeps.sweep_results import CURVES, HEAT_MAP, LINES
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.runs import RunStore, runs_folder
from mlp_engine.sources import load_source
from mlp_engine.sweeps import StoredSweep, Sweep, SweepStore, WorkerPool, cluster, parse_axis, run_sweep

from .acting import button, choose, click, text, type_in

LEFT = Qt.MouseButton.LeftButton
TINY = {
    "base": "small",
    "setting1": "l2",
    "values1": "0, 1",
    "setting2": "hidden",
    "values2": "10, 20",
    "epochs": "2",
    "seeds": "1",
    "workers": "1",
}
QUICK_THEN_SLOW = {"setting1": "hidden", "values1": "10, 1000-1000", "setting2": "", "epochs": "80"}
"""A training of a moment, and one of some seconds: long enough to be stopped on a busy machine too."""
QUICK_THEN_LONG = QUICK_THEN_SLOW | {"values1": "10, 2000-2000"}
"""The second takes some ten seconds: it is closed long before its end."""


@pytest.fixture
def comparing(ready: Desktop, digits_folder: Path) -> Desktop:
    """The Sweeps tab with a tiny sweep of L2 and layers on the small folder in its form."""
    window = ready.window
    window.tabs.setCurrentWidget(window.compare_tab)
    window.compare_tab.form.set_values(TINY | {"data": str(digits_folder)})
    return ready


@pytest.fixture
def keep(digits_folder: Path) -> Callable[..., None]:
    """Keeps a sweep as the program would, but trained here, for to start processes takes a while."""

    def run(name: str, *axes: str, seeds: int = 1) -> None:
        data, store = load_source(str(digits_folder)), RunStore(runs_folder())
        network = NetworkConfig(hidden=(10,))
        training = TrainingConfig(epochs=2, validation=0.2, learning_rate=0.5)
        stored = StoredSweep(
            name, Sweep(tuple(map(parse_axis, axes)), network, training, seeds), str(digits_folder), SampleChoice()
        )
        SweepStore(store.folder).put(stored)
        with ThreadPoolExecutor(1) as executor:
            pool = WorkerPool(name, executor, data, 1, lambda: None)
            run_sweep(stored.sweep, data, pool, store, name=name, source=stored.source, choice=stored.choice)

    return run


@pytest.fixture
def kept(qtbot, ready: Desktop, keep) -> Desktop:
    """The Sweeps tab with a kept sweep of L2 and layers, two seeds a point."""
    keep("sweep-1", "l2=0,1", "hidden=10,20", seeds=2)
    ready.window.tabs.setCurrentWidget(ready.window.compare_tab)
    wait(qtbot, ready)
    return ready


def wait(qtbot, desktop: Desktop) -> None:
    qtbot.waitUntil(lambda: not desktop.sweeps.is_running, timeout=30_000)


def begin(qtbot, desktop: Desktop) -> None:
    desktop.sweeps.plan.order()  # looks at the form, as a moment after typing
    click(qtbot, desktop, "sweepStart")


def begin_the_slow_one(qtbot, desktop: Desktop, values: dict[str, str] = QUICK_THEN_SLOW) -> None:
    """Start a sweep, and wait until its first training is done and its second goes on."""
    desktop.window.compare_tab.form.set_values(values)
    begin(qtbot, desktop)
    qtbot.waitUntil(lambda: text(desktop, "sweepStatus").startswith("1 of 2 trainings"), timeout=30_000)
    qtbot.wait(200)


def children() -> set[int]:
    return {process.pid for process in multiprocessing.active_children() if process.pid is not None}


def outcomes() -> list[str | None]:
    return [run.outcome for run in reversed(RunStore(runs_folder()).runs())]


def test_an_empty_tab_says_what_a_sweep_is_and_offers_the_lesson(qtbot, desktop: Desktop) -> None:
    window = desktop.window
    window.tabs.setCurrentWidget(window.compare_tab)
    assert "trains one network for every combination" in text(desktop, "sweepEmpty")
    click(qtbot, desktop, "sweepTryLesson")
    values = window.compare_tab.form.values()
    assert (values["setting1"], values["setting2"], values["samples"]) == ("l1", "l2", "1000")
    assert values["data"] == "practice:2000", "MNIST is not there"
    assert "memorises them" in text(desktop, "sweepLessonWords")
    assert text(desktop, "sweepPlan").startswith("25 points × 3 seeds = 75 trainings")
    assert window.focusWidget() is button(desktop, "sweepStart")
    assert not desktop.sweeps.is_running


def test_the_lesson_is_about_mnist_where_that_is_there(qtbot, desktop: Desktop, monkeypatch) -> None:
    monkeypatch.setattr(data_chooser, "is_mnist_cached", lambda: True)
    desktop.training.data.offer()
    desktop.window.tabs.setCurrentWidget(desktop.window.compare_tab)
    click(qtbot, desktop, "sweepLesson")
    assert desktop.window.compare_tab.form.values()["data"] == "mnist"
    assert text(desktop, "sweepStatus") == "Press Start."
    assert button(desktop, "sweepStart").isEnabled()


def test_a_wrong_field_is_told_beside_it_and_nothing_can_be_started(qtbot, comparing) -> None:
    type_in(qtbot, comparing, "sweepValues1", "0, high")
    qtbot.waitUntil(lambda: not button(comparing, "sweepStart").isEnabled())
    assert "must be a number" in text(comparing, "sweepValues1Error")
    assert "must be a number" in comparing.window.findChild(QLineEdit, "sweepValues1").accessibleDescription()
    assert text(comparing, "sweepPlan") == ""
    type_in(qtbot, comparing, "sweepValues1", "0, 1, 5")
    qtbot.waitUntil(lambda: button(comparing, "sweepStart").isEnabled())
    assert text(comparing, "sweepValues1Error") == ""
    assert text(comparing, "sweepPlan").startswith("6 points, 6 trainings")


def test_another_setting_brings_an_example_of_its_values(qtbot, comparing) -> None:
    choose(comparing, "sweepSetting1", "optimizer")
    field = comparing.window.findChild(QLineEdit, "sweepValues1")
    assert (field.text(), field.placeholderText()) == ("", "sgd, momentum, nesterov, adam, adamw")
    qtbot.waitUntil(lambda: "at least one value" in text(comparing, "sweepValues1Error"))


def test_a_sweep_is_run_by_processes_shown_as_it_comes_in_and_kept(qtbot, comparing, told) -> None:
    before = children()
    begin(qtbot, comparing)
    assert not comparing.window.findChild(QLineEdit, "sweepEpochs").isEnabled()
    assert comparing.window.focusWidget() is button(comparing, "sweepStop")
    wait(qtbot, comparing)
    tab = comparing.window.compare_tab
    assert comparing.window.tabs.tabToolTip(comparing.window.tabs.indexOf(tab)) == "", (
        "whoever looks on needs no notice"
    )
    assert told == []
    assert text(comparing, "sweepStatus") == "Done: 4 trainings."
    assert text(comparing, "sweepHeadline").startswith("L2 strength × Hidden layers · 4 points")
    assert text(comparing, "sweepPoint").startswith("Best: L2 strength")
    assert "4 of 4 points are trained" in tab.results.heat_map.accessibleDescription()
    runs = RunStore(runs_folder()).runs()
    assert len(runs) == 4
    assert all(run.name.startswith("sweep-1: ") for run in runs)
    assert children() <= before, "no process is left"
    assert not button(comparing, "sweepGoOn").isEnabled()
    assert comparing.window.focusWidget() is button(comparing, "sweepStart")
    best = max(run.best_accuracy for run in runs)  # pyright: ignore[reportArgumentType]
    assert f"Validation {best:.2%}" in text(comparing, "sweepScores")


def test_whoever_looks_elsewhere_is_told_by_a_dot_that_a_sweep_is_done(qtbot, comparing) -> None:
    comparing.window.compare_tab.form.set_values({"setting2": "", "epochs": "1"})
    begin(qtbot, comparing)
    comparing.window.tabs.setCurrentWidget(comparing.window.draw_tab)
    wait(qtbot, comparing)
    place = comparing.window.tabs.indexOf(comparing.window.compare_tab)
    assert comparing.window.tabs.tabToolTip(place) == "Done: 2 trainings."
    comparing.window.tabs.setCurrentWidget(comparing.window.compare_tab)
    assert comparing.window.tabs.tabToolTip(place) == ""
    assert "2 points" in text(comparing, "sweepHeadline")


def test_a_stop_ends_what_is_trained_and_go_on_does_the_rest(qtbot, comparing) -> None:
    before = children()
    begin_the_slow_one(qtbot, comparing)
    assert not button(comparing, "sweepStart").isEnabled()
    click(qtbot, comparing, "sweepStop")
    wait(qtbot, comparing)
    assert children() <= before
    assert text(comparing, "sweepStatus").startswith("Stopped. What is done is kept.")
    assert "unfinished" in text(comparing, "sweepHeadline")
    assert outcomes() == ["finished", "stopped"]

    click(qtbot, comparing, "sweepGoOn")
    wait(qtbot, comparing)
    assert outcomes() == ["finished", "finished"], "the same runs, and no new ones"
    assert [run.epochs for run in RunStore(runs_folder()).runs()] == [80, 80]
    assert text(comparing, "sweepStatus") == "Done: 2 trainings."
    assert "unfinished" not in text(comparing, "sweepHeadline")


def test_a_process_that_dies_is_told_of_and_costs_nothing(qtbot, comparing, told) -> None:
    before = children()
    begin_the_slow_one(qtbot, comparing)
    (process,) = children() - before
    os.kill(process, signal.SIGKILL)
    wait(qtbot, comparing)
    assert told == []
    words = "Done: 2 trainings. 1 training had to be started again because the process died."
    assert text(comparing, "sweepStatus") == words
    assert outcomes() == ["finished", "finished"]


def test_closing_amid_a_sweep_asks_ends_its_process_and_keeps_what_is_done(qtbot, comparing, monkeypatch) -> None:
    before = children()
    begin_the_slow_one(qtbot, comparing, QUICK_THEN_LONG)
    asked: list[str] = []
    answers = iter((False, True))

    def ask(question: str, *_: str) -> bool:
        asked.append(question)
        return next(answers)

    monkeypatch.setattr(comparing.window, "ask", ask)
    comparing.window.close()
    assert comparing.window.isVisible()
    assert comparing.sweeps.is_sweeping
    comparing.window.close()
    qtbot.waitUntil(lambda: not comparing.window.isVisible(), timeout=5_000)
    assert asked == [SWEEP_QUESTION] * 2
    assert children() <= before
    assert outcomes() == ["finished", "stopped"]
    assert not any(run.running for run in RunStore(runs_folder()).runs())


def test_a_point_chosen_with_the_keyboard_or_the_mouse_shows_its_curves_and_its_runs(qtbot, kept) -> None:
    results = kept.window.compare_tab.results
    results.heat_map.setFocus()
    qtbot.keyClick(results.heat_map, Qt.Key.Key_Home)
    assert text(kept, "sweepPoint").startswith("Best: ")
    qtbot.keyClick(results.heat_map, Qt.Key.Key_Down)
    qtbot.keyClick(results.heat_map, Qt.Key.Key_Left)
    assert "L2 strength 0, Hidden layers 10" in text(kept, "sweepPoint")
    qtbot.keyClick(results.heat_map, Qt.Key.Key_Return)
    assert results.plot == CURVES
    assert "training" in results.curves.accessibleDescription()

    click(qtbot, kept, "sweepLinesSegment")
    assert results.plot == LINES
    worst = results.lines._data.ranking[-1]
    results.lines.setFocus()
    qtbot.keyClick(results.lines, Qt.Key.Key_End)
    assert results.lines.current == worst
    assert text(kept, "sweepPoint").startswith("Number 4 of 4")
    click(qtbot, kept, "sweepToBest")
    assert text(kept, "sweepPoint").startswith("Best: ")

    click(qtbot, kept, "sweepHeatmapSegment")
    assert results.plot == HEAT_MAP
    qtbot.mouseClick(results.heat_map, LEFT, pos=results.heat_map.cell_rect(1, 1).center().toPoint())
    assert "L2 strength 1, Hidden layers 20" in text(kept, "sweepPoint")
    click(qtbot, kept, "sweepRuns")
    assert kept.window.tabs.currentWidget() is kept.window.runs_tab
    chosen = [RunStore(runs_folder()).run(run).summary for run in kept.window.runs_tab.list.runs()]
    assert {(run.training.l2, run.network.hidden) for run in chosen} == {(1.0, (20,))}
    assert sorted(run.training.seed for run in chosen) == [0, 1]


def test_a_single_setting_is_a_plot_with_error_bars(qtbot, ready, keep) -> None:
    keep("sweep-1", "samples=20,40", seeds=2)
    ready.window.tabs.setCurrentWidget(ready.window.compare_tab)
    wait(qtbot, ready)
    results = ready.window.compare_tab.results
    assert results.error_bars.isVisible()
    assert not results.heat_map.isVisible()
    assert button(ready, "sweepHeatmapSegment").text() == "Points"
    assert "bars: ± standard deviation" in text(ready, "sweepExplained")
    assert "Training samples 20: Validation" in results.error_bars.accessibleDescription()
    qtbot.mouseClick(results.error_bars, LEFT, pos=results.error_bars.place_of(0).toPoint())
    assert "Training samples 20" in text(ready, "sweepPoint")
    qtbot.keyClick(results.error_bars, Qt.Key.Key_Return)
    assert results.plot == CURVES


def test_another_figure_is_told_in_every_cell(qtbot, kept) -> None:
    heat_map = kept.window.compare_tab.results.heat_map
    before = heat_map._data.texts
    choose(kept, "sweepMeasure", "gap")
    assert "percentage points" in text(kept, "sweepExplained")
    assert heat_map._data.texts != before
    assert not kept.window.findChild(QComboBox, "sweepFold").isVisible(), "nothing is folded with two settings"


def test_with_three_settings_two_are_chosen_and_the_third_is_folded(qtbot, ready, keep) -> None:
    keep("sweep-1", "l2=0,1", "hidden=10,20", "batch_size=5,10")
    ready.window.tabs.setCurrentWidget(ready.window.compare_tab)
    wait(qtbot, ready)
    heat_map = ready.window.compare_tab.results.heat_map
    assert "mean over the seeds, and over the other settings" in text(ready, "sweepExplained")
    choose(ready, "sweepAcross", "hidden")
    assert (heat_map._data.across, heat_map._data.down) == ("Hidden layers", "L2 strength")
    choose(ready, "sweepFold", "best")
    assert "at the best of the other settings" in text(ready, "sweepExplained")
    qtbot.mouseClick(heat_map, LEFT, pos=heat_map.cell_rect(0, 0).center().toPoint())
    assert "Minibatch size" in text(ready, "sweepPoint")
    assert heat_map.current == (0, 0)


def test_the_best_is_trained_for_real_with_the_epochs_and_samples_of_the_train_tab(qtbot, kept) -> None:
    kept.window.train_tab.form.set_values({"epochs": "17", "slice": "random", "count": "120"})
    row = kept.sweeps.display.row
    assert button(kept, "sweepTrain").text() == "Train the best for real"
    click(qtbot, kept, "sweepTrain")
    window = kept.window
    assert window.tabs.currentWidget() is window.train_tab
    values = window.train_tab.form.values()
    assert values["hidden"] == str(row.values["hidden"][0])
    assert float(values["l2"]) == row.values["l2"]
    assert (values["epochs"], values["slice"], values["count"]) == ("17", "random", "120")
    assert button(kept, "trainStart").isEnabled()
    assert "Press Start to train for real with L2" in text(kept, "trainStatus")

    window.tabs.setCurrentWidget(window.compare_tab)
    click(qtbot, kept, "sweepUse")
    assert kept.session.in_use.network.config.hidden == row.values["hidden"]
    assert kept.session.in_use.name.startswith("sweep-1: ")


def test_the_newest_sweep_is_shown_and_another_can_be_chosen(qtbot, ready, keep) -> None:
    keep("first", "l2=0,1,2")
    path = SweepStore(runs_folder()).folder / "first.json"
    os.utime(path, (1, 1))
    keep("second", "l2=0,1")
    ready.window.tabs.setCurrentWidget(ready.window.compare_tab)
    wait(qtbot, ready)
    assert "2 points" in text(ready, "sweepHeadline")
    assert not button(ready, "sweepGoOn").isEnabled()
    box = ready.window.findChild(QComboBox, "sweepList")
    assert [box.itemText(place) for place in range(box.count())] == ["second", "first"]
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Down)
    wait(qtbot, ready)
    assert "3 points" in text(ready, "sweepHeadline")


def test_a_sweep_whose_file_is_damaged_is_told_and_the_others_can_be_shown(qtbot, kept, told) -> None:
    (SweepStore(runs_folder()).folder / "broken.json").write_text("{")
    kept.window.tabs.setCurrentWidget(kept.window.train_tab)
    kept.window.tabs.setCurrentWidget(kept.window.compare_tab)
    box = kept.window.findChild(QComboBox, "sweepList")
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Up)
    wait(qtbot, kept)
    assert "broken.json" in told[0]
    assert box.currentText() == "sweep-1"
    assert "4 points" in text(kept, "sweepHeadline")


def test_data_that_cannot_be_read_is_told_and_the_form_comes_back(qtbot, comparing, told, digits_folder) -> None:
    for path in digits_folder.iterdir():
        path.write_bytes(b"nothing")
    begin(qtbot, comparing)
    wait(qtbot, comparing)
    assert len(told) == 1
    assert button(comparing, "sweepStart").isEnabled()
    assert comparing.window.findChild(QLabel, "sweepEmpty").isVisible()


def test_a_cluster_that_is_not_there_is_told(qtbot, comparing, told, monkeypatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr(cluster, "SECONDS_TO_CONNECT", 0.3)
    type_in(qtbot, comparing, "sweepScheduler", "tcp://127.0.0.1:9")
    begin(qtbot, comparing)
    assert not comparing.window.findChild(QLineEdit, "sweepWorkers").isEnabled()
    wait(qtbot, comparing)
    assert "scheduler" in told[0]
