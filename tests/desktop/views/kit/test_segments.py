from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from mlp_desktop.views.kit.segments import Segments

PAGES = ("Answer", "Steps", "Why", "Neurons", "Compare")


@pytest.fixture
def switch(qtbot: QtBot) -> Segments:
    switch = Segments(PAGES)
    switch.setAccessibleName("Pages about the answer")
    qtbot.addWidget(switch)
    switch.resize(400, switch.sizeHint().height())
    switch.show()
    qtbot.waitExposed(switch)
    return switch


def segment(switch: Segments, name: str) -> QAbstractButton:
    found = switch.findChild(QAbstractButton, f"{name}Segment")
    assert found is not None
    return found


def test_five_pages_fit_the_narrowest_column_side_by_side(switch: Segments) -> None:
    assert switch.minimumSizeHint().width() <= 400
    placed = [segment(switch, name.lower()).geometry() for name in PAGES]
    assert all(left.right() < right.left() for left, right in pairwise(placed))
    assert all(switch.rect().contains(place) for place in placed)


def test_a_click_chooses_one_page_and_only_one(qtbot: QtBot, switch: Segments) -> None:
    with qtbot.waitSignal(switch.chosen, check_params_cb=lambda number: number == 2, timeout=1000):
        qtbot.mouseClick(segment(switch, "why"), Qt.MouseButton.LeftButton)
    assert switch.current == 2
    assert [button.isChecked() for button in switch.buttons] == [False, False, True, False, False]


def test_the_arrow_keys_choose_the_neighbours(qtbot: QtBot, switch: Segments) -> None:
    switch.set_current(1)
    segment(switch, "steps").setFocus()
    with qtbot.waitSignal(switch.chosen, check_params_cb=lambda number: number == 2, timeout=1000):
        qtbot.keyClick(segment(switch, "steps"), Qt.Key.Key_Right)
    with qtbot.waitSignal(switch.chosen, check_params_cb=lambda number: number == 1, timeout=1000):
        qtbot.keyClick(segment(switch, "why"), Qt.Key.Key_Left)
    assert QApplication.focusWidget() is segment(switch, "steps")


def test_the_tab_key_stops_only_at_the_page_in_front(switch: Segments) -> None:
    switch.set_current(3)
    by_tab = [bool(button.focusPolicy() & Qt.FocusPolicy.TabFocus) for button in switch.buttons]
    assert by_tab == [False, False, False, True, False]


def test_to_be_told_the_page_is_no_choice(qtbot: QtBot, switch: Segments) -> None:
    with qtbot.assertNotEmitted(switch.chosen):
        switch.set_current(4)
    assert switch.current == 4


def test_choosing_moves_nothing(switch: Segments) -> None:
    before = [button.geometry() for button in switch.buttons]
    switch.set_current(4)
    assert [button.geometry() for button in switch.buttons] == before


def test_screen_readers_hear_name_and_place(switch: Segments) -> None:
    assert switch.accessibleName() == "Pages about the answer"
    assert segment(switch, "why").accessibleName() == "Why"
    assert segment(switch, "why").accessibleDescription() == "3 of 5"
