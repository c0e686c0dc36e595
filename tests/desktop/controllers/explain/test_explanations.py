"""When the pages beside the pad are brought up to date."""

import pytest
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mlp_desktop.controllers.explain.explanations import PEN_RESTS_MS, ExplanationsController
from mlp_desktop.models.draw.reading import Reading


class Panel(QObject):
    """As much of the panel as the controller sees."""

    page_changed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.page = 1

    def show_page(self, page: int) -> None:
        self.page = page
        self.page_changed.emit(page)


class Page:
    def __init__(self) -> None:
        self.refreshed = 0
        self.rested = 0

    def refresh(self) -> None:
        self.refreshed += 1

    def rest(self) -> None:
        self.rested += 1


@pytest.fixture
def reading() -> Reading:
    return Reading()


@pytest.fixture
def pages() -> tuple[None, Page, Page]:
    return None, Page(), Page()


@pytest.fixture
def panel(reading: Reading, pages: tuple[None, Page, Page]) -> Panel:
    panel = Panel()
    ExplanationsController(reading, panel, pages, panel)  # pyright: ignore[reportArgumentType]
    return panel


def test_a_moving_pen_is_left_alone_and_a_resting_one_explained_once(qtbot: QtBot, reading, pages, panel) -> None:
    timer = panel.findChild(QTimer)
    assert timer.interval() == PEN_RESTS_MS
    timer.setInterval(600_000)  # a pen that never rests, however slow the machine is
    for _ in range(8):
        reading.show(None)
        QApplication.processEvents()
        assert pages[1].refreshed == 0
    timer.setInterval(0)
    qtbot.waitUntil(lambda: pages[1].refreshed == 1)
    QApplication.processEvents()
    assert not timer.isActive()
    assert pages[1].refreshed == 1
    assert pages[1].rested == 8, "work on what is outdated ends at every change"


def test_every_change_lets_the_pen_rest_anew(reading, panel) -> None:
    timer = panel.findChild(QTimer)
    reading.show(None)
    first = timer.timerId()
    reading.show(None)
    assert timer.isActive()
    assert timer.timerId() != first, "the time begins again"


def test_only_the_page_in_front_is_refreshed(qtbot: QtBot, reading, pages, panel) -> None:
    reading.show(None)
    qtbot.waitUntil(lambda: pages[1].refreshed == 1)
    assert pages[2].refreshed == 0


def test_turning_to_a_page_shows_it_at_once_and_ends_the_work_of_the_others(reading, pages, panel) -> None:
    panel.show_page(2)
    assert pages[2].refreshed == 1
    assert pages[1].rested == 1


def test_the_answer_page_needs_no_explanation(qtbot: QtBot, reading, pages, panel) -> None:
    panel.show_page(0)
    reading.show(None)
    qtbot.wait(2 * PEN_RESTS_MS)
    assert pages[1].refreshed == pages[2].refreshed == 0
