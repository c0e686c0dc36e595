"""The Draw tab: the pad with its tools, the answer with its pages, and the row for corrections."""

from pathlib import Path

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.draw.crop_frame import CropFrame
from mlp_desktop.views.draw.drawing_pad import DrawingPad
from mlp_desktop.views.draw.pad_tools import PadTools
from mlp_desktop.views.draw.pen_highlight import PenHighlight
from mlp_desktop.views.draw.picture_panel import PicturePanel
from mlp_desktop.views.draw.reading_panel import PAGES, ReadingPanel
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.growth import grown
from mlp_desktop.views.kit.labels import plain_label, text_is_large
from mlp_desktop.views.kit.segments import Segments
from mlp_desktop.views.my_digits.correction_row import CorrectionRow

_MARGIN = 3 * theme.GRID
_GAP = 4 * theme.GRID
_PAD_SIDES = (400, 1600)
_LEAST_IN_LARGE_TEXT = 360
_READING_WIDTHS = (400, 1120)
_LEAST_PRESENTED = QSize(480, 320)
_LEAST_ANSWER = 0.26  # of the width, in presentation mode
_MODIFIERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


@guarded
class DrawTab(QWidget):
    """A pad as large as the window allows, with its tools below; beside it the reading, with its page switch below.

    While there is a picture on the pad, its panel lies between pad and tools; only the pad gives room for it.

    Between the reading and the switch is the row in which a person gives the right label. Its keys work in the whole
    tab, unless the widget with the focus uses them itself: 0 to 9 for a label, and Enter to confirm the answer.
    """

    def __init__(self, icons_folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("drawTab")
        self.pad = DrawingPad(self)
        self.crop = CropFrame(self)
        self.picture = PicturePanel(icons_folder, self)
        self.picture.hide()
        self.highlight = PenHighlight(self.pad)
        self._presents, self._shows_picture, self._shows_correction = False, False, True
        self._hint = plain_label("Esc ends the presentation", self)
        self._hint.setObjectName("presentationHint")
        self._hint.setWordWrap(True)
        self._hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
        self._hint.hide()
        self.tools = PadTools(icons_folder, self)
        self.reading = ReadingPanel(self)
        self.correction = CorrectionRow(self)
        self.pages = Segments(PAGES, self)
        self.pages.setObjectName("pageSwitch")
        self.pages.setAccessibleName("Pages about the answer")
        self.pages.chosen.connect(self.reading.show_page)
        self.reading.page_changed.connect(self.pages.set_current)
        self.reading.page_changed.connect(self._follow_page)
        self.reading.parts_changed.connect(self._follow_page)
        self._lesson: QWidget | None = None

    def put_lesson(self, lesson: QWidget) -> None:
        """Put a lesson below pad and reading, where it has its room while it is shown."""
        self._lesson = lesson
        lesson.setParent(self)
        self.make_room()

    def make_room(self) -> None:
        """Place everything anew, after the lesson was shown or hidden."""
        self.updateGeometry()
        self._place()

    def minimumSizeHint(self) -> QSize:
        """The size for the smallest pad with the narrowest reading beside it.

        In large text the reading may reach further down than the pad, which would take all the width otherwise.
        """
        if self._presents:
            return _LEAST_PRESENTED
        reading = self._reading_least()
        beside = 0 if text_is_large() else reading.height() + self._below_reading()
        least = _LEAST_IN_LARGE_TEXT if text_is_large() else _PAD_SIDES[0]
        side = max(least, self.tools.minimumSizeHint().width(), beside)
        beside = self._reading_width(max(0, self.width() - 2 * _MARGIN), side)
        height = max(side + self._below_pad(side), self._beside_pad(beside)) + 2 * _MARGIN + self._below_all()
        return QSize(side + _GAP + reading.width() + 2 * _MARGIN, height)

    def sizeHint(self) -> QSize:
        """A comfortable size that fits a small screen."""
        return self.minimumSizeHint().expandedTo(QSize(976, 592))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the pad the largest square that leaves room for the rest, and centre everything.

        This is no Qt layout, because everything depends on the pad's side and Qt's layouts cannot keep a square.
        """
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()  # the pages' names may have come into more rows, or fewer
        self._place()

    def _place(self) -> None:
        if self._presents:
            self._place_presented(self.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN))
            return
        area = self.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN - self._below_all())
        if self._lesson is not None and self._has_lesson():
            self._lesson.setGeometry(area.left(), area.bottom() + theme.GRID, area.width(), grown(theme.LESSON_HEIGHT))
        least = self._reading_least()
        side = min(area.width() - _GAP - least.width(), _PAD_SIDES[1])
        below = self._below_pad(min(side, area.height() - self._below_pad(side)))
        side = min(side, area.height() - below)
        reading = self._reading_width(area.width(), side)
        left = area.left() + (area.width() - side - _GAP - reading) // 2
        top = area.top() + max(0, area.height() - max(side + below, self._beside_pad(reading))) // 2
        foot = top + side + 2 * theme.GRID
        height = self.tools.height_in(side)
        panel = 0 if self.picture.isHidden() else theme.GRID + self.picture.sizeHint().height()
        self.pad.setGeometry(left, top, side, side - panel)
        self.crop.setGeometry(self.pad.geometry())
        self.picture.setGeometry(left, top + side - panel + theme.GRID, side, self.picture.sizeHint().height())
        self.tools.setGeometry(left, foot, side, height)
        left += side + _GAP
        below_reading, switch = self._below_reading(), self.pages.height_in(reading)
        beside = max(side, least.height() + below_reading)  # what has no room beside the pad reaches further down
        self.reading.setGeometry(left, top, reading, beside - below_reading)
        if below_reading:
            row = self.correction.sizeHint().height()
            self.correction.setGeometry(left, top + beside - row, reading, row)
        foot += beside - side
        height = height if beside == side else switch
        self.pages.setGeometry(left, foot + max(0, height - switch) // 2, reading, switch)

    def changeEvent(self, event: QEvent) -> None:
        """Place everything anew for another size of text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._follow_page()

    def _follow_page(self) -> None:
        self.updateGeometry()
        self._place()

    def _place_presented(self, area: QRect) -> None:
        side = min(area.height(), round((1 - _LEAST_ANSWER) * area.width()) - _GAP)
        top = area.top() + (area.height() - side) // 2
        left = area.left() + side + _GAP
        hint = self._hint.heightForWidth(area.right() - left)
        self.pad.setGeometry(area.left(), top, side, side)
        self.crop.setGeometry(self.pad.geometry())
        self.reading.setGeometry(left, top, area.right() - left, side - hint - theme.GRID)
        self._hint.setGeometry(left, top + side - hint, area.right() - left, hint)

    def set_presenting(self, on: bool) -> None:
        """Let the pad and a large answer fill the tab, with a ring around the pen; or show all as before."""
        self._presents = on
        self.reading.set_presenting(on)
        for part in (self.tools, self.pages):
            part.setVisible(not on)
        self.picture.setVisible(not on and self._shows_picture)
        self.correction.setVisible(not on and self._shows_correction)
        self._hint.setVisible(on)
        self.highlight.follow_pen(on)
        self.updateGeometry()
        self._place()
        self.pad.setFocus()

    def show_picture_panel(self, shown: bool) -> None:
        """Show the panel of an opened picture, or hide it and give its room to the pad."""
        self._shows_picture = shown
        if shown == self.picture.isHidden() and not self._presents:
            self.picture.setVisible(shown)
            self._place()

    def show_correction_row(self, shown: bool) -> None:
        """Show the row for corrections, or hide it and give its room to the reading."""
        self._shows_correction = shown
        self.correction.setVisible(shown and not self._presents)
        self.updateGeometry()
        self._place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take digits and Enter as a label for the drawing, unless another widget has used them."""
        if self.correction.isHidden() or event.isAutoRepeat() or event.modifiers() & _MODIFIERS:
            super().keyPressEvent(event)
        elif event.text() in tuple("0123456789"):
            self.correction.label_given.emit(int(event.text()))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self._button_has_focus():
            self.correction.confirmed.emit()
        else:
            super().keyPressEvent(event)

    def _button_has_focus(self) -> bool:
        """Whether Enter may be meant for a button."""
        return isinstance(self.focusWidget(), QAbstractButton)

    def _below_all(self) -> int:
        """The height that a lesson takes; it stands in the margin too."""
        return grown(theme.LESSON_HEIGHT) + 2 * theme.GRID - _MARGIN if self._has_lesson() else 0

    def _has_lesson(self) -> bool:
        """Whether a lesson is shown here; one that goes on in another tab has left."""
        return self._lesson is not None and self._lesson.parentWidget() is self and not self._lesson.isHidden()

    def _reading_least(self) -> QSize:
        """The least size of the reading, whose switch of pages must fit too."""
        return self.reading.minimumSizeHint().expandedTo(QSize(self.pages.minimumSizeHint().width(), 0))

    def _below_reading(self) -> int:
        return 0 if self.correction.isHidden() else theme.GRID + self.correction.sizeHint().height()

    def _reading_width(self, width: int, side: int) -> int:
        """The width of the reading beside a pad, where the names of the pages are in one row if there is room."""
        narrow = self._reading_least().width()
        wanted = max(narrow, self.pages.width_of_one_row(), min(round(0.7 * side), _READING_WIDTHS[1]))
        return max(narrow, min(width - _GAP - side, wanted))

    def _beside_pad(self, width: int) -> int:
        """The least height of the reading with all that is below it, in a width."""
        least = self._reading_least().height() + self._below_reading()
        return least + 2 * theme.GRID + self.pages.height_in(width)

    def _below_pad(self, side: int) -> int:
        return 2 * theme.GRID + self.tools.height_in(side)
