"""What is there at the first look at the window, and how the rest comes to it."""

# A widget that is missing fails its test.
# pyright: reportOptionalMemberAccess=false

import subprocess
import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from mlp_desktop.app import Desktop
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.program import _Builder
from mlp_desktop.views.draw.reading_panel import PAGES
from mlp_desktop.views.kit.icons import ALL_SIDES
from mlp_desktop.views.kit.theme import apply_theme
from mlp_engine.ink import PenStroke
from mlp_engine.weights.bundled import bundled_network

TITLES = ["&Draw", "&Train", "E&xamine", "&Runs", "&My digits", "&Sweeps", "La&b"]
SEVEN = [[(20, 20), (80, 20), (45, 90)]]


@pytest.fixture
def begun(qtbot: QtBot, qapp, settings: Settings, told: list[str]) -> Iterator[Desktop]:
    """The program of which nothing but the first look is there; shown."""
    apply_theme(qapp)
    desktop = Desktop(settings, at_once=False)
    desktop.window.show()
    qtbot.waitExposed(desktop.window)
    yield desktop
    desktop.complete()
    desktop.window.allow_close()
    desktop.window.close()
    desktop.window.deleteLater()
    desktop.deleteLater()


def titles(desktop: Desktop) -> list[str]:
    return [desktop.window.tabs.tabText(place) for place in range(desktop.window.tabs.count())]


def test_a_digit_can_be_drawn_and_read_before_the_rest_is_there(qtbot: QtBot, begun: Desktop, draw) -> None:
    draw(begun, SEVEN)
    qtbot.waitUntil(lambda: begun.window.draw_tab.reading.tile.text() == "7")
    assert not begun.is_complete


def test_the_network_is_read_after_the_first_painting_or_with_the_first_ink(qtbot: QtBot, begun: Desktop, draw) -> None:
    assert not begun.reads
    assert begun.window.windowTitle() == "Bundled network[*] – Digit pad"
    draw(begun, SEVEN)
    assert begun.reads
    network = begun.session.in_use.network
    begun.complete()
    assert begun.session.in_use.network is network
    assert begun.session.in_use.network is bundled_network().network, "one copy for all who use it"


def test_ink_that_is_there_when_reading_begins_is_read(qtbot: QtBot, begun: Desktop) -> None:
    begun.drawing.changed.disconnect(begun.begin_reading)
    begun.drawing.open_strokes(tuple(PenStroke(tuple(points)) for points in SEVEN))
    assert not begun.reads
    begun.begin_reading()
    qtbot.waitUntil(lambda: begun.window.draw_tab.reading.tile.text() == "7")


def test_the_icons_come_in_one_size_first_and_in_all_sizes_later(begun: Desktop) -> None:
    clear = begun.window.findChild(QToolButton, "clearButton")
    side = round(clear.iconSize().width() * clear.devicePixelRatioF())
    assert [size.width() for size in clear.icon().availableSizes()] == [side]
    begun.complete()
    assert sorted(size.width() for size in clear.icon().availableSizes()) == list(ALL_SIDES)


def test_a_page_that_was_turned_to_too_early_is_there_when_it_is_built(qtbot: QtBot, begun: Desktop, draw) -> None:
    panel = begun.window.draw_tab.reading
    draw(begun, SEVEN)
    panel.show_page(PAGES.index("Compare"))
    assert not panel.pages
    begun.complete()
    assert panel.compare.isVisible()
    assert panel.compare.width() == panel.width()
    qtbot.waitUntil(lambda: panel.compare.columns[0].digit.text() == "7")


def test_the_tabs_keep_their_places_while_they_are_built(begun: Desktop) -> None:
    assert titles(begun) == TITLES
    while not begun.is_complete:
        begun.build_on()
        assert titles(begun) == TITLES
        assert begun.window.tabs.currentWidget() is begun.window.draw_tab
    window = begun.window
    tabs = [window.tabs.widget(place) for place in range(4)]
    assert tabs == [window.draw_tab, window.train_tab, window.examine_tab, window.runs_tab]


def test_who_turned_to_a_tab_too_early_finds_it_there_and_filled(begun: Desktop) -> None:
    begun.window.tabs.setCurrentIndex(3)
    begun.complete()
    assert begun.window.tabs.currentWidget() is begun.window.runs_tab
    assert begun.window.findChild(QLabel, "runsEmpty").isVisible()


def test_a_window_that_is_closed_too_early_closes_all_the_same(qtbot: QtBot, begun: Desktop) -> None:
    begun.window.close()
    qtbot.waitUntil(lambda: not begun.window.isVisible())
    assert begun.is_complete


def test_the_rest_is_built_after_the_first_painting(qtbot: QtBot, begun: Desktop) -> None:
    _Builder(begun)
    assert not begun.is_complete
    begun.window.repaint()
    qtbot.waitUntil(lambda: begun.is_complete)
    assert not [timer for timer in begun.findChildren(QTimer) if timer.isActive() and timer.interval() == 0]


def test_a_fault_in_a_part_ends_the_building_and_the_window_still_closes(
    qtbot: QtBot, qapp, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: Desktop) -> Iterator[None]:
        yield
        raise RuntimeError("a part is broken")

    monkeypatch.setattr(Desktop, "_build_the_rest", broken)
    desktop = Desktop(settings, at_once=False)
    builder = _Builder(desktop)
    with qtbot.captureExceptions() as told:
        desktop.window.show()
        qtbot.waitUntil(lambda: bool(told))
        qtbot.wait(1)  # the timer would go on
    assert [str(error) for _, error, _ in told] == ["a part is broken"]
    assert not [timer for timer in builder.findChildren(QTimer) if timer.isActive()]
    desktop.window.close()
    qtbot.waitUntil(lambda: not desktop.window.isVisible())
    desktop.window.deleteLater()
    desktop.deleteLater()


@pytest.mark.parametrize("module", ["pyqtgraph", "mlp_engine.perceptron.network"], ids=["plots", "networks"])
def test_the_first_look_brings_no_plots_along(module: str) -> None:
    look = f"import sys, mlp_desktop.program; print({module!r} in sys.modules)"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "False"
