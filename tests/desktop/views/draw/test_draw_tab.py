from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from mlp_desktop.views.draw.draw_tab import DrawTab
from mlp_desktop.views.draw.reading_panel import PAGES, ShownAnswer
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.growth import text_size_of
from mlp_engine.ink import PenStroke

SCORES = [0.0] * 7 + [0.98, 0.01, 0.01]
SEVEN = ShownAnswer(["7"], 0, "sure", SCORES, image=np.zeros((28, 28), np.uint8))


@pytest.fixture
def tab(qtbot: QtBot, icons_folder: Path) -> DrawTab:
    tab = DrawTab(icons_folder)
    tab.reading.build_pages()
    qtbot.addWidget(tab)
    tab.resize(1024, 620)
    tab.show()
    qtbot.waitExposed(tab)
    return tab


def button(tab: DrawTab, name: str) -> QAbstractButton:
    found = tab.findChild(QAbstractButton, name)
    assert found is not None
    return found


def test_each_tool_announces_what_is_wanted(qtbot: QtBot, tab: DrawTab) -> None:
    tab.tools.set_history_enabled(True, True, True)
    for name, signal in [
        ("undoButton", tab.tools.undo_requested),
        ("redoButton", tab.tools.redo_requested),
        ("clearButton", tab.tools.clear_requested),
        ("sampleButton", tab.tools.sample_requested),
    ]:
        with qtbot.waitSignal(signal, timeout=1000):
            qtbot.mouseClick(button(tab, name), Qt.MouseButton.LeftButton)


def test_tools_without_anything_to_do_rest(tab: DrawTab) -> None:
    names = ("undoButton", "redoButton", "clearButton", "sampleButton")
    assert [button(tab, name).isEnabled() for name in names] == [False, False, False, True]
    tab.tools.set_history_enabled(True, False, True)
    assert [button(tab, name).isEnabled() for name in names] == [True, False, True, True]


def test_the_answer_is_shown_large_and_told(tab: DrawTab) -> None:
    assert tab.reading.tile.text() == ""
    assert tab.reading.words.text() == "The answer appears here"
    tab.reading.show_answer(SEVEN)
    assert tab.reading.tile.text() == "7"
    assert tab.reading.tile.height() >= 100
    assert tab.reading.tile.accessibleName() == "Predicted digit: 7"
    assert tab.reading.words.text() == "sure"
    assert tab.reading.score_bars.accessibleDescription().startswith("7: 0.98")
    tab.reading.show_answer(ShownAnswer())
    assert tab.reading.tile.text() == ""
    assert tab.reading.tile.accessibleName() == "Predicted digit: none"


def places(tab: DrawTab) -> dict[str, QRect]:
    """Where everything seen lies on the tab."""
    reading = tab.reading
    parts: dict[str, QWidget] = {"pad": tab.pad, "tools": tab.tools, "pages": tab.pages, "answer": reading.tile}
    parts |= {"words": reading.words, "network": reading.network_view, "bars": reading.score_bars}
    parts |= {"steps": reading.steps, "why": reading.why, "neurons": reading.neurons, "compare": reading.compare}
    return {
        name: QRect(widget.mapTo(tab, QPoint(0, 0)), widget.size())
        for name, widget in parts.items()
        if widget.isVisible()
    }


@pytest.mark.parametrize("page", range(len(PAGES)))
@pytest.mark.parametrize("size", [None, (1024, 620), (1400, 820), (2560, 1340), (900, 1300), (2000, 560)])
def test_at_every_size_the_pad_is_a_square_and_nothing_is_cut_or_covered(
    qtbot: QtBot, tab: DrawTab, size: tuple[int, int] | None, page: int
) -> None:
    tab.resize(tab.minimumSizeHint()) if size is None else tab.resize(*size)
    tab.reading.show_page(page)
    assert tab.pad.width() == tab.pad.height() >= 400
    placed = places(tab)
    assert len(placed) == (7 if page == 0 else 6)
    widgets = {"words": tab.reading.words, "network": tab.reading.network_view, "bars": tab.reading.score_bars}
    widgets |= {name.lower(): widget for name, widget in zip(PAGES[1:], tab.reading.pages, strict=True)}
    for name, rectangle in placed.items():
        assert tab.rect().contains(rectangle), name
        if name in widgets:
            hint = widgets[name].minimumSizeHint()
            assert rectangle.width() >= hint.width(), (name, rectangle, hint)
            assert rectangle.height() >= hint.height(), (name, rectangle, hint)
        for other, another in placed.items():
            assert name == other or not rectangle.intersects(another), (name, other)


@pytest.mark.parametrize("size", [None, (1024, 620), (2560, 1340), (900, 1300)])
def test_the_panel_of_a_picture_takes_its_room_from_the_pad_alone(tab: DrawTab, size: tuple[int, int] | None) -> None:
    tab.resize(tab.minimumSizeHint()) if size is None else tab.resize(*size)
    before = places(tab)
    tab.show_picture_panel(True)
    tab.picture.show_status("A long name of a picture that was opened.png: 12 digits in 3 rows", busy=True)
    after = places(tab)
    panel = QRect(tab.picture.mapTo(tab, QPoint(0, 0)), tab.picture.size())
    assert {name for name in after if after[name] != before[name]} == {"pad"}
    assert not any(panel.intersects(placed) for placed in after.values())
    assert tab.rect().contains(panel)
    assert tab.pad.square().width() >= 320
    named = [part for part in tab.picture.findChildren(QWidget) if part.isVisible()]
    assert all(part.objectName() and (part.accessibleName() or part.objectName().endswith("Ink")) for part in named)
    tools = [part for part in named if isinstance(part, QAbstractButton)]
    assert all(tab.picture.rect().contains(part.geometry()) for part in named)
    assert all(part.height() >= part.minimumSizeHint().height() for part in tools)
    tab.show_picture_panel(False)
    assert places(tab) == before


def test_the_words_about_a_picture_are_not_cut_in_large_text(tab: DrawTab, qapp: QApplication) -> None:
    theme.apply_theme(qapp)
    size, status = text_size_of(qapp), tab.picture.status
    tab.show_picture_panel(True)
    try:
        size.choose(200)
        qapp.processEvents()
        tab.resize(1366, 700)
        assert status.height() >= status.sizeHint().height() > 3 * theme.GRID
        assert tab.picture.rect().contains(tab.picture.crop.geometry())
    finally:
        size.choose(100)


def test_pages_are_chosen_with_the_switch_and_tell_it(qtbot: QtBot, tab: DrawTab) -> None:
    with qtbot.waitSignal(tab.reading.page_changed) as changed:
        qtbot.mouseClick(button(tab, "whySegment"), Qt.MouseButton.LeftButton)
    assert changed.args == [2]
    assert tab.reading.why.isVisible()
    assert not tab.reading.score_bars.isVisible()
    tab.reading.show_page(0)
    assert tab.pages.current == 0
    assert tab.reading.score_bars.isVisible()


def test_nothing_moves_when_the_answer_changes(tab: DrawTab) -> None:
    before = places(tab)
    tab.reading.show_answer(SEVEN._replace(words="unsure, perhaps a 2"))
    tab.tools.set_history_enabled(True, True, True)
    tab.pad.set_drawing([PenStroke(((1.0, 1.0),))], None)
    assert places(tab) == before


def test_icons_follow_the_theme(tab: DrawTab, painted: Callable[[QWidget], np.ndarray], qapp: QApplication) -> None:
    sample = button(tab, "sampleButton")
    assert painted(sample).min() < 60
    theme.set_scheme(qapp, Qt.ColorScheme.Dark)
    QApplication.processEvents()
    sample.setText("")
    assert painted(sample).max() > 200
