from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from mlp_desktop.views import theme
from mlp_desktop.views.draw_tab import DrawTab

SCORES = [0.0] * 7 + [0.98, 0.01, 0.01]


@pytest.fixture
def tab(qtbot: QtBot, icons_folder: Path) -> DrawTab:
    tab = DrawTab(icons_folder)
    qtbot.addWidget(tab)
    tab.resize(1024, 620)
    tab.show()
    qtbot.waitExposed(tab)
    return tab


def button(tab: DrawTab, name: str) -> QAbstractButton:
    found = tab.findChild(QAbstractButton, name)
    assert found is not None
    return found


def test_each_tool_announces_what_is_wanted(qtbot: QtBot, tab: DrawTab) -> None:
    tab.set_history_enabled(True, True, True)
    for name, signal in [
        ("undoButton", tab.undo_requested),
        ("redoButton", tab.redo_requested),
        ("clearButton", tab.clear_requested),
        ("sampleButton", tab.sample_requested),
    ]:
        with qtbot.waitSignal(signal, timeout=1000):
            qtbot.mouseClick(button(tab, name), Qt.MouseButton.LeftButton)


def test_tools_without_anything_to_do_rest(tab: DrawTab) -> None:
    names = ("undoButton", "redoButton", "clearButton", "sampleButton")
    assert [button(tab, name).isEnabled() for name in names] == [False, False, False, True]
    tab.set_history_enabled(True, False, True)
    assert [button(tab, name).isEnabled() for name in names] == [True, False, True, True]


def test_the_answer_is_shown_large_and_told(tab: DrawTab) -> None:
    assert tab.predicted_digit.text() == ""
    assert tab.answer_words.text() == "The answer appears here"
    tab.show_answer("7", "sure", SCORES, np.zeros((28, 28), np.uint8))
    assert tab.predicted_digit.text() == "7"
    assert tab.predicted_digit.font().pointSizeF() >= 72
    assert tab.predicted_digit.accessibleName() == "Predicted digit: 7"
    assert tab.answer_words.text() == "sure"
    assert tab.score_bars.accessibleDescription().startswith("7: 0.98")
    tab.show_answer("", "", None, None)
    assert tab.predicted_digit.text() == ""
    assert tab.predicted_digit.accessibleName() == "Predicted digit: none"


def parts(tab: DrawTab) -> dict[str, QWidget]:
    return {
        "pad": tab.pad,
        "tools": button(tab, "undoButton").parentWidget(),
        "answer": tab.predicted_digit,
        "words": tab.answer_words,
        "network": tab.network_view,
        "bars": tab.score_bars,
    }


@pytest.mark.parametrize("size", [None, (1024, 620), (1400, 820), (2560, 1340), (900, 1300), (2000, 560)])
def test_at_every_size_the_pad_is_a_square_and_nothing_is_cut_or_covered(
    qtbot: QtBot, tab: DrawTab, size: tuple[int, int] | None
) -> None:
    tab.resize(tab.minimumSizeHint()) if size is None else tab.resize(*size)
    assert tab.pad.width() == tab.pad.height() >= 400
    placed = {name: widget.geometry() for name, widget in parts(tab).items()}
    for name, rectangle in placed.items():
        assert tab.rect().contains(rectangle), name
        hint = parts(tab)[name].minimumSizeHint()
        if name != "answer":  # its font is made to fit
            assert rectangle.width() >= hint.width(), name
            assert rectangle.height() >= hint.height(), name
        for other, another in placed.items():
            assert name == other or not rectangle.intersects(another), (name, other)
    assert tab.predicted_digit.fontMetrics().capHeight() < tab.predicted_digit.height()


def test_nothing_moves_when_the_answer_changes(tab: DrawTab) -> None:
    before = {name: widget.geometry() for name, widget in parts(tab).items()}
    tab.show_answer("7", "unsure; perhaps a 2", SCORES, np.zeros((28, 28), np.uint8))
    tab.set_history_enabled(True, True, True)
    tab.pad.set_drawing([[(1.0, 1.0)]], None)
    assert {name: widget.geometry() for name, widget in parts(tab).items()} == before


def test_icons_follow_the_theme(tab: DrawTab, painted: Callable[[QWidget], np.ndarray], qapp: QApplication) -> None:
    sample = button(tab, "sampleButton")
    assert painted(sample).min() < 60
    theme.set_scheme(qapp, Qt.ColorScheme.Dark)
    QApplication.processEvents()
    sample.setText("")
    assert painted(sample).max() > 200
