"""The results of an examination in the Examine tab, and the samples behind each number."""

import numpy as np
from PySide6.QtCore import QObject

from mlp_desktop.controllers.kit.sample_ink import ink_of, mean_inks
from mlp_desktop.models.draw.drawing import Drawing
from mlp_desktop.views.examine.examine_results import CALIBRATION, CLASSES, CONFUSION, DAMAGE, LABELS, THRESHOLD
from mlp_desktop.views.examine.sample_list import ExaminedSamples
from mlp_desktop.views.kit.hint_line import ShownHint
from mlp_desktop.views.kit.mean_tiles import MeanRow
from mlp_desktop.views.window.main_window import MainWindow
from mlp_engine.examination.examination import Examination
from mlp_engine.examination.hint import Hint
from mlp_engine.examination.hints import examination_hints
from mlp_engine.examination.summary import class_rows, details, headline, matrix_words, reliability_words

HOW_TO_OPEN = "Enter or a double click opens one on the pad."


class ResultsDisplay(QObject):
    """Shows the results; lists all errors or the samples of one cell, and puts a chosen sample on the pad."""

    def __init__(self, window: MainWindow, drawing: Drawing, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._results = window.examine_tab.results
        self._drawing = drawing
        self._found: Examination | None = None
        self._listed: Examination | None = None
        self._hints: tuple[Hint, ...] = ()
        self._turned_from = 0
        self._results.hint.applied.connect(self._follow)
        self._results.page_chosen.connect(self._page_chosen)
        self._results.errors_requested.connect(self.show_errors)
        self._results.matrix.cell_chosen.connect(self._show_cell)
        self._results.samples.open_requested.connect(self._open_on_pad)

    def show(self, name: str, found: Examination) -> None:
        """Show the results of the network called ``name``, and list all errors."""
        self._found = found
        results, bins = self._results, found.reliability
        results.set_words(headline(found), details(name, found))
        results.matrix.set_counts(found.evaluation.confusion, matrix_words(found))
        results.classes.set_rows(class_rows(found))
        results.averages.show_rows(_average_rows(found))
        results.set_calibration(bins.counts, bins.confidence, bins.accuracy, reliability_words(found))
        self._hints = examination_hints(found)
        results.hint.show_hints([ShownHint(hint.sentence, hint.evidence, hint.action) for hint in self._hints])
        self.show_errors()
        self._window.examine_tab.show_results()

    def list_samples(
        self,
        found: Examination,
        indices: np.ndarray,
        line: str,
        values: np.ndarray | None = None,
        measure: str = "probability",
    ) -> None:
        """List samples of an examination.

        Args:
            found: the examination.
            indices: the samples, in the order in which they are listed.
            line: says which they are.
            values: a number for each sample of the examination; the probability of its answer if not given.
            measure: what these numbers are.
        """
        self._listed = found
        self._results.set_samples_words(line, HOW_TO_OPEN if len(indices) else "")
        labels, answers = found.data.labels[indices], found.answers[indices]
        numbers = (found.confidence if values is None else values)[indices]
        self._results.samples.show_samples(ExaminedSamples(indices, labels, answers, numbers, self._ink_of, measure))

    def chosen_sample(self) -> tuple[np.ndarray, int] | None:
        """The ink of the chosen sample, as it is listed, and its label; ``None`` without one."""
        index = self._results.samples.current()
        if index is None or self._listed is None:
            return None
        return self._ink_of(index), int(self._listed.data.labels[index])

    def _page_chosen(self, page: int) -> None:
        """List the errors again on a page without its own samples, after a page that listed its own."""
        if page not in (THRESHOLD, DAMAGE, LABELS) and self._turned_from in (THRESHOLD, DAMAGE, LABELS):
            self.show_errors()
        self._turned_from = page

    def show_errors(self) -> None:
        """List all errors of the examination."""
        if self._found is not None:
            self._results.matrix.set_current(None)
            errors = self._found.errors()
            line = (
                f"All errors, hardest first · {len(errors):,}"
                if len(errors)
                else "No errors: everything was read correctly"
            )
            self.list_samples(self._found, errors, line)

    def _show_cell(self, label: int, answer: int) -> None:
        if self._found is not None:
            indices = self._found.cell(label, answer)
            read = "right" if label == answer else f"as {answer}"
            order = ", surest first" if len(indices) > 1 else ""
            self.list_samples(self._found, indices, f"{label} read {read}{order} · {len(indices):,}")

    def _follow(self, place: int) -> None:
        """Do what a hint proposes: turn to the page that it is about, or list the samples of a mistake."""
        hint = self._hints[place]
        page = {"mistake": CONFUSION, "class": CLASSES, "calibration": CALIBRATION}[hint.kind]
        self._results.show_page(page)
        if hint.kind == "mistake":
            self._results.matrix.set_current(hint.place)
            self._show_cell(*hint.place)

    def _ink_of(self, index: int) -> np.ndarray:
        """The digit image of a sample in the listed data: uint8, shape (28, 28)."""
        assert self._listed is not None, "samples are listed after an examination"
        return ink_of(self._listed.data.inputs[index])

    def _open_on_pad(self, index: int) -> None:
        self._drawing.open_picture(self._ink_of(index))
        self._window.tabs.setCurrentWidget(self._window.draw_tab)
        self._window.draw_tab.pad.setFocus()


def _average_rows(found: Examination) -> list[MeanRow]:
    """The average image of each label, and of what is read as each; nothing where samples are no square images."""
    rows = (("Average of each label", found.label_means), ("Average of what is read as each", found.answer_means))
    return [MeanRow(title, images) for title, means in rows if (images := mean_inks(means)) is not None]
