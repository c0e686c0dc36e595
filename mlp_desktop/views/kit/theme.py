"""The theme: a light and a dark palette, the sizes of text, and the colours of data.

The colours of data are from Okabe and Ito's set, which people with any colour vision can distinguish. Colour is never
the only sign: there is always a second one (a dash, a marker, bold type).
"""

from typing import Literal, NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QPainter, QPalette, QPen
from PySide6.QtWidgets import QApplication

from mlp_desktop.views.kit.window_style import WindowStyle

GRID = 8
"""Every distance is a multiple of this many logical pixels."""

ANSWER_POINTS = 72
"""The smallest size of the answer, in points."""

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
    """The colours of values above and below zero, and of evidence for and against."""

    positive: QColor
    negative: QColor


def apply_theme(app: QApplication) -> None:
    """Apply style and palette to the whole application, and follow the system between light and dark."""
    app.setStyle(WindowStyle())
    hints = app.styleHints()
    hints.colorSchemeChanged.connect(_follow_system)
    set_scheme(app, hints.colorScheme())


def set_scheme(app: QApplication, scheme: Qt.ColorScheme) -> None:
    """Use the dark palette for ``Dark``, and the light one for ``Light`` and ``Unknown``."""
    app.setPalette(palette_for(dark=scheme == Qt.ColorScheme.Dark))


def _follow_system(scheme: Qt.ColorScheme) -> None:
    app = QApplication.instance()
    if isinstance(app, QApplication):
        set_scheme(app, scheme)


def palette_for(*, dark: bool) -> QPalette:
    """The light or the dark palette, whichever of them is in use: for what is painted on paper of a picture."""
    return _palette(_DARK if dark else _LIGHT)


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
    """Okabe and Ito's blue and vermilion; on dark paper their lighter neighbours, sky blue and orange.

    Each has a contrast of at least 3 : 1 with the paper of its palette.
    """
    names = ("#56b4e9", "#e69f00") if is_dark() else ("#0072b2", "#d55e00")
    return DataColours(*(QColor(name) for name in names))


def penalty_colour() -> QColor:
    """Okabe and Ito's bluish green, the third colour of curves: a contrast of at least 3 : 1 on either paper."""
    return QColor("#009e73")


def signed_colours() -> SignedColours:
    """The same two colours for values above and below zero; larger values are more opaque."""
    return SignedColours(*data_colours())


def error_colour() -> QColor:
    """Vermilion, dark or light enough for small text on the window: a contrast of at least 4.5 : 1."""
    return QColor("#ff9d5c" if is_dark() else "#b34700")


def blend(colour: QColor, other: QColor, share: float) -> QColor:
    """``colour`` with ``share`` (0 to 1) of ``other`` mixed in."""
    return QColor(
        round(colour.red() + (other.red() - colour.red()) * share),
        round(colour.green() + (other.green() - colour.green()) * share),
        round(colour.blue() + (other.blue() - colour.blue()) * share),
    )


def faint(palette: QPalette, share: float) -> QColor:
    """``share`` (0 to 1) of the text colour mixed into the paper: for frames, grids and tracks."""
    return blend(palette.color(_ROLES.Base), palette.color(_ROLES.Text), share)


def text_font(size: Literal["answer", "heading", "body", "small"]) -> QFont:
    """The system's font in one of the window's sizes."""
    font = QGuiApplication.font()
    if size == "answer":
        font.setPointSizeF(max(ANSWER_POINTS, 8 * body_points()))
    elif size == "heading":
        font.setPointSizeF(1.25 * body_points())
        font.setWeight(QFont.Weight.DemiBold)
    elif size == "small":
        font.setPointSizeF(0.85 * body_points())
    return font


def body_points() -> float:
    """The system's text size in points, also where the system gives it in pixels."""
    font = QGuiApplication.font()
    screen = QGuiApplication.primaryScreen()
    return font.pointSizeF() if font.pointSizeF() > 0 else font.pixelSize() * 72 / screen.logicalDotsPerInchY()


def body_height() -> float:
    """Height of a line of body text in logical pixels."""
    return QFontMetricsF(text_font("body")).height()


def paint_paper(painter: QPainter, sheet: QRectF, palette: QPalette, *, focused: bool = False) -> None:
    """Paint a rounded sheet of paper with a hairline around it, or with the accent when it has the focus."""
    width = 2.0 if focused else 1.0
    inset = width / 2
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(palette.color(_ROLES.Accent) if focused else faint(palette, 0.18), width))
    painter.setBrush(palette.color(_ROLES.Base))
    painter.drawRoundedRect(sheet.adjusted(inset, inset, -inset, -inset), GRID, GRID)


def paint_bar(
    painter: QPainter, track: QRectF, share: float | None, palette: QPalette, *, strong: bool, leftwards: bool = False
) -> None:
    """Paint a horizontal bar.

    Args:
        painter: antialiased.
        track: the area of a full bar.
        share: how much of the track is filled, 0 to 1; ``None`` for the track alone.
        palette: of the widget.
        strong: whether the bar is in the accent, or in grey.
        leftwards: whether it grows from the right end of the track.
    """
    radius = track.height() / 4
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(faint(palette, 0.08))
    painter.drawRoundedRect(track, radius, radius)
    if share is not None:
        filled = QRectF(track)
        filled.setWidth(min(max(share, 0.0), 1.0) * track.width())
        if leftwards:
            filled.moveRight(track.right())
        painter.setBrush(palette.color(_ROLES.Accent) if strong else faint(palette, 0.42))
        painter.drawRoundedRect(filled, radius, radius)
