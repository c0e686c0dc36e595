"""The steps from a picture to its digits as tiles, of which one is chosen."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QSizePolicy, QStyle, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import describe
from mlp_desktop.views.kit.ink_image import ink_image, picture_image
from mlp_desktop.views.kit.labels import paragraph

STEPS = ("upright", "grey", "paper", "polarity", "ink", "kept", "digits", "images")
"""The captions of the steps, in their order."""

_SWITCHES = {
    "paper": "Measure the paper's light",
    "polarity": "Find out whether the ink is light",
    "ink": "Take out the lines of ruled paper",
    "kept": "Leave out frames, edges and dirt",
    "digits": "Find rows and digits",
    "images": "Sharpen, and trace hairlines again",
}
"""What each switch does; the other steps have none."""

_COLUMNS = 4
_MARGIN = 4
_LEAST_SIDE = 48


class PictureStep(NamedTuple):
    """One step.

    Attributes:
        name: its caption.
        pixels: what there is after it: grey levels, colours or ink, uint8; ``None`` if the reading did not get so far.
        is_ink: whether the pixels are ink, 0 = paper, and not grey levels.
        words: what was done, in a sentence.
        done: whether the step was done, or left out.
    """

    name: str
    pixels: np.ndarray | None
    is_ink: bool
    words: str
    done: bool = True


@guarded
class PictureStepsPage(QWidget):
    """Two rows of tiles above the words about the chosen one, which is chosen by a click or by the arrow keys.

    A tile of a step that can be left out has a switch in its corner.
    """

    chosen = Signal(int)
    switched = Signal(str, bool)
    """The name of a step, and whether it is done."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pictureStepsPage")
        self.setAccessibleName("From the picture to its digits, step by step")
        self._tiles = [_Tile(number, name, self) for number, name in enumerate(STEPS, start=1)]
        self.words = paragraph("pictureStepWords")
        self.words.setParent(self)
        for tile in self._tiles:
            tile.clicked.connect(self._announce)
            tile.toggled.connect(self._show_words)
            if tile.switch is not None:
                tile.switch.clicked.connect(self._switch)
        self.choose(0)

    @property
    def current(self) -> int:
        """The place of the chosen step."""
        return next(place for place, tile in enumerate(self._tiles) if tile.isChecked())

    def choose(self, place: int) -> None:
        """Choose a step without a signal."""
        self._tiles[place].setChecked(True)

    def set_steps(self, steps: Sequence[PictureStep]) -> None:
        """Show a step for each of :data:`STEPS`."""
        for tile, step in zip(self._tiles, steps, strict=True):
            tile.show_step(step)
        self._show_words()

    def minimumSizeHint(self) -> QSize:
        """The smallest tiles and two lines of words."""
        rows = -(-len(self._tiles) // _COLUMNS)
        head = self._tiles[0].head()
        words = 2 * self.words.fontMetrics().lineSpacing()
        return QSize(_COLUMNS * (_LEAST_SIDE + theme.GRID), rows * (head + _LEAST_SIDE + theme.GRID) + words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the tiles out with square pictures, and the words below."""
        super().resizeEvent(event)
        rows = -(-len(self._tiles) // _COLUMNS)
        words = 3 * self.words.fontMetrics().lineSpacing()
        head = self._tiles[0].head()
        across = (self.width() - (_COLUMNS - 1) * theme.GRID) // _COLUMNS
        down = (self.height() - words - rows * theme.GRID) // rows - head
        side = max(min(across, down), 1)
        is_beside = all(tile.has_room_beside(across) for tile in self._tiles)
        for place, tile in enumerate(self._tiles):
            row, column = divmod(place, _COLUMNS)
            left, top = column * (across + theme.GRID), row * (head + side + theme.GRID)
            tile.setGeometry(left, top, across, head + side)
            tile.place_switch(beside=is_beside)
        bottom = rows * (head + side + theme.GRID)
        self.words.setGeometry(0, bottom, self.width(), max(self.height() - bottom, words))

    def _switch(self, done: bool) -> None:
        tile = next(tile for tile in self._tiles if tile.switch is self.sender())
        self.switched.emit(tile.step.name, done)

    def _announce(self) -> None:
        self.chosen.emit(self.current)

    def _show_words(self) -> None:
        chosen = next((tile for tile in self._tiles if tile.isChecked()), None)
        if chosen is not None:
            self.words.setText(chosen.step.words)
        for tile in self._tiles:  # the Tab key stops at the chosen one only
            policy = Qt.FocusPolicy.StrongFocus if tile is chosen else Qt.FocusPolicy.ClickFocus
            tile.setFocusPolicy(policy)


@guarded
class _Tile(QAbstractButton):
    """A caption above a small sheet with the step's picture; framed in the accent while it is chosen."""

    def __init__(self, number: int, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name.replace(' ', '')}PictureStep")
        self.step = PictureStep(name, None, False, "")
        self._number = number
        self._image: QImage | None = None
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(f"Step {number}, {name}")
        self.switch: QCheckBox | None = None
        if name in _SWITCHES:
            self.switch = QCheckBox(self)
            self.switch.setChecked(True)
            describe(self.switch, f"{name}PictureSwitch", _SWITCHES[name], _SWITCHES[name])

    def show_step(self, step: PictureStep) -> None:
        """Show the step's picture."""
        if step.pixels is not self.step.pixels:
            self._image = None
        self.step = step
        if self.switch is not None:
            self.switch.setChecked(step.done)  # emits no click
        self.setAccessibleDescription(step.words)
        self.update()

    def head(self) -> int:
        """The height of the caption, and of a switch beside it."""
        box = self.style().pixelMetric(QStyle.PixelMetric.PM_IndicatorHeight, None, self)
        return max(self.fontMetrics().height(), box) + _MARGIN

    def sizeHint(self) -> QSize:
        """The smallest tile."""
        return QSize(_LEAST_SIDE, self.head() + _LEAST_SIDE)

    def has_room_beside(self, width: int) -> bool:
        """Whether caption and switch stand side by side in a tile this wide."""
        return self.switch is None or self._caption_width() <= width - (self.head() - _MARGIN)

    def place_switch(self, *, beside: bool) -> None:
        """Put the switch beside the caption, or into a corner of the sheet, where large text leaves no room."""
        if self.switch is not None:
            size = self.head() - _MARGIN
            top = 0 if beside else self.height() - size - _MARGIN
            self.switch.setGeometry(self.width() - size - (0 if beside else _MARGIN), top, size, size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint caption, sheet and picture."""
        painter = QPainter(self)
        palette = self.palette()
        lit = (self.isChecked() or self.underMouse()) and self.step.done
        painter.setPen(palette.color(QPalette.ColorRole.WindowText if lit else QPalette.ColorRole.PlaceholderText))
        caption = self.fontMetrics().elidedText(self._caption(), Qt.TextElideMode.ElideRight, self.width())
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, 0, self.width(), self.head() - _MARGIN), middle, caption)
        sheet = QRectF(0, self.head(), self.width(), self.height() - self.head())
        theme.paint_paper(painter, sheet, palette)
        if self.step.pixels is not None:
            self._paint_pixels(painter, sheet.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN), self.step.pixels)
        if self.isChecked():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            width = 3.0 if self.hasFocus() else 2.0
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Accent), width))
            painter.drawRoundedRect(sheet.adjusted(1.5, 1.5, -1.5, -1.5), theme.GRID, theme.GRID)

    def _caption(self) -> str:
        return f"{self._number}  {self.step.name}"

    def _caption_width(self) -> int:
        return self.fontMetrics().horizontalAdvance(self._caption()) + _MARGIN

    def _paint_pixels(self, painter: QPainter, area: QRectF, pixels: np.ndarray) -> None:
        ratio = self.devicePixelRatioF()
        height, width = pixels.shape[:2]
        unit = min(area.width() / width, area.height() / height)
        place = QRectF(0, 0, max(width * unit, 1.0), max(height * unit, 1.0))
        place.moveCenter(area.center())
        size = (place.size() * ratio).toSize().expandedTo(QSize(1, 1))
        if self._image is None or self._image.size() != size:
            plain = picture_image(255 - pixels if self.step.is_ink else pixels)
            self._image = plain.scaled(size, mode=Qt.TransformationMode.SmoothTransformation)
        if self.step.is_ink:
            grey = self._image.convertToFormat(QImage.Format.Format_Grayscale8)
            levels = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
            ink = 255 - levels[:, : grey.width()]
            painter.drawImage(place, ink_image(ink, self.palette().color(QPalette.ColorRole.Text)))
        else:
            painter.drawImage(place, self._image)
