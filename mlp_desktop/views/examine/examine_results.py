"""The results of an examination: pages of figures, beside the samples that belong to them."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from mlp_desktop.plain_text import plain_tip
from mlp_desktop.views.examine.confusion_matrix import ConfusionMatrix
from mlp_desktop.views.examine.damage_page import DamagePage
from mlp_desktop.views.examine.labels_page import LabelsPage
from mlp_desktop.views.examine.reliability_plot import ReliabilityPlot
from mlp_desktop.views.examine.sample_list import SampleList
from mlp_desktop.views.examine.threshold_page import ThresholdPage
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.buttons import text_button
from mlp_desktop.views.kit.growth import follow, grown
from mlp_desktop.views.kit.hint_line import HintLine
from mlp_desktop.views.kit.labels import ElidedLabel, paragraph
from mlp_desktop.views.kit.layouts import hbox, vbox
from mlp_desktop.views.kit.mean_tiles import MeanTiles
from mlp_desktop.views.kit.segments import Segments
from mlp_desktop.views.kit.wrapping_row import WrappingRow

PAGES = ("Confusion", "Classes", "Calibration", "Threshold", "Damage", "Labels")
CONFUSION, CLASSES, CALIBRATION, THRESHOLD, DAMAGE, LABELS = range(6)
"""The last three have samples of their own."""

_HEADLINE_WIDTH = 38 * theme.GRID
_COLUMNS = (
    ("Digit", "The digit that a sample is labelled with."),
    ("Samples", "How many samples carry this label."),
    ("Precision", "Of all samples read as this digit, the share that is this digit."),
    ("Recall", "Of all samples of this digit, the share that was read correctly."),
    ("F1", "The harmonic mean of precision and recall: high only where both are."),
)


class ExamineResults(QWidget):
    """A headline, pages of results, and samples: those of the chosen cell, all errors, or those of the page shown."""

    page_chosen = Signal(int)
    errors_requested = Signal()
    lab_requested = Signal()
    """The chosen sample is wanted in the Lab."""
    csv_requested = Signal()
    report_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.matrix = ConfusionMatrix()
        self.classes = ClassTable()
        self.averages = MeanTiles("examineAverages", "Average images", 2)
        self.reliability = ReliabilityPlot()
        self.threshold = ThresholdPage()
        self.damage = DamagePage()
        self.labels = LabelsPage()
        self.samples = SampleList()
        self._headline = ElidedLabel("examineHeadline", heading=True)
        self._details = ElidedLabel("examineDetails", quiet=True)
        self.hint = HintLine("examine", is_broad=True)
        self._samples_line = ElidedLabel("examineSamplesLine", heading=True, shrinks=True)
        self._samples_note = ElidedLabel("examineSamplesNote", quiet=True)
        self._errors = text_button("examineErrors", "All errors", "Show everything that was misread, hardest first.")
        self._csv = text_button("examineCsv", "Save as CSV…", "Save the answer for each sample as a table.")
        self._report = text_button("examineReport", "Save report…", "Save these results as one web page.")
        self._lab = text_button(
            "examineLab", "Open in Lab", "See how the network comes to its answer for the chosen sample."
        )
        self._lab.clicked.connect(self.lab_requested)
        self._errors.clicked.connect(self.errors_requested)
        self._csv.clicked.connect(self.csv_requested)
        self._report.clicked.connect(self.report_requested)
        self._pages = QStackedWidget()
        self._switch = Segments(PAGES)
        self._switch.setObjectName("examinePages")
        self._switch.setAccessibleName("Figures")
        self._switch.chosen.connect(self.show_page)
        self._calibration = paragraph("calibrationWords", quiet=True)
        calibration = QWidget()
        column = vbox(parent=calibration)
        column.addWidget(self.reliability, 1)
        column.addWidget(self._calibration)
        classes = QWidget()
        per_class = vbox(parent=classes)
        per_class.addWidget(self.classes, 5)
        per_class.addWidget(self.averages, 2)
        for page in (self.matrix, classes, calibration, self.threshold, self.damage, self.labels):
            self._pages.addWidget(page)
        self._lay_out()

    @property
    def page(self) -> int:
        """The number of the page shown, in :data:`PAGES`."""
        return self._pages.currentIndex()

    def show_page(self, page: int) -> None:
        """Turn to a page."""
        self._switch.set_current(page)
        self._pages.setCurrentIndex(page)
        self.page_chosen.emit(page)

    def set_words(self, headline: str, details: str) -> None:
        """Show how well the samples were read, and which network read which data."""
        self._headline.setText(headline)
        self._details.setText(details)

    def set_calibration(self, counts: np.ndarray, confidence: np.ndarray, accuracy: np.ndarray, words: str) -> None:
        """Show the reliability diagram, with words; see :meth:`ReliabilityPlot.set_bins`."""
        self.reliability.set_bins(counts, confidence, accuracy, words)
        self._calibration.setText(words)

    def set_samples_words(self, line: str, note: str) -> None:
        """Describe the samples shown, and their order."""
        self._samples_line.setText(line)
        self._samples_note.setText(note)
        self.samples.setAccessibleDescription(f"{line}. {note}".strip())

    def set_saving(self, saving: bool) -> None:
        """Disable the buttons while a file is being written."""
        self._csv.setEnabled(not saving)
        self._report.setEnabled(not saving)

    def _lay_out(self) -> None:
        words, files = QWidget(), QWidget()
        vbox(self._headline, self._details, parent=words, spacing=0)
        hbox(self._csv, self._report, parent=files)
        follow(words, lambda each: each.setMinimumWidth(grown(_HEADLINE_WIDTH)))
        top = WrappingRow(words, files, growing=(words,))
        results = vbox(self._switch, spacing=2 * theme.GRID)
        results.addWidget(self._pages, 1)
        above_samples, under_samples = hbox(), hbox()
        above_samples.addWidget(self._samples_line, 1)
        above_samples.addWidget(self._errors)
        under_samples.addWidget(self._samples_note, 1)
        under_samples.addWidget(self._lab)
        samples = vbox(above_samples)
        samples.addWidget(self.samples, 1)
        samples.addLayout(under_samples)
        below = hbox(spacing=4 * theme.GRID)
        below.addLayout(results, 6)
        below.addLayout(samples, 5)
        vbox(vbox(top, self.hint), parent=self, spacing=2 * theme.GRID).addLayout(below, 1)


class ClassTable(QTableWidget):
    """Precision, recall and F1 of each digit, one row for each.

    A value that is not defined, such as the recall of a digit without samples, is a dash.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, len(_COLUMNS), parent)
        self.setObjectName("classTable")
        self.setAccessibleName("Precision and recall of each digit")
        for column, (name, tip) in enumerate(_COLUMNS):
            header = QTableWidgetItem(name)
            header.setToolTip(plain_tip(tip))
            header.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.setHorizontalHeaderItem(column, header)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        follow(self.verticalHeader(), lambda each: each.setMinimumSectionSize(round(1.4 * theme.body_height())))
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
        """Show a row of five texts for each digit."""
        self.setRowCount(len(rows))
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.setItem(row, column, item)
