"""The page Threshold: what a network answers if it may say "I don't know"."""

import numpy as np
from PySide6.QtCore import QObject

from mlp_desktop.controllers.examine.results_display import ResultsDisplay
from mlp_desktop.plain_words import counted
from mlp_desktop.views.examine.examine_results import THRESHOLD
from mlp_desktop.views.examine.share_plot import ShareLine
from mlp_desktop.views.examine.threshold_page import LINES
from mlp_desktop.views.window.main_window import MainWindow
from mlp_engine.examination.examination import Examination
from mlp_engine.examination.risk_coverage import RiskCoverage, risk_coverage

MOST_POINTS = 400
"""Of a curve that is drawn: more would lie on the same pixels."""


class ThresholdDisplay(QObject):
    """Shows the risk–coverage curves, and lists what is not answered while its page is shown."""

    def __init__(self, window: MainWindow, display: ResultsDisplay, parent: QObject) -> None:
        super().__init__(parent)
        self._results = window.examine_tab.results
        self._page = self._results.threshold
        self._display = display
        self._found: Examination | None = None
        self._curve: RiskCoverage | None = None
        self._page.moved.connect(self._show)
        self._results.page_chosen.connect(self._show)

    def offer(self, found: Examination) -> None:
        """Show another examination."""
        self._found = found
        self._curve = risk_coverage(found.confidence, found.right)
        lines = [_line(0, self._curve)]
        if found.reject_scores is not None:
            lines.append(_line(1, risk_coverage(1 - found.reject_scores, found.right)))
        self._page.set_lines(lines, _curve_words(self._curve))
        self._show()

    def _show(self) -> None:
        if self._found is None or self._curve is None:
            return
        threshold = self._page.slider.number()
        samples = len(self._found.data)
        answered, wrong = self._curve.at(threshold)
        self._page.plot.set_mark((answered / samples, 1 - wrong / answered) if answered else None)
        self._page.set_words(f"{threshold:.1%}", threshold_words(samples, answered, wrong), _reject_words(self._found))
        if self._results.page == THRESHOLD:
            unsure = np.flatnonzero(self._found.confidence < threshold)
            unsure = unsure[np.argsort(self._found.confidence[unsure], kind="stable")]
            self._display.list_samples(self._found, unsure, f"Not answered, least sure first · {len(unsure):,}")


def threshold_words(samples: int, answered: int, wrong: int) -> str:
    """How many of the samples are answered, and how many of these rightly."""
    if not answered and samples == 1:
        return 'Does not answer the only digit: it says "I don\'t know".'
    if not answered:
        return f'Answers none of the {counted(samples, "digit")}: it says "I don\'t know" to all.'
    rest = samples - answered
    silent = f' To the other {"one" if rest == 1 else f"{rest:,}"} it says "I don\'t know".' if rest else ""
    return f"Answers {answered / samples:.1%} of the digits, {1 - wrong / answered:.1%} of these right.{silent}"


def _line(place: int, curve: RiskCoverage) -> ShareLine:
    coverage, accuracy = curve.coverage, 1 - curve.risk
    # The first few answers say little, and one error among them would be a jump down to half.
    kept = np.flatnonzero(curve.answered >= min(20, curve.answered[-1]))
    if len(kept) > MOST_POINTS:
        kept = kept[np.linspace(0, len(kept) - 1, MOST_POINTS).astype(int)]
    return ShareLine(LINES[place], place, coverage[kept], accuracy[kept])


def _curve_words(curve: RiskCoverage) -> str:
    shares = (0.8, 0.9, 0.95, 1.0)
    points: list[str] = []
    for share in shares:
        answered, wrong = curve.at(curve.threshold_for(share))
        points.append(f"{1 - wrong / answered:.2%} of {answered / curve.answered[-1]:.0%}")
    return f"Right if the surest are answered: {', '.join(points)}."


def _reject_words(found: Examination) -> str:
    if found.reject_scores is None:
        return ""
    curve = risk_coverage(1 - found.reject_scores, found.right)
    answered, wrong = curve.at(curve.threshold_for(0.95))
    return (
        f"The reject score asks something else: whether it is a digit at all. Of the {answered / len(found.data):.0%} "
        f"that look most like a digit, {1 - wrong / answered:.1%} are right."
    )
