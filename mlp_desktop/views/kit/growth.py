"""Sizes that grow with the text, and what is done again when the size of the text changes.

Qt passes a new font of the application on to every widget that has none of its own. Whatever is derived from it once,
as a heading's font or the height of a button, is done again by :func:`refresh`.
"""

from collections.abc import Callable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, QSize
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QApplication, QLayout, QWidget
from shiboken6 import isValid

_DRAWN_FOR, _LINE = 12.0, 15.0
"""The size of text, and the height of its line, in pixels, for which the sizes in the code are meant."""

Widget = TypeVar("Widget", bound=QWidget)
_refreshed_with: list[float] = []
"""How much the text has grown, while that is asked for again and again; empty otherwise."""
_followers: WeakKeyDictionary[QWidget, list[Callable[[Any], None]]] = WeakKeyDictionary()


class TextSize(QObject):
    """The size of the application's text, in per cent of the system's."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._system = app.font()
        self._per_cent = 100

    def choose(self, per_cent: int) -> None:
        """Have all text in this size, and all that grows with it."""
        if per_cent != self._per_cent:
            self._per_cent = per_cent
            self._use()

    def follow_system(self) -> None:
        """Take the system's font again, which has changed."""
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
        if font != self._system:
            self._system = font
            self._use()

    def _use(self) -> None:
        font = QFont(self._system)
        font.setPointSizeF(points_of(font) * self._per_cent / 100)
        self._app.setFont(font)
        refresh()
        _measure_hidden_pages_anew()


def text_size_of(app: QApplication) -> TextSize:
    """The application's size of text, of which there is one."""
    found = app.findChild(TextSize)
    return TextSize(app) if found is None else found


def follow(widget: Widget, apply: Callable[[Widget], None]) -> None:
    """Do ``apply(widget)`` now, and again whenever the size of the text has changed.

    Args:
        widget: is not kept alive by this.
        apply: must not hold the widget.
    """
    apply(widget)
    _followers.setdefault(widget, []).append(apply)


def refresh() -> None:
    """Do again whatever follows the size of the text."""
    _refreshed_with.append(growth())
    try:
        for widget, steps in list(_followers.items()):
            for apply in steps if isValid(widget) else ():
                apply(widget)
    finally:
        _refreshed_with.clear()


def _measure_hidden_pages_anew() -> None:
    """Have all that is hidden measured for the new text: Qt does so only when it is shown, and its tab needs it now."""
    for widget in QApplication.allWidgets():
        layout = widget.layout()
        if layout is not None and not widget.isVisible():
            _forget_sizes(layout)
            widget.updateGeometry()


def _forget_sizes(layout: QLayout) -> None:
    # By itemAt() PySide would take the actions of menus in it for deleted.
    for nested in reversed(layout.findChildren(QLayout)):
        nested.invalidate()
    layout.invalidate()


def grown(pixels: float) -> int:
    """A length in logical pixels, in proportion to the text where that is larger than usual; never shorter."""
    return round(pixels * growth())


def grown_size(width: float, height: float) -> QSize:
    """A size whose two lengths are :func:`grown`."""
    return QSize(grown(width), grown(height))


def grown_line(height: float) -> int:
    """The height of something with one line of text, which grows by as much as the line does."""
    return round(height + (growth() - 1) * _LINE)


def growth() -> float:
    """How many times as large as usual the text is; 1 for text that is smaller."""
    return _refreshed_with[0] if _refreshed_with else max(1.0, body_points() * _dots_per_inch() / 72 / _DRAWN_FOR)


def body_points() -> float:
    """The text size in points, also where the system gives it in pixels."""
    return points_of(QGuiApplication.font())


def points_of(font: QFont) -> float:
    """The size of a font in points, also where it has one in pixels."""
    return font.pointSizeF() if font.pointSizeF() > 0 else font.pixelSize() * 72 / _dots_per_inch()


def _dots_per_inch() -> float:
    return QGuiApplication.primaryScreen().logicalDotsPerInchY()
