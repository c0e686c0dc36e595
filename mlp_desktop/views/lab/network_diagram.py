"""The whole network: the digit image and a column of neurons for each layer, with what flows between them."""

from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from math import inf

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPalette, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import Role, announce, give_role
from mlp_desktop.views.kit.cached_widget import CachedWidget
from mlp_desktop.views.kit.growth import grown
from mlp_desktop.views.kit.ink_image import IMAGE_SIDE, ink_image
from mlp_desktop.views.kit.painted_parts import PaintedParts
from mlp_desktop.views.lab.neuron_column import MOST_LINES, MOST_OF_PAGES, NeuronColumn, links, paint_links
from mlp_desktop.views.lab.shown_layer import ShownLayer

_IMAGE_SHARE = 0.24  # of the width
_LARGEST_IMAGE = 5 * IMAGE_SIDE
_OUTPUT_ROOM = 5 * theme.GRID  # beside the output, for its numbers
_LAST_STEP = 3 * theme.GRID  # to the output, at least, whose digits are read
_SMALLEST = 0.6  # of small print: how far the names of layers shrink before they end in an ellipsis
_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_PAGES = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
_LAYERS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


@guarded
class NetworkDiagram(CachedWidget):
    """Columns of neurons from left to right; ``neuron_chosen`` carries layer and neuron, both counted from 0.

    A click chooses a neuron. The arrow keys move to its neighbours. Page Up and Page Down, the wheel, and the arrows
    over and under a column that has more neurons than room turn its pages.
    """

    neuron_chosen = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_role(self, Role.Chart)
        self._columns: list[NeuronColumn] = []
        self._image: np.ndarray | None = None
        self._chosen = (0, 0)
        self._parts = PaintedParts(self)
        self.setObjectName("labDiagram")
        self.setAccessibleName("The network, neuron by neuron")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_network(self, image: np.ndarray | None, layers: Sequence[ShownLayer], chosen: tuple[int, int]) -> None:
        """Show a network for a sample.

        Args:
            image: the digit image, uint8, shape (28, 28); ``None`` for blank paper.
            layers: first hidden layer to output.
            chosen: layer and neuron that are chosen.
        """
        same = [column.layer.count for column in self._columns] == [layer.count for layer in layers]
        firsts = [column.first for column in self._columns] if same else [0] * len(layers)
        self._columns = [
            NeuronColumn(layer, is_output=number == len(layers) - 1, first=first)
            for number, (layer, first) in enumerate(zip(layers, firsts, strict=True))
        ]
        self._image = image
        self._chosen = chosen
        self._lay_out()
        if not same:
            self._parts = PaintedParts(self)
            self._columns[chosen[0]].show(chosen[1])
        self.repaint_all()

    @property
    def chosen(self) -> tuple[int, int]:
        """The chosen layer and neuron."""
        return self._chosen

    def set_chosen(self, layer: int, neuron: int) -> None:
        """Choose a neuron without a signal, and turn to its page."""
        self._chosen = (layer, neuron)
        self._columns[layer].show(neuron)
        self.repaint_all()

    def describe(self, words: str) -> None:
        """Say in words what is chosen, for a screen reader."""
        self.setAccessibleDescription(words)
        if self.hasFocus():
            announce(self, words)

    def centre(self, layer: int, neuron: int) -> QPointF:
        """The middle of a neuron, in logical pixels."""
        return self._columns[layer].centre(neuron)

    def minimumSizeHint(self) -> QSize:
        """Room for the digit image and two columns of ten."""
        return QSize(300, 260)

    # Layout

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out the columns."""
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        if not self._columns:
            return
        caption = self._caption()
        left = self._image_side() + 3 * theme.GRID
        right = self.width() - grown(_OUTPUT_ROOM) - 2 * theme.GRID
        count = len(self._columns)
        first = left + 2 * theme.GRID
        last = max((right - first) / max(count - 1, 1), grown(_LAST_STEP))
        step = max((right - last - first) / (count - 2), 1.0) if count > 2 else last
        height = self.height() - 2 * caption
        for number, column in enumerate(self._columns):
            x = right if number == count - 1 else first + number * step
            width = last if number == count - 1 else step
            column.lay_out(x, caption + theme.GRID, height, width if count > 1 else inf)

    def _image_side(self) -> float:
        return min(_IMAGE_SHARE * self.width(), _LARGEST_IMAGE)

    def _caption(self) -> int:
        return round(2 * theme.body_height()) + theme.GRID

    # Painting

    def paint(self, painter: QPainter) -> None:
        """Paint the image, the links and the columns, those again that have changed."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._columns:
            return
        self._lay_out()
        style = (self.palette().cacheKey(), theme.text_font("small").key(), theme.signed_colours())
        side, columns = self._image_side(), self._columns
        sheet = QRectF(0, (self.height() - side) / 2, side, side)
        first = columns[0]
        # The parts overlap: lines begin under the circles that they lead to.
        ends = [first.centre(first.first).x(), *(each.centre(each.first).x() for each in columns[1:])]
        area = QRectF(0, 0, ends[0], self.height())
        self._parts.paint(
            painter, "input", area, (style, first.geometry), lambda inside: self._paint_inputs(inside, sheet)
        )
        if self._image is not None:
            ink = ink_image(self._image, self.palette().color(QPalette.ColorRole.Text))
            painter.drawImage(sheet.adjusted(3, 3, -3, -3), ink)
        layer, neuron = self._chosen
        most = MOST_OF_PAGES if any(column.is_paged for column in columns) else MOST_LINES
        for number, (before, after) in enumerate(pairwise(columns)):
            chosen = (neuron if number == layer else None, neuron if number + 1 == layer else None)
            area = QRectF(ends[number], 0, ends[number + 1] - ends[number], self.height())
            shown = (style, before.geometry, after.geometry, chosen, most, links(before, after).tobytes())
            self._parts.paint(
                painter, ("links", number), area, shown, partial(self._paint_links, before, after, chosen, most)
            )
        for number, column in enumerate(columns):
            reach = column.radius + 2
            right = self.width() if column.is_output else ends[number] + reach
            area = QRectF(ends[number] - reach, 0, right - ends[number] + reach, self.height())
            shown = (style, column.geometry, column.shown_values)
            self._parts.paint(painter, ("column", number), area, shown, partial(self._paint_column, column))
        shown = (style, tuple(ends), tuple(column.words for column in columns))
        foot = QRectF(0, self.height() - self._caption() + theme.GRID, self.width(), 2 * theme.GRID)
        for name, area in (("head", QRectF(0, 0, self.width(), self._caption() + theme.GRID)), ("foot", foot)):
            self._parts.paint(painter, name, area, shown, self._paint_names)

    def _paint_links(
        self,
        before: NeuronColumn,
        after: NeuronColumn,
        chosen: tuple[int | None, int | None],
        most: int,
        painter: QPainter,
    ) -> None:
        paint_links(painter, before, after, self.palette(), chosen, most)

    def _paint_column(self, column: NeuronColumn, painter: QPainter) -> None:
        column.paint(painter, self.palette())

    def _paint_names(self, painter: QPainter) -> None:
        for number in range(len(self._columns)):
            self._paint_name(painter, number)

    def _paint_inputs(self, painter: QPainter, sheet: QRectF) -> None:
        """The paper of the image, and a faint fan from it to the first layer, whose 784 weights each are no lines."""
        palette = self.palette()
        theme.paint_paper(painter, sheet, palette)
        column = self._columns[0]
        painter.setPen(QPen(theme.faint(palette, 0.16), 1))
        end = column.centre(column.first).x() - column.radius
        start, middle = sheet.right(), sheet.center().y()
        painter.drawLines([QLineF(start, middle, end, height) for height in column.heights().tolist()])
        above = QRectF(0, sheet.top() - 3 * theme.GRID, sheet.width(), 3 * theme.GRID)
        self._write(painter, above, "Input · 784")

    def _paint_name(self, painter: QPainter, number: int) -> None:
        column = self._columns[number]
        middle = column.centre(column.first).x()
        others = (each.centre(each.first).x() for each in self._columns if each is not column)
        room = min([2 * (self.width() - middle), *(abs(other - middle) for other in others)]) - theme.GRID / 2
        line = theme.body_height()
        for row, words in enumerate(column.words):
            self._write(painter, QRectF(middle - room / 2, row * line, room, line), words)
        if column.is_paged:
            for y, mark in ((2 * line, "▲"), (self.height() - self._caption() + theme.GRID, "▼")):
                box = QRectF(middle - 10, y, 20, theme.GRID * 2)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, mark)

    def _write(self, painter: QPainter, place: QRectF, words: str) -> None:
        font = theme.text_font("small")
        wide = QFontMetricsF(font).horizontalAdvance(words)
        if wide > place.width() > 0:  # large text in narrow columns: smaller letters before an ellipsis
            font.setPointSizeF(font.pointSizeF() * max(place.width() / wide, _SMALLEST))
        painter.setFont(font)
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(place.width()))
        name, _, number = words.rpartition(" ")
        if shown != words and name and number.isdecimal():
            shown = f"{name[0]}{number}"  # "H4" for "Hidden 4": cut, all hidden layers would have one name
        if shown != "…":  # a row of these over many columns says nothing
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, shown)

    def paint_over(self, painter: QPainter) -> None:
        """Paint a ring around the chosen neuron, thicker with the keyboard focus."""
        if not self._columns:
            return
        layer, neuron = self._chosen
        column = self._columns[layer]
        if not column.first <= neuron < column.first + column.shown:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Accent), 3 if self.hasFocus() else 2))
        painter.drawEllipse(column.centre(neuron), column.radius + 3, column.radius + 3)

    # Input

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the neuron under the pointer, or turn a page."""
        for number, column in enumerate(self._columns):
            neuron = column.neuron_at(event.position())
            if neuron is not None:
                self._choose(number, neuron)
                return
            if column.is_paged and column.contains(event.position()):
                self._turn(column, -1 if event.position().y() < self.height() / 2 else 1)
                return

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn the pages of the column under the pointer."""
        for column in self._columns:
            if column.is_paged and column.contains(event.position()):
                column.turn_to(column.first - round(event.angleDelta().y() / 40))
                self.repaint_all()
                return
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose a neighbour, or turn a page."""
        key, (layer, neuron) = Qt.Key(event.key()), self._chosen
        if not self._columns:
            super().keyPressEvent(event)
        elif key in _MOVES:
            self._choose(layer, min(max(neuron + _MOVES[key], 0), self._columns[layer].layer.count - 1))
        elif key in _PAGES:
            by = _PAGES[key] * self._columns[layer].shown
            self._choose(layer, min(max(neuron + by, 0), self._columns[layer].layer.count - 1))
        elif key in _LAYERS and 0 <= layer + _LAYERS[key] < len(self._columns):
            before, after = self._columns[layer], self._columns[layer + _LAYERS[key]]
            place = (neuron - before.first + 0.5) / before.shown
            self._choose(layer + _LAYERS[key], after.first + min(int(place * after.shown), after.shown - 1))
        elif key not in _LAYERS:
            super().keyPressEvent(event)

    def _turn(self, column: NeuronColumn, by: int) -> None:
        column.turn_to(column.first + by * column.shown)
        self.repaint_all()

    def _choose(self, layer: int, neuron: int) -> None:
        self.set_chosen(layer, neuron)
        self.neuron_chosen.emit(layer, neuron)
