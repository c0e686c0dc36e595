"""The table of runs, which can be sorted by any column; several runs may be selected."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QRegularExpression,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.growth import follow

_LONG_COLUMN, _NAME_COLUMN = 7, 15  # in heights of a line of text


@guarded
class RunsList(QTableView):
    """The rows of a model; ``run_role`` is the role of a run's number.

    Keys: Enter uses a run, Space stars it, F2 renames it and Delete deletes it. Ctrl and a digit sorts by the column
    with that number, and a second time in reverse. A click on the star and a double click on the name do the same.
    """

    chosen = Signal()
    use_requested = Signal()
    star_requested = Signal()
    delete_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("runsTable")
        self.setAccessibleName("Runs")
        self._run_role = int(Qt.ItemDataRole.UserRole)
        self._name_column = 1
        self._sorted = QSortFilterProxyModel(self)
        self.setModel(self._sorted)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.setSortingEnabled(True)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)  # so that the last column is reached
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # the seed is at the end of a name
        self.verticalHeader().hide()
        follow(self.verticalHeader(), lambda each: each.setDefaultSectionSize(round(1.6 * theme.body_height())))
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.clicked.connect(self._clicked)
        self.selectionModel().selectionChanged.connect(self.chosen)

    def set_source(
        self,
        model: QAbstractItemModel,
        *,
        run_role: int,
        sort_role: int,
        search_role: int = Qt.ItemDataRole.DisplayRole,
        first_column: int,
        long_column: int,
    ) -> None:
        """Show the runs of ``model``.

        Args:
            model: with one row for each run.
            run_role: the role of a run's number.
            sort_role: the role of the values that a column is sorted by.
            search_role: the role of the text, in the first column, that a search looks through.
            first_column: the column to sort by at first, highest value first.
            long_column: a column of long texts, which is not as wide as they are.
        """
        self._run_role = run_role
        self._sorted.setSortRole(sort_role)
        self._sorted.setFilterRole(search_role)
        self._sorted.setSourceModel(model)
        self.sortByColumn(first_column, Qt.SortOrder.DescendingOrder)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(self._name_column, QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(long_column, QHeaderView.ResizeMode.Interactive)
        follow(header, lambda each: each.resizeSection(long_column, round(_LONG_COLUMN * theme.body_height())))
        header.sectionResized.connect(self._fit_name)
        self._fit_name()

    @property
    def shown(self) -> int:
        """The number of rows that match the filter."""
        return self._sorted.rowCount()

    def set_filter(self, words: Sequence[str]) -> None:
        """Show the rows with all of these words, in capitals or not."""
        options = QRegularExpression.PatternOption
        pattern = "".join(f"(?=.*{QRegularExpression.escape(word)})" for word in words)
        self._sorted.setFilterRegularExpression(
            QRegularExpression(f"^{pattern}", options.CaseInsensitiveOption | options.DotMatchesEverythingOption)
        )

    def runs(self) -> list[int]:
        """The numbers of the selected runs, from top to bottom."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self._sorted.index(row, 0).data(self._run_role) for row in rows]

    def choose(self, runs: list[int]) -> None:
        """Select those of ``runs`` that are in the table; if none is, select the first row."""
        places = [self._sorted.index(row, self._name_column) for row in range(self._sorted.rowCount())]
        wanted = [place for place in places if place.data(self._run_role) in runs] or places[:1]
        selection = QItemSelection()
        for place in wanted:
            selection.select(place, place)
        flags = QItemSelectionModel.SelectionFlag
        if wanted:
            self.selectionModel().setCurrentIndex(wanted[0], flags.NoUpdate)
        self.selectionModel().select(selection, flags.ClearAndSelect | flags.Rows)

    def rename(self) -> None:
        """Edit the name of the current run."""
        if self.currentIndex().isValid():
            self.edit(self.currentIndex().siblingAtColumn(self._name_column))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do the same as the buttons, and sort."""
        columns = range(Qt.Key.Key_1, Qt.Key.Key_1 + self._sorted.columnCount())
        if event.key() == Qt.Key.Key_F2:
            self.rename()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.use_requested.emit()
        elif event.key() == Qt.Key.Key_Space and not event.modifiers():
            self.star_requested.emit()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.delete_requested.emit()
        elif event.key() in columns and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._sort_by(event.key() - Qt.Key.Key_1)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the names the room that is left."""
        super().resizeEvent(event)
        self._fit_name()

    def _fit_name(self) -> None:
        """Give the names what the other columns leave, and enough to tell runs apart even if that is little."""
        header, name = self.horizontalHeader(), self._name_column
        left = self.viewport().width() - (header.length() - header.sectionSize(name))
        width = max(left, round(_NAME_COLUMN * theme.body_height()))
        if header.sectionSize(name) != width:
            header.resizeSection(name, width)

    def _sort_by(self, column: int) -> None:
        header = self.horizontalHeader()
        rising = header.sortIndicatorSection() == column and header.sortIndicatorOrder() != Qt.SortOrder.AscendingOrder
        falls = header.sortIndicatorSection() == column and not rising
        self.sortByColumn(column, Qt.SortOrder.DescendingOrder if falls else Qt.SortOrder.AscendingOrder)

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == 0:
            self.star_requested.emit()
