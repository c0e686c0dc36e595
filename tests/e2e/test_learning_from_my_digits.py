"""Own drawings as data: drawn and told on the pad, then learned from in one tab and examined in another."""

import numpy as np
import pytest

from mlp_desktop.app import Desktop
from mlp_engine.datasets.practice import practice_strokes
from mlp_engine.examination.examination import examine
from mlp_engine.my_digits import DrawingStore, my_digits_folder

from .acting import button, choose, click, text, type_in, wait_for_training

MINE = "my-digits"
ROUNDS = 2
KEYS = "0123456789"


@pytest.fixture
def corrected(qtbot, desktop, draw) -> Desktop:
    """The program after twenty digits were drawn with the mouse and told with a key."""
    rng = np.random.default_rng(1)
    for number in range(10 * ROUNDS):
        draw(desktop, [np.asarray(stroke).tolist() for stroke in practice_strokes(number % 10, rng)])
        qtbot.waitUntil(lambda: desktop.reading.digit is not None)
        qtbot.keyClicks(desktop.window.draw_tab.pad, KEYS[number % 10])
        if not desktop.drawing.sheet.is_empty:
            desktop.drawing.clear()  # read as several digits, of which the first was told
    qtbot.waitUntil(lambda: not desktop.own_digits.is_running, timeout=20_000)
    return desktop


def counts() -> list[int]:
    return DrawingStore(my_digits_folder()).counts().tolist()


def test_a_network_learns_from_drawings_that_were_just_told(qtbot, corrected) -> None:
    assert counts() == [ROUNDS] * 10
    window = corrected.window
    window.tabs.setCurrentWidget(window.train_tab)
    choose(corrected, "dataSource", MINE)
    window.train_tab.form.set_values({"epochs": "2", "hidden": "10", "validation": "0.2", "batch_size": "5"})
    click(qtbot, corrected, "trainStart")
    wait_for_training(qtbot, corrected)
    click(qtbot, corrected, "useNetwork")
    assert corrected.session.in_use.card.data.startswith("my digits")
    assert corrected.session.in_use.network.config.layers == (784, 10, 10)
    assert corrected.session.in_use.history is not None
    assert len(corrected.session.in_use.history.epochs) == 2


def test_the_network_in_use_is_examined_on_drawings_that_were_just_told(qtbot, corrected) -> None:
    found = examine(corrected.session.in_use.network, DrawingStore(my_digits_folder()).dataset())
    corrected.window.tabs.setCurrentWidget(corrected.window.examine_tab)
    choose(corrected, "examineData", MINE)
    click(qtbot, corrected, "examineStart")
    qtbot.waitUntil(lambda: not corrected.examination.is_running, timeout=20_000)
    errors = found.evaluation.errors
    words = f"{found.accuracy:.2%} right: {errors} error{'s' * (errors != 1)} in 20 samples"
    assert text(corrected, "examineHeadline") == words
    assert text(corrected, "examineDetails").startswith("Bundled network on my digits")


def test_a_correction_changes_what_is_learned_from_and_examined(qtbot, corrected) -> None:
    window, grid = corrected.window, corrected.window.my_digits_tab.grid
    window.tabs.setCurrentWidget(window.my_digits_tab)
    qtbot.waitUntil(lambda: grid.model().rowCount() == 20 and not corrected.own_digits.is_running)
    grid.choose([0], current=0)
    qtbot.keyClicks(grid, "9")
    qtbot.waitUntil(lambda: counts() == [1, 2, 2, 2, 2, 2, 2, 2, 2, 3], timeout=10_000)
    assert np.bincount(DrawingStore(my_digits_folder()).dataset().labels).tolist() == counts()


def test_without_a_drawing_left_learning_is_refused_with_a_sentence(qtbot, corrected, told) -> None:
    here = DrawingStore(my_digits_folder())
    here.delete(here.ids().tolist())
    corrected.window.tabs.setCurrentWidget(corrected.window.train_tab)
    choose(corrected, "dataSource", MINE)
    type_in(qtbot, corrected, "epochs", "1")
    click(qtbot, corrected, "trainStart")
    wait_for_training(qtbot, corrected)
    assert "at least one drawing" in " ".join(told)
    assert button(corrected, "trainStart").isEnabled()
