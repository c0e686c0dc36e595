"""The tab to draw in: the pad, its tools, and what the network makes of it."""

from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from mlp_desktop.views import theme
from mlp_desktop.views.drawing_pad import DrawingPad
from mlp_desktop.views.pad_tools import PadTools
from mlp_desktop.views.page_switch import PageSwitch
from mlp_desktop.views.reading_panel import PAGES, ReadingPanel

_MARGIN = 3 * theme.GRID
_GAP = 4 * theme.GRID
_PAD_SIDES = (400, 1000)
_READING_WIDTHS = (400, 704)


class DrawTab(QWidget):
    """A pad as large as the window allows with its tools under it; beside it the reading, its pages under that."""

    def __init__(self, icons_folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("drawTab")
        self.pad = DrawingPad(self)
        self.tools = PadTools(icons_folder, self)
        self.reading = ReadingPanel(self)
        self.pages = PageSwitch(PAGES, self)
        self.pages.chosen.connect(self.reading.show_page)
        self.reading.page_changed.connect(self.pages.set_current)

    def minimumSizeHint(self) -> QSize:
        """The smallest pad with the narrowest reading beside it."""
        side = max(_PAD_SIDES[0], self.tools.minimumSizeHint().width())
        return QSize(side + _GAP + _READING_WIDTHS[0] + 2 * _MARGIN, side + self._below_pad() + 2 * _MARGIN)

    def sizeHint(self) -> QSize:
        """Comfortable, and no more than a small screen has."""
        return self.minimumSizeHint().expandedTo(QSize(976, 592))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the pad the largest square that leaves room for the rest, and centre everything.

        By hand, because everything hangs on the pad's side, and Qt's layouts know no squares.
        """
        super().resizeEvent(event)
        area = self.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        below = self._below_pad()
        narrow, wide = _READING_WIDTHS
        side = min(area.height() - below, area.width() - _GAP - narrow, _PAD_SIDES[1])
        reading = min(area.width() - _GAP - side, max(narrow, min(round(0.7 * side), wide)))
        left = area.left() + (area.width() - side - _GAP - reading) // 2
        top = area.top() + (area.height() - side - below) // 2
        foot = top + side + 2 * theme.GRID
        height = self.tools.sizeHint().height()
        self.pad.setGeometry(left, top, side, side)
        self.tools.setGeometry(left, foot, side, height)
        left += side + _GAP
        self.reading.setGeometry(left, top, reading, side)
        switch = self.pages.sizeHint().height()
        self.pages.setGeometry(left, foot + (height - switch) // 2, reading, switch)

    def _below_pad(self) -> int:
        return 2 * theme.GRID + self.tools.sizeHint().height()
