"""Precision and recall of each digit, as a table."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from mlp_desktop.views.kit import theme

_COLUMNS = (
    ("Digit", "What a sample is labelled."),
    ("Samples", "How many samples carry this label."),
    ("Precision", "Of everything read as this digit, the share that is this digit."),
    ("Recall", "Of all samples of this digit, the share that was read as it."),
    ("F1", "The harmonic mean of precision and recall: high only where both are."),
)


class ClassTable(QTableWidget):
    """One row a digit; what is not defined, such as the recall of a digit without samples, is a dash."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, len(_COLUMNS), parent)
        self.setObjectName("classTable")
        self.setAccessibleName("Precision and recall of each digit")
        for column, (name, tip) in enumerate(_COLUMNS):
            header = QTableWidgetItem(name)
            header.setToolTip(tip)
            header.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.setHorizontalHeaderItem(column, header)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setMinimumSectionSize(round(1.4 * theme.body_height()))
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)

    def set_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Show one row of five texts for each digit."""
        self.setRowCount(len(rows))
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.setItem(row, column, item)
