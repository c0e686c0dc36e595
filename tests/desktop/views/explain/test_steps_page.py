# A widget that is missing fails its test.
# pyright: reportOptionalMemberAccess=false

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mlp_desktop.views.explain.steps_page import StepsPage, _WrappedCheckBox
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.growth import text_size_of

KEYS = ("drawing", "pen", "crop", "fit", "centre")
SCORES = [0.02, 0.1, 0.61, 0.0, 0.0, 0.0, 0.0, 0.25, 0.0, 0.02]


@pytest.fixture
def page(qtbot: QtBot) -> StepsPage:
    page = StepsPage()
    qtbot.addWidget(page)
    page.resize(400, 480)
    page.show()
    qtbot.waitExposed(page)
    return page


def switch(page: StepsPage, key: str) -> _WrappedCheckBox:
    found = page.findChild(_WrappedCheckBox, f"{key}Switch")
    assert found is not None
    return found


def reset(page: StepsPage) -> QPushButton:
    found = page.findChild(QPushButton, "resetStepsButton")
    assert found is not None
    return found


def steps(*undone: str) -> list[tuple[str, np.ndarray | None, bool]]:
    sizes = {"drawing": (112, 112), "pen": (112, 112), "crop": (310, 180), "fit": (20, 20), "centre": (28, 28)}
    return [(key, np.full(sizes[key], 255, np.uint8), key not in undone) for key in KEYS]


@pytest.mark.parametrize("key", KEYS[1:])
def test_a_click_on_the_words_leaves_the_step_out_and_puts_it_back(qtbot: QtBot, page: StepsPage, key: str) -> None:
    words = QPoint(60, switch(page, key).height() // 3)
    for done in (False, True):
        with qtbot.waitSignal(page.switched, timeout=1000) as told:
            qtbot.mouseClick(switch(page, key), Qt.MouseButton.LeftButton, pos=words)
        assert told.args == [key, done]


def test_the_space_key_switches_too(qtbot: QtBot, page: StepsPage) -> None:
    with qtbot.waitSignal(page.switched, timeout=1000) as told:
        qtbot.keyClick(switch(page, "fit"), Qt.Key.Key_Space)
    assert told.args == ["fit", False]


def test_to_be_told_a_step_is_no_switching(qtbot: QtBot, page: StepsPage) -> None:
    with qtbot.assertNotEmitted(page.switched):
        page.set_steps(steps("crop"))
    assert not switch(page, "crop").isChecked()
    assert switch(page, "fit").isChecked()


def test_reset_does_every_step_again(qtbot: QtBot, page: StepsPage) -> None:
    page.set_steps(steps())
    assert not reset(page).isEnabled()
    page.set_steps(steps("pen", "centre"))
    assert reset(page).isEnabled()
    told: list[tuple[str, bool]] = []
    page.switched.connect(lambda key, done: told.append((key, done)))
    qtbot.mouseClick(reset(page), Qt.MouseButton.LeftButton)
    assert told == [("pen", True), ("centre", True)]
    assert not reset(page).isEnabled()


def test_every_picture_shows_its_ink_and_is_named(
    page: StepsPage, painted: Callable[[QWidget], np.ndarray], count: Callable[[np.ndarray, QColor], int]
) -> None:
    page.set_steps(steps("crop"))
    ink = page.palette().color(QPalette.ColorRole.Text)
    names = []
    for key in KEYS:
        tile = page.findChild(QWidget, f"{key}Step").ink  # pyright: ignore[reportAttributeAccessIssue]
        names.append(tile.accessibleName())
        assert count(painted(tile), ink) > 1000
    assert names == [
        "Step 1, drawing: 112 by 112 pixels",
        "Step 2, redrawn: 112 by 112 pixels",
        "Step 3, not cropped: 180 by 310 pixels",
        "Step 4, 20×20: 20 by 20 pixels",
        "Step 5, 28×28: 28 by 28 pixels",
    ]


@pytest.mark.parametrize("shape", [(1, 10_000), (10_000, 1), (1, 1), (2000, 1500), (65, 65)])
def test_ink_of_any_size_is_shown(
    page: StepsPage,
    painted: Callable[[QWidget], np.ndarray],
    count: Callable[[np.ndarray, QColor], int],
    shape: tuple[int, int],
) -> None:
    tile = page.findChild(QWidget, "drawingStep").ink  # pyright: ignore[reportAttributeAccessIssue]
    page.set_steps([("drawing", np.zeros(shape, np.uint8), True)])
    blank = painted(tile)
    page.set_steps([("drawing", np.full(shape, 255, np.uint8), True)])
    assert (painted(tile) != blank).any()


def test_an_empty_page_speaks_and_shows_blank_paper(
    page: StepsPage, painted: Callable[[QWidget], np.ndarray], count: Callable[[np.ndarray, QColor], int]
) -> None:
    page.set_steps([(key, None, True) for key in KEYS])
    page.set_reading("", None)
    assert page.words.text() == "Draw a digit to see how it reaches the network"
    assert count(painted(page.findChild(QWidget, "centreStep").ink), page.palette().color(QPalette.ColorRole.Text)) == 0  # pyright: ignore[reportAttributeAccessIssue]
    assert page.score_bars.accessibleDescription() == "No scores yet."


def test_the_reading_is_told_and_its_highest_score_has_the_accent(
    page: StepsPage, painted: Callable[[QWidget], np.ndarray], count: Callable[[np.ndarray, QColor], int]
) -> None:
    page.set_reading("now read as 2: 61 %", SCORES)
    assert page.words.text() == "now read as 2: 61 %"
    assert page.score_bars.accessibleDescription().startswith("2: 0.61, 7: 0.25, 1: 0.10")
    rows = np.array_split(painted(page.score_bars), 10)
    accent = page.palette().color(QPalette.ColorRole.Accent)
    assert [digit for digit in range(10) if count(rows[digit], accent) > 0] == [2]


@pytest.mark.parametrize("size", [(400, 312), (400, 480), (480, 560), (704, 900)])
def test_at_every_size_all_is_on_the_page_and_nothing_overlaps(page: StepsPage, size: tuple[int, int]) -> None:
    page.resize(*size)
    parts = [page.findChild(QWidget, f"{key}Step") for key in KEYS] + [page.words, page.score_bars]
    placed = [part.geometry() for part in parts]
    assert all(page.rect().contains(place) for place in placed)
    assert not any(one.intersects(other) for n, one in enumerate(placed) for other in placed[:n])
    assert page.score_bars.height() >= page.score_bars.minimumSizeHint().height()
    assert all(part.ink.height() >= 64 for part in parts[:5])  # pyright: ignore[reportAttributeAccessIssue]
    assert page.findChild(QWidget, "drawingStep").geometry().contains(reset(page).geometry())


def test_nothing_moves_when_the_steps_change(page: StepsPage) -> None:
    before = [child.geometry() for child in page.findChildren(QWidget)]
    page.set_steps(steps("crop", "fit"))
    page.set_reading("now read as 2: 61 %", SCORES)
    assert [child.geometry() for child in page.findChildren(QWidget)] == before


def test_the_words_of_a_switch_have_room_in_large_text(page: StepsPage, qapp: QApplication) -> None:
    theme.apply_theme(qapp)
    size = text_size_of(qapp)
    try:
        size.choose(200)
        qapp.processEvents()
        page.resize(515, 430)
        assert switch(page, "pen").fontMetrics().horizontalAdvance("Pen a tenth of the digit") > page.width() / 2
        for key in KEYS[1:]:
            box = switch(page, key)
            place, words = box.words_place(), int(Qt.TextFlag.TextWordWrap)
            needed = QFontMetrics(box.fitting_font(place)).boundingRect(
                QRect(0, 0, place.width(), 999), words, box.text()
            )
            assert needed.height() <= place.height(), box.text()
            assert needed.width() <= place.width(), box.text()
    finally:
        size.choose(100)
