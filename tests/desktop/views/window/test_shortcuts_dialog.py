"""The sheet of keys: every key that works in the Runs tab and in a plot is on it."""

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QWidget

from mlp_desktop.views.window.shortcuts_dialog import ShortcutsDialog


@pytest.fixture
def texts(qtbot) -> list[str]:
    holder = QWidget()
    qtbot.addWidget(holder)
    action = QAction("&Undo…", holder)
    action.setShortcut("Ctrl+Z")
    dialog = ShortcutsDialog({"&Edit": [action, QAction("Nothing", holder)]}, holder)
    return [label.text() for label in dialog.findChildren(QLabel)]


def test_actions_with_a_key_are_told_under_their_menu(texts) -> None:
    at = texts.index("Edit")
    assert texts[at : at + 3] == ["Edit", "Undo", "Ctrl+Z"]
    assert "Nothing" not in texts


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("Use on the pad", "Enter"),
        ("Star", "Space"),
        ("Rename", "F2"),
        ("Delete", "Delete"),
        ("Undo delete", "Ctrl+Z"),
        ("Sort by a column", "Ctrl+1 … Ctrl+8"),
        ("Choose, or choose several", "↑ ↓, with Shift"),
        ("Zoom", "+  −"),
        ("Show all epochs", "0"),
    ],
)
def test_keys_of_the_runs_tab_and_of_plots_are_told(texts, words, key) -> None:
    assert texts[texts.index(words) + 1] == key
