"""The weighted sum of a neuron as a table: term by term, the rest, the bias, z and the activation."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QItemSelection, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPalette, QResizeEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import describe
from mlp_desktop.views.kit.growth import follow
from mlp_desktop.views.kit.labels import text_is_large
from mlp_desktop.views.kit.scroll_bar import make_slim

HEADERS = ("From", "a", "w", "a · w")
SHOWN_ROWS = 13
_LONGEST = "Pixel 28, 28"
_BESIDE = 3  # pixels at both sides of a word, as the style leaves
_SOURCE_ROLE = int(Qt.ItemDataRole.UserRole)


class TermRow(NamedTuple):
    """One row.

    Attributes:
        words: the four cells.
        source: the neuron of the layer before that the term comes from; −1 for sums and the bias.
        bold: whether it is a result.
    """

    words: tuple[str, str, str, str]
    source: int = -1
    bold: bool = False


@guarded
class _TermDelegate(QStyledItemDelegate):
    """Paints the words of a cell; the chosen row alone is left to the style, which is asked several times a cell."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one cell."""
        # The stubs of PySide do not know the attributes of the option.
        if option.state & QStyle.StateFlag.State_Selected:  # pyright: ignore[reportAttributeAccessIssue]
            super().paint(painter, option, index)
            return
        words = index.data()
        if words:
            room = option.rect.adjusted(_BESIDE, 0, -_BESIDE, 0)  # pyright: ignore[reportAttributeAccessIssue]
            painter.setFont(index.data(Qt.ItemDataRole.FontRole))
            painter.setPen(option.palette.color(QPalette.ColorRole.Text))  # pyright: ignore[reportAttributeAccessIssue]
            words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, index.data(Qt.ItemDataRole.TextAlignmentRole), words)


@guarded
class TermsTable(QTableView):
    """Rows of terms; ``source_chosen`` carries the neuron, or the input, that the chosen term comes from."""

    source_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        describe(self, "labTerms", "The weighted sum, term by term")
        self._shown: tuple[TermRow, ...] = ()
        self._rows = QStandardItemModel(0, len(HEADERS), self)
        self._rows.setHorizontalHeaderLabels(list(HEADERS))
        self.setModel(self._rows)
        self.setItemDelegate(_TermDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        follow(self, TermsTable._grow)
        make_slim(self)
        self.selectionModel().selectionChanged.connect(self._announce)

    def _grow(self) -> None:
        """Fonts, rows and columns as large as the text."""
        font = theme.text_font("small")
        self.setFont(font)
        self.horizontalHeader().setFont(font)
        self.verticalHeader().setMinimumSectionSize(self._row_height())
        self.verticalHeader().setDefaultSectionSize(self._row_height())
        for column in range(1, len(HEADERS)):
            self.horizontalHeader().resizeSection(column, round(4.2 * theme.body_height()))
        for place in range(self._rows.rowCount()):
            for column in range(len(HEADERS)):
                item = self._rows.item(place, column)
                font.setBold(item.font().bold())
                item.setFont(font)
        self._share_width()
        self.updateGeometry()

    def _share_width(self) -> None:
        """Give the first column the rest, but as much as its words need: large text scrolls the table sideways."""
        header = self.horizontalHeader()
        rest = self.viewport().width() - sum(header.sectionSize(column) for column in range(1, len(HEADERS)))
        header.resizeSection(0, max(rest, self.fontMetrics().horizontalAdvance(_LONGEST) + 4 * _BESIDE))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self._share_width()

    def sizeHint(self) -> QSize:
        """Room for all rows, and for the bar that scrolls large text."""
        bar = self.horizontalScrollBar().sizeHint().height() if text_is_large() else 0
        return QSize(260, SHOWN_ROWS * self._row_height() + self.horizontalHeader().sizeHint().height() + 2 + bar)

    def minimumSizeHint(self) -> QSize:
        """The same height."""
        return self.sizeHint()

    def show_rows(self, rows: Sequence[TermRow]) -> None:
        """Show rows; the chosen row stays chosen where a row is in its place."""
        chosen = self.currentIndex().row()
        self._rows.setRowCount(len(rows))
        before, self._shown = self._shown, tuple(rows)
        for place, row in enumerate(rows):
            if place >= len(before) or before[place] != row:
                self._show_row(place, row)
        if not 0 <= chosen < len(rows):
            self.clearSelection()

    def _show_row(self, place: int, row: TermRow) -> None:
        font = theme.text_font("small")
        font.setBold(row.bold)
        for column, words in enumerate(row.words):
            item = self._rows.item(place, column)
            if item is None:
                item = QStandardItem()
                side = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
                item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
                self._rows.setItem(place, column, item)
            item.setText(words)
            item.setData(row.source, _SOURCE_ROLE)
            item.setFont(font)
            item.setAccessibleText(f"{HEADERS[column]}: {words}" if words else "")

    @property
    def source(self) -> int:
        """The neuron that the chosen term comes from; −1 for none."""
        index = self.currentIndex()
        found = self._rows.data(index, _SOURCE_ROLE) if index.isValid() else None
        return -1 if found is None else int(found)

    def _row_height(self) -> int:
        return round(1.25 * theme.body_height())

    def _announce(self, _chosen: QItemSelection, _left: QItemSelection) -> None:
        self.source_chosen.emit(self.source)
