"""The table of a weighted sum."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mlp_desktop.views.lab.terms_table import TermRow, TermsTable


@pytest.mark.usefixtures("large_text")
def test_where_a_term_comes_from_is_seen_whole_in_large_text(qtbot: QtBot) -> None:
    table = TermsTable()
    qtbot.addWidget(table)
    table.show_rows([TermRow(("Pixel 12, 19", "0.984", "−0.666", "−0.656"))])
    table.show()
    for width in (344, 900):
        table.resize(width, table.sizeHint().height())
        QApplication.processEvents()
        assert table.columnWidth(0) > table.fontMetrics().horizontalAdvance("Pixel 12, 19")
    assert table.horizontalScrollBar().maximum() == 0
    assert sum(table.columnWidth(column) for column in range(4)) == table.viewport().width()
