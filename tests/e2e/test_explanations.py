"""The pages that explain an answer, in the running window."""

# A widget that is missing fails its test.
# pyright: reportOptionalMemberAccess=false

import re

import numpy as np
import pytest
from PIL import Image, ImageDraw
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton

from mlp_desktop.app import Desktop
from mlp_desktop.views.window.main_window import MainWindow
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.weights.file import save_weights
from mlp_engine.weights.model_card import ModelCard

SEVEN = [[(0.3, 0.25), (0.45, 0.24), (0.66, 0.22), (0.6, 0.4), (0.52, 0.6), (0.46, 0.8)]]
STEPS, WHY, NEURONS, COMPARE = 1, 2, 3, 4


@pytest.fixture
def seven(qtbot, desktop, draw_at) -> Desktop:
    draw_at(desktop, SEVEN)
    qtbot.waitUntil(lambda: desktop.window.draw_tab.reading.tile.text() == "7")
    return desktop


def child(desktop: Desktop, kind: type, name: str):
    return desktop.window.findChild(kind, name)


def test_a_step_left_out_breaks_the_reading_and_putting_it_back_heals_it(qtbot, desktop, draw_at) -> None:
    draw_at(desktop, [[(0.05 + 0.3 * (x - 0.3), 0.05 + 0.3 * (y - 0.2)) for x, y in SEVEN[0]]])
    reading = desktop.window.draw_tab.reading
    qtbot.waitUntil(lambda: reading.tile.text() == "7")
    reading.show_page(STEPS)
    words = child(desktop, QLabel, "stepsWords")
    assert words.text() == "read as 7, sure"
    shown = reading.steps.score_bars
    whole = shown.accessibleDescription()
    crop = child(desktop, object, "cropSwitch")
    QTest.mouseClick(crop, Qt.MouseButton.LeftButton, pos=crop.rect().center())  # pyright: ignore[reportArgumentType, reportCallIssue]
    assert shown.accessibleDescription() != whole
    assert reading.tile.text() == "7", "the answer itself stays"
    child(desktop, QPushButton, "resetStepsButton").click()
    assert shown.accessibleDescription() == whole


def test_the_map_asks_why_and_why_not(qtbot, seven) -> None:
    panel = seven.window.draw_tab.reading
    panel.show_page(WHY)
    title = child(seven, QLabel, "whyTitle")
    assert title.text() == "Why 7?"
    told = panel.why.map.accessibleDescription()
    child(seven, QComboBox, "whyDigit").setCurrentIndex(2)
    assert title.text() == "Why not 1?"
    assert panel.why.map.accessibleDescription() != told
    child(seven, object, "occlusionSegment").click()
    child(seven, QComboBox, "whyDigit").setCurrentIndex(0)
    assert title.text() == "Why 7?"


def test_the_smallest_piece_is_found_erased_and_undone(qtbot, seven) -> None:
    panel = seven.window.draw_tab.reading
    panel.show_page(WHY)
    erase, sentence = child(seven, QPushButton, "eraseButton"), child(seven, QLabel, "erasureWords")
    qtbot.waitUntil(erase.isEnabled, timeout=20_000)
    assert sentence.text().startswith("Without ")
    length = sum(stroke.length for stroke in seven.drawing.sheet.strokes)
    qtbot.mouseClick(erase, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.tile.text() != "7")
    assert sum(stroke.length for stroke in seven.drawing.sheet.strokes) < length
    seven.window.undo_action.trigger()
    qtbot.waitUntil(lambda: panel.tile.text() == "7")
    assert sum(stroke.length for stroke in seven.drawing.sheet.strokes) == pytest.approx(length)


def test_a_wanted_digit_that_is_the_answer_already_says_so(qtbot, seven) -> None:
    seven.window.draw_tab.reading.show_page(WHY)
    child(seven, QComboBox, "wantedDigit").setCurrentIndex(8)
    sentence = child(seven, QLabel, "erasureWords")
    qtbot.waitUntil(lambda: sentence.text() == "It already reads as a 7.", timeout=20_000)
    assert not child(seven, QPushButton, "eraseButton").isEnabled()


def test_the_pen_ends_the_search(qtbot, seven, draw_at) -> None:
    panel = seven.window.draw_tab.reading
    panel.show_page(WHY)
    assert child(seven, QLabel, "erasureWords").text().startswith("Looking for")
    pad = seven.window.draw_tab.pad
    qtbot.mousePress(pad, Qt.MouseButton.LeftButton, pos=pad.rect().center())
    qtbot.waitUntil(lambda: not child(seven, QLabel, "erasureWords").text().startswith("Looking for"))
    qtbot.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=pad.rect().center())


def test_a_neuron_tells_its_numbers_and_they_add_up(qtbot, seven) -> None:
    panel = seven.window.draw_tab.reading
    panel.show_page(NEURONS)
    panel.neurons.neuron_pointed.emit(1, 4)
    words = child(seven, QLabel, "neuronFacts").text()
    assert words.startswith("Hidden 1, neuron 5: weighted sum ")
    weighted_sum, bias, logit = map(float, re.findall(r"-?\d+\.\d+", re.sub("− ?", "-", words))[:3])
    assert weighted_sum + bias == pytest.approx(logit, abs=2e-3)
    panel.neurons.neuron_pointed.emit(0, 0)
    assert "Input, row 1, column 1: ink 0 of 255" in child(seven, QLabel, "neuronFacts").text()


def test_a_second_network_is_read_beside_the_first(qtbot, seven, tmp_path, monkeypatch) -> None:
    other = tmp_path / "other.safetensors"
    save_weights(other, Network.initialise(NetworkConfig(), np.random.default_rng(0)), ModelCard())
    panel = seven.window.draw_tab.reading
    panel.show_page(COMPARE)
    first, second = panel.compare.columns
    assert second.digit.text() == ""
    monkeypatch.setattr(MainWindow, "choose_open_file", lambda *_: str(other))
    child(seven, QPushButton, "chooseOtherButton").click()
    assert (first.digit.text(), second.digit.text()) == ("7", panel.compare.columns[1].digit.text())
    assert second.digit.text() != ""
    assert second.name.text() == "other.safetensors"
    child(seven, QPushButton, "closeOtherButton").click()
    assert second.digit.text() == ""


def test_a_broken_second_network_is_told_and_changes_nothing(seven, tmp_path, monkeypatch, told) -> None:
    other = tmp_path / "other.safetensors"
    other.write_bytes(b"no weights")
    panel = seven.window.draw_tab.reading
    panel.show_page(COMPARE)
    monkeypatch.setattr(MainWindow, "choose_open_file", lambda *_: str(other))
    child(seven, QPushButton, "chooseOtherButton").click()
    assert len(told) == 1
    assert "other.safetensors" in told[0]
    assert panel.compare.columns[1].name.text() == ""


def test_the_network_used_before_is_the_one_compared(qtbot, seven, tmp_path) -> None:
    other = tmp_path / "other.safetensors"
    save_weights(other, Network.initialise(NetworkConfig(), np.random.default_rng(0)), ModelCard())
    panel = seven.window.draw_tab.reading
    panel.show_page(COMPARE)
    seven.weights.open(other)
    qtbot.waitUntil(lambda: panel.compare.columns[0].name.text() == "other.safetensors")
    assert panel.compare.columns[1].name.text() == "Bundled network"
    assert panel.compare.columns[1].digit.text() == "7"


@pytest.mark.parametrize("page", [STEPS, WHY, NEURONS, COMPARE])
def test_every_page_is_empty_on_blank_paper_and_again_after_clear(qtbot, desktop, draw_at, page) -> None:
    panel = desktop.window.draw_tab.reading
    panel.show_page(page)
    draw_at(desktop, SEVEN)
    qtbot.waitUntil(lambda: panel.tile.text() == "7")
    desktop.drawing.clear()
    qtbot.waitUntil(lambda: panel.tile.text() == "")
    qtbot.wait(100)
    words = {
        STEPS: lambda: child(desktop, QLabel, "stepsWords").text() == "Draw a digit to see how it reaches the network",
        WHY: lambda: not child(desktop, QPushButton, "eraseButton").isEnabled(),
        NEURONS: lambda: child(desktop, QLabel, "neuronFacts").text().startswith("Point at a neuron"),
        COMPARE: lambda: panel.compare.columns[0].digit.text() == "",
    }
    assert words[page]()


@pytest.mark.parametrize("page", [STEPS, WHY, NEURONS, COMPARE])
def test_a_picture_is_explained_too(qtbot, desktop, drop, page, tmp_path) -> None:
    picture = Image.new("L", (200, 200), 255)
    ImageDraw.Draw(picture).line([(60, 50), (140, 48), (100, 160)], fill=0, width=16)
    path = tmp_path / "seven.png"
    picture.save(path)
    panel = desktop.window.draw_tab.reading
    panel.show_page(page)
    drop(desktop, path)
    qtbot.waitUntil(lambda: panel.tile.text() == "7")
    qtbot.wait(150)
    if page == WHY:
        assert (
            child(desktop, QLabel, "erasureWords").text()
            == "This is a picture: it has no strokes to erase. Draw a digit instead."
        )
    if page == STEPS:
        assert child(desktop, QLabel, "stepsWords").text().startswith("read as 7")
