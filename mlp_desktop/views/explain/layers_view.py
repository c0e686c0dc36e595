"""The layers of the network for one drawing, neuron by neuron, and the strongest paths through them."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPalette,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.explain.layer_grid import LayerGrid, NeuronPath, paint_paths
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import Role, give_role
from mlp_desktop.views.kit.cached_widget import CachedWidget
from mlp_desktop.views.kit.cell_table import ARROW_STEPS
from mlp_desktop.views.kit.signed_cells import paint_signs, relative, signed_image

NOTHING_YET = "Draw a digit to see every neuron at work"
NO_NEURON = (-1, -1)

_GAP = 4
_BETWEEN = 3 * theme.GRID  # the columns, with room for the paths
_SIGNS_FROM = 6  # least side of a cell with a sign, in logical pixels
_MATTERS = 0.6  # least share of the largest weight for which a weight has a sign
_SMALLEST_PICTURE = 7 * theme.GRID
_OUTPUT_HEIGHT = 4 * theme.GRID


@guarded
class LayersView(CachedWidget):
    """The input and the weights into one neuron at the left; hidden layers and output below each other at the right.

    ``neuron_pointed`` carries layer and neuron under the pointer or the keyboard's cursor, or −1, −1.
    The arrow keys move the cursor inside a layer; Tab moves it to the next layer.
    """

    neuron_pointed = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_role(self, Role.Chart)
        self._layers: list[LayerGrid] = []
        self._paths: list[NeuronPath] = []
        self._paths_shown = True
        self._weights: np.ndarray | None = None
        self._reach: float | None = None
        self._weights_place = QRectF()
        self._pointed = NO_NEURON
        self._cursor = (0, 0)
        self.setObjectName("layersView")
        self.setAccessibleName("The layers of the network")
        self.setMouseTracking(True)

    def set_layers(
        self, names: Sequence[str], activations: Sequence[np.ndarray] | None, signed: Sequence[bool]
    ) -> None:
        """Show every layer; see :meth:`NeuronsPage.set_layers`."""
        shown = zip(names, activations or (), signed, strict=activations is not None)
        layers = [LayerGrid(name, values, signed=two_signs) for name, values, two_signs in shown]
        is_resized = [layer.count for layer in layers] != [layer.count for layer in self._layers]
        self._layers = layers
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if layers else Qt.FocusPolicy.NoFocus)
        if is_resized:
            self._paths = []
            self._cursor = (0, 0)
            self._point(NO_NEURON)
            self.updateGeometry()
        self._lay_out()
        self.repaint_all()

    def set_paths(self, paths: Sequence[tuple[Sequence[int], float]]) -> None:
        """Show paths into the answer: one neuron of each layer, and the share of the path, 0 to 1."""
        self._paths = [(tuple(neurons), share) for neurons, share in paths]
        self.repaint_all()

    def show_paths(self, shown: bool) -> None:
        """Show or hide the paths."""
        self._paths_shown = shown
        self.repaint_all()

    def set_weights(self, weights: np.ndarray | None, reach: float | None = None) -> None:
        """Show the weights into a neuron, shape (28, 28), or none.

        Args:
            weights: on any scale; ``None`` for none.
            reach: the largest magnitude in the layer, which is opaque; ``None`` for the largest of ``weights``.
        """
        self._weights = weights
        self._reach = reach
        self.update()

    @property
    def pointed(self) -> tuple[int, int]:
        """The layer and neuron pointed at, or −1, −1."""
        return self._pointed

    def cell(self, layer: int, neuron: int) -> QRectF:
        """The cell of a neuron, in logical pixels."""
        return self._layers[layer].cell(neuron)

    def minimumSizeHint(self) -> QSize:
        """The size of the smallest grids in which each neuron can be pointed at."""
        pictures = 2 * (_SMALLEST_PICTURE + self._caption() + _GAP)
        rows = sum(self._caption() + layer.least_height() + 2 * _GAP for layer in self._layers[1:-1])
        return QSize(240, max(pictures, rows + self._caption() + _OUTPUT_HEIGHT))

    # Layout

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out the layers."""
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        if not self._layers:
            return
        ratio, caption = self.devicePixelRatioF(), self._caption()
        side = min((self.height() - 2 * caption - 2 * _GAP) / 2, 0.34 * self.width())
        picture = QRectF(0, caption, side, side)
        first = self._layers[0]
        root = round(first.count**0.5)
        first.lay_out(picture, ratio, root if root * root == first.count else None)
        self._weights_place = QRectF(0, caption + side + _GAP + caption, side, side)
        left = side + _BETWEEN
        width = self.width() - left
        hidden = self._layers[1:-1]
        free = self.height() - (len(hidden) + 1) * caption - _OUTPUT_HEIGHT - 2 * _GAP * len(hidden)
        least = np.array([layer.least_height() for layer in hidden])
        tallness = np.sqrt([layer.count for layer in hidden])
        heights = least + max(free - least.sum(), 0.0) * tallness / max(tallness.sum(), 1.0)
        top = 0.0
        for layer, height in zip(hidden, heights.tolist(), strict=True):
            layer.lay_out(QRectF(left, top + caption, width, height), ratio)
            top += caption + height + 2 * _GAP
        if len(self._layers) > 1:
            output = self._layers[-1]
            output.lay_out(QRectF(left, top + caption, width, _OUTPUT_HEIGHT), ratio, max(output.count, 1))

    @staticmethod
    def _caption() -> int:
        return round(theme.body_height()) + 2

    # Painting

    def paint(self, painter: QPainter) -> None:
        """Paint the layers with their names, and the paths."""
        palette = self.palette()
        if not self._layers:
            painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
            how = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect(), how, NOTHING_YET)
            return
        self._lay_out()
        background, lines = theme.faint(palette, 0.07), palette.color(QPalette.ColorRole.Window)
        ink = palette.color(QPalette.ColorRole.Text)
        for number, layer in enumerate(self._layers):
            colours = theme.SignedColours(ink, ink) if number == 0 else theme.signed_colours()
            layer.paint(painter, colours, background, lines if number > 0 else None, ink)
        if len(self._layers) > 1:
            self._label_output(painter, self._layers[-1])
        painter.fillRect(self._weights_grid(), background)
        if self._paths_shown:
            names = [place for place, _ in self.captions()]
            paint_paths(painter, self._layers, self._paths, names, palette)
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        for place, shown in self.captions():
            painter.drawText(place, 0, shown)

    def captions(self) -> list[tuple[QRectF, str]]:
        """The places of the words above the grids, beside which paths have room, and as much of them as fits."""
        words = [(self._weights_place.topLeft(), self._weights_caption())]
        words += [(layer.grid.topLeft(), f"{layer.name} · {layer.count:,}") for layer in self._layers]
        return [self._caption_at(*each) for each in words]

    def _caption_at(self, below: QPointF, words: str) -> tuple[QRectF, str]:
        metrics = self.fontMetrics()
        room = self._room_left() if below.x() < _BETWEEN else self.width() - below.x() - 2 * theme.GRID
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, int(room))
        width = metrics.horizontalAdvance(shown) + 1
        return QRectF(below.x(), below.y() - self._caption(), width, self._caption()), shown

    def _room_left(self) -> float:
        """The width of the words above the input and the weights: up to the layers beside them."""
        return self._weights_place.width() + _BETWEEN - theme.GRID

    def _weights_caption(self) -> str:
        whole = "Weights into it"
        return whole if self.fontMetrics().horizontalAdvance(whole) <= self._room_left() else "Weights"

    def _label_output(self, painter: QPainter, output: LayerGrid) -> None:
        for neuron in range(output.count):
            strong = output.shares[neuron] > 0.5
            role = QPalette.ColorRole.HighlightedText if strong else QPalette.ColorRole.Text
            painter.setPen(self.palette().color(role))
            painter.drawText(output.cell(neuron), Qt.AlignmentFlag.AlignCenter, str(neuron))

    def _weights_grid(self) -> QRectF:
        """The grid of the weights, aligned with the pixels of the input above it."""
        return self._layers[0].grid.translated(0, self._weights_place.top() - self._layers[0].grid.top())

    def paint_over(self, painter: QPainter) -> None:
        """Paint the weights, and a frame around the neuron pointed at."""
        if self._layers and self._weights is not None:
            grid = self._weights_grid()
            shares = relative(self._weights) if self._reach is None else _within(self._weights / self._reach)
            painter.drawImage(grid, signed_image(shares, theme.signed_colours()))
            if grid.width() >= _SIGNS_FROM * shares.shape[1]:
                paint_signs(painter, grid, shares, self.palette().color(QPalette.ColorRole.Text), above=_MATTERS)
            if self._reach is not None:  # the legend of their colours
                above = QRectF(grid.left(), grid.top() - self._caption(), grid.width(), self._caption())
                painter.fillRect(above, self.palette().color(QPalette.ColorRole.Window))
                painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
                painter.drawText(above, 0, f"Weights, ±{self._reach:.2g}")
        if self._pointed != NO_NEURON:
            frame = self.cell(*self._pointed).adjusted(-1.5, -1.5, 1.5, 1.5)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for role, width in ((QPalette.ColorRole.Base, 4.0), (QPalette.ColorRole.Text, 2.0)):
                painter.setPen(QPen(self.palette().color(role), width))
                painter.drawRect(frame)

    # Input

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at the neuron under the pointer."""
        for number, layer in enumerate(self._layers):
            neuron = layer.neuron_at(event.position())
            if neuron is not None:
                self._cursor = (number, neuron)
                self._point(self._cursor)
                return
        self._point(NO_NEURON)

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        super().leaveEvent(event)
        self._point(NO_NEURON)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Put the cursor into the first layer, or after Shift+Tab into the last."""
        super().focusInEvent(event)
        if not self._layers or event.reason() not in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            return
        layer = 0 if event.reason() == Qt.FocusReason.TabFocusReason else len(self._layers) - 1
        self._cursor = (layer, int(self._layers[layer].shares.argmax()))
        self._point(self._cursor)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Point at nothing."""
        super().focusOutEvent(event)
        self._point(NO_NEURON)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Move to the most active neuron of the next layer; after the last layer, on to another widget."""
        layer = self._cursor[0] + (1 if forward else -1)
        if not self.hasFocus() or not 0 <= layer < len(self._layers):
            return super().focusNextPrevChild(forward)
        self._cursor = (layer, int(self._layers[layer].shares.argmax()))
        self._point(self._cursor)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the cursor inside its layer."""
        step = ARROW_STEPS.get(Qt.Key(event.key()))
        if step is None or not self._layers:
            super().keyPressEvent(event)
            return
        number, neuron = self._cursor
        layer = self._layers[number]
        row, column = divmod(neuron, layer.columns)
        column = min(max(column + step[1], 0), layer.columns - 1)
        moved = (row + step[0]) * layer.columns + column
        if 0 <= moved < layer.count:
            self._cursor = (number, moved)
        self._point(self._cursor)

    def _point(self, pointed: tuple[int, int]) -> None:
        if pointed != self._pointed:
            self._pointed = pointed
            self.neuron_pointed.emit(*pointed)
            self.update()


def _within(shares: np.ndarray) -> np.ndarray:
    return np.clip(np.where(np.isfinite(shares), shares, 0.0), -1.0, 1.0)
