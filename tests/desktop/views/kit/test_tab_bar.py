"""Pages under their tabs."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mlp_desktop.views.kit.tab_bar import Tabs


class PaintedSizes(QObject):
    """Notes how much of a widget is painted."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.heights: list[int] = []
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.heights.append(event.region().boundingRect().height())  # pyright: ignore[reportAttributeAccessIssue]
        return False


def test_a_word_that_changes_paints_no_more_than_itself(qtbot: QtBot) -> None:
    tabs, page, words = Tabs(), QWidget(), QLabel("one")
    words.setMaximumHeight(20)
    QVBoxLayout(page).addWidget(words)
    tabs.addTab(page, "Page")
    qtbot.addWidget(tabs)
    tabs.resize(400, 300)
    tabs.show()
    qtbot.waitExposed(tabs)
    words.setText("two")
    qtbot.wait(50)
    painted = PaintedSizes(tabs)
    words.setText("three")
    qtbot.waitUntil(lambda: bool(painted.heights))
    qtbot.wait(50)
    assert max(painted.heights) <= 20


def test_a_corner_that_grows_is_given_its_room(qtbot: QtBot) -> None:
    tabs, corner = Tabs(), QLabel("short")
    tabs.addTab(QWidget(), "Page")
    tabs.setCornerWidget(corner)
    qtbot.addWidget(tabs)
    tabs.resize(400, 300)
    tabs.show()
    qtbot.waitExposed(tabs)
    corner.setText("a much longer line of words")
    qtbot.waitUntil(lambda: corner.width() >= corner.sizeHint().width())


def test_a_place_is_kept_for_a_page_that_comes_later(qtbot: QtBot) -> None:
    tabs, first, later = Tabs(), QWidget(), QWidget()
    qtbot.addWidget(tabs)
    tabs.addTab(first, "First")
    tabs.keep_place("Later")
    assert (tabs.count(), tabs.tabText(1), tabs.widget(1)) == (2, "Later", None)
    tabs.removeTab(1)
    tabs.insertTab(1, later, "Later")
    assert (tabs.count(), tabs.widget(1)) == (2, later)


def test_the_bar_has_a_name(qtbot: QtBot) -> None:
    tabs = Tabs()
    qtbot.addWidget(tabs)
    assert (tabs.tabBar().objectName(), tabs.tabBar().accessibleName()) == ("tabBar", "Pages of the window")
