# A widget that is missing fails its test.
# pyright: reportOptionalMemberAccess=false

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mlp_desktop.views.explain.why_page import WhyPage
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.growth import text_size_of

STROKES = [np.array([(60.0, 60.0), (220.0, 60.0), (140.0, 240.0)]), np.array([(100.0, 150.0), (200.0, 150.0)])]


@pytest.fixture
def page(qtbot: QtBot) -> WhyPage:
    page = WhyPage()
    qtbot.addWidget(page)
    page.resize(480, 560)
    page.show()
    qtbot.waitExposed(page)
    return page


def box(page: WhyPage, name: str) -> QComboBox:
    found = page.findChild(QComboBox, name)
    assert found is not None
    return found


def erase(page: WhyPage) -> QPushButton:
    found = page.findChild(QPushButton, "eraseButton")
    assert found is not None
    return found


def title(page: WhyPage) -> str:
    return page.findChild(QLabel, "whyTitle").text()


def sentence(page: WhyPage) -> str:
    return page.findChild(QLabel, "erasureWords").text()


@pytest.mark.parametrize(("name", "signal"), [("whyDigit", "digit_chosen"), ("wantedDigit", "wanted_chosen")])
def test_the_keyboard_chooses_any_digit_or_the_first_entry(qtbot: QtBot, page: WhyPage, name: str, signal: str) -> None:
    told: list[int] = []
    getattr(page, signal).connect(told.append)
    for _ in range(10):
        qtbot.keyClick(box(page, name), Qt.Key.Key_Down)
    qtbot.keyClick(box(page, name), Qt.Key.Key_Home)
    assert told == [*range(10), -1]


def test_a_click_chooses_how_the_map_is_made(qtbot: QtBot, page: WhyPage) -> None:
    for name, method in (("occlusion", "occlusion"), ("gradient", "gradient")):
        with qtbot.waitSignal(page.method_chosen, timeout=1000) as told:
            qtbot.mouseClick(page.findChild(QAbstractButton, f"{name}Segment"), Qt.MouseButton.LeftButton)
        assert told.args == [method]


def test_the_question_is_told_without_a_signal(qtbot: QtBot, page: WhyPage) -> None:
    assert title(page) == "Why this answer?"
    with qtbot.assertNotEmitted(page.digit_chosen), qtbot.assertNotEmitted(page.method_chosen):
        page.set_question(None, 7)
        assert title(page) == "Why 7?"
        assert box(page, "whyDigit").currentText() == "7, the answer"
        page.set_question(3, 7)
        assert title(page) == "Why not 3?"
        assert box(page, "whyDigit").currentText() == "3"
        page.set_method("occlusion")
        assert page.method.current == 1


def test_the_map_has_both_hues_and_says_where_they_are_strongest(
    page: WhyPage, painted: Callable[[QWidget], np.ndarray]
) -> None:
    assert page.map.accessibleDescription() == "Nothing yet."
    values = np.zeros((7, 7))
    values[0, 6], values[6, 0] = 4.0, -2.0
    page.set_map(np.zeros((28, 28), np.uint8), values)
    assert page.map.accessibleDescription() == "Strongest for: upper right, strongest against: lower left."
    pixels = painted(page.map).astype(int)
    side = page.map.width()
    upper_right, lower_left = pixels[: side // 2, side // 2 :], pixels[side // 2 :, : side // 2]
    assert (upper_right[..., 2] - upper_right[..., 0]).max() > 100  # blue
    assert (lower_left[..., 0] - lower_left[..., 2]).max() > 80  # vermilion
    page.set_map(None, None)
    assert page.map.accessibleDescription() == "Nothing yet."


def test_a_map_about_another_digit_than_the_answer_names_it_in_words(page: WhyPage) -> None:
    values = np.zeros((7, 7))
    values[0, 6] = 4.0
    page.set_map(np.zeros((28, 28), np.uint8), values)
    page.set_question(1, 7)
    assert page.map.accessibleDescription() == "Strongest for 1: upper right, strongest against 1: nothing."
    page.set_question(7, 7)
    assert page.map.accessibleDescription() == "Strongest for: upper right, strongest against: nothing."
    page.set_question(None, 7)
    assert page.map.accessibleDescription() == "Strongest for: upper right, strongest against: nothing."


def test_a_map_of_one_sign_and_a_blank_one_are_told_too(page: WhyPage) -> None:
    image = np.zeros((28, 28), np.uint8)
    values = np.zeros((28, 28))
    page.set_map(image, values)
    assert page.map.accessibleDescription() == "Strongest for: nothing, strongest against: nothing."
    values[14, 14] = 1e-9
    page.set_map(image, values)
    assert page.map.accessibleDescription() == "Strongest for: middle, strongest against: nothing."


def test_cells_that_matter_carry_a_sign(
    page: WhyPage, painted: Callable[[QWidget], np.ndarray], count: Callable[[np.ndarray, QColor], int]
) -> None:
    ink = page.palette().color(QPalette.ColorRole.Text)
    values = np.zeros((7, 7))
    values[3, 3] = 1.0
    page.set_map(np.zeros((28, 28), np.uint8), values)
    plus = count(painted(page.map), ink)
    page.set_map(np.zeros((28, 28), np.uint8), -values)
    minus = count(painted(page.map), ink)
    page.set_map(np.zeros((28, 28), np.uint8), 0 * values)
    assert plus > minus > count(painted(page.map), ink) == 0


@pytest.mark.parametrize("scheme", [Qt.ColorScheme.Light, Qt.ColorScheme.Dark])
def test_the_piece_to_erase_is_marked_and_the_rest_is_ink(
    qapp: QApplication,
    page: WhyPage,
    painted: Callable[[QWidget], np.ndarray],
    count: Callable[[np.ndarray, QColor], int],
    scheme: Qt.ColorScheme,
) -> None:
    theme.set_scheme(qapp, scheme)
    QApplication.processEvents()
    vermilion = theme.signed_colours().negative
    ink = page.palette().color(QPalette.ColorRole.Text)
    page.set_erasure(STROKES, None, "No piece of it alone changes the answer.", False)
    assert count(painted(page.erasure), vermilion) == 0
    whole = count(painted(page.erasure), ink)
    page.set_erasure(STROKES, STROKES[1], "Without this 14 % of the line it reads as 1 (83 %).", True)
    assert count(painted(page.erasure), vermilion) > 100
    assert 0 < count(painted(page.erasure), ink) < whole
    assert page.erasure.accessibleDescription() == sentence(page)
    page.set_erasure(None, None, "", False)
    assert count(painted(page.erasure), ink) == 0


def test_erasing_is_asked_for_only_when_there_is_something_to_erase(qtbot: QtBot, page: WhyPage) -> None:
    assert sentence(page) == "Draw a digit to see what would change the answer."
    assert not erase(page).isEnabled()
    page.set_erasure(STROKES, STROKES[1], "Without this it reads as 1.", True)
    page.set_searching(True)
    assert sentence(page) == "Looking for the smallest piece to erase…"
    assert not erase(page).isEnabled()
    page.set_searching(False)
    assert sentence(page) == "Without this it reads as 1."
    with qtbot.waitSignal(page.erase_requested, timeout=1000):
        qtbot.mouseClick(erase(page), Qt.MouseButton.LeftButton)


@pytest.fixture
def text_size(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[None]:
    text_size_of(qapp).choose(request.param)
    yield
    text_size_of(qapp).choose(100)


SIZES = [((400, 312), 100), ((400, 480), 100), ((480, 560), 100), ((704, 900), 100), ((520, 470), 200)]


@pytest.mark.parametrize(("size", "text_size"), SIZES, indirect=["text_size"])
@pytest.mark.usefixtures("text_size")
def test_at_every_size_all_is_on_the_page_and_nothing_overlaps(page: WhyPage, size: tuple[int, int]) -> None:
    page.resize(QSize(*size).expandedTo(page.minimumSizeHint()))
    QApplication.processEvents()
    parts = [page.map, page.erasure, *page.findChildren(QComboBox), page.method, erase(page), page.sentence]
    parts += [label for label in page.findChildren(QLabel) if label.isVisible()]
    placed = {part: part.rect().translated(part.mapTo(page, part.rect().topLeft())) for part in parts}
    for part, place in placed.items():
        assert page.rect().contains(place), part
        assert place.height() >= part.minimumSizeHint().height() or part is page.sentence, part
        assert not any(place.intersects(other) for another, other in placed.items() if another is not part), part
    assert page.map.width() == page.map.height() >= page.map.minimumSizeHint().height()


def test_nothing_moves_when_the_answer_changes(page: WhyPage) -> None:
    before = [child.geometry() for child in page.findChildren(QWidget)]
    page.set_question(3, 7)
    page.set_map(np.zeros((28, 28), np.uint8), np.eye(28))
    page.set_erasure(STROKES, STROKES[1], "Without this 14 % of the line it reads as 1 (83 %).", True)
    QApplication.processEvents()
    assert [child.geometry() for child in page.findChildren(QWidget)] == before
