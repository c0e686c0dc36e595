"""Samples as pictures: shown in order, opened by double click and Enter, and cheap however many there are."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from mlp_desktop.views.examine.sample_list import ExaminedSamples, SampleList

RIGHT = Qt.Key.Key_Right


class Source:
    """Samples that remember which pictures were asked for."""

    def __init__(self, count: int) -> None:
        self.asked: set[int] = set()
        self.samples = ExaminedSamples(
            indices=np.arange(count)[::-1] * 10,
            labels=np.arange(count) % 10,
            answers=(np.arange(count) + 1) % 10,
            probabilities=np.linspace(1, 0.1, count),
            ink_of=self.ink_of,
        )

    def ink_of(self, index: int) -> np.ndarray:
        self.asked.add(index)
        return np.full((28, 28), 255, np.uint8)


@pytest.fixture
def view(qtbot: QtBot) -> SampleList:
    view = SampleList()
    qtbot.addWidget(view)
    view.resize(400, 320)
    view.show()
    qtbot.waitExposed(view)
    return view


def place_of(view: SampleList, row: int) -> QPoint:
    return view.visualRect(view.model().index(row, 0)).center()


def test_a_double_click_opens_the_sample_by_its_index_in_the_data(qtbot: QtBot, view) -> None:
    view.show_samples(Source(8).samples)
    opened = QSignalSpy(view.open_requested)
    # Two clicks as a hand makes them: the first chooses, the second opens.
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place_of(view, 2))
    qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place_of(view, 2))
    assert [opened.at(k)[0] for k in range(opened.count())] == [50]


def test_enter_opens_the_chosen_sample(qtbot: QtBot, view) -> None:
    view.show_samples(Source(8).samples)
    opened = QSignalSpy(view.open_requested)
    qtbot.keyClick(view, RIGHT)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert [opened.at(k)[0] for k in range(opened.count())] == [60]


def test_each_sample_is_told_in_words(view) -> None:
    view.show_samples(Source(4).samples)
    first = view.model().index(0, 0)
    assert first.data() == "0 → 1"
    assert first.data(Qt.ItemDataRole.AccessibleTextRole) == "Sample 30: 0, read as 1 with probability 1.000"


def test_only_pictures_in_sight_are_asked_for(qtbot: QtBot, view) -> None:
    source = Source(50_000)
    view.show_samples(source.samples)
    view.viewport().repaint()
    assert 0 < len(source.asked) < 60
    assert view.count() == 50_000
    assert 499_990 in source.asked


def test_more_come_as_the_list_is_scrolled_until_all_are_there(qtbot: QtBot, view) -> None:
    view.show_samples(Source(700).samples)
    shown = [view.model().rowCount()]

    def more_after_scrolling() -> bool:
        # As a person does: again and again, for the list is laid out only once the event loop comes to it.
        view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
        return view.model().rowCount() > shown[-1]

    while shown[-1] < 700:
        qtbot.waitUntil(more_after_scrolling)
        shown.append(view.model().rowCount())
    assert shown == [300, 600, 700]


def test_new_samples_begin_at_the_top_with_the_first_chosen(qtbot: QtBot, view) -> None:
    view.show_samples(Source(200).samples)
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    view.show_samples(Source(100).samples)
    assert view.verticalScrollBar().value() == 0
    assert view.currentIndex().row() == 0
    view.show_samples(None)
    assert view.count() == 0


def test_the_ink_is_seen(view, painted) -> None:
    view.show_samples(Source(1).samples)
    square = view.visualRect(view.model().index(0, 0))
    middle = painted(view)[square.top() + 30, square.center().x()]
    text = view.palette().text().color()
    assert middle.tolist() == [text.red(), text.green(), text.blue()]
