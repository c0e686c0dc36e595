"""The details of one point of a sweep, with its actions."""

from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.buttons import text_button
from mlp_desktop.views.kit.growth import follow
from mlp_desktop.views.kit.labels import ElidedLabel, paragraph
from mlp_desktop.views.kit.layouts import vbox
from mlp_desktop.views.kit.wrapping_row import WrappingRow

TRAIN_BEST = "Train the best for real"
TRAIN_THIS = "Train this for real"


class PointWords(NamedTuple):
    """The details of a point in words.

    Attributes:
        heading: its settings.
        scores: its accuracies.
        about: its trainings.
    """

    heading: str
    scores: str
    about: str


class SweepDetails(QWidget):
    """Lines about the chosen point, or else the best one, and buttons."""

    best_requested = Signal()
    runs_requested = Signal()
    train_requested = Signal()
    use_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading = ElidedLabel("sweepPoint", heading=True)
        self._scores = ElidedLabel("sweepScores", wraps=True)
        self._about = paragraph("sweepAbout", lines=2, quiet=True)
        self._best = text_button("sweepToBest", "Best", "Choose the best point (Home in a picture).")
        self._runs = text_button("sweepRuns", "Show in Runs", "Show the trainings of this point in the Runs tab.")
        self._use = text_button("sweepUse", "Use on the pad", "Read the pad with the best network of this point.")
        self._train = text_button(
            "sweepTrain",
            TRAIN_BEST,
            "Copy these settings into the Train tab, which keeps its own samples and epochs.",
        )
        follow(self._train, lambda button: button.setMinimumWidth(_widest(button, TRAIN_BEST, TRAIN_THIS)))
        self._best.clicked.connect(self.best_requested)
        self._runs.clicked.connect(self.runs_requested)
        self._use.clicked.connect(self.use_requested)
        self._train.clicked.connect(self.train_requested)
        buttons = WrappingRow(self._train, self._use, self._runs, self._best, gap=self._best)
        vbox(self._heading, self._scores, self._about, buttons, parent=self, spacing=theme.GRID // 2)
        self.show_point(None)

    def show_point(self, words: PointWords | None, *, is_best: bool = False, can_be_used: bool = False) -> None:
        """Show the details of a point; ``None`` while there is none."""
        heading, scores, about = words or PointWords("", "", "")
        self._heading.setText(heading)
        self._scores.setText(scores)
        self._about.setText(about)
        self._about.setAccessibleName(about)
        self._train.setText(TRAIN_THIS if words and not is_best else TRAIN_BEST)
        self._train.setAccessibleName(self._train.text())
        self._train.setEnabled(words is not None)
        self._runs.setEnabled(words is not None)
        self._use.setEnabled(can_be_used)
        self._best.setEnabled(words is not None and not is_best)


def _widest(button: QPushButton, *texts: str) -> int:
    """The width in which a button has room for each of some texts, so that it keeps its place."""
    now, metrics = button.sizeHint().width(), button.fontMetrics()
    beside = now - metrics.horizontalAdvance(button.text())
    return beside + max(map(metrics.horizontalAdvance, texts))
