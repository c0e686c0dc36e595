"""The Train tab: settings, live curves, and the controls of the run."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QPushButton, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import describe, set_tip
from mlp_desktop.views.kit.buttons import PrimaryButton, describe_button
from mlp_desktop.views.kit.form_parts import FormCombo
from mlp_desktop.views.kit.icons import load_icon
from mlp_desktop.views.kit.layouts import hbox, vbox
from mlp_desktop.views.kit.scrolled import Scrolled
from mlp_desktop.views.kit.status import ProgressBar, StatusLabel, separator
from mlp_desktop.views.kit.wrapping_row import WrappingRow
from mlp_desktop.views.train.curves_panel import CurvesPanel
from mlp_desktop.views.train.training_fields import FieldGroup
from mlp_desktop.views.train.training_form import TrainingForm

START_TIP = "Train a new network with these settings."
TRY_TIP = "Read the pad with the network as it is now. The run continues."
NOT_RUNNING_TIP = "There is no network in training now. Start a run to try its network on the pad while it learns."
LOADING_TIP = "There is no network to try yet: training begins when the data has been loaded."
PACE_TIP = "Slow motion: so many minibatches a second, to see what each does to the weights and to the answer."
BESIDE_TIP = "A pad beside the curves, which the network in training reads as it is now."
NOT_READY_TIP = "A setting must be changed first. Press here, or Enter in a field, to go to it."

PACES = (("", "Full speed"), ("20", "20 a second"), ("5", "5 a second"), ("1", "1 a second"))
"""Minibatches a second, and the words for them; empty for no limit."""

_MOST_OF_WIDTH = 0.42
"""The share of the tab's width that the buttons of the run take in one row."""

RunState = Literal["idle", "running", "paused", "stopping", "finished"]


@guarded
class TrainTab(QWidget):
    """The form on the left, the curves on the right, and the controls and progress of the run below."""

    start_requested = Signal()
    pause_requested = Signal()
    stop_requested = Signal()
    minibatch_requested = Signal()
    epoch_requested = Signal()
    try_requested = Signal()
    use_requested = Signal()
    pace_chosen = Signal()
    browse_requested = Signal()
    fetch_requested = Signal()
    correction_requested = Signal()
    """A start was asked for while a field is wrong: by Enter in a field, or by a press on the disabled button."""

    def __init__(self, icons_folder: Path, groups: Sequence[FieldGroup], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons_folder = icons_folder
        self._state: RunState = "idle"
        self._ready = True
        self._busy = ""
        self._has_network = True
        self._displaced: tuple[QWidget, QWidget] | None = None  # what lost the focus by being disabled, and what got it
        self.setObjectName("trainTab")
        self.form = TrainingForm(groups)
        self.form.browse_requested.connect(self.browse_requested)
        self.form.fetch_requested.connect(self.fetch_requested)
        self.form.entered.connect(self._ask_for_correction)
        self.curves = CurvesPanel()
        self.loss_plot, self.accuracy_plot = self.curves.loss_plot, self.curves.accuracy_plot
        self._start = PrimaryButton("Start")
        self._pause = QPushButton("Pause")
        self._stop = QPushButton("Stop")
        self._minibatch = QPushButton("One minibatch")
        self._epoch = QPushButton("One epoch")
        self._try = QPushButton("Try on the pad")
        self._use = PrimaryButton("Use this network")
        describe_button(self._start, "trainStart", START_TIP)
        describe_button(self._pause, "trainPause", "Pause the run after the current minibatch.")
        describe_button(self._stop, "trainStop", "Stop the run now and keep the best weights so far.")
        describe_button(self._minibatch, "trainStepMinibatch", "While paused: train with one more minibatch.")
        describe_button(self._epoch, "trainStepEpoch", "While paused: train to the end of the epoch.")
        describe_button(self._try, "tryNetwork", TRY_TIP)
        describe_button(self._use, "useNetwork", "Read the pad with this network.")
        self._start.clicked.connect(self.start_requested)
        self._pause.clicked.connect(self.pause_requested)
        self._stop.clicked.connect(self.stop_requested)
        self._minibatch.clicked.connect(self.minibatch_requested)
        self._epoch.clicked.connect(self.epoch_requested)
        self._try.clicked.connect(self.try_requested)
        self._use.clicked.connect(self.use_requested)
        self._beside = QCheckBox("Draw beside")
        describe(self._beside, "besideSwitch", "Draw beside the training", BESIDE_TIP)
        self._beside.toggled.connect(self.curves.show_beside)
        self._pace = FormCombo("trainPace", "Minibatches a second", PACE_TIP, characters=8)
        self._pace.set_choices(PACES)
        self._pace.currentIndexChanged.connect(self.pace_chosen)
        self._progress = ProgressBar("trainProgress", "Progress of the run")
        self._status = StatusLabel("trainStatus")
        self._lay_out()
        self.set_state("idle")
        self.show_message("Choose settings, then press Start.")

    def put_below_form(self, widget: QWidget) -> None:
        """Give a widget the room that hidden fields leave below the form."""
        self._left.addWidget(widget)

    @property
    def pace(self) -> float | None:
        """Minibatches a second of the slow motion; ``None`` for full speed."""
        return float(self._pace.value()) if self._pace.value() else None

    def set_state(self, state: RunState) -> None:
        """Enable the widgets that make sense in ``state``; most of the form is locked during a run.

        The keyboard focus goes from Start to Pause, and from the buttons of the run to Start when it has ended.
        """
        before = self.focusWidget()
        self._state = state
        going = state in ("running", "paused")
        self.form.set_locked(going or state == "stopping", self.form.live_keys if going else ())
        self._pause.setText("Resume" if state == "paused" else "Pause")
        self._pause.setAccessibleName(self._pause.text())
        self._pause.setEnabled(going)
        self._stop.setEnabled(going)
        self._minibatch.setEnabled(state == "paused")
        self._epoch.setEnabled(state == "paused")
        self._enable_try()
        self._use.setEnabled(state == "finished")
        self._enable_start()
        self._show_icons()
        if state == "stopping":
            self.show_message("Stopping…")
        self._keep_focus(before)

    def _keep_focus(self, before: QWidget | None) -> None:
        """Give the focus to where it belongs, if what had it ``before`` was disabled: Qt gives it to what comes next.

        It returns as soon as it can, unless a person has moved it meanwhile.
        """
        origin = self._displaced[0] if self._displaced and before is self._displaced[1] else before
        self._displaced = None
        if origin is None:
            return
        wanted, of_run = origin, (self._start, self._pause, self._stop, self._minibatch, self._epoch)
        if origin is self._start and self._pause.isEnabled():
            wanted = self._pause
        elif origin in of_run and self._state in ("idle", "finished"):
            wanted = self._start
        if wanted.isEnabled():
            wanted.setFocus(Qt.FocusReason.OtherFocusReason)
        elif (stand_in := self.focusWidget()) is not None:
            self._displaced = (origin, stand_in)

    def set_ready(self, ready: bool) -> None:
        """Set whether the settings are valid, so that a run may start."""
        self._ready = ready
        self._enable_start()

    def set_busy(self, reason: str) -> None:
        """Disable what can't begin now, for a ``reason`` that the tool tips say; empty where nothing is at work."""
        self._busy = reason
        before = self.focusWidget()
        self.form.set_busy(reason)
        self._enable_start()
        self._keep_focus(before)

    def set_has_network(self, has_network: bool) -> None:
        """Set whether the run has a network already: while its data is being loaded there is none to try."""
        self._has_network = has_network
        self._enable_try()

    def show_progress(self, fraction: float, text: str) -> None:
        """Show the share of the run that is done, from 0 to 1, and a line about it."""
        self._progress.show_share(fraction)
        self.show_message(text)

    def show_message(self, text: str) -> None:
        """Show one line about the run."""
        self._status.show_message(text)

    @property
    def message(self) -> str:
        """The line about the run."""
        return self._status.text()

    def set_summary(self, text: str) -> None:
        """Set the words about the curves for a screen reader."""
        self.loss_plot.set_summary(text)
        self.accuracy_plot.set_summary(text)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a press on the disabled start button, which the button does not take."""
        if self._start.geometry().contains(event.position().toPoint()):
            self._ask_for_correction()
        super().mousePressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the buttons of the run in one row, if that leaves the curves the greater part."""
        super().resizeEvent(event)
        grid = self.layout()
        assert isinstance(grid, QGridLayout), "it is laid out"
        needed = max(row.width_of_one_row() for row in self._rows)
        grid.setColumnMinimumWidth(0, needed if needed <= _MOST_OF_WIDTH * self.width() else 0)

    def changeEvent(self, event: QEvent) -> None:
        """Recolour with the palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._show_icons()

    def _ask_for_correction(self) -> None:
        if not self._ready and self._state in ("idle", "finished"):
            self.correction_requested.emit()

    def _enable_start(self) -> None:
        self._start.setEnabled(self._ready and not self._busy and self._state in ("idle", "finished"))
        set_tip(self._start, self._busy or (START_TIP if self._ready else NOT_READY_TIP))

    def _enable_try(self) -> None:
        going = self._state in ("running", "paused")
        self._try.setEnabled(going and self._has_network)
        set_tip(self._try, (TRY_TIP if self._has_network else LOADING_TIP) if going else NOT_RUNNING_TIP)

    def _show_icons(self) -> None:
        pause = "play" if self._state == "paused" else "pause"
        self._start.setIcon(load_icon(self._icons_folder, "play", self._start.on_accent()))
        self._pause.setIcon(load_icon(self._icons_folder, pause, self.palette()))
        self._stop.setIcon(load_icon(self._icons_folder, "stop", self.palette()))

    def _lay_out(self) -> None:
        run, steps = (self._start, self._pause, self._stop), (self._minibatch, self._epoch, self._pace)
        run_buttons, step_buttons = WrappingRow(*run, growing=run), WrappingRow(*steps, growing=steps)
        self._rows = (run_buttons, step_buttons)
        progress = hbox(spacing=3 * theme.GRID)
        below = WrappingRow(self._progress, self._beside, growing=(self._progress,), spacing=2 * theme.GRID)
        progress.addLayout(vbox(self._status, below), 1)
        progress.addLayout(vbox(self._use, self._try))
        grid = QGridLayout(self)
        grid.setContentsMargins(3 * theme.GRID, 3 * theme.GRID, 3 * theme.GRID, 3 * theme.GRID)
        grid.setHorizontalSpacing(4 * theme.GRID)
        grid.setVerticalSpacing(2 * theme.GRID)
        grid.setColumnStretch(1, 1)
        self._left = vbox(self.form, spacing=2 * theme.GRID)
        grid.addLayout(self._left, 0, 0)
        grid.addWidget(Scrolled(self.curves, sideways=False), 0, 1)
        grid.addWidget(separator(), 1, 0, 1, 2)
        grid.addLayout(vbox(run_buttons, step_buttons), 2, 0)
        grid.addLayout(progress, 2, 1)
