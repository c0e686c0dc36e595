"""The Runs tab: a table of all stored runs, with the curves and settings of the selected ones below."""

from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QPushButton, QSizePolicy, QSplitter, QStackedWidget, QWidget

from mlp_desktop.plain_text import plain_tip
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import set_tip
from mlp_desktop.views.kit.buttons import PrimaryButton, describe_button
from mlp_desktop.views.kit.growth import follow
from mlp_desktop.views.kit.labels import empty_note
from mlp_desktop.views.kit.layouts import hbox, keep_room, vbox
from mlp_desktop.views.kit.pages import Pages
from mlp_desktop.views.kit.plots.live_plot import LivePlot
from mlp_desktop.views.kit.plots.overlay_plot import OverlayPlot
from mlp_desktop.views.kit.segments import Segments
from mlp_desktop.views.kit.status import StatusLabel
from mlp_desktop.views.kit.wrapping_row import WrappingRow
from mlp_desktop.views.runs.run_details import RunDetails
from mlp_desktop.views.runs.run_filter import RunFilter
from mlp_desktop.views.runs.runs_list import RunsList

QUANTITIES = ("Loss", "Accuracy")
PAGES = (*QUANTITIES, "Moments")
REPEAT_TIP = "Copy the settings of this run into the Train tab."
SEEDS_TIP = "Train five more runs with the next seeds, to see how much is luck."
GO_ON_TIP = "Resume this run where it was interrupted or stopped."
_DETAILS = 15  # least width, in lines of text
NO_RUNS = "No runs yet: press Start in the Train tab."


class RunActions(NamedTuple):
    """The actions that are possible with the selected runs, and ``busy``, why none can be trained now."""

    use: bool = False
    examine: bool = False
    repeat: bool = False
    seeds: bool = False
    go_on: bool = False
    export: bool = False
    rename: bool = False
    star: bool = False
    delete: bool = False
    busy: str = ""


class RunsTab(QWidget):
    """The table, with curves and details below; until there are runs, how to get one."""

    use_requested = Signal()
    examine_requested = Signal()
    repeat_requested = Signal()
    seeds_requested = Signal()
    go_on_requested = Signal()
    export_requested = Signal()
    star_requested = Signal()
    delete_requested = Signal()
    undo_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("runsTab")
        self.list = RunsList()
        self.filter = RunFilter()
        self.details = RunDetails()
        self.loss_plot = LivePlot("Loss", "", log_y=True)
        self.accuracy_plot = LivePlot("Accuracy", "")
        self.loss_overlay = OverlayPlot("Validation loss", log_y=True)
        self.accuracy_overlay = OverlayPlot("Validation accuracy")
        for plot, name in (
            (self.loss_plot, "runLoss"),
            (self.accuracy_plot, "runAccuracy"),
            (self.loss_overlay, "overlaidLoss"),
            (self.accuracy_overlay, "overlaidAccuracy"),
        ):
            plot.setObjectName(name)
        for plot, other in ((self.loss_plot, self.accuracy_plot), (self.accuracy_plot, self.loss_plot)):
            plot.pointed.connect(other.set_cursor)
            plot.zoomed.connect(other.show_epochs)
        self._use = PrimaryButton("Use on the pad")
        self._examine = QPushButton("Examine")
        self._repeat = QPushButton("Repeat…")
        self._seeds = QPushButton("Repeat with 5 seeds")
        self._go_on = QPushButton("Resume")
        self._export = QPushButton("Export…")
        self._star = QPushButton("Star")
        self._rename = QPushButton("Rename")
        self._delete = QPushButton("Delete")
        self._undo = QPushButton("Undo delete")
        for button, name, tip in (
            (self._use, "runUse", "Read the pad with the best weights of this run (Enter)."),
            (self._examine, "runExamine", "See what the best weights of this run misread, in the Examine tab."),
            (self._repeat, "runRepeat", REPEAT_TIP),
            (self._seeds, "runSeeds", SEEDS_TIP),
            (self._go_on, "runGoOn", GO_ON_TIP),
            (self._export, "runExport", "Save the history of this run as CSV, JSON lines or TensorBoard events."),
            (self._star, "runStar", "Star or unstar the chosen runs (Space)."),
            (self._rename, "runRename", "Rename this run (F2)."),
            (self._delete, "runDelete", "Delete the chosen runs (Delete). Undo brings them back."),
            (self._undo, "runUndo", "Bring back the runs deleted last (Ctrl+Z)."),
        ):
            describe_button(button, name, tip)
        self._use.clicked.connect(self.use_requested)
        self._examine.clicked.connect(self.examine_requested)
        self._repeat.clicked.connect(self.repeat_requested)
        self._seeds.clicked.connect(self.seeds_requested)
        self._go_on.clicked.connect(self.go_on_requested)
        self._export.clicked.connect(self.export_requested)
        self._star.clicked.connect(self.star_requested)
        self._rename.clicked.connect(self.list.rename)
        self._delete.clicked.connect(self.delete_requested)
        self._undo.clicked.connect(self.undo_requested)
        self.list.use_requested.connect(self._use.click)
        self.list.star_requested.connect(self.star_requested)
        self.list.delete_requested.connect(self.delete_requested)
        undo = QShortcut(QKeySequence.StandardKey.Undo, self)
        undo.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        undo.activated.connect(self._undo.click)
        search = QShortcut(QKeySequence.StandardKey.Find, self)
        search.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        search.activated.connect(self.filter.begin_search)
        keep_room(self._undo)
        self._status = StatusLabel("runsStatus")
        self._empty = empty_note("runsEmpty", NO_RUNS)
        self._plots = Pages()
        for plot in (self.loss_plot, self.accuracy_plot, self.loss_overlay, self.accuracy_overlay):
            self._plots.addWidget(plot)
        self._several = False
        self._quantity = 0
        self._moments: QWidget | None = None
        self._switch = Segments(PAGES)
        self._switch.buttons[len(QUANTITIES)].setVisible(False)
        self._switch.setObjectName("runFigure")
        self._switch.setAccessibleName("Curve to plot")
        self._switch.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._switch.chosen.connect(self._show_quantity)
        self._training_too = QCheckBox("Training too")
        self._training_too.setObjectName("overlayTraining")
        self._training_too.setToolTip(
            plain_tip("Show the training curve of each run as a dotted line: at the end of each epoch, undistorted.")
        )
        for plot in (self.loss_overlay, self.accuracy_overlay):
            self._training_too.toggled.connect(plot.show_faint)
        keep_room(self._training_too)
        self._lay_out()
        self.set_actions(RunActions())
        self.set_undo(False)
        self.show_message("")

    def put_moments(self, page: QWidget) -> None:
        """Offer a page about the moments of a run beside the curves; it takes the room of the details, too."""
        self._moments = page
        self._plots.addWidget(page)
        self._switch.buttons[len(QUANTITIES)].setVisible(True)

    def show_empty(self, note: str = NO_RUNS) -> None:
        """Show why there are no runs."""
        self._empty.setText(note)
        self._pages.setCurrentWidget(self._empty)

    def show_runs(self) -> None:
        """Show the table with curves and details."""
        self._pages.setCurrentWidget(self._filled)

    def show_one(self) -> None:
        """Show the plots of a single run."""
        self._several = False
        self._show_quantity(self._quantity)

    def show_several(self) -> None:
        """Show the plots of several runs in one."""
        self._several = True
        self._show_quantity(self._quantity)

    def set_actions(self, possible: RunActions) -> None:
        """Enable the buttons of the possible actions, and let those that train say why they can't begin."""
        self._use.setEnabled(possible.use)
        self._examine.setEnabled(possible.examine)
        for button, is_possible, tip in (
            (self._repeat, possible.repeat, REPEAT_TIP),
            (self._seeds, possible.seeds, SEEDS_TIP),
            (self._go_on, possible.go_on, GO_ON_TIP),
        ):
            button.setEnabled(is_possible and not possible.busy)
            set_tip(button, possible.busy or tip)
        self._export.setEnabled(possible.export)
        self._rename.setEnabled(possible.rename)
        self._star.setEnabled(possible.star)
        self._delete.setEnabled(possible.delete)

    def set_undo(self, possible: bool) -> None:
        """Set whether the last deletion can be undone."""
        self._undo.setEnabled(possible)
        self._undo.setVisible(possible)

    def show_message(self, text: str) -> None:
        """Show one line about the last action."""
        self._status.show_message(text)

    def _show_quantity(self, quantity: int) -> None:
        self._quantity = quantity
        shows_moments = quantity == len(QUANTITIES)
        self._training_too.setVisible(self._several and not shows_moments)
        self.details.setVisible(not shows_moments)
        if not shows_moments:
            self._plots.setCurrentIndex(quantity + len(QUANTITIES) * self._several)
        elif self._moments is not None:
            self._plots.setCurrentWidget(self._moments)

    def _lay_out(self) -> None:
        with_one = (self._use, self._examine, self._repeat, self._seeds, self._go_on)
        buttons = WrappingRow(*with_one, self._export, self._star, self._rename, self._delete, gap=self._export)
        below = QSplitter(Qt.Orientation.Horizontal)
        below.setChildrenCollapsible(False)
        curves = QWidget()
        switches = hbox(self._switch, self._training_too)
        switches.addStretch()
        plots = vbox(switches, parent=curves)
        plots.setContentsMargins(0, 0, theme.GRID, 0)
        plots.addWidget(self._plots, 1)
        below.addWidget(curves)
        follow(self.details, lambda each: each.setMinimumWidth(round(_DETAILS * theme.body_height())))
        below.addWidget(self.details)
        below.setStretchFactor(0, 1)
        below.setSizes([580, 380])
        self._filled = QSplitter(Qt.Orientation.Vertical)
        self._filled.setChildrenCollapsible(False)
        follow(self.list, lambda each: each.setMinimumHeight(round(5 * theme.body_height())))
        upper = QWidget()
        listed = vbox(self.filter, parent=upper)
        listed.setContentsMargins(0, 0, 0, 0)
        listed.addWidget(self.list, 1)
        self._filled.addWidget(upper)
        lower = QWidget()
        column = vbox(buttons, parent=lower, spacing=2 * theme.GRID)
        column.setContentsMargins(0, theme.GRID, 0, 0)
        column.addWidget(below, 1)
        self._filled.addWidget(lower)
        self._filled.setStretchFactor(1, 1)
        self._filled.setSizes([200, 400])
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._filled)
        foot = hbox()
        foot.addWidget(self._status, 1)
        foot.addWidget(self._undo)
        layout = vbox(parent=self)
        layout.setContentsMargins(3 * theme.GRID, 3 * theme.GRID, 3 * theme.GRID, 2 * theme.GRID)
        layout.addWidget(self._pages, 1)
        layout.addLayout(foot)
