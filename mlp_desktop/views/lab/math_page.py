"""The mathematics of one layer and one sample, as a table of coloured numbers."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSignalBlocker,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPalette, QPen
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
from mlp_desktop.views.kit.form_parts import FormCombo, form_button
from mlp_desktop.views.kit.growth import follow, grown
from mlp_desktop.views.kit.labels import paragraph, plain_label
from mlp_desktop.views.kit.layouts import hbox, vbox
from mlp_desktop.views.kit.segments import Segments
from mlp_desktop.views.lab.edit_controls import LabSpin

PARTS = ("Forward", "Output", "Backward")
ALL_LAYERS = -1
"""In place of the number of a layer: all of them at once."""
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


@guarded
class CellDelegate(QStyledItemDelegate):
    """Paints a number on its colour; cells in row or column of the current one have a frame."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        # The stubs of PySide do not know the attributes of the option.
        rect, palette, state = QRectF(option.rect), option.palette, option.state  # pyright: ignore[reportAttributeAccessIssue]
        share = float(index.data(SHARE_ROLE) or 0.0)
        is_result = bool(index.data(RESULT_ROLE))
        paper = palette.color(QPalette.ColorRole.Base)
        colours = theme.signed_colours()
        colour = colours.positive if share >= 0 else colours.negative
        painter.save()
        painter.fillRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), theme.blend(paper, colour, min(abs(share), 1.0)))
        current = self._table.currentIndex()
        if index.row() == current.row() or index.column() == current.column():
            painter.fillRect(rect, self._veil(palette))
        font = theme.text_font("small")
        font.setBold(is_result)
        painter.setFont(font)
        strong = abs(share) > _STRONG
        role = QPalette.ColorRole.HighlightedText if strong else QPalette.ColorRole.Text
        painter.setPen(palette.color(role))
        inner, words = rect.adjusted(_BESIDE, 0, -_BESIDE, 0), str(index.data() or "")
        wide = QFontMetricsF(font).horizontalAdvance(words)
        if wide > inner.width() > 0:  # a number that is cut would lose its sign
            font.setPointSizeF(font.pointSizeF() * max(inner.width() / wide, _SMALLEST))
            painter.setFont(font)
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Accent), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Room for a number."""
        metrics = option.fontMetrics  # pyright: ignore[reportAttributeAccessIssue]
        return QSize(metrics.horizontalAdvance(_WIDEST[0]) + 2 * _BESIDE, round(1.3 * theme.body_height()))

    @staticmethod
    def _veil(palette: QPalette) -> QColor:
        veil = palette.color(QPalette.ColorRole.Text)
        veil.setAlphaF(0.08)
        return veil


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
        self.viewport().update()
        sentence = str(current.data(SENTENCE_ROLE) or "") if current.isValid() else ""
        self.setAccessibleDescription(sentence)
        if self.hasFocus() and sentence:
            announce(self, sentence)
        self.pointed.emit(sentence)

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


class MathPage(QWidget):
    """Which part and which layer, the formula, the table, and the meaning of the chosen cell."""

    part_chosen = Signal(int)
    layer_chosen = Signal(str)
    label_chosen = Signal(str)
    rate_changed = Signal(float)
    step_toggled = Signal(int)
    temperature_changed = Signal(float)
    mistake_requested = Signal()
    """The next digit that is misread is wanted on the pad."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("labMathPage")
        self.parts = Segments(PARTS, prefix="math")
        self.parts.setObjectName("labMathParts")
        self.parts.setAccessibleName("Parts of the mathematics")
        self.parts.chosen.connect(self.part_chosen)
        self.layer = FormCombo("labMathLayer", "Layer", "The layer whose numbers are shown.", characters=10)
        self.layer.currentIndexChanged.connect(self._choose_layer)
        self.label = FormCombo("labMathLabel", "Label", "The digit that it should be, for the loss.", characters=3)
        self.label.currentIndexChanged.connect(self._choose_label)
        self.rate = LabSpin("labMathRate", "Learning rate", "The size of the step.", 0.0001, 100, 0.1, decimals=4)
        self.rate.put(0.1)
        self.rate.valueChanged.connect(self.rate_changed)
        self.temperature = LabSpin(
            "labMathTemperature", "Temperature", "What the logits are divided by.", 0.01, 100, 0.1, decimals=2
        )
        self.temperature.put(1)
        self.temperature.valueChanged.connect(self.temperature_changed)
        self.mistake = form_button("labMathMistake", "Next mistake", "Put the next digit that is misread on the pad.")
        self.mistake.clicked.connect(self.mistake_requested)
        self.shown = FormCombo("labMathShown", "Shown", "What the cells show on the way back.", characters=14)
        self.shown.currentIndexChanged.connect(self.step_toggled)
        self.formula = paragraph("labFormula", lines=2)
        self.cells = CellsView()
        self.sentence = paragraph("labCellWords", lines=2)
        self.cells.pointed.connect(self._say)
        self._rate_label, self._temperature_label = plain_label("Rate"), plain_label("Temperature")
        follow(self.parts, lambda parts: parts.setMinimumWidth(parts.sizeHint().width()))
        choices = hbox(self.parts, self.layer, plain_label("Label"), self.label)
        choices.addStretch(1)
        choices.addWidget(self.mistake)
        explained = hbox()
        explained.addWidget(self.formula, 1)
        for widget in (self._temperature_label, self.temperature, self._rate_label, self.rate, self.shown):
            explained.addWidget(widget)
        layout = vbox(parent=self)
        layout.addLayout(choices)
        layout.addLayout(explained)
        layout.addWidget(self.cells, 1)
        layout.addWidget(self.sentence)
        self._say("")

    def set_layers(self, names: Sequence[str], chosen: int) -> None:
        """Offer the layers of a network, and all of them at once: :data:`ALL_LAYERS`."""
        numbered = [(str(number), name) for number, name in enumerate(names)]
        self.layer.set_choices([*numbered, (str(ALL_LAYERS), "All layers")], str(chosen))

    def set_labels(self, count: int, chosen: int) -> None:
        """Offer the digits."""
        self.label.set_choices([(str(digit), str(digit)) for digit in range(count)], str(chosen))

    def set_way_back(self, choices: Sequence[tuple[str, str]], *, visible: bool) -> None:
        """Offer what the cells may show on the way back; the choices are hidden for other parts."""
        self.shown.set_choices(choices)
        for widget in (self._rate_label, self.rate, self.shown):
            widget.setVisible(visible)

    def set_temperature(self, value: float, *, visible: bool) -> None:
        """Show the temperature of the output; it is hidden for other parts."""
        self.temperature.put(value)
        for widget in (self._temperature_label, self.temperature):
            widget.setVisible(visible)

    def show_cells(self, model: QAbstractItemModel, formula: str, first_column: int) -> None:
        """Show a table and the formula that it follows; the current cell stays where the new table has one too."""
        current = self.cells.currentIndex()
        place = (current.row(), current.column())
        before = self.cells.model()
        self.cells.setModel(model)
        if before is not None:
            before.deleteLater()
        self.formula.setText(formula)
        self.cells.fit(first_column)
        if current.isValid() and place[0] < model.rowCount() and place[1] < model.columnCount():
            self.cells.setCurrentIndex(model.index(*place))

    def choose_cell(self, row: int, column: int) -> None:
        """Make this cell the current one."""
        self.cells.setCurrentIndex(self.cells.model().index(row, column))

    def _choose_layer(self) -> None:
        self.layer_chosen.emit(self.layer.value())

    def _choose_label(self) -> None:
        self.label_chosen.emit(self.label.value())

    def _say(self, sentence: str) -> None:
        self.sentence.setText(
            sentence or "Point at a cell, or press Tab and the arrow keys, to see what it is made of."
        )
