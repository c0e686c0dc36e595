"""The Sweeps tab: the form of a sweep on the left, its results on the right, its progress below."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.buttons import PrimaryButton, describe_button
from mlp_desktop.views.kit.form_parts import FormCombo
from mlp_desktop.views.kit.growth import follow
from mlp_desktop.views.kit.icons import load_icon
from mlp_desktop.views.kit.labels import ElidedLabel, empty_note, paragraph
from mlp_desktop.views.kit.layouts import hbox, vbox
from mlp_desktop.views.kit.scrolled import Scrolled
from mlp_desktop.views.kit.status import ProgressBar, StatusLabel, separator
from mlp_desktop.views.sweeps.sweep_form import LESSON_TIP, SweepForm
from mlp_desktop.views.sweeps.sweep_results import SweepResults

SweepState = Literal["idle", "running", "stopping"]

WHAT_IS_A_SWEEP = (
    "A sweep trains one network for every combination of the settings you choose, several at a time, and shows "
    "which are best."
)
TRY_THE_LESSON = "Try the lesson: L1 × L2"


@guarded
class SweepTab(QWidget):
    """The form, the results of the current sweep, and the buttons that start and stop one."""

    start_requested = Signal()
    stop_requested = Signal()
    go_on_requested = Signal()
    sweep_chosen = Signal(str)

    def __init__(self, icons_folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons_folder = icons_folder
        self._state: SweepState = "idle"
        self._ready = self._can_go_on = False
        self.setObjectName("compareTab")
        self.form = SweepForm()
        self.results = SweepResults()
        self._plan = paragraph("sweepPlan", lines=2)
        self._start = PrimaryButton("Start")
        self._stop = QPushButton("Stop")
        self._go_on = QPushButton("Resume")
        self._lesson = PrimaryButton(TRY_THE_LESSON)
        for button, name, tip in (
            (self._start, "sweepStart", "Start this sweep. Every training is kept in the Runs tab."),
            (self._stop, "sweepStop", "Stop the sweep now. What is done is kept, and you can resume it later."),
            (self._go_on, "sweepGoOn", "Train the rest of the sweep shown."),
            (self._lesson, "sweepTryLesson", LESSON_TIP),
        ):
            describe_button(button, name, tip)
        self._start.clicked.connect(self.start_requested)
        self._stop.clicked.connect(self.stop_requested)
        self._go_on.clicked.connect(self.go_on_requested)
        self._lesson.clicked.connect(self.form.lesson_requested)
        self._sweeps = FormCombo("sweepList", "Sweep shown", "The kept sweeps, newest first.")
        self._sweeps.activated.connect(self._choose)
        self._headline = ElidedLabel("sweepHeadline", wraps=True)
        self._progress = ProgressBar("sweepProgress", "Progress of the sweep")
        self._status = StatusLabel("sweepStatus")
        self._lay_out()
        self.set_state("idle")
        self.show_message("")

    def set_state(self, state: SweepState) -> None:
        """Enable the widgets that make sense in ``state``; the form is locked while a sweep runs."""
        has_focus = any(button.hasFocus() for button in (self._start, self._stop, self._go_on))
        self._state = state
        idle = state == "idle"
        self.form.set_locked(not idle)
        self._lesson.setEnabled(idle)
        self._sweeps.setEnabled(idle)
        self._stop.setEnabled(not idle)  # even while stopping, because it has the keyboard focus
        if has_focus and not idle:
            self._stop.setFocus(Qt.FocusReason.OtherFocusReason)
        self._enable()
        if has_focus and idle:
            self.focus_start()
        self._show_icons()
        if state == "stopping":
            self.show_message("Stopping…")

    def set_ready(self, ready: bool) -> None:
        """Set whether the form is valid, so that a sweep may start."""
        self._ready = ready
        self._enable()

    def set_can_go_on(self, can: bool) -> None:
        """Set whether the current sweep has trainings left to do."""
        self._can_go_on = can
        self._enable()

    def set_plan(self, text: str) -> None:
        """Show how many trainings the form asks for, and how long they will take."""
        self._plan.setText(text)
        self._plan.setAccessibleName(text)

    def set_sweeps(self, names: Sequence[str], shown: str) -> None:
        """Offer the stored sweeps, and choose ``shown``."""
        with QSignalBlocker(self._sweeps):
            self._sweeps.clear()
            self._sweeps.addItems(names)
            self._sweeps.setCurrentText(shown)

    def show_results(self, headline: str) -> None:
        """Show the results in place of the words for an empty tab."""
        self._headline.setText(headline)
        self._headline.setAccessibleName(headline)
        self._pages.setCurrentIndex(1)

    def show_progress(self, fraction: float, text: str) -> None:
        """Show the share of the sweep that is done, from 0 to 1, and a line about it."""
        self._progress.show_share(fraction)
        self.show_message(text)

    def show_message(self, text: str) -> None:
        """Show one line about the sweep."""
        self._status.show_message(text)

    def focus_start(self) -> None:
        """Give the keyboard focus to the Start button."""
        self._start.setFocus(Qt.FocusReason.OtherFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        """Recolour with the palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._show_icons()

    def _choose(self) -> None:
        self.sweep_chosen.emit(self._sweeps.currentText())

    def _enable(self) -> None:
        self._start.setEnabled(self._ready and self._state == "idle")
        self._go_on.setEnabled(self._can_go_on and self._state == "idle")

    def _show_icons(self) -> None:
        self._start.setIcon(load_icon(self._icons_folder, "play", self._start.on_accent()))
        self._stop.setIcon(load_icon(self._icons_folder, "stop", self.palette()))

    def _lay_out(self) -> None:
        words = empty_note("sweepEmpty", WHAT_IS_A_SWEEP)
        follow(words, lambda each: each.setMaximumWidth(round(24 * theme.body_height())))
        empty, filled = QWidget(), QWidget()
        middle = QVBoxLayout(empty)
        middle.setSpacing(2 * theme.GRID)
        middle.addStretch()
        # Between stretches instead of aligned, because an aligned label keeps the height of its text before it wrapped.
        line = QHBoxLayout()
        line.addStretch()
        line.addWidget(words, 1)
        line.addStretch()
        middle.addLayout(line)
        middle.addWidget(self._lesson, 0, Qt.AlignmentFlag.AlignCenter)
        middle.addStretch()
        above = hbox(self._sweeps, spacing=2 * theme.GRID)
        above.addWidget(self._headline, 1)
        vbox(above, parent=filled).addWidget(self.results, 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(empty)
        self._pages.addWidget(filled)
        buttons = hbox()
        for button in (self._start, self._stop, self._go_on):
            buttons.addWidget(button, 1)
        left = vbox()
        left.addWidget(self.form, 1)
        left.addWidget(separator())  # what the form's edge cuts does not touch what stands below
        left.addWidget(self._plan)
        grid = QGridLayout(self)
        grid.setContentsMargins(3 * theme.GRID, 3 * theme.GRID, 3 * theme.GRID, 2 * theme.GRID)
        grid.setHorizontalSpacing(3 * theme.GRID)
        grid.setVerticalSpacing(2 * theme.GRID)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(0, 1)
        grid.addLayout(left, 0, 0)
        grid.addWidget(Scrolled(self._pages, sideways=False), 0, 1)
        grid.addWidget(separator(), 1, 0, 1, 2)
        grid.addLayout(buttons, 2, 0)
        grid.addLayout(vbox(self._status, self._progress), 2, 1)
