"""The View menu: what is chosen there is in force at once, and at the next start."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from mlp_desktop.app import Desktop
from mlp_desktop.models.window.view_choice import TEXT_SIZES
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.growth import text_size_of
from mlp_desktop.views.kit.palettes import has_high_contrast

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def as_it_was(qapp: QApplication) -> Iterator[None]:
    yield
    text_size_of(qapp).choose(100)
    theme.apply_theme(qapp)


def press(desktop: Desktop, name: str) -> QAction:
    action = desktop.window.findChild(QAction, name)
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
