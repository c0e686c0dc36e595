"""Slim scroll bars that do not outshine the content beside them."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractScrollArea

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme


def make_slim(area: QAbstractScrollArea) -> None:
    """Turn the vertical scroll bar of ``area`` into a grip without arrows or track, in a quiet colour."""
    _Dress(area)


@guarded
class _Dress(QObject):
    """Replaces the bar's style sheet when the palette changes, because a style sheet keeps its first colours."""

    def __init__(self, area: QAbstractScrollArea) -> None:
        super().__init__(area)
        self._area = area
        area.installEventFilter(self)  # the area, because a bar with a style sheet gets no event for a new palette
        self._apply()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.PaletteChange:
            self._apply()
        return super().eventFilter(watched, event)

    def _apply(self) -> None:
        palette = self._area.palette()
        grid, grip, edge = theme.GRID, theme.outline(palette).name(), palette.color(QPalette.ColorRole.Mid).name()
        self._area.verticalScrollBar().setStyleSheet(
            f"QScrollBar:vertical {{ width: {grid}px; background: transparent; }}"
            f"QScrollBar::handle:vertical {{ min-height: {4 * grid}px; border-radius: {grid // 2}px;"
            f" background: {grip}; border: 1px solid {edge}; }}"
            "QScrollBar::add-line, QScrollBar::sub-line { height: 0; }"
            "QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }"
        )
