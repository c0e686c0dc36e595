"""A table that a widget paints itself, as a screen reader finds it: rows, columns, headers, and a cell in focus."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QFrame, QHeaderView, QTableView, QWidget

from mlp_desktop.guard import guarded

Index = QModelIndex | QPersistentModelIndex


class SpokenCells(NamedTuple):
    """What is spoken of a table: the names of its rows from the top, of its columns, and the words of a cell."""

    rows: Sequence[str]
    columns: Sequence[str]
    words: Callable[[int, int], str]


EMPTY = SpokenCells((), (), lambda _row, _column: "")


@guarded
class SpokenTable(QTableView):
    """Lies over the cells that its parent paints, and paints nothing; it holds the keyboard focus in its place.

    Its keys go to the parent, which passes it the chosen cell: so a screen reader speaks the cell as the one in focus,
    and its own keys for tables find rows, columns and headers.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._painted = parent
        self._cells = _Cells(self)
        self.setModel(self._cells)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        for bar in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            bar(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.hide()
            header.setMinimumSectionSize(0)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        parent.setFocusProxy(self)

    def show_cells(self, name: str, description: str, cells: SpokenCells, place: QRect) -> None:
        """Be this table at ``place`` of the parent, with no cell chosen."""
        self.setObjectName(f"{self._painted.objectName()}Table")
        self.setAccessibleName(name)
        self.setAccessibleDescription(description)
        self._cells.show(cells)
        self.setGeometry(place)

    def choose(self, cell: tuple[int, int] | None) -> None:
        """Put the focus of a screen reader on a cell, or on none; its row is counted from the top."""
        index = QModelIndex() if cell is None else self._cells.index(*cell)
        if index != self.currentIndex():
            self.setCurrentIndex(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave every key to the parent."""
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Have the parent show the focus."""
        super().focusInEvent(event)
        self._painted.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Have the parent show that the focus is elsewhere."""
        super().focusOutEvent(event)
        self._painted.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Leave the painting to the parent."""


@guarded
class _Cells(QAbstractTableModel):
    """The words of the cells, and the names of rows and columns."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._shown = EMPTY

    def show(self, cells: SpokenCells) -> None:
        self.beginResetModel()
        self._shown = cells
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        spoken = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        return self._shown.words(index.row(), index.column()) if spoken else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        names = self._shown.columns if orientation == Qt.Orientation.Horizontal else self._shown.rows
        spoken = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        return names[section] if spoken and section < len(names) else None
