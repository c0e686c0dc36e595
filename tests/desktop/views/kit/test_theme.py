import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.scroll_bar import make_slim

ROLE = QPalette.ColorRole
SCHEMES = [Qt.ColorScheme.Light, Qt.ColorScheme.Dark]


def luminance(colour: QColor) -> float:
    """WCAG 2's relative luminance."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.getRgbF()[:3]]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: QColor, other: QColor) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(
    ("words", "ground"),
    [
        (ROLE.WindowText, ROLE.Window),
        (ROLE.Text, ROLE.Base),
        (ROLE.ButtonText, ROLE.Button),
        (ROLE.PlaceholderText, ROLE.Window),
        (ROLE.PlaceholderText, ROLE.Base),
        (ROLE.HighlightedText, ROLE.Accent),
        (ROLE.ToolTipText, ROLE.ToolTipBase),
    ],
)
def test_all_text_can_be_read(qapp: QApplication, scheme: Qt.ColorScheme, words: ROLE, ground: ROLE) -> None:
    theme.set_scheme(qapp, scheme)
    palette = qapp.palette()
    assert contrast(palette.color(words), palette.color(ground)) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
def test_curves_stand_out_from_the_paper_and_errors_can_be_read(qapp: QApplication, scheme: Qt.ColorScheme) -> None:
    theme.set_scheme(qapp, scheme)
    for colour in theme.data_colours():
        assert contrast(colour, qapp.palette().color(ROLE.Base)) >= 3
    assert contrast(theme.error_colour(), qapp.palette().color(ROLE.Window)) >= 4.5


def test_the_application_follows_the_system_to_dark_and_back(qapp: QApplication) -> None:
    theme.apply_theme(qapp)
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.is_dark()
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert not theme.is_dark()


def test_three_text_sizes_of_the_systems_font(qapp: QApplication) -> None:
    body, heading, answer = (theme.text_font(size) for size in ("body", "heading", "answer"))
    assert body.pointSizeF() < heading.pointSizeF() < answer.pointSizeF()
    assert answer.pointSizeF() >= 72
    assert body.family() == heading.family() == answer.family() == qapp.font().family()


def test_a_slim_scroll_bar_follows_the_palette(qtbot, qapp: QApplication, painted, count) -> None:
    area = QScrollArea()
    qtbot.addWidget(area)
    make_slim(area)
    page = QWidget()
    page.setFixedHeight(2000)
    area.setWidget(page)
    area.show()
    for scheme in (*SCHEMES, Qt.ColorScheme.Light):
        theme.set_scheme(qapp, scheme)
        qapp.processEvents()
        assert count(painted(area.verticalScrollBar()), qapp.palette().color(ROLE.Mid)) > 50
