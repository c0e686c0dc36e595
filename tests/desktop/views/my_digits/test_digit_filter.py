"""Which own drawings are wanted, chosen as a person chooses."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from mlp_desktop.views.my_digits.digit_filter import DigitFilter, FilterChoice


@pytest.fixture
def view(qtbot: QtBot) -> DigitFilter:
    view = DigitFilter()
    qtbot.addWidget(view)
    view.show()
    qtbot.waitExposed(view)
    return view


def test_all_are_wanted_at_first(view: DigitFilter) -> None:
    assert view.choice == FilterChoice(label=None, wrong_only=False, days=None)


def test_every_choice_narrows_what_is_wanted_and_is_announced(qtbot: QtBot, view: DigitFilter) -> None:
    changes = QSignalSpy(view.changed)
    for _ in range(8):
        qtbot.keyClick(view.findChild(QComboBox, "digitsLabel"), Qt.Key.Key_Down)
    assert view.choice == FilterChoice(label=7)
    qtbot.keyClick(view.findChild(QComboBox, "digitsSince"), Qt.Key.Key_Down)
    assert view.choice == FilterChoice(label=7, days=1)
    wrong = view.findChild(QCheckBox, "digitsWrong")
    qtbot.mouseClick(wrong, Qt.MouseButton.LeftButton, pos=QPoint(10, wrong.height() // 2))
    assert view.choice == FilterChoice(label=7, wrong_only=True, days=1)
    assert changes.count() == 10


def test_how_many_fit_is_told_to_eyes_and_ears(view: DigitFilter) -> None:
    view.show_matches("3 of 10 drawings")
    found = view.findChild(QWidget, "digitsFound")
    assert found.text() == found.accessibleName() == "3 of 10 drawings"
