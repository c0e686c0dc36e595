"""Samples of a data set as small pictures with their labels, tens of thousands of them."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPalette, QPen
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from mlp_desktop.views import theme
from mlp_desktop.views.ink_image import ink_image

Index = QModelIndex | QPersistentModelIndex
InkOf = Callable[[int], np.ndarray]
"""The ink of a sample by its place in the data: uint8, shape (height, width)."""

_SIDE = 56
"""Of a picture: two logical pixels for each of its 28."""


class SamplesGrid(QListView):
    """Pictures in rows; only those in sight are fetched and painted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._samples = _SamplesModel(self)
        self.setObjectName("samplesGrid")
        self.setAccessibleName("Samples")
        self.setModel(self._samples)
        self.setItemDelegate(_SampleDelegate(self))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setUniformItemSizes(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # or rows would break anew as it comes
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        theme.quiet_scroll_bar(self.verticalScrollBar(), self.palette())

    def show_samples(self, places: np.ndarray, labels: np.ndarray, ink_of: InkOf) -> None:
        """Show the samples at ``places`` of a data set, shape (m,), in that order, from the first one.

        Args:
            places: which samples.
            labels: of the whole data set.
            ink_of: gives what to paint of a sample.
        """
        self._samples.show(places, labels, ink_of)
        self.scrollToTop()
        self.setCurrentIndex(self._samples.index(0))

    def count(self) -> int:
        """How many samples are shown, in sight or not."""
        return self._samples.rowCount()

    def changeEvent(self, event: QEvent) -> None:
        """Recolour with the palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            theme.quiet_scroll_bar(self.verticalScrollBar(), self.palette())


class _SamplesModel(QAbstractListModel):
    """The samples for the view, and their words for a screen reader."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._places = np.empty(0, np.int64)
        self._labels = np.empty(0, np.int64)
        self._ink_of: InkOf | None = None

    def show(self, places: np.ndarray, labels: np.ndarray, ink_of: InkOf) -> None:
        self.beginResetModel()
        self._places, self._labels, self._ink_of = places, labels, ink_of
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._places)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self._ink_of is None or not index.isValid():
            return None
        place = int(self._places[index.row()])
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return str(self._labels[place])
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return f"Sample {place + 1}, labelled {self._labels[place]}"
            case Qt.ItemDataRole.UserRole:
                return self._ink_of(place)
        return None


class _SampleDelegate(QStyledItemDelegate):
    """Paints a sample: its ink on paper, and its label under it."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        line = QFontMetrics(theme.text_font("body")).height()
        return QSize(_SIDE + 2 * theme.GRID, _SIDE + line + 2 * theme.GRID)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        # The stubs of PySide do not know what an option of an item has.
        rect, state, palette = QRectF(option.rect), option.state, option.palette  # pyright: ignore[reportAttributeAccessIssue]
        square = QRectF(rect.left() + theme.GRID, rect.top() + theme.GRID / 2, _SIDE, _SIDE)
        tile = square.adjusted(-3.5, -3.5, 3.5, 3.5)
        current = bool(state & QStyle.StateFlag.State_Selected)
        frame = palette.color(QPalette.ColorRole.Accent) if current else theme.faint(palette, 0.18)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(frame, 2 if current else 1))
        painter.setBrush(palette.color(QPalette.ColorRole.Base))
        painter.drawRoundedRect(tile, 4, 4)
        text = palette.color(QPalette.ColorRole.Text)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)  # the network sees these pixels
        painter.drawImage(square, ink_image(index.data(Qt.ItemDataRole.UserRole), text))
        painter.setFont(theme.text_font("body"))
        painter.setPen(text)
        line = QFontMetrics(painter.font()).height()
        words = QRectF(rect.left(), tile.bottom() + 1, rect.width(), line)
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, index.data())
        painter.restore()
