"""The page that looks for wrong labels: samples that are never learned, and their loss over the epochs."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mlp_desktop.views.kit.form_parts import form_button
from mlp_desktop.views.kit.labels import paragraph
from mlp_desktop.views.kit.layouts import hbox, vbox
from mlp_desktop.views.kit.plots.overlay_plot import OverlayPlot, RunLine
from mlp_desktop.views.kit.plots.run_lines import LineKey

LINES = ("All samples", "Listed samples", "Chosen sample")

EXPLAINED = (
    "Trains a small network on these samples and records the loss of each after every epoch. Samples that are never "
    "learned often have a wrong label, or show a digit that people misread too."
)


class LabelsPage(QWidget):
    """Buttons that begin, what was found in words, and three losses over the epochs."""

    requested = Signal()
    of_run_requested = Signal()
    """The moments of the examined run are wanted in place of a small training."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._start = form_button(
            "labelsStart", "Find doubtful labels", "Train a small network, and list the samples that it never learns."
        )
        self._start.clicked.connect(self.requested)
        self._of_run = form_button(
            "labelsOfRun",
            "From the run's moments",
            "Read the samples with the snapshots of the run whose network is examined: choose it under Network.",
        )
        self._of_run.clicked.connect(self.of_run_requested)
        self._words = paragraph("labelsWords")
        self.plot: OverlayPlot | None = None
        """The losses; made for the first ones, because a plot costs the start of the program some milliseconds."""
        self._key = LineKey(LINES)
        self._key.setObjectName("labelsKey")
        row = hbox(self._start, self._of_run)
        row.addStretch(1)
        self._column = vbox(self._words, row, self._key, parent=self)
        self._column.addStretch()
        self.set_words(EXPLAINED)
        self.set_lines(())

    def set_words(self, words: str) -> None:
        """Show what was found, or why nothing can be looked for."""
        self._words.setText(words)

    def set_lines(self, lines: Sequence[RunLine]) -> None:
        """Show the losses, in the order of :data:`LINES`."""
        self._key.setVisible(bool(lines))
        if self.plot is None and lines:
            self.plot = OverlayPlot("Loss", log_y=True)
            self.plot.setObjectName("labelsPlot")
            self.plot.setToolTip("The loss of all samples, of those listed, and of the chosen one, epoch by epoch.")
            self._column.insertWidget(self._column.count() - 1, self.plot, 1)
        if self.plot is not None:
            self.plot.setVisible(bool(lines))
            self.plot.set_runs(lines)

    def set_startable(self, startable: bool, *, of_run: bool) -> None:
        """Enable the buttons, or disable them while something runs or these samples can't be learned from.

        Args:
            startable: whether a small training can begin.
            of_run: whether the examined network belongs to a run with moments.
        """
        self._start.setEnabled(startable)
        self._of_run.setEnabled(startable and of_run)
