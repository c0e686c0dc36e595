"""A grid of a person's drawings, any number of them."""

from PySide6.QtCore import QAbstractItemModel, QItemSelection, QItemSelectionModel, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.image_grid import ImageGrid, Index, Tile
from mlp_desktop.views.kit.ink_image import TILE_SIDE

_DIGITS = tuple("0123456789")


@guarded
class DigitsGrid(ImageGrid):
    """Each drawing with its label below, and with the wrong answer if there was one; several may be selected."""

    chosen = Signal()
    """The selection has changed, or another drawing in it is current."""
    open_requested = Signal()
    replay_requested = Signal()
    relabel_requested = Signal(int)
    delete_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image_role = self._wrong_role = 0
        self.setObjectName("digitsGrid")
        self.setAccessibleName("My digits")
        self.setLayoutMode(QListView.LayoutMode.Batched)  # so that of 100,000 drawings the visible ones come first
        self.setBatchSize(2000)
        # Always on, so that its appearance does not change the number of columns.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.doubleClicked.connect(self.open_requested)

    def set_source(self, model: QAbstractItemModel, *, image_role: int, wrong_role: int) -> None:
        """Show the rows of ``model``.

        Args:
            model: its display role is the line below a drawing.
            image_role: the role of the digit image, uint8, shape (28, 28), or ``None``.
            wrong_role: the role of whether the drawing was read wrong.
        """
        self._image_role, self._wrong_role = image_role, wrong_role
        self.setModel(model)
        self.selectionModel().selectionChanged.connect(self.chosen)
        self.selectionModel().currentChanged.connect(self.chosen)

    def tile(self, index: Index) -> Tile:
        """The drawing and its words; blank if the drawing can no longer be loaded."""
        return Tile(index.data(self._image_role), index.data() or "", bool(index.data(self._wrong_role)))

    def rows(self) -> list[int]:
        """The selected rows, in order."""
        ranges = self.selectionModel().selection()
        parts = list(ranges)  # pyright: ignore[reportArgumentType] (the stubs do not know that it is a list)
        return sorted({row for part in parts for row in range(part.top(), part.bottom() + 1)})

    def current_row(self) -> int | None:
        """The current row, if it is selected."""
        index = self.currentIndex()
        return index.row() if index.isValid() and self.selectionModel().isSelected(index) else None

    def choose(self, rows: list[int], *, current: int | None = None) -> None:
        """Select these rows, and scroll to the current one."""
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
        """Relabel or delete the selected drawings, or open or replay the current one."""
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
        """Room for a few drawings."""
        return QSize(4 * (TILE_SIDE + 2 * theme.GRID), 2 * (TILE_SIDE + 4 * theme.GRID))
