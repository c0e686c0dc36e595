"""The coloured numbers of the mathematics: a table whose current cell marks its row and its column."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import announce, describe
from mlp_desktop.views.kit.growth import follow, grown

SHARE_ROLE = int(Qt.ItemDataRole.UserRole)
"""The strength of a cell's colour, −1 to 1."""
RESULT_ROLE = SHARE_ROLE + 1
"""Whether a cell stands in a row of results, which has a line above it and is bold."""
SENTENCE_ROLE = SHARE_ROLE + 2
"""The meaning of a cell in one sentence."""
_STRONG = 0.55
_WIDEST = ("−88.888", "−8.8e−8")  # what a column has room for
_BESIDE = 4  # pixels at both sides of a number
_SMALLEST = 0.6  # of small print: how far the letters of a longer number shrink
_FEW = 8  # columns

Index = QModelIndex | QPersistentModelIndex


class _Inks:
    """Fonts with their measures, and colours, of all cells."""

    def __init__(self, palette: QPalette, made_for: object) -> None:
        self.made_for = made_for
        self.text, self.light = (
            palette.color(role) for role in (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText)
        )
        self.veil = palette.color(QPalette.ColorRole.Text)
        self.veil.setAlphaF(0.08)
        plain, bold = theme.text_font("small"), theme.text_font("small")
        bold.setBold(True)
        self.plain, self.bold = (plain, QFontMetricsF(plain)), (bold, QFontMetricsF(bold))
        self._paper = palette.color(QPalette.ColorRole.Base)
        self._colours = theme.signed_colours()
        self._of_step: dict[int, QColor] = {}

    def of(self, share: float) -> QColor:
        """The colour of a cell, from −1 to 1, in steps that nobody sees."""
        step = round(255 * min(max(share, -1.0), 1.0))
        if step not in self._of_step:
            colour = self._colours.positive if step >= 0 else self._colours.negative
            self._of_step[step] = theme.blend(self._paper, colour, abs(step) / 255)
        return self._of_step[step]


@guarded
class CellDelegate(QStyledItemDelegate):
    """Paints a number on its colour; cells in row or column of the current one have a frame."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table
        self._inks: _Inks | None = None

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        # The stubs of PySide do not know the attributes of the option.
        rect, palette, state = QRectF(option.rect), option.palette, option.state  # pyright: ignore[reportAttributeAccessIssue]
        share = float(index.data(SHARE_ROLE) or 0.0)
        inks = self._inks_of(palette)
        painter.save()
        painter.fillRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), inks.of(share))
        current = self._table.currentIndex()
        if index.row() == current.row() or index.column() == current.column():
            painter.fillRect(rect, inks.veil)
        font, metrics = inks.bold if index.data(RESULT_ROLE) else inks.plain
        painter.setFont(font)
        painter.setPen(inks.light if abs(share) > _STRONG else inks.text)
        inner, words = rect.adjusted(_BESIDE, 0, -_BESIDE, 0), str(index.data() or "")
        wide = metrics.horizontalAdvance(words)
        if wide > inner.width() > 0:  # a number that is cut would lose its sign
            font = QFont(font)
            font.setPointSizeF(font.pointSizeF() * max(inner.width() / wide, _SMALLEST))
            painter.setFont(font)
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Accent), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        painter.restore()

    def _inks_of(self, palette: QPalette) -> "_Inks":
        """Fonts and colours, which take most of the time of a cell, made once for as long as they stay the same."""
        wanted = (palette.cacheKey(), self._table.font().key())
        if self._inks is None or self._inks.made_for != wanted:
            self._inks = _Inks(palette, wanted)
        return self._inks

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Room for a number."""
        metrics = option.fontMetrics  # pyright: ignore[reportAttributeAccessIssue]
        return QSize(metrics.horizontalAdvance(_WIDEST[0]) + 2 * _BESIDE, round(1.3 * theme.body_height()))


@guarded
class CellsView(QTableView):
    """The table; the pointer and the arrow keys choose a cell, and ``pointed`` carries its sentence."""

    pointed = Signal(str)
    opened = Signal(int, int)
    """Enter or a double click on the cell in this row and column."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        describe(self, "labCells", "The mathematics, cell by cell")
        self.setItemDelegate(CellDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setShowGrid(False)
        self._first_column = 0
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setMinimumSectionSize(8)
            header.setHighlightSections(True)
        follow(self, CellsView._measure)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Choose the cell under the pointer, so that what belongs to it is marked."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index != self.currentIndex():
            self.setCurrentIndex(index)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell the sentence of the cell, and mark its row and column."""
        super().currentChanged(current, previous)  # pyright: ignore[reportArgumentType]
        for index in (previous, current):
            self._update_lines(index)
        sentence = str(current.data(SENTENCE_ROLE) or "") if current.isValid() else ""
        self.setAccessibleDescription(sentence)
        if self.hasFocus() and sentence:
            announce(self, sentence)
        self.pointed.emit(sentence)

    def _update_lines(self, index: Index) -> None:
        """Paint the row and the column of a cell again, and nothing else: painting all cells takes several frames."""
        if index.isValid():
            cell, area = self.visualRect(index), self.viewport().rect()  # pyright: ignore[reportArgumentType]
            self.viewport().update(area.left(), cell.top(), area.width(), cell.height())
            self.viewport().update(cell.left(), area.top(), cell.width(), area.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Tab to the window; the arrow keys move from cell to cell, and Enter opens one."""
        if not self.currentIndex().isValid() and self.model() is not None and self.model().rowCount():
            self.setCurrentIndex(self.model().index(0, 0))
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the cell."""
        self._open(self.indexAt(event.position().toPoint()))

    def _open(self, index: Index) -> None:
        if index.isValid():
            self.opened.emit(index.row(), index.column())

    def fit(self, first_column: int) -> None:
        """Give the first column its width; few columns share the room, many are as wide as a number."""
        header = self.horizontalHeader()
        few = header.count() <= _FEW
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch if few else QHeaderView.ResizeMode.Fixed)
        self._first_column = 0 if few else first_column
        self._measure()

    def _measure(self) -> None:
        """Make rows and columns as large as the text needs."""
        font = theme.text_font("small")
        self.setFont(font)
        bold = theme.text_font("small")
        bold.setBold(True)
        column = max(map(QFontMetrics(bold).horizontalAdvance, _WIDEST)) + 2 * _BESIDE + 1
        for header, size in (
            (self.horizontalHeader(), column),
            (self.verticalHeader(), round(1.35 * theme.body_height())),
        ):
            header.setFont(font)
            header.setDefaultSectionSize(size)
        if self._first_column:
            header = self.horizontalHeader()
            # One by one: columns that have shared the room keep their width of then, whatever the default is. A signal
            # from each of two thousand would take 50 ms.
            with QSignalBlocker(header):
                for place in range(header.count()):
                    header.resizeSection(place, grown(self._first_column) if place == 0 else column)
            self.doItemsLayout()
