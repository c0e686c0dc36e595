"""The table of the mathematics follows the size of the text."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QStandardItemModel
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.growth import text_size_of
from mlp_desktop.views.lab.math_page import MathPage

WIDEST = "−15.689"


def test_every_number_has_room_at_any_size_of_text(qtbot: QtBot, qapp: QApplication) -> None:
    page = MathPage()
    qtbot.addWidget(page)
    model = QStandardItemModel(4, 12, page)
    for row in range(4):
        model.setHeaderData(row, Qt.Orientation.Vertical, f"neuron {row}")
    page.show_cells(model, "z = Σ a · w + b", 70)
    cells, size = page.cells, text_size_of(qapp)
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
