from PySide6.QtGui import QFontMetricsF

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.cell_table import fitting_font


def test_numbers_shrink_rather_than_leave_their_cells(qapp) -> None:
    assert fitting_font(["990", "1"], 48, bold=True).pointSizeF() == theme.body_points()
    small = fitting_font(["99000000", "1"], 48, bold=True)
    assert QFontMetricsF(small).horizontalAdvance("99000000") <= 50
    assert fitting_font(["99000000"], 48, smallest=0.9).pointSizeF() >= 0.9 * theme.body_points()


def test_without_a_number_the_font_is_that_of_the_body(qapp) -> None:
    assert fitting_font([], 48).pointSizeF() == theme.body_points()
