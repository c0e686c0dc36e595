"""The table of the mathematics follows the size of the text."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QStandardItemModel
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.growth import text_size_of
from mlp_desktop.views.lab import math_cells
from mlp_desktop.views.lab.math_page import MathPage

WIDEST = "−15.689"
LONG = "−128.689"


def test_every_number_has_room_at_any_size_of_text(qtbot: QtBot, qapp: QApplication) -> None:
    page = MathPage()
    qtbot.addWidget(page)
    model = QStandardItemModel(4, 12, page)
    for row in range(4):
        model.setHeaderData(row, Qt.Orientation.Vertical, f"neuron {row}")
    page.show_cells(model, "z = Σ a · w + b", 70)
    cells, size = page.cells, text_size_of(qapp)
    beside = 8  # at both sides of a number
    bold = theme.text_font("small")
    bold.setBold(True)
    widest = max(map(QFontMetrics(bold).horizontalAdvance, (WIDEST, "−3.5e−4")))
    assert all(cells.columnWidth(n) >= widest + beside for n in range(1, 12)), "the sign would be cut"
    usual = [cells.columnWidth(0), cells.columnWidth(1), cells.rowHeight(0)]
    try:
        size.choose(200)
        font = theme.text_font("small")
        font.setBold(True)
        assert all(cells.columnWidth(n) > QFontMetrics(font).horizontalAdvance(WIDEST) for n in range(12))
        assert cells.rowHeight(3) >= QFontMetrics(font).height()
        assert cells.verticalHeader().font().pointSizeF() == font.pointSizeF()
        assert cells.columnWidth(0) > 1.5 * usual[0]
    finally:
        size.choose(100)
    assert [cells.columnWidth(0), cells.columnWidth(1), cells.rowHeight(0)] == usual


def test_many_columns_have_room_after_few_that_shared_it(qtbot: QtBot) -> None:
    page = MathPage()
    qtbot.addWidget(page)
    page.resize(700, 400)
    page.show()
    page.show_cells(QStandardItemModel(4, 12, page), "z = Σ a · w + b", 70)
    usual = [page.cells.columnWidth(place) for place in range(12)]
    page.show_cells(QStandardItemModel(4, 5, page), "p = e^z / Σ e^z", 70)
    assert page.cells.columnWidth(1) > usual[1], "five share the room"
    qtbot.wait(1)  # shared by an event
    page.show_cells(QStandardItemModel(4, 30, page), "z = Σ a · w + b", 70)
    qtbot.wait(1)
    assert [page.cells.columnWidth(place) for place in range(30)] == [usual[0], *[usual[1]] * 29]
    assert page.cells.horizontalScrollBar().maximum() > 0


def test_a_number_that_is_longer_than_its_cell_keeps_its_sign(qtbot: QtBot, qapp: QApplication) -> None:
    page = MathPage()
    qtbot.addWidget(page)
    font = theme.text_font("small")
    place = QRect(0, 0, QFontMetrics(font).horizontalAdvance(LONG[1:]) + 2, 20)
    pictures: list[QImage] = []
    for number in (LONG, LONG[1:]):
        model = QStandardItemModel(1, 1, page)
        model.setData(model.index(0, 0), number)
        option = QStyleOptionViewItem()
        option.rect = place  # pyright: ignore[reportAttributeAccessIssue]
        pictures.append(QImage(place.size(), QImage.Format.Format_RGB32))
        pictures[-1].fill(Qt.GlobalColor.white)
        painter = QPainter(pictures[-1])
        page.cells.itemDelegate().paint(painter, option, model.index(0, 0))
        painter.end()
    assert pictures[0] != pictures[1], "both look the same"


def test_the_pointer_paints_row_and_column_again_and_not_all_cells(qtbot: QtBot, monkeypatch) -> None:
    painted: set[tuple[int, int]] = set()
    paint = math_cells.CellDelegate.paint

    def note(self, painter, option, index) -> None:
        painted.add((index.row(), index.column()))
        paint(self, painter, option, index)

    monkeypatch.setattr(math_cells.CellDelegate, "paint", note)
    page = MathPage()
    qtbot.addWidget(page)
    page.resize(900, 500)
    page.show()
    qtbot.waitExposed(page)
    page.show_cells(QStandardItemModel(12, 12, page), "z = Σ a · w + b", 70)
    page.choose_cell(1, 1)
    QApplication.processEvents()
    every = len(painted)
    painted.clear()
    page.choose_cell(3, 4)
    QApplication.processEvents()
    assert {(3, 4), (1, 1), (3, 1), (1, 4)} <= painted
    assert all(row in (1, 3) or column in (1, 4) for row, column in painted)
    assert len(painted) < every


@pytest.mark.parametrize(("percent", "width"), [(100, 760), (200, 1030)])  # beside the pad in 1024 and 1366 pixels
def test_the_whole_formula_is_seen(qtbot: QtBot, qapp: QApplication, percent: int, width: int) -> None:
    text_size_of(qapp).choose(percent)
    try:
        page = MathPage()
        qtbot.addWidget(page)
        page.set_way_back([("sample", "∂C/∂w of the drawing")], visible=True)
        page.set_temperature(1, visible=False)
        formula = (
            "δ = (Σ w · δ of the next layer) · f′(z),   ∂C/∂w = a · δ,   ∂C/∂b = δ,   step of w = −η · mean of ∂C/∂w "
        )
        formula += "over a minibatch: the drawing and 9 practice digits."
        page.show_cells(QStandardItemModel(4, 12, page), formula, 70)
        page.resize(width, 600)
        page.show()
        QApplication.processEvents()
        area, wrapped = page.formula.contentsRect(), int(Qt.TextFlag.TextWordWrap)
        needed = page.formula.fontMetrics().boundingRect(area.adjusted(0, 0, 0, 999), wrapped, formula)
        assert page.width() == width
        assert needed.height() <= area.height(), f"{formula!r} is cut"
    finally:
        text_size_of(qapp).choose(100)
