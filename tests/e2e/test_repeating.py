"""A run repeated with five seeds: trained one after the other, kept as belonging together, shown as a band."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QTableWidget, QWidget

from mlp_desktop.app import Desktop
from mlp_engine.runs import RunStore, StoredRun, runs_folder

from .acting import button, click, wait_for_training

LEFT = Qt.MouseButton.LeftButton
SHORT = {"epochs": "3", "hidden": "30", "batch_size": "5", "l2": "0", "validation": "0.2", "seed": "3"}


@pytest.fixture
def trained(qtbot, ready: Desktop) -> Desktop:
    """The Runs tab with one finished run of seed 3 on a noisy slice of the small folder, chosen."""
    window = ready.window
    window.train_tab.form.set_values(SHORT | {"slice": "random", "count": "100", "label_noise": "0.1"})
    click(qtbot, ready, "trainStart")
    wait_for_training(qtbot, ready)
    window.tabs.setCurrentWidget(window.runs_tab)
    return ready


def repetitions() -> list[StoredRun]:
    """The runs that are kept, but for the one that was repeated, oldest first."""
    store = RunStore(runs_folder())
    return [store.run(run.id) for run in store.runs()][-2::-1]


def test_five_seeds_are_trained_kept_together_and_shown_as_a_band(qtbot, trained) -> None:
    click(qtbot, trained, "runSeeds")
    assert trained.window.tabs.currentWidget() is trained.window.train_tab
    wait_for_training(qtbot, trained)
    kept, (first, *_) = repetitions(), RunStore(runs_folder()).runs()[::-1]
    assert [run.summary.training.seed for run in kept] == [4, 5, 6, 7, 8]
    assert [run.summary.choice.seed for run in kept] == [4, 5, 6, 7, 8]
    assert {run.summary.series for run in kept} != {""}
    assert len({run.summary.series for run in kept}) == 1
    assert first.series == ""
    name = "784-30-10 on striped, training set, random 100, label noise 0.1"
    assert first.name == f"{name}, seed 3"
    assert [run.summary.name for run in kept] == [f"{name}, seed {seed}" for seed in (4, 5, 6, 7, 8)]
    assert {run.summary.outcome for run in kept} == {"finished"}
    assert not any(run.summary.running for run in kept)

    trained.window.tabs.setCurrentWidget(trained.window.runs_tab)
    tab = trained.window.runs_tab
    assert sorted(tab.list.runs()) == [run.summary.id for run in kept]
    (shown,) = tab.loss_overlay._runs
    losses = np.array([[record.validation_loss for record in run.history.epochs] for run in kept])
    assert np.allclose(shown.values, np.median(losses, axis=0))
    assert np.allclose(shown.low, losses.min(axis=0))
    assert np.allclose(shown.high, losses.max(axis=0))
    assert tab.loss_overlay.findChild(QWidget, "bandKey").accessibleName() == "5 seeds, median and range"
    table = trained.window.findChild(QTableWidget, "runDetails")
    cells = {table.item(row, 0).text(): table.item(row, 1).text() for row in range(table.rowCount())}
    errors = [1 - run.history.best.validation_accuracy for run in kept]
    assert cells["Best error"] == f"{np.mean(errors):.2%} ± {np.std(errors, ddof=1):.2%}"
    assert cells["Seed"] == "4, 5, 6, 7, 8"

    tab.list.choose([kept[1].summary.id])
    click(qtbot, trained, "runSeries")
    assert sorted(tab.list.runs()) == [run.summary.id for run in kept]


def test_a_seed_gives_the_same_run_repeated_or_by_itself(qtbot, trained) -> None:
    trained.window.train_tab.form.set_values({"seed": "4"})
    trained.window.tabs.setCurrentWidget(trained.window.train_tab)
    click(qtbot, trained, "trainStart")
    wait_for_training(qtbot, trained)
    alone = repetitions()[-1]
    trained.window.tabs.setCurrentWidget(trained.window.runs_tab)
    trained.window.runs_tab.list.choose([1])
    click(qtbot, trained, "runSeeds")
    wait_for_training(qtbot, trained)
    repeated = repetitions()[1]
    assert repeated.summary.data_sha256 == alone.summary.data_sha256
    assert [epoch.training_loss for epoch in repeated.history.epochs] == [
        epoch.training_loss for epoch in alone.history.epochs
    ]


def make_it_long(desktop: Desktop) -> None:
    """Let what is repeated take for ever."""
    run = desktop.runs._chosen[0]
    training = replace(run.summary.training, epochs=100_000)
    desktop.runs._chosen[0] = replace(run, summary=replace(run.summary, training=training))


def in_second_seed(qtbot, desktop: Desktop) -> None:
    """Stop at the second of five seeds, once it has finished an epoch."""
    qtbot.waitUntil(lambda: len(repetitions()) == 2 and bool(repetitions()[1].history.epochs), timeout=30_000)


def test_progress_says_which_seed_it_is_and_stop_ends_all_and_keeps_what_was_done(qtbot, trained, monkeypatch) -> None:
    said: list[str] = []
    show = trained.window.train_tab.show_progress
    monkeypatch.setattr(
        trained.window.train_tab, "show_progress", lambda share, text: (said.append(text), show(share, text))
    )
    begin = trained.training.repeat

    def repeat(run, seed, label, place) -> None:
        make_it_long(trained)
        begin(trained.runs._chosen[0] if seed == 5 else run, seed, label, place)

    monkeypatch.setattr(trained.training, "repeat", repeat)
    click(qtbot, trained, "runSeeds")
    in_second_seed(qtbot, trained)
    qtbot.waitUntil(lambda: any(text.startswith("seed 2 of 5 · epoch ") for text in said), timeout=20_000)
    assert any(text.startswith("seed 1 of 5 · ") for text in said)
    trained.window.tabs.setCurrentWidget(trained.window.runs_tab)
    waiting = [button(trained, name) for name in ("runRepeat", "runSeeds", "runGoOn")]
    for other in waiting:
        assert not other.isEnabled()
        assert "A run is being trained. Stop it first, or wait." in other.toolTip()
    trained.window.tabs.setCurrentWidget(trained.window.train_tab)
    click(qtbot, trained, "trainStop")
    wait_for_training(qtbot, trained)
    kept = repetitions()
    assert [run.summary.outcome for run in kept] == ["finished", "stopped"]
    assert all(run.best_weights is not None for run in kept)
    qtbot.wait(300)
    assert not trained.training.is_running
    assert len(repetitions()) == 2
    trained.window.tabs.setCurrentWidget(trained.window.runs_tab)
    trained.window.runs_tab.list.choose([kept[1].summary.id])
    assert [other.isEnabled() for other in waiting] == [True, True, True]
    assert "Copy the settings of this run" in waiting[0].toolTip()
    assert "Resume this run where it was" in waiting[2].accessibleDescription()
    ended = "The repetition has ended: 2 of 5 seeds are kept in the Runs tab."
    assert any(label.text() == ended for label in trained.window.train_tab.findChildren(QLabel))


def test_closing_in_the_middle_ends_all(qtbot, trained, monkeypatch) -> None:
    monkeypatch.setattr(trained.window, "ask", lambda *_: True)
    make_it_long(trained)
    click(qtbot, trained, "runSeeds")
    qtbot.waitUntil(lambda: bool(repetitions()) and bool(repetitions()[0].history.epochs), timeout=30_000)
    trained.window.close()
    qtbot.waitUntil(lambda: not trained.window.isVisible(), timeout=20_000)
    assert not trained.training.is_running
    assert [run.summary.outcome for run in repetitions()] == ["stopped"]
    assert not repetitions()[0].summary.running


def test_a_seed_that_cannot_be_trained_ends_the_repetition_with_one_sentence(
    qtbot, trained, told, digits_folder
) -> None:
    (digits_folder / "train-images-idx3-ubyte").unlink()
    click(qtbot, trained, "runSeeds")
    wait_for_training(qtbot, trained)
    assert len(told) == 1
    assert repetitions() == []
    trained.window.tabs.setCurrentWidget(trained.window.runs_tab)
    assert button(trained, "runSeeds").isEnabled()
