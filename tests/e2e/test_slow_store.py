"""A store of runs on a disk that does not answer: it is read and written in threads, and holds up nothing else."""

from unittest.mock import Mock

import numpy as np
import pytest
from PySide6.QtWidgets import QComboBox

from mlp_desktop.app import Desktop
from mlp_desktop.controllers.kit import kept_network
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.errors import RunStoreError, WeightsReadError
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.runs import RunStore, runs_folder
from mlp_engine.runs.run_files import RunFiles
from mlp_engine.training.history import EpochRecord
from mlp_engine.weights.model_card import ModelCard

from .acting import button, click, text
from .test_runs import cells, click_row, look


@pytest.fixture
def kept(desktop: Desktop, striped_digits: Dataset, small_network: Network) -> Desktop:
    """Two runs with weights."""
    store = RunStore(runs_folder())
    (store.folder / "weights").mkdir()
    for number in range(2):
        network, training = small_network.config, TrainingConfig(epochs=1, l2=float(number))
        run = store.begin(network, training, striped_digits, name=f"run {number}")
        store.add_epoch(run, EpochRecord(1, 0.5, 0.8, 0.6, 0.7, 0.0, 0.1, 1.0))
        RunFiles(store.folder, run).keep_weights("best", small_network, ModelCard())
    return desktop


@pytest.fixture
def small_network() -> Network:
    return Network.initialise(NetworkConfig(hidden=(5,)), np.random.default_rng(1))


def wait(qtbot, desktop: Desktop) -> None:
    qtbot.waitUntil(lambda: not desktop.runs.is_running and not desktop.examination.is_running, timeout=20_000)


def test_the_list_and_the_chosen_runs_come_when_the_disk_answers(qtbot, kept, stands_still) -> None:
    with stands_still((RunStore, "listed"), (RunStore, "find")):
        look(kept)
        assert kept.runs.is_running
        assert text(kept, "runsEmpty") == "Reading the runs…"
        kept.window.tabs.setCurrentWidget(kept.window.draw_tab)  # and the window goes on
        look(kept)
        kept.runs.choose([1])
        assert cells(kept) == []
    wait(qtbot, kept)
    assert [row[1] for row in cells(kept)] == ["run 1", "run 0"]
    assert kept.window.runs_tab.list.runs() == [1]
    with stands_still((RunStore, "find")):
        kept.window.runs_tab.list.choose([2, 1])
        assert text(kept, "runHeading") == "Reading 2 runs…"
        assert not button(kept, "runDelete").isEnabled()
    wait(qtbot, kept)
    assert button(kept, "runDelete").isEnabled()


def test_what_was_asked_for_is_written_in_order_even_if_the_window_closes(qtbot, kept, told, stands_still) -> None:
    look(kept)
    wait(qtbot, kept)
    click_row(qtbot, kept, 0)
    wait(qtbot, kept)
    with stands_still((RunStore, "star"), (RunStore, "delete")):
        click(qtbot, kept, "runStar")
        click(qtbot, kept, "runDelete")
        assert [run.id for run in RunStore(runs_folder()).runs()] == [2, 1]
        kept.shutdown.close_now()
        assert kept.window.isVisible(), "it waits for what is being written"
    qtbot.waitUntil(lambda: not kept.window.isVisible(), timeout=20_000)
    (deleted,) = RunStore(runs_folder()).runs(deleted=True)
    assert (deleted.id, deleted.star, told) == (2, True, [])


def test_examine_offers_the_runs_when_the_disk_answers(qtbot, kept, stands_still) -> None:
    chooser = kept.window.findChild(QComboBox, "examineNetwork")
    with stands_still((RunStore, "listed")):
        kept.examination.choose_run(1)
        assert chooser.count() == 1
    wait(qtbot, kept)
    assert chooser.count() == 3
    assert chooser.currentText() == "Run 1: run 0, best weights"


def test_a_network_that_could_not_be_read_is_not_said_to_be_read_still(
    qtbot, kept, told, monkeypatch, stands_still
) -> None:
    look(kept)
    wait(qtbot, kept)
    click_row(qtbot, kept, 0)
    wait(qtbot, kept)
    monkeypatch.setattr(kept_network, "load_for_pad", Mock(side_effect=WeightsReadError("The disk was pulled out.")))
    with stands_still((kept_network, "load_for_pad")):
        click(qtbot, kept, "runUse")
        assert text(kept, "runsStatus") == "Reading the network…"
    wait(qtbot, kept)
    assert (told, text(kept, "runsStatus")) == (["The disk was pulled out."], "")


def test_pressed_twice_delete_and_undo_each_do_what_is_next(qtbot, kept, told, stands_still) -> None:
    """And not the same twice, because the disk has not yet done the first."""
    look(kept)
    wait(qtbot, kept)
    for row in (0, 0):
        click_row(qtbot, kept, row)
        wait(qtbot, kept)
        with stands_still((RunStore, "delete")):
            click(qtbot, kept, "runDelete")
            click(qtbot, kept, "runDelete")
        wait(qtbot, kept)
    with stands_still((RunStore, "restore")):
        click(qtbot, kept, "runUndo")
        click(qtbot, kept, "runUndo")
        assert not button(kept, "runUndo").isEnabled()
    wait(qtbot, kept)
    assert ([row[1] for row in cells(kept)], told) == (["run 1", "run 0"], [])


def test_what_cannot_be_restored_can_be_tried_again(qtbot, kept, told, monkeypatch, stands_still) -> None:
    look(kept)
    wait(qtbot, kept)
    click_row(qtbot, kept, 0)
    wait(qtbot, kept)
    click(qtbot, kept, "runDelete")
    wait(qtbot, kept)
    with monkeypatch.context() as patch:
        patch.setattr(RunStore, "restore", Mock(side_effect=RunStoreError("The disk is full.")))
        click(qtbot, kept, "runUndo")
        wait(qtbot, kept)
    assert told == ["The disk is full."]
    click(qtbot, kept, "runUndo")
    wait(qtbot, kept)
    assert [row[1] for row in cells(kept)] == ["run 1", "run 0"]
