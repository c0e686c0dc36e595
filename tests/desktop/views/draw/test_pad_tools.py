from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from mlp_desktop.views.draw.pad_tools import PadTools

LEFT = Qt.MouseButton.LeftButton
NAMES = (
    *("penButton", "eraserButton", "strokeEraserButton", "sizeButton"),
    *("undoButton", "redoButton", "clearButton", "sampleButton"),
)
SIZES = (8.0, 12.0, 20.0)


@pytest.fixture
def tools(qtbot: QtBot, icons_folder: Path) -> PadTools:
    tools = PadTools(icons_folder)
    qtbot.addWidget(tools)
    tools.show_pen("pen", 12.0, SIZES)
    tools.resize(tools.minimumSizeHint())
    tools.show()
    qtbot.waitExposed(tools)
    return tools


def button(tools: PadTools, name: str) -> QToolButton:
    found = tools.findChild(QToolButton, name)
    assert found is not None
    return found


def test_a_tool_is_taken_by_click_and_by_key(qtbot: QtBot, tools: PadTools) -> None:
    with qtbot.waitSignal(tools.tool_chosen, timeout=1000) as heard:
        qtbot.mouseClick(button(tools, "eraserButton"), LEFT)
    assert heard.args == ["eraser"]
    with qtbot.waitSignal(tools.tool_chosen, timeout=1000) as heard:
        qtbot.keyClick(button(tools, "strokeEraserButton"), Qt.Key.Key_Space)
    assert heard.args == ["stroke eraser"]


def test_one_tool_is_in_the_hand(tools: PadTools) -> None:
    for tool, name in (("eraser", "eraserButton"), ("stroke eraser", "strokeEraserButton"), ("pen", "penButton")):
        tools.show_pen(tool, 12.0, SIZES)
        assert [each for each in NAMES if button(tools, each).isChecked()] == [name]


def test_sizes_are_offered_with_the_one_in_use_ticked(qtbot: QtBot, tools: PadTools) -> None:
    size = button(tools, "sizeButton")
    assert size.accessibleName() == "Pen size: 12, 2 of 3"
    offered = size.menu().actions()
    assert [(action.text(), action.isChecked()) for action in offered] == [("8", False), ("12", True), ("20", False)]
    with qtbot.waitSignal(tools.size_chosen, timeout=1000) as heard:
        offered[2].trigger()
    assert heard.args == [20.0]
    tools.show_pen("stroke eraser", 8.0, (8.0,))
    assert not size.isEnabled()


def test_everything_has_a_name_and_says_what_it_does(tools: PadTools) -> None:
    for name in NAMES:
        assert button(tools, name).accessibleName(), name
        assert button(tools, name).toolTip(), name


def test_words_come_with_the_room_and_whole_groups_at_a_time(tools: PadTools) -> None:
    def worded() -> list[str]:
        icon_only = Qt.ToolButtonStyle.ToolButtonIconOnly
        return [name for name in NAMES if name != "sizeButton" and button(tools, name).toolButtonStyle() != icon_only]

    assert worded() == []
    tools.resize(QSize(540, 40))
    assert worded() == ["sampleButton"]
    tools.resize(QSize(2000, 40))
    assert len(worded()) == 7
    for width in (1000, 800, 700, 600, 500, tools.minimumSizeHint().width()):
        tools.resize(QSize(width, 40))
        shown = worded()
        assert shown in ([], ["sampleButton"], list(NAMES[4:]), [*NAMES[:3], *NAMES[4:]])
        right = [button(tools, name).geometry().right() for name in NAMES]
        assert max(right) < width
        assert right == sorted(right)


def test_the_keyboard_reaches_the_tools_in_the_order_in_which_they_stand(qtbot: QtBot, tools: PadTools) -> None:
    tools.set_history_enabled(True, True, True)
    tools.activateWindow()
    button(tools, "penButton").setFocus()
    qtbot.waitUntil(button(tools, "penButton").hasFocus)
    reached = []
    for _ in range(6):
        focused = tools.focusWidget()
        reached.append(focused.objectName())
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    assert [name for name in NAMES if name in reached] == reached
    assert reached[0] == "penButton"
    assert reached[-1] == "sampleButton"
