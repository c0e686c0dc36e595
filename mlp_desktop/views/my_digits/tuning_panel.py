"""Tuning to a person's hand: its progress, its effect, and the decision about the tuned network."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.buttons import PrimaryButton, describe_button
from mlp_desktop.views.kit.labels import paragraph, plain_label
from mlp_desktop.views.kit.layouts import hbox, vbox
from mlp_desktop.views.kit.status import ProgressBar

TuningState = Literal["idle", "running", "stopping", "tuned", "trying", "saving", "accepted"]


class GainRow(NamedTuple):
    """The errors on one data set before and after a tuning, in words."""

    name: str
    before: str
    after: str


class TuningPanel(QWidget):
    """A button and words; during tuning a progress bar, and afterwards a table and three buttons to decide."""

    tune_requested = Signal()
    stop_requested = Signal()
    try_requested = Signal()
    accept_requested = Signal()
    discard_requested = Signal()
    back_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tuningPanel")
        self._tune = PrimaryButton("Tune to my hand")
        self._stop = QPushButton("Stop tuning")
        self._bar = ProgressBar("tuneProgress", "Progress of the tuning")
        self._words = paragraph("tuneWords", quiet=True)
        self._accept = PrimaryButton("Accept")
        self._try = QPushButton("Try")
        self._discard = QPushButton("Discard")
        self._back = QPushButton("Go back to the previous network")
        for button, name, tip in (
            (self._tune, "tuneStart", "Train the network in use on my digits. This takes a few seconds."),
            (self._stop, "tuneStop", "Stop. The network in use does not change."),
            (self._accept, "tuneAccept", "Use the tuned network from now on, also after a restart."),
            (self._try, "tuneTry", "Let the tuned network read my drawings until I decide."),
            (self._discard, "tuneDiscard", "Delete the tuned network and keep the previous one."),
            (self._back, "tuneBack", "Use the network from before the tuning again."),
        ):
            describe_button(button, name, tip)
        self._tune.clicked.connect(self.tune_requested)
        self._stop.clicked.connect(self.stop_requested)
        self._accept.clicked.connect(self.accept_requested)
        self._try.clicked.connect(self.try_requested)
        self._discard.clicked.connect(self.discard_requested)
        self._back.clicked.connect(self.back_requested)
        self._table = QWidget()
        self._table.setObjectName("tuneTable")
        self._gains = QGridLayout(self._table)
        self._gains.setContentsMargins(0, 0, 0, 0)
        self._gains.setHorizontalSpacing(2 * theme.GRID)
        self._gains.setVerticalSpacing(theme.GRID // 2)
        self._gains.setColumnStretch(0, 1)
        self._lay_out()
        self.set_state("idle")

    def set_state(self, state: TuningState, *, can_tune: bool = True, can_go_back: bool = False) -> None:
        """Show the widgets that make sense in ``state``."""
        busy = state in ("running", "stopping")
        undecided = state in ("tuned", "trying", "saving")
        self._tune.setVisible(not busy and not undecided)
        self._tune.setEnabled(can_tune)
        self._stop.setVisible(busy)
        self._stop.setEnabled(state == "running")
        self._bar.setVisible(busy)
        for button in (self._accept, self._try, self._discard):
            button.setVisible(undecided)
            button.setEnabled(state != "saving")
        self._try.setEnabled(state == "tuned")
        self._back.setVisible(can_go_back and not busy and not undecided)
        self._table.setVisible(state in ("tuned", "trying", "saving", "accepted"))

    def show_words(self, words: str) -> None:
        """Show words about the tuning."""
        self._words.setText(words)
        self._words.setAccessibleName(words or "No result of tuning yet")

    def show_progress(self, done: int, total: int) -> None:
        """Show how much is done; a total of 0 means that the amount of work is unknown."""
        self._bar.show_count(done, total)

    def show_gains(self, rows: Sequence[GainRow]) -> None:
        """Show the errors on each data set before and after."""
        while item := self._gains.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        self._add_row(0, GainRow("Errors", "before", "after"), faint=True)
        for number, row in enumerate(rows, start=1):
            self._add_row(number, row)

    def _add_row(self, number: int, row: GainRow, *, faint: bool = False) -> None:
        for column, text in enumerate(row):
            label = plain_label(text)
            label.setObjectName(f"tuneGain{number}{('Name', 'Before', 'After')[column]}")
            label.setWordWrap(column == 0)
            if faint or column == 0:
                label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            if column:
                label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
                label.setAccessibleName(f"{row.name} {'before' if column == 1 else 'after'}: {text}")
            self._gains.addWidget(label, number, column)

    def _lay_out(self) -> None:
        decision = hbox(self._accept, self._try, self._discard)
        vbox(self._tune, self._stop, self._bar, self._words, self._table, decision, self._back, parent=self)
