"""The row that takes what a person says: keys to press, words to read, digits to draw."""

from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel

from mlp_desktop.views.draw.draw_tab import DrawTab
from mlp_desktop.views.my_digits.correction_row import HINT, CorrectionRow

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def row(qtbot) -> CorrectionRow:
    row = CorrectionRow()
    qtbot.addWidget(row)
    row.resize(400, row.sizeHint().height())
    row.show()
    qtbot.waitExposed(row)
    return row


def key(row: CorrectionRow, name: str) -> QAbstractButton:
    return row.findChild(QAbstractButton, name)  # pyright: ignore[reportReturnType]


def test_at_first_it_says_what_can_be_done(row) -> None:
    assert row.words == HINT
    assert not key(row, "itWas0").isVisible()


@pytest.mark.parametrize("digit", range(10))
def test_a_click_on_a_digit_tells_it(qtbot, row, digit: int) -> None:
    row.show_keys(3)
    with qtbot.waitSignal(row.label_given) as told:
        qtbot.mouseClick(key(row, f"itWas{digit}"), LEFT)
    assert told.args == [digit]


def test_ten_digits_fit_side_by_side_and_the_answer_says_how_to_confirm_it(row) -> None:
    row.show_keys(3)
    places = [key(row, f"itWas{digit}").geometry() for digit in range(10)]
    assert all(left.right() < right.left() for left, right in pairwise(places))
    assert places[-1].right() < row.width()
    assert min(place.width() for place in places) >= 24
    assert key(row, "itWas3").toolTip() == "Yes, it was a 3 (Enter)"
    row.show_keys(4)
    assert key(row, "itWas3").toolTip() == "It was a 3 (key 3)"


def test_a_guided_session_asks_goes_on_and_is_left(qtbot, row) -> None:
    row.show_guide(8, 12, 100, drawn=False)
    assert row.words == "Draw an 8 · 12 of 100 drawn"
    assert not key(row, "guideNext").isEnabled()
    row.show_guide(8, 12, 100, drawn=True)
    with qtbot.waitSignal(row.confirmed):
        qtbot.mouseClick(key(row, "guideNext"), LEFT)
    with qtbot.waitSignal(row.guide_left):
        qtbot.mouseClick(key(row, "guideLeave"), LEFT)


def test_a_guided_session_asks_about_a_drawing_that_looks_like_another_digit(qtbot, row) -> None:
    height = row.sizeHint().height()
    row.show_guide(8, 12, 100, drawn=True, looks_like=0)
    assert row.words == "This looks like a 0. Keep it as an 8?"
    assert key(row, "guideNext").text() == key(row, "guideNext").accessibleName() == "Keep it"
    assert row.findChild(QLabel, "guideQuestion").isVisible()
    assert not key(row, "guideLeave").isVisible(), "there is room for the question in large text"
    assert row.sizeHint().height() == height
    with qtbot.waitSignal(row.redraw_requested):
        qtbot.mouseClick(key(row, "guideAgain"), LEFT)
    row.show_guide(8, 12, 100, drawn=False)
    assert row.words == "Draw an 8 · 12 of 100 drawn"
    assert key(row, "guideNext").text() == key(row, "guideNext").accessibleName() == "Next"
    assert not key(row, "guideAgain").isVisible()
    assert key(row, "guideLeave").isVisible()


def test_it_is_as_high_whatever_it_shows(row) -> None:
    height = row.sizeHint().height()
    row.show_note("Kept as a 7 · 12 kept", "a second line")
    assert row.findChild(QLabel, "correctionDetail").isVisible()
    assert row.sizeHint().height() == height
    row.show_keys(None)
    assert row.sizeHint().height() == height


@pytest.fixture
def tab(qtbot, icons_folder: Path) -> DrawTab:
    tab = DrawTab(icons_folder)
    qtbot.addWidget(tab)
    tab.show()
    qtbot.waitExposed(tab)
    return tab


@pytest.mark.parametrize("size", [(0, 0), (1024, 620), (2560, 1340)])
def test_on_the_tab_it_lies_between_the_reading_and_its_pages(tab, size: tuple[int, int]) -> None:
    tab.resize(QSize(*size).expandedTo(tab.minimumSizeHint()))
    row = tab.correction.geometry()
    assert row.top() > tab.reading.geometry().bottom()
    assert row.bottom() < tab.pages.geometry().top()
    assert row.bottom() == tab.pad.geometry().bottom()
    assert tab.reading.height() >= 400


def test_without_it_the_reading_has_the_room_and_keys_say_nothing(qtbot, tab) -> None:
    tab.resize(1024, 620)
    before = tab.reading.height()
    tab.show_correction_row(False)
    assert tab.reading.height() == tab.pad.height() > before
    with qtbot.assertNotEmitted(tab.correction.label_given):
        qtbot.keyClick(tab.pad, Qt.Key.Key_7)


def test_a_key_that_a_field_has_a_use_for_says_nothing(qtbot, tab) -> None:
    box = QComboBox(tab)
    box.addItems(["3", "7"])
    box.show()
    with qtbot.assertNotEmitted(tab.correction.label_given):
        qtbot.keyClick(box, Qt.Key.Key_7)
    assert box.currentText() == "7"


def test_enter_confirms_on_the_pad_and_not_on_a_button(qtbot, tab) -> None:
    tab.pad.setFocus()
    with qtbot.waitSignal(tab.correction.confirmed):
        qtbot.keyClick(tab.pad, Qt.Key.Key_Return)
    button = tab.tools.findChild(QAbstractButton, "sampleButton")
    button.setFocus()
    with qtbot.assertNotEmitted(tab.correction.confirmed):
        qtbot.keyClick(button, Qt.Key.Key_Return)
