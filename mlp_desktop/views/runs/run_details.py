"""The details of the selected runs: scores and settings, side by side for several runs."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from mlp_desktop.guard import guarded
from mlp_desktop.plain_text import plain_tip
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.growth import follow, grown
from mlp_desktop.views.kit.labels import ElidedLabel, plain_label
from mlp_desktop.views.kit.layouts import hbox, vbox
from mlp_desktop.views.kit.plots.run_lines import run_icon
from mlp_desktop.views.kit.text_area import TextArea


@guarded
class RunDetails(QWidget):
    """A table with a column for each selected run; for a single run its note below.

    ``note_edited`` carries the note when it has lost the keyboard focus. ``series_requested`` announces that a person
    wants to select all runs that differ from this one only in their seed.
    """

    note_edited = Signal(str)
    series_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs = 0
        self._heading = ElidedLabel("runHeading", heading=True)
        self._series = QPushButton()
        self._series.setObjectName("runSeries")
        self._series.setToolTip("Choose all runs that differ only in the seed, and see their median and range.")
        self._series.clicked.connect(self.series_requested)
        self._series.setVisible(False)
        self._table = QTableWidget()
        self._table.setObjectName("runDetails")
        self._table.setAccessibleName("Settings and figures of the run")
        self._table.setShowGrid(False)
        self._table.setAlternatingRowColors(True)
        self._table.setFrameShape(QFrame.Shape.NoFrame)
        self._table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._table.setTabKeyNavigation(False)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._table.verticalHeader().hide()
        follow(self._table.verticalHeader(), _fit_rows)
        self._table.horizontalHeader().setSectionsClickable(False)
        self._table.horizontalHeader().setHighlightSections(False)
        self._table.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideLeft)  # names differ at the end
        self._table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        follow(self._table.horizontalHeader(), lambda each: each.setDefaultSectionSize(grown(16 * theme.GRID)))
        self._note_label = plain_label("Note")
        self._note = _Note()
        self._note.setObjectName("runNote")
        self._note.setAccessibleName("Note")
        self._note.setPlaceholderText("Your note on this run")
        self._note.setTabChangesFocus(True)
        follow(self._note, lambda each: each.setFixedHeight(round(3.2 * theme.body_height())))
        self._note.left.connect(self._note_left)
        self._note_label.setBuddy(self._note)
        header = hbox()
        header.addWidget(self._heading, 1)
        header.addWidget(self._series)
        layout = vbox(header, parent=self)
        layout.addWidget(self._table, 1)
        layout.addWidget(self._note_label)
        layout.addWidget(self._note)

    def show_table(
        self,
        heading: str,
        runs: Sequence[str],
        rows: Sequence[tuple[str, Sequence[str]]],
        *,
        has_note: bool,
        others: int = 0,
    ) -> None:
        """Show a table.

        Args:
            heading: above the table.
            runs: the name of each column.
            rows: a label, and a text for each column.
            has_note: whether there is a single run, whose note is shown.
            others: number of runs that differ from this run only in their seed.
        """
        self._runs = len(runs)
        several = len(runs) > 1
        self._heading.setText(heading)
        self._table.setAccessibleName(heading)
        self._table.setColumnCount(1 + len(runs))
        self._table.setRowCount(len(rows))
        for column, text in enumerate(("", *runs)):
            heading_item = QTableWidgetItem(text)
            heading_item.setToolTip(plain_tip(text))
            self._table.setHorizontalHeaderItem(column, heading_item)
        header = self._table.horizontalHeader()
        header.setVisible(several)
        header.setStretchLastSection(not several)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        for row, (label, texts) in enumerate(rows):
            for column, text in enumerate((label, *texts)):
                item = QTableWidgetItem(text)
                item.setToolTip(plain_tip(text))
                self._table.setItem(row, column, item)
        self._note_label.setVisible(has_note)
        self._note.setVisible(has_note)
        self._series.setVisible(others > 0)
        self._series.setText(f"All {others + 1} seeds")
        self._series.setAccessibleName(f"Choose all {others + 1} seeds of this run")
        self._show_lines()

    def set_note(self, text: str) -> None:
        """Show the note of the run."""
        self._note.setPlainText(text)
        self._note.document().setModified(False)

    def changeEvent(self, event: QEvent) -> None:
        """Recolour with the palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._show_lines()

    def _show_lines(self) -> None:
        if self._runs > 1:
            for column in range(self._runs):
                header = self._table.horizontalHeaderItem(1 + column)
                assert header is not None, "every column has a heading"
                header.setIcon(run_icon(column, self.devicePixelRatioF()))

    def _note_left(self) -> None:
        if self._note.document().isModified():
            self._note.document().setModified(False)
            self.note_edited.emit(self._note.toPlainText())


def _fit_rows(header: QHeaderView) -> None:
    header.setDefaultSectionSize(round(1.5 * theme.body_height()))


@guarded
class _Note(TextArea):
    left = Signal()

    def focusOutEvent(self, e: QFocusEvent) -> None:
        super().focusOutEvent(e)
        self.left.emit()
