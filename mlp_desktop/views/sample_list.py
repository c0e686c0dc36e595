"""Samples as small pictures with their label, answer and probability, as many as there are."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QPen
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from mlp_desktop.views import theme
from mlp_desktop.views.ink_image import ink_image

Index = QModelIndex | QPersistentModelIndex

_SIDE = 56
"""Of a picture: two logical pixels for each of its 28."""

_AT_ONCE = 300
"""Samples that are laid out together: more than a window holds, few enough to take no time to speak of."""


class Samples(NamedTuple):
    """Samples in the order in which they are shown; of n samples each array has shape (n,).

    Attributes:
        indices: which sample of its data each one is.
        labels: what they should be read as.
        answers: what they were read as.
        probabilities: of the answers.
        ink_of: the digit image of a sample by its index, uint8, shape (28, 28).
    """

    indices: np.ndarray
    labels: np.ndarray
    answers: np.ndarray
    probabilities: np.ndarray
    ink_of: Callable[[int], np.ndarray]


class SampleList(QListView):
    """Pictures in rows; only those in sight are fetched and painted."""

    open_requested = Signal(int)
    """A person wants the sample of this index, of its data, on the pad: by a double click or by Enter."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._samples = _SampleModel(self)
        self.setObjectName("sampleList")
        self.setAccessibleName("Samples")
        self.setModel(self._samples)
        self.setItemDelegate(_SampleDelegate(self))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setUniformItemSizes(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        theme.quiet_scroll_bar(self.verticalScrollBar(), self.palette())
        self.activated.connect(self._open)

    def show_samples(self, samples: Samples | None) -> None:
        """Show ``samples`` from the first, or none."""
        self._samples.set_samples(samples)
        self.scrollToTop()
        if self._samples.rowCount():
            self.setCurrentIndex(self._samples.index(0))

    def count(self) -> int:
        """How many samples are shown, in sight or not."""
        return self._samples.total

    def minimumSizeHint(self) -> QSize:
        """Room for a few."""
        return QSize(3 * (_SIDE + 2 * theme.GRID), 2 * (_SIDE + 4 * theme.GRID))

    def changeEvent(self, event: QEvent) -> None:
        """Recolour with the palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            theme.quiet_scroll_bar(self.verticalScrollBar(), self.palette())

    def _open(self, index: QModelIndex) -> None:
        self.open_requested.emit(index.data(Qt.ItemDataRole.UserRole))


class _SampleModel(QAbstractListModel):
    """The samples for the view, more of them as it is scrolled, and their words for a screen reader."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.samples: Samples | None = None
        self._offered = 0

    @property
    def total(self) -> int:
        return 0 if self.samples is None else len(self.samples.indices)

    def set_samples(self, samples: Samples | None) -> None:
        self.beginResetModel()
        self.samples = samples
        self._offered = min(_AT_ONCE, self.total)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._offered

    def canFetchMore(self, _parent: Index) -> bool:
        return self._offered < self.total

    def fetchMore(self, _parent: Index) -> None:
        offered = min(self._offered + _AT_ONCE, self.total)
        self.beginInsertRows(QModelIndex(), self._offered, offered - 1)
        self._offered = offered
        self.endInsertRows()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self.samples is None or not index.isValid():
            return None
        row = index.row()
        label, answer = int(self.samples.labels[row]), int(self.samples.answers[row])
        match role:
            case Qt.ItemDataRole.UserRole:
                return int(self.samples.indices[row])
            case Qt.ItemDataRole.DisplayRole:
                return f"{label} → {answer}"
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return (
                    f"Sample {self.samples.indices[row]}: {label}, read as {answer} "
                    f"with probability {self.samples.probabilities[row]:.3f}"
                )
        return None


class _SampleDelegate(QStyledItemDelegate):
    """Paints a sample: its ink on paper, under it label and answer, and the probability of the answer."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        line = QFontMetrics(theme.text_font("body")).height()
        return QSize(_SIDE + 2 * theme.GRID, _SIDE + 2 * line + 2 * theme.GRID)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, _SampleModel) or model.samples is None:
            return
        samples, row = model.samples, index.row()
        # The stubs of PySide do not know what an option of an item has.
        rect, state, palette = QRectF(option.rect), option.state, option.palette  # pyright: ignore[reportAttributeAccessIssue]
        painter.save()
        square = QRectF(rect.left() + theme.GRID, rect.top() + theme.GRID / 2, _SIDE, _SIDE)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        tile = square.adjusted(-3.5, -3.5, 3.5, 3.5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(_frame(palette, chosen, focused=bool(state & QStyle.StateFlag.State_HasFocus)))
        painter.setBrush(palette.color(QPalette.ColorRole.Base))
        painter.drawRoundedRect(tile, 4, 4)
        ink = ink_image(samples.ink_of(int(samples.indices[row])), palette.color(QPalette.ColorRole.Text))
        painter.drawImage(square, ink)
        line = QFontMetrics(theme.text_font("body")).height()
        words = QRectF(rect.left(), tile.bottom() + 1, rect.width(), line)
        label, answer = int(samples.labels[row]), int(samples.answers[row])
        painter.setFont(_bold_if(label != answer))
        painter.setPen(theme.error_colour() if label != answer else palette.color(QPalette.ColorRole.Text))
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, f"{label} → {answer}")
        painter.setFont(theme.text_font("body"))
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        painter.drawText(
            words.translated(0, line - 1), Qt.AlignmentFlag.AlignCenter, f"{samples.probabilities[row]:.3f}"
        )
        painter.restore()


def _frame(palette: QPalette, chosen: bool, *, focused: bool) -> QPen:
    if chosen:
        return QPen(palette.color(QPalette.ColorRole.Accent), 2.5 if focused else 1.5)
    return QPen(QColor(theme.faint(palette, 0.18)), 1)


def _bold_if(bold: bool) -> QFont:
    font = theme.text_font("body")
    font.setBold(bold)
    return font
