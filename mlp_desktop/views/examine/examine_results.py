"""What an examination found: the figures on the left, the samples behind them on the right."""

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from mlp_desktop.views.examine.class_table import ClassTable
from mlp_desktop.views.examine.confusion_matrix import ConfusionMatrix
from mlp_desktop.views.examine.reliability_plot import ReliabilityPlot
from mlp_desktop.views.examine.sample_list import SampleList
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.buttons import text_button
from mlp_desktop.views.kit.labels import ElidedLabel
from mlp_desktop.views.kit.segments import Segments

PAGES = ("Confusion", "Classes", "Calibration")


class ExamineResults(QWidget):
    """A headline, three pages of figures, and the samples of the chosen cell or all errors."""

    errors_requested = Signal()
    csv_requested = Signal()
    report_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.matrix = ConfusionMatrix()
        self.classes = ClassTable()
        self.reliability = ReliabilityPlot()
        self.samples = SampleList()
        self._headline = _line("examineHeadline", heading=True)
        self._details = _line("examineDetails", quiet=True)
        self._samples_line = _line("examineSamplesLine", heading=True)
        self._samples_note = _line("examineSamplesNote", quiet=True)
        self._errors = text_button("examineErrors", "All errors", "Show everything that was read wrong, hardest first.")
        self._csv = text_button("examineCsv", "Save as CSV…", "Write what was made of each sample as a table.")
        self._report = text_button("examineReport", "Save report…", "Write all of this as one page for a browser.")
        self._errors.clicked.connect(self.errors_requested)
        self._csv.clicked.connect(self.csv_requested)
        self._report.clicked.connect(self.report_requested)
        self._pages = QStackedWidget()
        self._switch = Segments(PAGES)
        self._switch.setObjectName("examinePages")
        self._switch.setAccessibleName("Figures")
        self._switch.chosen.connect(self._pages.setCurrentIndex)
        self._calibration = QLabel()
        self._calibration.setObjectName("calibrationWords")
        self._calibration.setTextFormat(Qt.TextFormat.PlainText)
        self._calibration.setWordWrap(True)
        self._calibration.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        calibration = QWidget()
        page = QVBoxLayout(calibration)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(theme.GRID)
        page.addWidget(self.reliability, 1)
        page.addWidget(self._calibration)
        for figure in (self.matrix, self.classes, calibration):
            self._pages.addWidget(figure)
        self._lay_out()

    def set_words(self, headline: str, details: str) -> None:
        """Say how well the samples were read, and which network read which data."""
        self._headline.setText(headline)
        self._details.setText(details)

    def set_calibration(self, counts: np.ndarray, confidence: np.ndarray, accuracy: np.ndarray, words: str) -> None:
        """Show the reliability diagram, and say the same; see :meth:`ReliabilityPlot.set_bins`."""
        self.reliability.set_bins(counts, confidence, accuracy, words)
        self._calibration.setText(words)

    def set_samples_words(self, line: str, note: str) -> None:
        """Say which samples are shown, and in which order."""
        self._samples_line.setText(line)
        self._samples_note.setText(note)
        self.samples.setAccessibleDescription(f"{line}. {note}".strip())

    def set_saving(self, saving: bool) -> None:
        """Rest the buttons while a file is being written."""
        self._csv.setEnabled(not saving)
        self._report.setEnabled(not saving)

    def _lay_out(self) -> None:
        told = QVBoxLayout()
        told.setSpacing(0)
        told.addWidget(self._headline)
        told.addWidget(self._details)
        top = QHBoxLayout()
        top.setSpacing(theme.GRID)
        top.addLayout(told, 1)
        top.addWidget(self._csv)
        top.addWidget(self._report)
        figures = QVBoxLayout()
        figures.setSpacing(2 * theme.GRID)
        figures.addWidget(self._switch)
        figures.addWidget(self._pages, 1)
        which = QVBoxLayout()
        which.setSpacing(0)
        which.addWidget(self._samples_line)
        which.addWidget(self._samples_note)
        over = QHBoxLayout()
        over.addLayout(which, 1)
        over.addWidget(self._errors)
        samples = QVBoxLayout()
        samples.setSpacing(theme.GRID)
        samples.addLayout(over)
        samples.addWidget(self.samples, 1)
        both = QHBoxLayout()
        both.setSpacing(4 * theme.GRID)
        both.addLayout(figures, 6)
        both.addLayout(samples, 5)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * theme.GRID)
        layout.addLayout(top)
        layout.addLayout(both, 1)


def _line(name: str, *, heading: bool = False, quiet: bool = False) -> ElidedLabel:
    label = ElidedLabel()
    label.setObjectName(name)
    if heading:
        label.setFont(theme.text_font("heading"))
    if quiet:
        label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label
