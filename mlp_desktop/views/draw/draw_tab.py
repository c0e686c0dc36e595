"""The tab to draw in: the pad, its tools, what the network makes of it, and what a person says it was."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from mlp_desktop.views.draw.drawing_pad import DrawingPad
from mlp_desktop.views.draw.pad_tools import PadTools
from mlp_desktop.views.draw.page_switch import PageSwitch
from mlp_desktop.views.draw.reading_panel import PAGES, ReadingPanel
from mlp_desktop.views.kit import theme
from mlp_desktop.views.my_digits.correction_row import CorrectionRow

_MARGIN = 3 * theme.GRID
_GAP = 4 * theme.GRID
_PAD_SIDES = (400, 1000)
_READING_WIDTHS = (400, 704)
_READING_HEIGHT = 400
_MODIFIERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class DrawTab(QWidget):
    """A pad as large as the window allows with its tools under it; beside it the reading, its pages under that.

    Between the reading and its pages a person says what it was, with a key too: any of 0 to 9 that no part of the tab
    has a use for itself, and Enter.
    """

    def __init__(self, icons_folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("drawTab")
        self.pad = DrawingPad(self)
        self.tools = PadTools(icons_folder, self)
        self.reading = ReadingPanel(self)
        self.correction = CorrectionRow(self)
        self.pages = PageSwitch(PAGES, self)
        self.pages.chosen.connect(self.reading.show_page)
        self.reading.page_changed.connect(self.pages.set_current)

    def minimumSizeHint(self) -> QSize:
        """The smallest pad with the narrowest reading beside it."""
        side = max(_PAD_SIDES[0], self.tools.minimumSizeHint().width(), _READING_HEIGHT + self._below_reading())
        return QSize(side + _GAP + _READING_WIDTHS[0] + 2 * _MARGIN, side + self._below_pad() + 2 * _MARGIN)

    def sizeHint(self) -> QSize:
        """Comfortable, and no more than a small screen has."""
        return self.minimumSizeHint().expandedTo(QSize(976, 592))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the pad the largest square that leaves room for the rest, and centre everything.

        By hand, because everything hangs on the pad's side, and Qt's layouts know no squares.
        """
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
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
        below_reading = self._below_reading()
        self.reading.setGeometry(left, top, reading, side - below_reading)
        if below_reading:
            row = self.correction.sizeHint().height()
            self.correction.setGeometry(left, top + side - row, reading, row)
        switch = self.pages.sizeHint().height()
        self.pages.setGeometry(left, foot + (height - switch) // 2, reading, switch)

    def set_correcting(self, correcting: bool) -> None:
        """Whether a person can say what it was; without, the reading has the room."""
        self.correction.setVisible(correcting)
        self.updateGeometry()
        self._place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take digits and Enter for what is said of the drawing, where nothing else takes them."""
        if self.correction.isHidden() or event.isAutoRepeat() or event.modifiers() & _MODIFIERS:
            super().keyPressEvent(event)
        elif event.text() in tuple("0123456789"):
            self.correction.told.emit(int(event.text()))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self._is_at_a_button():
            self.correction.confirmed.emit()
        else:
            super().keyPressEvent(event)

    def _is_at_a_button(self) -> bool:
        """Whether Enter could be meant for something else."""
        return isinstance(self.focusWidget(), QAbstractButton)

    def _below_reading(self) -> int:
        return 0 if self.correction.isHidden() else theme.GRID + self.correction.sizeHint().height()

    def _below_pad(self) -> int:
        return 2 * theme.GRID + self.tools.sizeHint().height()
