"""Own drawings as small pictures, any number of them."""

from PySide6.QtCore import QAbstractItemModel, QItemSelection, QItemSelectionModel, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView, QWidget

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.image_grid import ImageGrid, Index, Tile
from mlp_desktop.views.kit.ink_image import PICTURE_SIDE

_DIGITS = tuple("0123456789")


class DigitsGrid(ImageGrid):
    """Under each drawing what it is, and where it was read wrong, as what; several may be chosen."""

    chosen = Signal()
    """Other drawings are chosen, or another one of them is current."""
    open_requested = Signal()
    replay_requested = Signal()
    relabel_requested = Signal(int)
    delete_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image_role = self._wrong_role = 0
        self.setObjectName("digitsGrid")
        self.setAccessibleName("My digits")
        self.setLayoutMode(QListView.LayoutMode.Batched)  # of 100,000, those in sight first
        self.setBatchSize(2000)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # or rows would break anew as it comes
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.doubleClicked.connect(self.open_requested)

    def set_source(self, model: QAbstractItemModel, *, image_role: int, wrong_role: int) -> None:
        """Show the rows of ``model``, which under these roles tells a picture, and whether it is wrong."""
        self._image_role, self._wrong_role = image_role, wrong_role
        self.setModel(model)
        self.selectionModel().selectionChanged.connect(self.chosen)
        self.selectionModel().currentChanged.connect(self.chosen)

    def tile(self, index: Index) -> Tile:
        """The drawing, blank where it cannot be read any more."""
        return Tile(index.data(self._image_role), index.data() or "", bool(index.data(self._wrong_role)))

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
        return QSize(4 * (PICTURE_SIDE + 2 * theme.GRID), 2 * (PICTURE_SIDE + 4 * theme.GRID))
