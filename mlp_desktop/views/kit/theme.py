"""The theme: a light and a dark palette, the sizes of text, and the colours of data.

The colours of data are from Okabe and Ito's set, which people with any colour vision can distinguish. Colour is never
the only sign: there is always a second one (a dash, a marker, bold type).
"""

from typing import Literal, NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QPainter, QPalette, QPen
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import delete

from mlp_desktop.views.kit.growth import body_points, follow
from mlp_desktop.views.kit.look import Look
from mlp_desktop.views.kit.palettes import blend, has_high_contrast, is_dark_palette, outline, palette_for
from mlp_desktop.views.kit.window_style import WindowStyle

GRID = 8
"""Every distance is a multiple of this many logical pixels."""

LESSON_HEIGHT = 84
"""The height of a lesson that stands below a whole tab."""

ANSWER_POINTS = 72
"""The smallest size of the answer, in points."""

TextSizeName = Literal["answer", "heading", "body", "small"]

_ROLES = QPalette.ColorRole


class DataColours(NamedTuple):
    """The colours of the two curves of a plot."""

    training: QColor
    validation: QColor


class SignedColours(NamedTuple):
    """The colours of values above and below zero, and of evidence for and against."""

    positive: QColor
    negative: QColor


def apply_theme(app: QApplication) -> None:
    """Apply style and palette to the whole application, and follow the system until a person chooses a look."""
    app.setStyle(WindowStyle())
    for earlier in app.findChildren(Look):
        delete(earlier)
    Look(app)


def set_scheme(app: QApplication, scheme: Qt.ColorScheme, *, high_contrast: bool = False) -> None:
    """Use the dark palette for ``Dark``, and the light one for ``Light`` and ``Unknown``."""
    app.setPalette(palette_for(dark=scheme == Qt.ColorScheme.Dark, high_contrast=high_contrast))


def is_dark() -> bool:
    """Whether the palette in use has light text on dark paper."""
    return is_dark_palette(QGuiApplication.palette())


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


def faint(palette: QPalette, share: float) -> QColor:
    """``share`` (0 to 1) of the text colour mixed into the paper: for frames, grids and tracks."""
    return blend(palette.color(_ROLES.Base), palette.color(_ROLES.Text), share)


def text_font(size: TextSizeName) -> QFont:
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


def keep_font(widget: QWidget, size: TextSizeName) -> None:
    """Give a widget the font :func:`text_font` names, and the new one whenever that changes."""
    follow(widget, lambda each: each.setFont(text_font(size)))


def body_height() -> float:
    """Height of a line of body text in logical pixels."""
    return QFontMetricsF(text_font("body")).height()


def paint_paper(
    painter: QPainter, sheet: QRectF, palette: QPalette, *, focused: bool = False, is_control: bool = False
) -> None:
    """Paint a rounded sheet of paper with a hairline around it, or with the accent when it has the focus.

    The line is stronger around what is acted on, and around all paper in high contrast.
    """
    width = 2.0 if focused else 1.0
    inset = width / 2
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    line = outline(palette) if is_control or has_high_contrast(palette) else faint(palette, 0.18)
    painter.setPen(QPen(palette.color(_ROLES.Accent) if focused else line, width))
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
        paint_filled(painter, track, share, palette, strong=strong, leftwards=leftwards)


def paint_filled(
    painter: QPainter, track: QRectF, share: float, palette: QPalette, *, strong: bool, leftwards: bool = False
) -> None:
    """Paint the filled part of a bar whose track is there already; see :func:`paint_bar`."""
    radius = track.height() / 4
    filled = QRectF(track)
    filled.setWidth(min(max(share, 0.0), 1.0) * track.width())
    if leftwards:
        filled.moveRight(track.right())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(palette.color(_ROLES.Accent) if strong else faint(palette, 0.42))
    painter.drawRoundedRect(filled, radius, radius)
