"""The confusion matrix: what it shows, how it is chosen from, and that every number can be read."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QColor, QPalette
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from mlp_desktop.views.examine.confusion_matrix import ConfusionMatrix
from mlp_desktop.views.kit import theme

COUNTS = np.diag(np.arange(900, 1000, 10))
COUNTS[4, 9], COUNTS[7, 1], COUNTS[3, 5] = 70, 7, 1


@pytest.fixture
def matrix(qtbot: QtBot) -> ConfusionMatrix:
    matrix = ConfusionMatrix()
    qtbot.addWidget(matrix)
    matrix.resize(480, 400)
    matrix.set_counts(COUNTS, "4 read as 9: 70")
    matrix.show()
    qtbot.waitExposed(matrix)
    return matrix


@pytest.fixture
def chosen(matrix: ConfusionMatrix) -> QSignalSpy:
    return QSignalSpy(matrix.cell_chosen)


def centre(matrix: ConfusionMatrix, label: int, answer: int) -> QPoint:
    return matrix.cell_rect(label, answer).center().toPoint()


def test_a_click_chooses_the_cell_under_the_pointer(qtbot: QtBot, matrix, chosen) -> None:
    for cell in ((4, 9), (0, 0), (9, 9), (7, 1)):
        qtbot.mouseClick(matrix, Qt.MouseButton.LeftButton, pos=centre(matrix, *cell))
        assert matrix.current == cell
    assert [tuple(chosen.at(k)) for k in range(chosen.count())] == [(4, 9), (0, 0), (9, 9), (7, 1)]


def test_a_click_on_the_captions_chooses_nothing(qtbot: QtBot, matrix, chosen) -> None:
    qtbot.mouseClick(matrix, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert matrix.current is None
    assert chosen.count() == 0


def test_arrow_keys_move_the_choice_and_stop_at_the_edges(qtbot: QtBot, matrix, chosen) -> None:
    keys = Qt.Key
    for key in (keys.Key_Right, keys.Key_Right, keys.Key_Down, keys.Key_Left, keys.Key_Up, keys.Key_Up):
        qtbot.keyClick(matrix, key)
    assert [tuple(chosen.at(k)) for k in range(chosen.count())] == [(0, 0), (0, 1), (1, 1), (1, 0), (0, 0), (0, 0)]


def test_new_counts_choose_no_cell_and_are_told_in_words(matrix) -> None:
    matrix.set_current((1, 1))
    matrix.set_counts(COUNTS.T, "9 read as 4: 70")
    assert matrix.current is None
    assert matrix.accessibleDescription() == "9 read as 4: 70"


def test_errors_stand_out_the_more_there_are_and_right_answers_do_not(matrix) -> None:
    paper = matrix.palette().color(QPalette.ColorRole.Base)
    most, some, one = (matrix.cell_colour(*cell) for cell in ((4, 9), (7, 1), (3, 5)))
    assert most.hslSaturation() > 100
    assert distance(most, paper) > distance(some, paper) > distance(one, paper) > 30
    assert matrix.cell_colour(2, 2).hslSaturation() < 20
    assert matrix.cell_colour(2, 6) == paper


@pytest.mark.parametrize("scheme", [Qt.ColorScheme.Light, Qt.ColorScheme.Dark])
def test_every_number_can_be_read_on_its_cell(qapp, matrix, scheme) -> None:
    theme.set_scheme(qapp, scheme)
    text = matrix.palette().color(QPalette.ColorRole.Text)
    for cell in ((4, 9), (7, 1), (3, 5), (2, 2), (2, 6)):
        assert contrast(text, matrix.cell_colour(*cell)) >= 4.5, cell


def test_the_colour_that_is_computed_is_the_colour_that_is_seen(matrix, painted) -> None:
    pixels = painted(matrix)
    for cell in ((4, 9), (2, 2)):
        place = matrix.cell_rect(*cell).topLeft().toPoint() + QPoint(4, 4)
        colour = matrix.cell_colour(*cell)
        assert pixels[place.y(), place.x()].tolist() == [colour.red(), colour.green(), colour.blue()]


def test_the_chosen_cell_is_framed(matrix, painted, count) -> None:
    accent = matrix.palette().color(QPalette.ColorRole.Accent)
    matrix.clearFocus()
    before = count(painted(matrix), accent)
    matrix.set_current((5, 5))
    assert count(painted(matrix), accent) > before + 50


def test_a_screen_reader_finds_a_table_whose_cell_has_the_focus(qtbot: QtBot, matrix) -> None:
    table = matrix.findChild(QTableView, "confusionMatrixTable")
    matrix.activateWindow()
    matrix.setFocus()
    qtbot.waitUntil(matrix.hasFocus)
    assert matrix.focusWidget() is table
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right):
        qtbot.keyClick(table, key)  # the key that is pressed where the focus is moves the choice of the matrix
    assert matrix.current == (1, 1)
    found = QAccessible.queryAccessibleInterface(table)
    assert found.role() == QAccessible.Role.Table
    assert found.text(QAccessible.Text.Name) == matrix.accessibleName()
    cell = found.focusChild()
    assert cell.role() == QAccessible.Role.Cell
    assert cell.text(QAccessible.Text.Name) == "1 read as 1: 910 samples"
    middle = table.mapToGlobal(matrix.cell_rect(1, 1).center().toPoint() - table.pos())
    assert (cell.rect().center() - middle).manhattanLength() <= 3
    names = [found.child(at).text(QAccessible.Text.Name) for at in range(found.childCount())]
    assert {"label 4", "read as 9", "4 read as 9: 70 samples"} <= set(names)


def distance(one: QColor, other: QColor) -> int:
    return sum(abs(a - b) for a, b in zip(one.getRgb(), other.getRgb(), strict=True))


def contrast(one: QColor, other: QColor) -> float:
    """Of WCAG 2: from 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: QColor) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.getRgbF()[:3]]
    return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))
