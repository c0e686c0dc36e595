"""How everything looks: two small palettes, the three text sizes, and the colours of data.

Colours of data are from Okabe and Ito's set, which people with any colour vision can tell apart; whatever
they mark is told a second way as well (a dash, a marker, bold type).
"""

from typing import Literal, NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QPainter, QPalette, QPen
from PySide6.QtWidgets import QApplication, QScrollBar

from mlp_desktop.views.kit.window_style import WindowStyle

GRID = 8
"""Every distance is a multiple of this many logical pixels."""

ANSWER_POINTS = 72
"""The smallest size of the answer."""

_ROLES = QPalette.ColorRole
_LIGHT = {
    _ROLES.Window: "#f5f6f8",
    _ROLES.WindowText: "#1c2127",
    _ROLES.Base: "#ffffff",
    _ROLES.AlternateBase: "#eceef2",
    _ROLES.Text: "#1c2127",
    _ROLES.PlaceholderText: "#66707c",
    _ROLES.Button: "#fbfcfd",
    _ROLES.ButtonText: "#1c2127",
    _ROLES.BrightText: "#ffffff",
    _ROLES.Light: "#ffffff",
    _ROLES.Midlight: "#e8ebef",
    _ROLES.Mid: "#cfd4da",
    _ROLES.Dark: "#a9b0b9",
    _ROLES.Shadow: "#6c747e",
    _ROLES.Highlight: "#0072b2",
    _ROLES.HighlightedText: "#ffffff",
    _ROLES.Accent: "#0072b2",
    _ROLES.Link: "#0072b2",
    _ROLES.LinkVisited: "#0072b2",
    _ROLES.ToolTipBase: "#ffffff",
    _ROLES.ToolTipText: "#1c2127",
}
_DARK = {
    _ROLES.Window: "#1e2126",
    _ROLES.WindowText: "#e6e9ed",
    _ROLES.Base: "#15171b",
    _ROLES.AlternateBase: "#282c32",
    _ROLES.Text: "#e6e9ed",
    _ROLES.PlaceholderText: "#939ba6",
    _ROLES.Button: "#2a2e35",
    _ROLES.ButtonText: "#e6e9ed",
    _ROLES.BrightText: "#ffffff",
    _ROLES.Light: "#3c424b",
    _ROLES.Midlight: "#343941",
    _ROLES.Mid: "#3c424b",
    _ROLES.Dark: "#14161a",
    _ROLES.Shadow: "#0a0b0d",
    _ROLES.Highlight: "#56b4e9",
    _ROLES.HighlightedText: "#0b1116",
    _ROLES.Accent: "#56b4e9",
    _ROLES.Link: "#56b4e9",
    _ROLES.LinkVisited: "#56b4e9",
    _ROLES.ToolTipBase: "#2a2e35",
    _ROLES.ToolTipText: "#e6e9ed",
}
_FADING_ROLES = (_ROLES.WindowText, _ROLES.Text, _ROLES.ButtonText, _ROLES.PlaceholderText, _ROLES.Highlight)


class DataColours(NamedTuple):
    """The colours of the two curves of a plot."""

    training: QColor
    validation: QColor


class SignedColours(NamedTuple):
    """The colours of what speaks for and against, of values above and below zero."""

    positive: QColor
    negative: QColor


def apply_theme(app: QApplication) -> None:
    """Dress the whole application, and follow the system from light to dark and back while it runs."""
    app.setStyle(WindowStyle())
    hints = app.styleHints()
    hints.colorSchemeChanged.connect(_follow_system)
    set_scheme(app, hints.colorScheme())


def set_scheme(app: QApplication, scheme: Qt.ColorScheme) -> None:
    """Use the dark palette for ``Dark``, and the light one for ``Light`` and where the system says nothing."""
    app.setPalette(_palette(_DARK if scheme == Qt.ColorScheme.Dark else _LIGHT))


def _follow_system(scheme: Qt.ColorScheme) -> None:
    app = QApplication.instance()
    if isinstance(app, QApplication):
        set_scheme(app, scheme)


def _palette(colours: dict[QPalette.ColorRole, str]) -> QPalette:
    palette = QPalette()
    for role, colour in colours.items():
        palette.setColor(role, QColor(colour))
    faded = blend(QColor(colours[_ROLES.WindowText]), QColor(colours[_ROLES.Window]), 0.6)
    for role in _FADING_ROLES:
        palette.setColor(QPalette.ColorGroup.Disabled, role, faded)
    palette.setColor(QPalette.ColorGroup.Disabled, _ROLES.Base, palette.color(_ROLES.Window))
    return palette


def is_dark() -> bool:
    """Whether the palette in use has light text on dark paper."""
    palette = QGuiApplication.palette()
    return palette.color(_ROLES.Base).lightness() < palette.color(_ROLES.Text).lightness()


def data_colours() -> DataColours:
    """Okabe and Ito's blue and vermilion, or their lighter neighbours sky blue and orange on dark paper.

    Each has a contrast of at least 3 : 1 with the paper of its palette.
    """
    names = ("#56b4e9", "#e69f00") if is_dark() else ("#0072b2", "#d55e00")
    return DataColours(*(QColor(name) for name in names))


def penalty_colour() -> QColor:
    """Okabe and Ito's bluish green, the third colour of curves; at least 3 : 1 on either paper."""
    return QColor("#009e73")


def signed_colours() -> SignedColours:
    """The same two hues for values above and below zero; their strength is told by how opaque they are."""
    return SignedColours(*data_colours())


def error_colour() -> QColor:
    """Vermilion, made dark or light enough to be read as small text on the window (at least 4.5 : 1)."""
    return QColor("#ff9d5c" if is_dark() else "#b34700")


def blend(colour: QColor, other: QColor, share: float) -> QColor:
    """``colour`` with ``share`` (0 to 1) of ``other`` mixed in."""
    return QColor(
        round(colour.red() + (other.red() - colour.red()) * share),
        round(colour.green() + (other.green() - colour.green()) * share),
        round(colour.blue() + (other.blue() - colour.blue()) * share),
    )


def faint(palette: QPalette, share: float) -> QColor:
    """The text colour faded so far that ``share`` of it is left on the paper: frames, grids, tracks."""
    return blend(palette.color(_ROLES.Base), palette.color(_ROLES.Text), share)


def text_font(size: Literal["answer", "heading", "body"]) -> QFont:
    """The system's font in one of the window's three sizes."""
    font = QGuiApplication.font()
    if size == "answer":
        font.setPointSizeF(max(ANSWER_POINTS, 8 * body_points()))
    elif size == "heading":
        font.setPointSizeF(1.25 * body_points())
        font.setWeight(QFont.Weight.DemiBold)
    return font


def body_points() -> float:
    """The system's text size in points, also where the system gives it in pixels."""
    font = QGuiApplication.font()
    screen = QGuiApplication.primaryScreen()
    return font.pointSizeF() if font.pointSizeF() > 0 else font.pixelSize() * 72 / screen.logicalDotsPerInchY()


def body_height() -> float:
    """Height of a line of body text in logical pixels."""
    return QFontMetricsF(text_font("body")).height()


def quiet_scroll_bar(bar: QScrollBar, palette: QPalette) -> None:
    """Make ``bar`` a slim grip in a colour of ``palette``, so that it does not outshine what it scrolls."""
    colour = palette.color(_ROLES.Mid).name()
    bar.setStyleSheet(
        f"QScrollBar:vertical {{ width: {GRID}px; background: transparent; }}"
        f"QScrollBar::handle:vertical {{ min-height: {4 * GRID}px; border-radius: {GRID // 2}px;"
        f" background: {colour}; }}"
        "QScrollBar::add-line, QScrollBar::sub-line { height: 0; }"
        "QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }"
    )


def paint_paper(painter: QPainter, square: QRectF, palette: QPalette, *, focused: bool = False) -> None:
    """A sheet of paper in ``square``: rounded, with a hairline around it, or the accent when it has the focus."""
    width = 2.0 if focused else 1.0
    inset = width / 2
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(palette.color(_ROLES.Accent) if focused else faint(palette, 0.18), width))
    painter.setBrush(palette.color(_ROLES.Base))
    painter.drawRoundedRect(square.adjusted(inset, inset, -inset, -inset), GRID, GRID)
