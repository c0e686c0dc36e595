"""Drawing without a pointer: by the arrow keys, and by the digit keys as places of a grid."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from mlp_desktop.app import Desktop
from mlp_desktop.views.draw import key_pen

from .acting import text

Key = Qt.Key
SHIFT, NONE = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def spoken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a screen reader is told about the pen."""
    sentences: list[str] = []
    monkeypatch.setattr(key_pen, "announce", lambda _, sentence: sentences.append(sentence))
    return sentences


@pytest.fixture
def by_keys(qtbot: QtBot, desktop: Desktop, spoken: list[str]) -> Desktop:
    """The pad has the focus, and Space was pressed."""
    desktop.window.activateWindow()
    desktop.window.draw_tab.pad.setFocus()
    qtbot.waitUntil(desktop.window.draw_tab.pad.hasFocus)
    press(qtbot, desktop, Key.Key_Space)
    assert spoken.pop().startswith("Drawing by keys. ")
    return desktop


def press(qtbot: QtBot, desktop: Desktop, *keys: Key, held: Qt.KeyboardModifier = NONE) -> None:
    for key in keys:
        qtbot.keyClick(desktop.window.draw_tab.pad, key, held)


def type_places(qtbot: QtBot, desktop: Desktop, places: str) -> None:
    """Press digit keys; a space in ``places`` stands for the key 0, which lifts the pen."""
    press(qtbot, desktop, *(Key(ord(place.replace(" ", "0"))) for place in places))


RECIPES = {
    "0": "742697",
    "1": "82",
    "2": "79513",
    "3": "795321",
    "4": "746 93",
    "5": "9745621",
    "6": "8412654",
    "7": "792",
    "8": "79137",
    "9": "9746 93",
}
"""The places of every digit, as docs/pad.md lists them; a space lifts the pen."""


def test_every_digit_can_be_drawn_between_nine_places_and_is_read(qtbot, by_keys, spoken) -> None:
    for digit, places in RECIPES.items():
        type_places(qtbot, by_keys, places)
        press(qtbot, by_keys, Key.Key_Return)  # lifts, and labels nothing
        qtbot.waitUntil(lambda d=digit: text(by_keys, "predictedDigit") == d, timeout=5_000)
        assert len(by_keys.drawing.sheet.strokes) == len(places.split())
        assert spoken[0].startswith("Pen down, ")
        assert spoken[-1].startswith("Pen up, ")
        spoken.clear()
        press(qtbot, by_keys, Key.Key_Delete)
        assert by_keys.drawing.sheet.is_empty


def test_a_seven_drawn_by_arrow_keys_is_read_and_spoken(qtbot, by_keys, spoken) -> None:
    press(qtbot, by_keys, Key.Key_Left, Key.Key_Left, Key.Key_Up, Key.Key_Up, Key.Key_Up, held=SHIFT)
    assert spoken[-1] == "Top left"
    press(qtbot, by_keys, Key.Key_Space)
    assert spoken[-1] == "Pen down, top left"
    press(qtbot, by_keys, *4 * [Key.Key_Right], held=SHIFT)
    press(qtbot, by_keys, *2 * [Key.Key_End], *4 * [Key.Key_Down], held=SHIFT)
    press(qtbot, by_keys, Key.Key_Space)
    qtbot.waitUntil(lambda: text(by_keys, "predictedDigit") == "7", timeout=5_000)
    assert spoken[-1] == "Pen up, bottom"
    assert len(by_keys.drawing.sheet.strokes) == 1
    press(qtbot, by_keys, *9 * [Key.Key_Down], held=SHIFT)
    assert spoken[-1] == "Edge"
    press(qtbot, by_keys, Key.Key_Delete)
    assert by_keys.drawing.sheet.is_empty


def test_another_key_the_mouse_and_a_loss_of_focus_lift_the_pen(qtbot, by_keys) -> None:
    pad, drawing = by_keys.window.draw_tab.pad, by_keys.drawing
    type_places(qtbot, by_keys, "79")
    assert pad.is_drawn_by_keys
    press(qtbot, by_keys, Key.Key_Z, held=Qt.KeyboardModifier.ControlModifier)
    assert not pad.is_drawn_by_keys
    assert drawing.sheet.is_empty, "the whole line is one step"
    type_places(qtbot, by_keys, "13")
    qtbot.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    qtbot.mouseMove(pad, QPoint(200, 100))
    qtbot.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(200, 100))
    assert len(drawing.sheet.strokes) == 2
    type_places(qtbot, by_keys, "46")
    by_keys.window.draw_tab.tools.setFocus()
    by_keys.window.tabs.tabBar().setFocus()
    assert not pad.is_drawn_by_keys
    assert len(drawing.sheet.strokes) == 3


def test_escape_gives_the_keys_back_and_the_choice_is_kept(qtbot, by_keys, spoken, settings) -> None:
    action = by_keys.window.findChild(QAction, "byKeysAction")
    assert action is not None
    assert action.isChecked()
    assert settings.pen["by_keys"] is True
    assert by_keys.window.draw_tab.pad.key_pen.isVisible()
    row = by_keys.window.draw_tab.correction
    assert row.words == "Draw a digit, then choose its label here, or press Esc first"
    press(qtbot, by_keys, Key.Key_Escape)
    assert row.words == "Draw a digit, then press 0 to 9 to label it"
    assert spoken[-1] == "Keys no longer draw."
    assert not action.isChecked()
    assert not by_keys.window.draw_tab.pad.key_pen.isVisible()
    steps: list[int] = []
    by_keys.window.sample_requested.connect(steps.append)
    press(qtbot, by_keys, Key.Key_Right)
    assert steps == [1]
    press(qtbot, by_keys, Key.Key_K)
    assert action.isChecked()
