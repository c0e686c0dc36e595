"""Own drawings as small pictures, any number of them."""

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from mlp_desktop.views import theme
from mlp_desktop.views.ink_image import ink_image

_Index = QModelIndex | QPersistentModelIndex
_SIDE = 56
"""Of a picture: two logical pixels for each of its 28."""

_DIGITS = tuple("0123456789")


class DigitsGrid(QListView):
    """Pictures in rows, several of which may be chosen; only those in sight are read and painted."""

    chosen = Signal()
    """Other drawings are chosen, or another one of them is current."""
    open_requested = Signal()
    replay_requested = Signal()
    relabel_requested = Signal(int)
    delete_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._id_role = 0
        self.setObjectName("digitsGrid")
        self.setAccessibleName("My digits")
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setUniformItemSizes(True)
        self.setLayoutMode(QListView.LayoutMode.Batched)  # of 100,000, those in sight first
        self.setBatchSize(2000)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # or rows would break anew as it comes
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        theme.quiet_scroll_bar(self.verticalScrollBar(), self.palette())
        self.doubleClicked.connect(self.open_requested)

    def set_source(self, model: QAbstractItemModel, *, id_role: int, image_role: int, wrong_role: int) -> None:
        """Show the rows of ``model``, which under these roles tells a number, a picture, and whether it is wrong."""
        self._id_role = id_role
        self.setModel(model)
        self.setItemDelegate(_DigitDelegate(image_role, wrong_role, self))
        self.selectionModel().selectionChanged.connect(self.chosen)
        self.selectionModel().currentChanged.connect(self.chosen)

    def rows(self) -> list[int]:
        """The rows that are chosen, in order."""
        ranges = self.selectionModel().selection()
        parts = list(ranges)  # pyright: ignore[reportArgumentType] (the stubs do not know that it is a list)
        return sorted({row for part in parts for row in range(part.top(), part.bottom() + 1)})

    def current_row(self) -> int | None:
        """The row that is current, if it is chosen."""
        index = self.currentIndex()
        return index.row() if index.isValid() and self.selectionModel().isSelected(index) else None

    def choose(self, rows: list[int], *, current: int | None = None) -> None:
        """Choose these rows, and bring the current one into sight."""
        model, flag = self.model(), QItemSelectionModel.SelectionFlag
        selection = QItemSelection()
        start = None
        for place, row in enumerate(rows):
            start = row if start is None else start
            if place + 1 == len(rows) or rows[place + 1] != row + 1:
                selection.select(model.index(start, 0), model.index(row, 0))
                start = None
        if current is not None:
            self.selectionModel().setCurrentIndex(model.index(current, 0), flag.NoUpdate)
        self.selectionModel().select(selection, flag.ClearAndSelect)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Say what the chosen ones are, take them away, open or replay one."""
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and event.text() in _DIGITS:
            self.relabel_requested.emit(int(event.text()))
        elif plain and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.delete_requested.emit()
        elif plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_requested.emit()
        elif plain and event.key() == Qt.Key.Key_Space:
            self.replay_requested.emit()
        else:
            super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:
        """Room for a few."""
        return QSize(4 * (_SIDE + 2 * theme.GRID), 2 * (_SIDE + 4 * theme.GRID))

    def changeEvent(self, event: QEvent) -> None:
        """Recolour with the palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            theme.quiet_scroll_bar(self.verticalScrollBar(), self.palette())


class _DigitDelegate(QStyledItemDelegate):
    """Paints a drawing on paper, and under it what it is; where it was read wrong, as what."""

    def __init__(self, image_role: int, wrong_role: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._image_role = image_role
        self._wrong_role = wrong_role

    def sizeHint(self, option: QStyleOptionViewItem, _index: _Index) -> QSize:
        line = QFontMetrics(theme.text_font("body")).height()
        return QSize(_SIDE + 2 * theme.GRID, _SIDE + line + 2 * theme.GRID)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        # The stubs of PySide do not know what an option of an item has.
        rect, state, palette = QRectF(option.rect), option.state, option.palette  # pyright: ignore[reportAttributeAccessIssue]
        square = QRectF(rect.left() + theme.GRID, rect.top() + theme.GRID / 2, _SIDE, _SIDE)
        tile = square.adjusted(-3.5, -3.5, 3.5, 3.5)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        frame = palette.color(QPalette.ColorRole.Accent) if chosen else theme.faint(palette, 0.18)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(frame, (2.5 if focused else 1.5) if chosen else 1))
        painter.setBrush(palette.color(QPalette.ColorRole.Base))
        painter.drawRoundedRect(tile, 4, 4)
        text = palette.color(QPalette.ColorRole.Text)
        image = index.data(self._image_role)
        if image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)  # the network sees these pixels
            painter.drawImage(square, ink_image(image, text))
        wrong = bool(index.data(self._wrong_role))
        font = theme.text_font("body")
        font.setBold(wrong)
        painter.setFont(font)
        painter.setPen(theme.error_colour() if wrong else text)
        words = QRectF(rect.left(), tile.bottom() + 1, rect.width(), QFontMetrics(font).height())
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, index.data() or "")
        painter.restore()
