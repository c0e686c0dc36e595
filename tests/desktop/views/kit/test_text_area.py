"""A field for several lines takes no more than it can show in a moment, from whichever side it comes."""

from PySide6.QtCore import QMimeData

from mlp_desktop.views.kit.text_area import MOST_CHARACTERS, TextArea


def mime(text: str) -> QMimeData:
    data = QMimeData()
    data.setText(text)
    return data


def test_it_takes_the_beginning_of_what_is_too_long(qtbot) -> None:
    area = TextArea()
    qtbot.addWidget(area)
    area.insertFromMimeData(mime("before "))
    area.insertFromMimeData(mime("é" * 10_000_000))
    assert area.toPlainText() == "before " + "é" * (MOST_CHARACTERS - 7)
    area.insertFromMimeData(mime("more"))
    assert len(area.toPlainText()) == MOST_CHARACTERS
    short = TextArea(100)
    qtbot.addWidget(short)
    short.insertFromMimeData(mime("é" * 10_000_000))
    assert len(short.toPlainText()) == 100
    area.selectAll()
    area.insertFromMimeData(mime("all of it\nanew"))
    assert area.toPlainText() == "all of it\nanew"


def test_it_shows_markup_marks_of_direction_and_null_bytes_as_text(qtbot) -> None:
    area = TextArea()
    qtbot.addWidget(area)
    area.insertFromMimeData(mime("<b>x</b>\0\u202e"))
    assert area.toPlainText() == "<b>x</b>\0\u202e"
