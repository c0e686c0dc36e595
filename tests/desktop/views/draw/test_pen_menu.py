import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from mlp_desktop.views.window.main_window import MainWindow

SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


def focus_pad(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    window.draw_tab.pad.setFocus()
    qtbot.waitUntil(window.draw_tab.pad.hasFocus)


@pytest.mark.parametrize(
    ("key", "held", "signal", "said"),
    [
        (Qt.Key.Key_P, NONE, "tool_chosen", ["pen"]),
        (Qt.Key.Key_E, NONE, "tool_chosen", ["eraser"]),
        (Qt.Key.Key_E, SHIFT, "tool_chosen", ["stroke eraser"]),
        (Qt.Key.Key_BracketLeft, NONE, "size_changed", [-1]),
        (Qt.Key.Key_BracketRight, NONE, "size_changed", [1]),
    ],
)
def test_keys_choose_tool_and_size(
    qtbot: QtBot, window: MainWindow, key: Qt.Key, held: Qt.KeyboardModifier, signal: str, said: list[object]
) -> None:
    focus_pad(qtbot, window)
    with qtbot.waitSignal(getattr(window.pen_menu, signal), timeout=1000) as heard:
        qtbot.keyClick(window.draw_tab.pad, key, held)
    assert heard.args == said


def test_the_keys_rest_while_another_tab_is_in_front(qtbot: QtBot, window: MainWindow) -> None:
    window.tabs.setCurrentWidget(window.train_tab)
    window.activateWindow()
    window.train_tab.setFocus()
    with qtbot.assertNotEmitted(window.pen_menu.tool_chosen), qtbot.assertNotEmitted(window.pen_menu.size_changed):
        qtbot.keyClick(window, Qt.Key.Key_E)
        qtbot.keyClick(window, Qt.Key.Key_BracketRight)


@pytest.mark.parametrize("option", ["smoothing", "pressure", "pen_only"])
def test_options_are_switched_on_and_off(qtbot: QtBot, window: MainWindow, option: str) -> None:
    name = {"pen_only": "penOnlyAction"}.get(option, f"{option}Action")
    action = window.pen_menu.findChild(QAction, name)
    for on in (True, False):
        with qtbot.waitSignal(window.pen_menu.option_switched, timeout=1000) as heard:
            action.trigger()
        assert heard.args == [option, on]


def test_what_is_in_the_hand_is_ticked(window: MainWindow) -> None:
    window.pen_menu.show_pen("eraser", {"smoothing": True, "pressure": False, "pen_only": False})
    assert [action.objectName() for action in window.pen_menu.actions() if action.isChecked()] == [
        "eraserAction",
        "smoothingAction",
    ]
    window.pen_menu.show_pen("pen", {"smoothing": False, "pressure": False, "pen_only": True})
    assert [action.objectName() for action in window.pen_menu.actions() if action.isChecked()] == [
        "penAction",
        "penOnlyAction",
    ]


def test_arrows_step_through_samples_on_the_pad_and_nowhere_else(qtbot: QtBot, window: MainWindow) -> None:
    focus_pad(qtbot, window)
    steps: list[int] = []
    window.sample_requested.connect(steps.append)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
        qtbot.keyClick(window.draw_tab.pad, key)
    assert steps == [1, -1]
    window.tabs.tabBar().setFocus()
    qtbot.keyClick(window.tabs.tabBar(), Qt.Key.Key_Right)
    assert steps == [1, -1]
