"""What is known of one point of a sweep, and what can be done with it."""

from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.labels import ElidedLabel

TRAIN_BEST = "Train the best for real"
TRAIN_THIS = "Train this for real"


class PointWords(NamedTuple):
    """What is told of a point: its settings, its accuracies, and how it came to them."""

    heading: str
    scores: str
    about: str


class SweepDetails(QWidget):
    """Three lines about the point that is chosen, or else the best, and buttons."""

    best_requested = Signal()
    runs_requested = Signal()
    train_requested = Signal()
    use_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading = ElidedLabel()
        self._heading.setObjectName("sweepPoint")
        self._heading.setFont(theme.text_font("heading"))
        self._scores = ElidedLabel()
        self._scores.setObjectName("sweepScores")
        self._about = QLabel()
        self._about.setObjectName("sweepAbout")
        self._about.setTextFormat(Qt.TextFormat.PlainText)
        self._about.setWordWrap(True)
        self._about.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._about.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._about.setFixedHeight(2 * self._about.fontMetrics().lineSpacing() + 2)
        self._best = _button("sweepToBest", "Best", "Choose the best point (Home in a picture).")
        self._runs = _button("sweepRuns", "Show in Runs", "Choose the trainings of this point in the Runs tab.")
        self._use = _button("sweepUse", "Use on the pad", "Let the best network of this point read what is drawn.")
        self._train = _button(
            "sweepTrain",
            TRAIN_BEST,
            "Put these settings into the form of the Train tab, which keeps its own samples and epochs.",
        )
        self._train.setMinimumWidth(self._train.sizeHint().width())
        self._best.clicked.connect(self.best_requested)
        self._runs.clicked.connect(self.runs_requested)
        self._use.clicked.connect(self.use_requested)
        self._train.clicked.connect(self.train_requested)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.GRID)
        for button in (self._train, self._use, self._runs):
            buttons.addWidget(button)
        buttons.addStretch()
        buttons.addWidget(self._best)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GRID // 2)
        layout.addWidget(self._heading)
        layout.addWidget(self._scores)
        layout.addWidget(self._about)
        layout.addLayout(buttons)
        self.show_point(None)

    def show_point(self, words: PointWords | None, *, is_best: bool = False, can_be_used: bool = False) -> None:
        """Tell of a point; ``None`` as long as there is none."""
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


def _button(name: str, words: str, tip: str) -> QPushButton:
    button = QPushButton(words)
    button.setObjectName(name)
    button.setAccessibleName(words)
    button.setToolTip(tip)
    button.setMinimumHeight(4 * theme.GRID)
    return button
