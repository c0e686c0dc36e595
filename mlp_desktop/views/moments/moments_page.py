"""A run moment by moment: a slider over its snapshots, and below it the network as it was then."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QSlider, QStackedWidget, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.examine.confusion_matrix import ConfusionMatrix
from mlp_desktop.views.explain.compact_bars import CompactBars, PairedBars
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import describe
from mlp_desktop.views.kit.form_parts import form_button
from mlp_desktop.views.kit.growth import follow, grown
from mlp_desktop.views.kit.icons import load_icon
from mlp_desktop.views.kit.labels import ElidedLabel, empty_note, paragraph, text_is_large
from mlp_desktop.views.kit.layouts import hbox, vbox
from mlp_desktop.views.kit.seen_widget import SeenWidget
from mlp_desktop.views.kit.segments import Segments
from mlp_desktop.views.train.weights_panel import WeightsPanel

_ANSWER_WIDTH = 20 * theme.GRID
_ANSWER_SHARE = 0.14  # of the page's width


@dataclass(frozen=True, eq=False)
class ShownAnswer:
    """The answer to the drawing at a moment.

    Attributes:
        words: a line about it.
        scores: the ten probabilities; ``None`` without a drawing.
        other_scores: those of the other run; ``None`` without one.
        about: a few words below.
    """

    words: str
    scores: Sequence[float] | None = None
    other_scores: Sequence[float] | None = None
    about: str = ""


@guarded
class MomentsPage(SeenWidget):
    """First-layer pictures, histograms, confusion matrix and the answer to the drawing, at the moment of the slider.

    Of two runs one is shown, and the other one stands beside it in the answer.
    """

    moment_chosen = Signal(int)
    run_chosen = Signal(int)
    play_requested = Signal()
    map_requested = Signal()

    def __init__(self, icons_folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("momentsPage")
        self._icons_folder = icons_folder
        self._plays = self._has_two = False
        self.weights = WeightsPanel(prefix="moment")
        self.confusion = ConfusionMatrix()
        self.confusion.setObjectName("momentConfusion")
        self.confusion.setMinimumSize(26 * theme.GRID, 22 * theme.GRID)
        self._answer = ElidedLabel("momentAnswer", heading=True)
        self._scores, self._pair = CompactBars(self), PairedBars(self)
        describe(self._scores, "momentScores", "Probabilities of the ten digits at this moment")
        describe(self._pair, "momentScoresOfTwo", "Probabilities of the ten digits at this moment, of both runs")
        self._bars = QStackedWidget()
        self._bars.addWidget(self._scores)
        self._bars.addWidget(self._pair)
        self._about = paragraph("momentAnswerAbout", lines=2, small=True, quiet=True)
        self._words = ElidedLabel("momentWords")
        self._play = form_button("momentPlay", "Play", "Show one moment after the other.")
        self._play.clicked.connect(self.play_requested)
        self._map = form_button("momentMap", "Map", "Show the moments of this run on the map of the Lab.")
        self._map.clicked.connect(self.map_requested)
        self.slider = _Slider()
        self.slider.valueChanged.connect(self.moment_chosen)
        self._runs = Segments(("First", "Second"), prefix="momentsOf")
        self._runs.setObjectName("momentRun")
        self._runs.setAccessibleName("Run to show")
        self._runs.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._runs.chosen.connect(self.run_chosen)
        self._empty = empty_note("momentsEmpty", "")
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._lay_out())
        vbox(parent=self).addWidget(self._pages)
        self.set_plays(False)

    def show_note(self, note: str) -> None:
        """Show only ``note``."""
        self._empty.setText(note)
        self._pages.setCurrentIndex(0)

    def set_moments(self, count: int, current: int, runs: Sequence[str]) -> None:
        """Offer so many moments, of which one is current, without a signal, and up to two runs by their names."""
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, max(count - 1, 0))
            self.slider.setValue(current)
        self._has_two = len(runs) > 1
        self._runs.setVisible(self._has_two)
        for number, name in enumerate(runs[:2]):
            self._runs.rename(number, name)
        self._pages.setCurrentIndex(1)

    @property
    def run(self) -> int:
        """The number of the run to show, 0 or 1."""
        return self._runs.current if self._has_two else 0

    def set_plays(self, plays: bool) -> None:
        """Set whether one moment after the other is being shown."""
        self._plays = plays
        self._play.setText("Pause" if plays else "Play")
        self._play.setAccessibleName(self._play.text())
        self._show_icon()

    def show_words(self, words: str, spoken: str) -> None:
        """Show a line about the moment; ``spoken`` is the value of the slider."""
        self._words.setText(words)
        self.slider.setAccessibleDescription(spoken)

    def show_confusion(self, counts: np.ndarray, words: str) -> None:
        """Show how often each label was read as each answer."""
        self.confusion.set_counts(counts, words)

    def show_answer(self, answer: ShownAnswer) -> None:
        """Show what the network of this moment makes of the drawing."""
        self._answer.setText(answer.words)
        self._about.setText(answer.about)
        self._bars.setCurrentIndex(0 if answer.other_scores is None else 1)
        self._scores.set_scores(answer.scores)
        self._pair.set_scores(answer.scores, answer.other_scores)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the answer its share of the width."""
        super().resizeEvent(event)
        self._answer_column.setFixedWidth(max(grown(_ANSWER_WIDTH), round(_ANSWER_SHARE * self.width())))

    def changeEvent(self, event: QEvent) -> None:
        """Recolour with the palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._show_icon()

    def _show_icon(self) -> None:
        self._play.setIcon(load_icon(self._icons_folder, "pause" if self._plays else "play", self.palette()))

    def _lay_out(self) -> QWidget:
        answer = QWidget()
        column = vbox(self._answer, self._bars, self._about, parent=answer)
        column.setStretch(1, 1)
        self._answer_column = answer
        shown = QWidget()
        self._parts = QGridLayout()
        self._parts.setContentsMargins(0, 0, 0, 0)
        self._parts.setSpacing(2 * theme.GRID)
        follow(self, MomentsPage._place_parts)
        controls = hbox(self._play, self.slider, self._runs, self._map)
        controls.setStretch(1, 1)
        page = vbox(controls, self._words, parent=shown)
        page.addLayout(self._parts, 1)
        return shown

    def _place_parts(self) -> None:
        """Put confusion and answer beside the weights, or below them in large text, which leaves no width for all."""
        below = text_is_large()
        self._parts.addWidget(self.weights, 0, 0, 1, 3 if below else 1)
        self._parts.addWidget(self.confusion, int(below), 0 if below else 1, 1, 2 if below else 1)
        self._parts.addWidget(self._answer_column, int(below), 2)
        for column, share in enumerate((5, 3, 0)):
            self._parts.setColumnStretch(column, share)


@guarded
class _Slider(QSlider):
    """The moments from left to right; the arrow keys go from one to the next."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        describe(self, "momentSlider", "Moment of the run", "The moments at which the network was kept (arrow keys).")
        self.setTickPosition(QSlider.TickPosition.TicksBelow)
        self.setTickInterval(1)
        self.setPageStep(1)
        self.setRange(0, 0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()
