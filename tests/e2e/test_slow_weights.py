"""Weights on a disk that does not answer: they are read and written in threads, and the window goes on."""

import os
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QComboBox, QLabel

from mlp_desktop.app import Desktop
from mlp_desktop.controllers.examine import network_chooser
from mlp_desktop.controllers.kit import file_access, file_words, network_export, one_worker, weights
from mlp_desktop.controllers.window import shutdown
from mlp_desktop.models.window.session import NetworkInUse
from mlp_engine.errors import WeightsWriteError
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.runs import RunStore, runs_folder
from mlp_engine.sweeps import SweepStore
from mlp_engine.weights.file import WeightsFile, load_weights, save_weights
from mlp_engine.weights.model_card import ModelCard

from .acting import button, click, text

SAVING, OPENING = (weights, "save_weights"), (weights, "open_network")


def small(seed: int) -> Network:
    return Network.initialise(NetworkConfig(hidden=(3,)), np.random.default_rng(seed))


def line(desktop: Desktop) -> str:
    label = desktop.window.findChild(QLabel, "networkLine")
    assert label is not None
    return label.accessibleName()


def wait(qtbot, desktop: Desktop) -> None:
    qtbot.waitUntil(lambda: not desktop.weights.is_running, timeout=20_000)


@pytest.fixture
def unsaved(desktop: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desktop:
    """A new network in use; nobody answers whether it should be saved."""
    monkeypatch.setattr(desktop.window, "choose_save_file", lambda *_: str(tmp_path / "mine.safetensors"))
    monkeypatch.setattr(desktop.window, "ask_save_changes", lambda: pytest.fail("a question"))
    desktop.session.use_new(small(0), ModelCard())
    return desktop


def test_the_window_goes_on_while_weights_are_saved_and_closes_when_they_are(
    qtbot, unsaved, told, tmp_path, stands_still
) -> None:
    window = unsaved.window
    with stands_still(SAVING):
        window.save_as_action.trigger()
        qtbot.waitUntil(lambda: line(unsaved) == "Saving mine.safetensors…", timeout=20_000)
        assert not window.save_action.isEnabled()
        assert window.open_action.isEnabled()
        unsaved.weights.save()
        assert told == ["The previous network is still being saved. Try again in a moment."]
        window.close()
        window.close()
        assert window.isVisible()
        assert not (tmp_path / "mine.safetensors").exists()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=20_000)
    saved = load_weights(tmp_path / "mine.safetensors").network
    assert np.array_equal(saved.parameters, unsaved.session.in_use.network.parameters)
    assert (len(told), list(tmp_path.glob(".*.part"))) == (1, [])


def test_what_cannot_be_saved_keeps_the_window_open(qtbot, unsaved, told, monkeypatch, stands_still) -> None:
    def fail(*_: object) -> None:
        raise WeightsWriteError("The disk was pulled out.")

    monkeypatch.setattr(weights, "save_weights", fail)
    with stands_still(SAVING):
        unsaved.window.save_action.trigger()
        qtbot.waitUntil(lambda: line(unsaved).startswith("Saving "), timeout=20_000)
        unsaved.window.close()
    wait(qtbot, unsaved)
    assert told == ["The disk was pulled out."]
    assert unsaved.window.isVisible()
    assert unsaved.window.isWindowModified()
    assert unsaved.window.save_action.isEnabled()
    assert line(unsaved) == "Network in use: New network"


def test_a_window_closed_while_another_network_is_saved_asks_once_about_the_one_in_use(
    qtbot, unsaved, told, tmp_path, monkeypatch, stands_still
) -> None:
    window, asked, saved = unsaved.window, list[str](), list[str]()
    monkeypatch.setattr(window, "ask_save_changes", lambda: asked.append("asked") or "discard")
    changed = WeightsFile(small(1), ModelCard(), None)
    with stands_still(SAVING):
        unsaved.weights.write(tmp_path / "changed.safetensors", changed, lambda: saved.append("saved"))
        window.close()
        window.close()
        assert (asked, window.isVisible()) == ([], True)
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=20_000)
    assert (saved, asked, told) == (["saved"], ["asked"], [])


def test_a_training_that_ends_amid_an_opening_loses_nothing_and_can_be_saved(
    qtbot, desktop, told, tmp_path, monkeypatch, stands_still
) -> None:
    save_weights(tmp_path / "theirs.safetensors", small(1), ModelCard())
    monkeypatch.setattr(desktop.window, "choose_save_file", lambda *_: str(tmp_path / "mine.safetensors"))
    asked: list[str] = []
    monkeypatch.setattr(desktop.window, "ask_save_changes", lambda: asked.append("asked") or "cancel")
    with stands_still(OPENING):
        desktop.weights.open(tmp_path / "theirs.safetensors")
        assert line(desktop) == "Opening theirs.safetensors…"
        assert not desktop.window.open_action.isEnabled()
        desktop.session.use_new(small(0), ModelCard())
    wait(qtbot, desktop)
    assert (asked, desktop.session.in_use.name, told) == (["asked"], "New network", [])
    with stands_still(OPENING):
        monkeypatch.setattr(desktop.window, "ask_save_changes", lambda: "discard")
        desktop.weights.open(tmp_path / "theirs.safetensors")
        desktop.window.save_action.trigger()
        qtbot.waitUntil((tmp_path / "mine.safetensors").exists, timeout=20_000)
        assert desktop.weights.is_running, "the disk of the other file does not answer yet"
    wait(qtbot, desktop)
    assert desktop.window.open_action.isEnabled()
    assert not desktop.window.isWindowModified()


def test_a_network_to_examine_is_read_beside_the_window(qtbot, desktop, told, tmp_path, stands_still) -> None:
    path = tmp_path / "theirs.safetensors"
    save_weights(path, small(1), ModelCard())
    desktop.settings.add_recent_file(path)
    desktop.session.changed.emit()
    window = desktop.window
    window.tabs.setCurrentWidget(window.examine_tab)
    desktop.examination.choose_data(str(tmp_path))
    chooser = window.findChild(QComboBox, "examineNetwork")
    chooser.setCurrentIndex(chooser.findData(str(path)))
    chooser.activated.emit(chooser.currentIndex())
    with stands_still((network_chooser, "load_for_pad")):
        desktop.examination._examine()
        assert button(desktop, "examineStop").isEnabled()
        click(qtbot, desktop, "examineStop")
        assert text(desktop, "examineStatus") == "Stopping…"
    qtbot.waitUntil(lambda: not desktop.examination.is_running, timeout=20_000)
    assert button(desktop, "examineStart").isVisible()


def test_the_names_of_sweeps_come_when_the_disk_answers(qtbot, desktop, stands_still) -> None:
    window = desktop.window
    folder = SweepStore(RunStore(runs_folder()).folder).folder
    folder.mkdir(exist_ok=True)
    (folder / "mine.json").write_text("{")
    with stands_still((SweepStore, "names")):
        window.tabs.setCurrentWidget(window.compare_tab)
        assert desktop.sweeps.is_running
        assert not window.compare_tab.findChild(QComboBox, "sweepList").count()
        window.tabs.setCurrentWidget(window.draw_tab)
    qtbot.waitUntil(lambda: not desktop.sweeps.is_running, timeout=20_000)
    assert window.compare_tab.findChild(QComboBox, "sweepList").itemText(0) == "mine"


@pytest.mark.skipif(os.name != "posix", reason="pipes are elsewhere something else")
def test_a_file_that_never_comes_keeps_nobody_from_opening_another_and_from_closing(
    qtbot, desktop, told, tmp_path, monkeypatch
) -> None:
    """The file is a pipe that nobody writes to, in place of a network share that is gone."""
    for holder, name in ((file_access, "PATIENCE"), (file_words, "LONG"), (one_worker, "GRACE")):
        monkeypatch.setattr(holder, name, 0)
    dead, other, read = tmp_path / "dead.safetensors", tmp_path / "other.safetensors", weights.open_network
    os.mkfifo(dead)
    save_weights(other, small(1), ModelCard())

    def open_network(path: Path, *others: object) -> object:
        return dead.read_bytes() if path == dead else read(path, *others)

    monkeypatch.setattr(weights, "open_network", open_network)
    try:
        desktop.weights.open(dead)
        says = "Opening dead.safetensors… No answer from the disk yet. Another file can be opened."
        qtbot.waitUntil(lambda: line(desktop) == says, timeout=20_000)
        assert desktop.window.open_action.isEnabled()
        desktop.weights.open(other)
        assert line(desktop) == "Opening other.safetensors…"
        qtbot.waitUntil(lambda: desktop.session.in_use.path == other, timeout=20_000)
        wait(qtbot, desktop)
        assert line(desktop) == "Network in use: other.safetensors"
        desktop.weights.read(dead, lambda _: pytest.fail("it came"))
        desktop.weights.open(dead)
        desktop.window.close()
        qtbot.waitUntil(lambda: not desktop.window.isVisible(), timeout=20_000)
        assert told == []
        assert not desktop.has_left_work
    finally:
        for _ in range(3):  # let go of whoever still reads
            os.close(os.open(dead, os.O_RDWR | os.O_NONBLOCK))


def test_a_window_that_waits_for_a_dead_disk_says_so_and_can_be_closed(
    qtbot, unsaved, told, monkeypatch, stands_still, tmp_path
) -> None:
    window, asked = unsaved.window, list[str]()
    monkeypatch.setattr(shutdown, "LONG", 0)
    monkeypatch.setattr(shutdown, "AT_ONCE", 0)
    monkeypatch.setattr(window, "ask", lambda question, *_: asked.append(question) or len(asked) > 2)
    question = "Saving mine.safetensors: this has not ended yet. Close without waiting for it?"
    with stands_still(SAVING):
        window.save_as_action.trigger()
        qtbot.waitUntil(lambda: line(unsaved) == "Saving mine.safetensors…", timeout=20_000)
        window.close()
        assert asked == []
        window.close()
        unsaved.shutdown.close_now()  # as where the session ends
        qtbot.waitUntil(lambda: line(unsaved).startswith("Closing. Saving mine.safetensors: "), timeout=20_000)
        window.close()
        assert window.isVisible()
        window.close()
        assert asked == [f"{question} What is being written may be lost."] * 3
        assert not window.isVisible()
        assert unsaved.has_left_work
    wait(qtbot, unsaved)
    assert not unsaved.has_left_work
    assert (told, (tmp_path / "mine.safetensors").exists()) == ([], True)


@pytest.mark.parametrize("chosen", ["", "mine.safetensors"])
def test_a_file_of_another_program_makes_the_question_about_closing_come_back(
    qtbot, unsaved, told, tmp_path, monkeypatch, stands_still, chosen
) -> None:
    """The network in use came from such a file, which is not written over: a place is asked for."""
    window, asked, theirs = unsaved.window, list[str](), tmp_path / "theirs.json"
    theirs.write_text("theirs")
    unsaved.session.use(NetworkInUse(small(1), ModelCard(), path=theirs, is_saved=False))
    monkeypatch.setattr(window, "choose_save_file", lambda *_: chosen and str(tmp_path / chosen))
    monkeypatch.setattr(window, "ask_save_changes", lambda: asked.append("asked") or "discard")
    with stands_still((weights, "is_own")):
        window.save_action.trigger()
        qtbot.waitUntil(lambda: line(unsaved) == "Saving theirs.json…", timeout=20_000)
        window.close()
        assert window.isVisible()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=20_000)
    assert (asked, told) == ([] if chosen else ["asked"], [])
    assert theirs.read_text() == "theirs"
    assert (tmp_path / "mine.safetensors").exists() == bool(chosen)


def test_a_file_to_be_replaced_by_an_export_is_looked_at_beside_the_window(
    qtbot, desktop, told, tmp_path, monkeypatch, stands_still
) -> None:
    path, asked = tmp_path / "theirs.npz", list[str]()
    path.write_text("theirs")
    monkeypatch.setattr(desktop.window, "choose_save_kind", lambda *_: (str(path), "NumPy archive (*.npz)"))
    monkeypatch.setattr(desktop.window, "ask", lambda question, *_: asked.append(question))
    with stands_still((network_export, "reason_to_keep")):
        desktop.window.export_requested.emit()
        assert desktop.weights.is_running
        desktop.window.tabs.setCurrentWidget(desktop.window.train_tab)  # and the window goes on
        assert asked == []
    wait(qtbot, desktop)
    assert asked[0].endswith(" Replace it anyway?")

    def fail(*_: object) -> str:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(network_export, "reason_to_keep", fail)
    desktop.window.export_requested.emit()
    wait(qtbot, desktop)
    assert asked[1].startswith(f"It cannot be read whether {path} is an earlier export: [Errno 13] Permission denied")
    assert (path.read_text(), told) == ("theirs", [])
