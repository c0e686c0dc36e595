"""The View menu: what is chosen there is in force at once, and at the next start."""

from collections.abc import Callable, Iterator
from itertools import combinations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QAction, QMouseEvent, QPalette
from PySide6.QtWidgets import QAbstractButton, QApplication, QFrame, QLabel, QLineEdit, QScrollArea, QStyle, QWidget
from pytestqt.qtbot import QtBot

from mlp_desktop.app import Desktop
from mlp_desktop.controllers.lab.lab import MAP_PAGE
from mlp_desktop.models.window.view_choice import TEXT_SIZES
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.growth import text_size_of
from mlp_desktop.views.kit.palettes import has_high_contrast
from mlp_desktop.views.window.main_window import MainWindow

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def as_it_was(qapp: QApplication) -> Iterator[None]:
    yield
    text_size_of(qapp).choose(100)
    theme.apply_theme(qapp)


def press(desktop: Desktop, name: str) -> QAction:
    return press_in(desktop.window, name)


def press_in(window: MainWindow, name: str) -> QAction:
    action = window.findChild(QAction, name)
    assert isinstance(action, QAction)
    action.trigger()
    return action


def test_dark_and_light_are_chosen_and_kept(start: Callable[[], Desktop], qapp: QApplication) -> None:
    first = start()
    press(first, "darkSchemeAction")
    assert theme.is_dark()
    second = start()
    assert theme.is_dark()
    assert press(second, "lightSchemeAction").isChecked()
    assert not theme.is_dark()
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert not theme.is_dark(), "the person's choice holds whatever the system does"
    press(second, "systemSchemeAction")
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.is_dark()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_high_contrast_is_on_in_light_and_dark(start: Callable[[], Desktop], qapp: QApplication, scheme: str) -> None:
    desktop = start()
    press(desktop, f"{scheme}SchemeAction")
    assert not has_high_contrast(qapp.palette())
    press(desktop, "highContrastAction")
    assert has_high_contrast(qapp.palette())
    assert theme.is_dark() == (scheme == "dark")
    action = start().window.findChild(QAction, "highContrastAction")
    assert action.isChecked()
    assert has_high_contrast(qapp.palette())


def test_text_grows_by_its_keys_and_stays_so(qtbot: QtBot, start: Callable[[], Desktop], qapp: QApplication) -> None:
    desktop = start()
    window = desktop.window
    usual = qapp.font().pointSizeF()
    desktop.window.activateWindow()
    qtbot.waitUntil(lambda: window.isActiveWindow())
    qtbot.keyClick(window, Qt.Key.Key_Plus, CTRL)
    qtbot.keyClick(window, Qt.Key.Key_Equal, CTRL)
    assert qapp.font().pointSizeF() == pytest.approx(1.25 * usual)
    assert start().window.font().pointSizeF() == pytest.approx(1.25 * usual)
    qtbot.keyClick(window, Qt.Key.Key_Minus, CTRL)
    assert qapp.font().pointSizeF() == pytest.approx(1.1 * usual)
    qtbot.keyClick(window, Qt.Key.Key_0, CTRL)
    assert qapp.font().pointSizeF() == pytest.approx(usual)


def test_the_smallest_and_largest_text_are_the_last(start: Callable[[], Desktop], qapp: QApplication) -> None:
    desktop = start()
    usual = qapp.font().pointSizeF()
    for _ in TEXT_SIZES:
        larger = press(desktop, "largerTextAction")
    assert qapp.font().pointSizeF() == pytest.approx(2.5 * usual)
    assert not larger.isEnabled()
    for _ in TEXT_SIZES:
        smaller = press(desktop, "smallerTextAction")
    assert qapp.font().pointSizeF() == pytest.approx(0.8 * usual)
    assert not smaller.isEnabled()
    assert larger.isEnabled()


def test_headings_and_small_print_follow_the_text(qtbot: QtBot, start: Callable[[], Desktop]) -> None:
    window = start().window
    names = ("networkEstimate", "answerWords", "networkLine")
    labels = [label for name in names for label in window.findChildren(QLabel, name)]
    labels += [label for label in window.findChildren(QLabel) if label.font().weight() == 600]
    before = [label.font().pointSizeF() for label in labels]
    assert len({round(size, 2) for size in before}) >= 3
    for _ in range(5):
        window.findChild(QAction, "largerTextAction").trigger()
    qtbot.waitUntil(
        lambda: [label.font().pointSizeF() for label in labels] == pytest.approx([2 * size for size in before])
    )


def test_full_screen_comes_and_goes_by_its_key(qtbot: QtBot, start: Callable[[], Desktop]) -> None:
    window = start().window
    action = window.findChild(QAction, "fullScreenAction")
    window.activateWindow()
    qtbot.waitUntil(lambda: window.isActiveWindow())
    qtbot.keyClick(window, Qt.Key.Key_F11)
    qtbot.waitUntil(lambda: window.isFullScreen() and action.isChecked())
    qtbot.keyClick(window, Qt.Key.Key_F11)
    qtbot.waitUntil(lambda: not window.isFullScreen() and not action.isChecked())


def test_stored_values_that_do_not_fit_are_as_at_first(start: Callable[[], Desktop], settings) -> None:
    settings.view = {"scheme": "mauve", "high_contrast": "yes", "text_size": -4}
    desktop = start()
    assert not theme.is_dark()
    assert desktop.window.palette().color(QPalette.ColorRole.Window) == theme.palette_for(dark=False).window().color()


@pytest.fixture
def laptop(start: Callable[[], Desktop], settings) -> Desktop:
    """The window on a small laptop, with text of double size."""
    settings.view = {"text_size": 200}
    desktop = start()
    desktop.window.resize(1366, 768)
    QApplication.processEvents()
    return desktop


def test_with_text_of_double_size_it_fits_a_small_laptop(qapp: QApplication, laptop: Desktop) -> None:
    tabs = laptop.window.tabs
    assert (laptop.window.width(), laptop.window.height()) == (1366, 768)
    for place in range(tabs.count()):
        tabs.setCurrentIndex(place)
        for _ in range(3):
            qapp.processEvents()
        page = tabs.widget(place)
        around = page.parentWidget()
        assert page.width() <= around.width(), page.objectName()  # it scrolls downwards, if at all
    window = laptop.window
    for tab, name in (
        (window.train_tab, "trainStart"),
        (window.compare_tab, "sweepStart"),
        (window.compare_tab, "sweepPlan"),
    ):
        tabs.setCurrentWidget(tab)
        qapp.processEvents()
        part, around = tab.findChild(QWidget, name), tab.parentWidget()
        place = part.mapTo(around, part.rect().bottomRight())
        assert around.rect().contains(place), f"{name} is seen without scrolling"
    form, plan = window.compare_tab.form, window.findChild(QLabel, "sweepPlan")
    lines = [each.y() for each in window.compare_tab.findChildren(QFrame) if each.frameShape() == QFrame.Shape.HLine]
    between = [y for y in lines if form.geometry().bottom() < y < plan.y()]
    assert between, "a line keeps what the form's edge cuts from the words below"
    tabs.setCurrentWidget(window.train_tab)
    qapp.processEvents()
    window.activateWindow()
    for name in ("accuracyPlot", "epochs", "trainStart", "presets"):  # back and forth between what scrolls
        part = window.train_tab.findChild(QWidget, name)
        part.setFocus()
        qapp.processEvents()
        assert part.visibleRegion().boundingRect().height() > 0.5 * part.height(), f"the focus on {name} is seen"
    values = window.compare_tab.findChild(QLineEdit, "sweepValues2")
    assert values.text() == "0, 0.1..100:log:4"
    assert values.fontMetrics().horizontalAdvance(values.text()) < values.width() - 10
    tabs.setCurrentWidget(window.lab_tab)
    bar = tabs.tabBar()
    assert bar.tabRect(bar.count() - 1).right() <= bar.width(), "the name of the network gives way to the tabs"
    neuron = laptop.window.findChild(QScrollArea, "labNeuronPage")
    assert neuron.widget().width() <= neuron.viewport().width(), "title and last column of the Lab are not cut"
    laptop.window.lab_tab.show_page(MAP_PAGE)
    for _ in range(3):
        qapp.processEvents()
    choices = laptop.window.lab_tab.map.choices
    assert choices.minimumSizeHint().width() <= choices.width(), "nor are the choices of the map"
    start, pace = window.findChild(QWidget, "trainStart"), window.findChild(QWidget, "trainPace")
    assert pace.mapTo(window, pace.rect().bottomLeft()).y() - start.mapTo(window, QPoint()).y() < 2.5 * start.height()
    window.resize(1024, 700)
    for tab in (window.runs_tab, window.train_tab):
        tabs.setCurrentWidget(tab)
        for _ in range(4):
            qapp.processEvents()
        assert tab.width() <= tab.parentWidget().width(), f"{tab.objectName()} does not scroll sideways"
    tabs.setCurrentWidget(window.lab_tab)
    for _ in range(4):
        qapp.processEvents()
    names = ("labNetwork", "labPages", "labUndo", "labRedo", "labReset", "labSave", "labUse")
    parts = [window.lab_tab.findChild(QWidget, name) for name in names]
    places = [QRect(part.mapTo(window.lab_tab, QPoint()), part.size()) for part in parts]
    assert not any(one.intersects(other) for one, other in combinations(places, 2)), "one covers another"
    choices = window.examine_tab.choices
    assert choices.minimumSizeHint().width() <= 950, "nor need the choices of the Examine tab more"
    assert window.findChild(QLabel, "trainStatus").height() >= 2 * window.fontMetrics().height()
    press_in(laptop.window, "normalTextAction")
    for _ in range(3):
        qapp.processEvents()
    widths = [tabs.widget(place).minimumSizeHint().width() for place in range(tabs.count())]
    assert max(widths) <= 1024, "pages that are hidden are measured anew too"
    tabs.setCurrentIndex(0)
    qapp.processEvents()
    assert tabs.widget(0).height() <= tabs.widget(0).parentWidget().height()


def test_in_large_text_the_menus_of_hidden_pages_have_their_actions(qapp: QApplication, settings) -> None:
    window = Desktop(settings).window
    text_size_of(qapp).choose(200)  # PySide took the actions for deleted once the layouts were measured anew
    images = window.train_tab.form.arrangement
    images.show_arrangement(":inverted", False)
    assert [action.objectName() for action in images.menu().actions() if action.isChecked()] == [":inverted"]


def test_icons_boxes_fields_and_tabs_grow_with_the_text(qapp: QApplication, start: Callable[[], Desktop]) -> None:
    window = start().window
    window.tabs.setCurrentIndex(1)

    def sizes() -> dict[str, float]:
        for _ in range(3):
            qapp.processEvents()
        pen, pause = window.findChild(QWidget, "penButton"), window.findChild(QWidget, "trainPause")
        box = window.findChild(QWidget, "logScale")
        assert isinstance(pen, QAbstractButton)
        assert isinstance(pause, QAbstractButton)
        return {
            "icon of a tool": pen.iconSize().width(),
            "icon of a button": pause.iconSize().width(),
            "tab": window.tabs.tabBar().tabRect(1).width(),
            "box": box.style().pixelMetric(QStyle.PixelMetric.PM_IndicatorWidth),
            "field": window.findChild(QWidget, "hiddenLayers").height(),
            "segment": window.findChild(QWidget, "curvesSegment").sizeHint().width(),
        }

    usual = sizes()
    for _ in range(5):
        press_in(window, "largerTextAction")
    grown = sizes()
    assert {name: grown[name] / usual[name] > 1.4 for name in usual} == dict.fromkeys(usual, True)
    press_in(window, "normalTextAction")
    assert sizes() == usual


def test_tabs_scroll_in_a_window_that_is_too_small(qapp: QApplication, start: Callable[[], Desktop]) -> None:
    window = start().window
    window.resize(700, 500)
    qapp.processEvents()
    assert (window.width(), window.height()) == (700, 500)
    assert window.tabs.currentWidget() is window.draw_tab
    assert window.draw_tab.pad.width() == window.draw_tab.pad.height() >= 400
    area = window.draw_tab.parentWidget().parentWidget()
    assert isinstance(area, QScrollArea)
    assert area.verticalScrollBar().maximum() > 0


def test_the_pad_uses_the_room_of_a_projector(qapp: QApplication, start: Callable[[], Desktop]) -> None:
    window = start().window
    window.resize(2560, 1440)
    qapp.processEvents()
    assert window.draw_tab.pad.width() >= 1200
    used = window.draw_tab.reading.geometry().right() - window.draw_tab.pad.x()
    assert used >= 0.8 * window.width()


def test_in_presentation_pad_and_answer_fill_the_screen_until_esc(
    qtbot: QtBot, start: Callable[[], Desktop], qapp: QApplication, draw
) -> None:
    desktop = start()
    window, tab = desktop.window, desktop.window.draw_tab
    window.tabs.setCurrentIndex(1)
    press(desktop, "presentAction")
    qtbot.waitUntil(window.isFullScreen)
    qapp.processEvents()
    assert window.tabs.currentWidget() is tab
    hidden = (window.tabs.tabBar(), tab.tools, tab.pages, tab.correction, tab.reading.score_bars)
    assert [part.objectName() for part in hidden if part.isVisible()] == []
    assert window.menuBar().height() == 0
    assert tab.pad.width() >= 0.65 * window.width()
    assert tab.reading.geometry().right() >= window.width() - 30
    draw(desktop, [[(0, 0), (10, 0), (6, 12), (4, 24)]])
    qtbot.waitUntil(lambda: tab.reading.tile.text() != "")
    assert tab.reading.tile.height() >= 0.5 * window.height()
    assert tab.reading.words.fontMetrics().height() > 1.5 * window.fontMetrics().height()
    assert tab.highlight.at is not None
    qtbot.keyClick(tab.pad, Qt.Key.Key_Delete)  # its menu is hidden, and its key works
    qtbot.waitUntil(lambda: desktop.drawing.sheet.is_empty)
    qtbot.keyClick(tab.pad, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.isFullScreen())
    assert all(part.isVisible() for part in hidden)
    qtbot.waitUntil(lambda: window.menuBar().height() > 0)
    assert not tab.highlight.isVisible()
    assert tab.reading.words.font().pointSizeF() == window.font().pointSizeF()


def test_the_ring_around_the_pen_is_painted_and_leaves_with_it(
    qtbot: QtBot, start: Callable[[], Desktop], qapp: QApplication
) -> None:
    desktop = start()
    press(desktop, "presentAction")
    qapp.processEvents()
    pad, highlight = desktop.window.draw_tab.pad, desktop.window.draw_tab.highlight
    bare = pad.grab().toImage()
    qtbot.mouseMove(pad, pad.rect().center())
    QApplication.sendEvent(
        pad,
        QMouseEvent(
            QEvent.Type.MouseMove,
            QPointF(pad.rect().center()),
            QPointF(pad.mapToGlobal(pad.rect().center())),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
        ),
    )
    assert highlight.at == QPointF(pad.rect().center())
    assert pad.grab().toImage() != bare
    QApplication.sendEvent(pad, QEvent(QEvent.Type.Leave))
    assert highlight.at is None
    assert pad.grab().toImage() == bare


def test_presentation_is_kept_and_left_at_the_next_start(qtbot: QtBot, start: Callable[[], Desktop]) -> None:
    press(start(), "presentAction")
    window = start().window
    window.activateWindow()
    qtbot.waitUntil(lambda: window.isActiveWindow())
    assert not window.tabs.tabBar().isVisible()
    assert window.findChild(QAction, "presentAction").isChecked()
    qtbot.keyClick(window.draw_tab.pad, Qt.Key.Key_Escape)
    qtbot.waitUntil(window.tabs.tabBar().isVisible)
    assert not window.isFullScreen()
