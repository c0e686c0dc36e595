"""A row that becomes several where there is no room for it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mlp_desktop.views.kit.wrapping_row import WrappingRow


def part(width: int) -> QWidget:
    made = QWidget()
    made.setMinimumSize(width, 20)
    return made


def test_the_parts_come_below_one_another_as_their_widths_need_it(qtbot: QtBot) -> None:
    first, second, third = part(100), part(60), part(50)
    row = WrappingRow(first, second, third, gap=third, spacing=10)
    qtbot.addWidget(row)
    assert row.minimumSizeHint().width() == 100
    row.resize(300, 20)
    row.show()
    qtbot.waitExposed(row)
    assert row.rows == [[first, second, third]]
    assert third.geometry().right() == 299, "the gap lies before the third"
    row.resize(180, 50)
    assert row.rows == [[first, second], [third]]
    qtbot.waitUntil(lambda: third.y() == 30 and third.x() == 0)
    assert row.minimumSizeHint().height() == 50
    row.resize(110, 80)
    assert row.rows == [[first], [second], [third]]
    row.resize(300, 80)
    assert row.rows == [[first, second, third]]


def test_a_hidden_part_takes_no_room_and_one_that_grows_has_the_rest(qtbot: QtBot) -> None:
    first, second = part(100), part(60)
    row = WrappingRow(first, second, growing=(first,), spacing=10)
    qtbot.addWidget(row)
    row.resize(130, 50)
    row.show()
    qtbot.waitExposed(row)
    assert row.rows == [[first], [second]]
    second.setVisible(False)
    qtbot.waitUntil(lambda: row.rows == [[first, second]])
    assert first.width() == 130
    first.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    first.setFocus()
    second.setVisible(True)
    qtbot.waitUntil(lambda: row.rows == [[first], [second]])
    assert first.hasFocus(), "rows that change leave the focus where it is"
