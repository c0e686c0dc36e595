"""A committee in the window: one network like any other, on the pad, in its explanations and under examination."""

import json
import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from mlp_desktop.app import Desktop
from mlp_engine.cli import main
from mlp_engine.examination.examination import examine
from mlp_engine.files.resources import resource_path
from mlp_engine.sources import load_source
from mlp_engine.weights.file import load_weights

from .acting import button, text

WHY, NEURONS = 2, 3
MEMBERS = 3


@pytest.fixture(scope="module", params=[(), ("--half",)], ids=["exact", "half precision"])
def committee(request, tmp_path_factory) -> Path:
    """A committee as the command line makes it, of generated digits; members have two hidden layers."""
    folder = tmp_path_factory.mktemp("committee")
    out = folder / "committee.safetensors"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MLP_DATA_DIR", str(folder / "data"))
        code = main(
            [
                "committee", "--data", "practice:1000:1", "--members", str(MEMBERS), "--set", "hidden=20-10", "--set",
                "optimizer=adam", "--set", "learning_rate=0.003", "--epochs", "15", "--workers", "1", "--test",
                "practice:300:2", "--out", str(out), "--json", *request.param,
            ]
        )  # fmt: skip
    assert code == 0
    return out


@pytest.fixture
def opened(desktop: Desktop, committee: Path, monkeypatch) -> Desktop:
    """The window with the committee in use, opened by the menu."""
    monkeypatch.setattr(desktop.window, "choose_open_file", lambda *_: str(committee))
    desktop.window.open_action.trigger()
    return desktop


def test_it_opens_by_the_menu_and_reads_a_sample(qtbot, opened, committee, drop, told, capsys) -> None:
    file = load_weights(committee)
    assert told == []
    assert "committee.safetensors" in opened.window.windowTitle()
    assert opened.session.in_use.network.fingerprint() == file.network.fingerprint()
    assert opened.session.in_use.network.config.layers == (784, 20 * MEMBERS, 10 * MEMBERS, 10)
    assert opened.session.in_use.card.training["members"] == MEMBERS
    assert file.card.scores["test_error_rate"] < 0.4, "it has learned something"
    line = opened.window.findChild(QLabel, "networkLine")
    assert line.text() == f"committee.safetensors · {file.card.scores['test_error_rate']:.1%} errors on the test set"

    sample = resource_path("samples") / "digit-6.png"
    drop(opened, sample)
    answer = answer_of(committee, sample, capsys)
    tile = opened.window.draw_tab.reading.tile
    qtbot.waitUntil(lambda: tile.text() == str(answer))


def answer_of(committee: Path, picture: Path, capsys: pytest.CaptureFixture[str]) -> int:
    """What the command line reads with the same file."""
    capsys.readouterr()
    assert main(["predict", "--weights", str(committee), "--json", str(picture)]) == 0
    return json.loads(capsys.readouterr().out)["predictions"][0]["digit"]


def test_its_answer_is_explained(qtbot, opened, drop) -> None:
    drop(opened, resource_path("samples") / "digit-6.png")
    panel = opened.window.draw_tab.reading
    qtbot.waitUntil(lambda: panel.tile.text() != "")
    panel.show_page(WHY)
    assert opened.window.findChild(QLabel, "whyTitle").text() == f"Why {panel.tile.text()}?"
    assert panel.why.map.accessibleDescription() != ""

    panel.show_page(NEURONS)
    last = 10 * MEMBERS - 1
    panel.neurons.neuron_pointed.emit(2, last)
    words = opened.window.findChild(QLabel, "neuronFacts").text()
    assert words.startswith(f"Hidden 2, neuron {last + 1}: weighted sum ")
    weighted_sum, bias, logit = map(float, re.findall(r"-?\d+\.\d+", re.sub("− ?", "-", words))[:3])
    assert weighted_sum + bias == pytest.approx(logit, abs=2e-3)


def test_it_is_examined_as_the_engine_does(qtbot, opened, committee, digits_folder, monkeypatch) -> None:
    monkeypatch.setattr(opened.window, "choose_folder", lambda *_: str(digits_folder))
    opened.window.tabs.setCurrentWidget(opened.window.examine_tab)
    button(opened, "examineFolder").click()
    qtbot.mouseClick(button(opened, "examineStart"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not opened.examination.is_running, timeout=60_000)
    found = examine(load_weights(committee).network, load_source(f"{digits_folder}:test"))
    assert text(opened, "examineDetails").startswith("committee.safetensors on ")
    assert opened.window.examine_tab.results.classes.item(3, 3).text() == f"{found.recall[3]:.2%}"
