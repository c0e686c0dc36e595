# A widget that is missing fails its test.
# pyright: reportOptionalMemberAccess=false

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mlp_desktop.views.explain.compare_page import ComparedAnswer, ComparePage
from mlp_desktop.views.kit import theme

SEVEN = [0.0] * 7 + [0.98, 0.01, 0.01]
TWO = [0.0, 0.03, 0.55, 0.02, 0.0, 0.0, 0.0, 0.35, 0.02, 0.03]
LONG = "a-network-with-a-name-that-no-column-could-ever-hold.safetensors"


@pytest.fixture
def page(qtbot: QtBot) -> ComparePage:
    page = ComparePage()
    qtbot.addWidget(page)
    page.resize(400, 480)
    page.show()
    qtbot.waitExposed(page)
    return page


def button(page: ComparePage, name: str) -> QPushButton:
    found = page.findChild(QPushButton, name)
    assert found is not None
    return found


def text(page: ComparePage, name: str) -> str:
    return page.findChild(QLabel, name).text()


def compare(page: ComparePage) -> None:
    page.set_names("Bundled network", LONG)
    page.set_answers(ComparedAnswer("7", "sure", SEVEN), ComparedAnswer("2", "unsure, perhaps a 7", TWO))
    QApplication.processEvents()


def test_without_another_network_the_page_says_how_to_choose_one(qtbot: QtBot, page: ComparePage) -> None:
    empty = page.findChild(QLabel, "compareEmpty")
    assert empty.text() == "Choose a second weights file to compare with the network in use."
    assert empty.isVisible()
    assert not page.score_bars.isVisible()
    assert not button(page, "closeOtherButton").isEnabled()
    with qtbot.waitSignal(page.choose_requested, timeout=1000):
        qtbot.mouseClick(button(page, "chooseOtherButton"), Qt.MouseButton.LeftButton)
    compare(page)
    assert not empty.isVisible()
    assert page.score_bars.isVisible()


def test_close_is_announced_and_a_missing_name_empties_the_page(qtbot: QtBot, page: ComparePage) -> None:
    compare(page)
    with qtbot.waitSignal(page.close_requested, timeout=1000):
        qtbot.keyClick(button(page, "closeOtherButton"), Qt.Key.Key_Space)
    page.set_names("Bundled network", None)
    assert page.findChild(QLabel, "compareEmpty").isVisible()


def test_both_answers_are_shown_and_told(page: ComparePage) -> None:
    compare(page)
    assert [text(page, f"{which}Digit") for which in ("first", "second")] == ["7", "2"]
    assert [text(page, f"{which}Words") for which in ("first", "second")] == ["sure", "unsure, perhaps a 7"]
    assert page.columns[1].digit.accessibleName() == "The second network reads 2"
    assert page.columns[1].name.toolTip() == LONG
    page.set_answers(ComparedAnswer("", "", None), None)
    assert [text(page, f"{which}Digit") for which in ("first", "second")] == ["", ""]
    assert page.score_bars.accessibleDescription() == "No scores yet."


def test_rows_that_differ_strongly_are_marked_and_told(
    page: ComparePage, painted: Callable[[QWidget], np.ndarray]
) -> None:
    compare(page)
    assert page.score_bars.differing == [2, 7]
    description = page.score_bars.accessibleDescription()
    assert description == "They differ most in 2: 0.00 and 0.55, 7: 0.98 and 0.35."

    def marked() -> list[int]:
        """Rows with a frame at their left and right end, seen at mid height."""
        pixels = painted(page.score_bars).astype(int)
        height = pixels.shape[0] / 10
        rows = [pixels[int((digit + 0.3) * height) : int((digit + 0.7) * height)] for digit in range(10)]
        return [digit for digit, row in enumerate(rows) if ((row[..., 0] - row[..., 2]) > 60).any()]

    assert marked() == [2, 7]
    page.set_answers(ComparedAnswer("7", "sure", SEVEN), ComparedAnswer("7", "sure", SEVEN))
    assert page.score_bars.accessibleDescription() == "They hardly differ."
    assert marked() == []


@pytest.mark.parametrize("scheme", [Qt.ColorScheme.Light, Qt.ColorScheme.Dark])
def test_bars_grow_outwards_from_the_middle_as_long_as_their_scores(
    qapp: QApplication,
    page: ComparePage,
    painted: Callable[[QWidget], np.ndarray],
    count: Callable[[np.ndarray, QColor], int],
    scheme: Qt.ColorScheme,
) -> None:
    theme.set_scheme(qapp, scheme)
    page.set_names("one", "other")
    page.set_answers(
        ComparedAnswer("5", "", [0.0] * 5 + [1.0] + [0.0] * 4), ComparedAnswer("5", "", [0.0] * 5 + [0.5] + [0.0] * 4)
    )
    QApplication.processEvents()
    accent = page.palette().color(QPalette.ColorRole.Accent)
    pixels = painted(page.score_bars)
    middle = pixels.shape[0] * 11 // 20
    left, right = (half[middle : middle + 1] for half in np.array_split(pixels, 2, axis=1))
    assert count(left, accent) > 100
    assert count(right, accent) == pytest.approx(count(left, accent) / 2, abs=2)


@pytest.mark.parametrize("size", [(400, 312), (400, 480), (480, 560), (704, 900)])
def test_at_every_size_nothing_is_cut(page: ComparePage, size: tuple[int, int]) -> None:
    page.resize(*size)
    compare(page)
    assert page.minimumSizeHint().width() <= 400
    assert page.score_bars.height() >= page.score_bars.minimumSizeHint().height()
    for column in page.columns:
        assert column.digit.fontMetrics().capHeight() < column.digit.height()
        assert column.digit.fontMetrics().horizontalAdvance("8") < column.digit.width()
    assert page.columns[0].geometry().right() < page.columns[1].geometry().left()
    assert page.columns[0].width() == page.columns[1].width()


def test_nothing_moves_when_the_answers_change(page: ComparePage) -> None:
    page.set_names("one", "other")
    QApplication.processEvents()
    before = [child.geometry() for child in page.findChildren(QWidget)]
    compare(page)
    assert [child.geometry() for child in page.findChildren(QWidget)] == before
