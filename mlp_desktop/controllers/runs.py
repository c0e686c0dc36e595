"""Shows the runs that are kept, and does with them what is asked."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject, Qt

from mlp_desktop.controllers.run_comparison import differing_rows, rows_of
from mlp_desktop.controllers.training import TrainingController
from mlp_desktop.controllers.weights import WeightsController, load_for_pad
from mlp_desktop.models.runs_table import RUN_ROLE, SORT_ROLE, STARTED, RunsTable
from mlp_desktop.models.session import Session
from mlp_desktop.views.main_window import MainWindow
from mlp_desktop.views.overlay_plot import Overlaid
from mlp_desktop.views.runs_tab import Usable
from mlp_engine.errors import MlpError
from mlp_engine.history import History
from mlp_engine.runs import RunStore, StoredRun, runs_folder

_CAN_GO_ON = (None, "stopped")


class RunsController(QObject):
    """Reads the store when its tab is looked at, and writes what a person changes."""

    def __init__(
        self,
        window: MainWindow,
        training: TrainingController,
        session: Session,
        weights: WeightsController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._tab = window.runs_tab
        self._training = training
        self._session = session
        self._weights = weights
        self._store: RunStore | None = None
        self._chosen: list[StoredRun] = []
        self._deleted: list[list[int]] = []
        self._table = RunsTable(self)
        self._is_refreshing = False
        self._tab.list.set_source(self._table, run_role=RUN_ROLE, sort_role=SORT_ROLE, first_column=STARTED)
        window.tabs.currentChanged.connect(self._refresh_if_seen)
        training.kept.connect(self._refresh_if_seen)
        training.ended.connect(self._refresh_if_seen)
        # Later, for the list must not be set anew while the field that was typed in is still open.
        self._table.renamed.connect(self._rename, Qt.ConnectionType.QueuedConnection)
        self._tab.list.chosen.connect(self._choose)
        self._tab.details.note_edited.connect(self._note)
        self._tab.star_requested.connect(self._star)
        self._tab.delete_requested.connect(self._delete)
        self._tab.undo_requested.connect(self._undo)
        self._tab.use_requested.connect(self._use)
        self._tab.repeat_requested.connect(self._repeat)
        self._tab.go_on_requested.connect(self._go_on)

    def _refresh_if_seen(self) -> None:
        if self._window.tabs.currentWidget() is self._tab:
            self._refresh()

    def _refresh(self, choose: list[int] | None = None) -> None:
        """Read the list again; what was chosen stays so, unless there is something to ``choose``."""
        try:
            store = self._open()
            runs = store.runs()
        except (MlpError, OSError) as error:
            self._tab.show_empty(str(error))
            return
        chosen = self._tab.list.runs() if choose is None else choose
        # The list forgets what was chosen when its rows are set, and chooses again: one change, not two.
        self._is_refreshing = True
        self._table.set_runs(runs, self._training.run)
        self._tab.list.choose(chosen)
        self._is_refreshing = False
        if runs:
            self._tab.show_runs()
        else:
            self._tab.show_empty()
        self._choose()

    def _open(self) -> RunStore:
        if self._store is None:
            self._store = RunStore(runs_folder())
            if self._store.notice:
                self._tab.show_message(self._store.notice)
        return self._store

    # What is chosen

    def _choose(self) -> None:
        if self._is_refreshing:
            return
        numbers = self._tab.list.runs()
        before = [run.summary.id for run in self._chosen]
        try:
            self._chosen = [self._open().run(number) for number in numbers]
        except MlpError as error:
            self._chosen = []
            self._window.show_error(str(error))
        runs, running = self._chosen, self._training.run
        idle = [run for run in runs if run.summary.id != running]
        one = runs[0] if len(runs) == 1 else None
        self._tab.set_usable(
            Usable(
                use=one is not None and one.best_weights is not None,
                repeat=one is not None and not self._training.is_running,
                go_on=one is not None and not self._training.is_running and _can_go_on(one),
                rename=one is not None,
                star=bool(runs),
                delete=bool(runs) and len(idle) == len(runs),
            )
        )
        details = self._tab.details
        if one is not None:
            self._show_curves(one.history)
            details.show_table(one.summary.name, [one.summary.name], rows_of(one, running))
            if [one.summary.id] != before:
                details.set_note(one.summary.note)
        elif runs:
            self._overlay(runs)
            names = [run.summary.name for run in runs]
            details.show_table(f"{len(runs)} runs: what differs", names, differing_rows(runs, running))

    def _show_curves(self, history: History) -> None:
        loss, accuracy = self._tab.loss_plot, self._tab.accuracy_plot
        for plot in (loss, accuracy):
            plot.clear("No epoch was finished")
        for name in ("training", "validation"):
            loss.set_curve(name, *_curve(history, f"{name}_loss"))
            accuracy.set_curve(name, *_curve(history, f"{name}_accuracy"))
        best = history.best
        for plot in (loss, accuracy):
            plot.set_best(None if best is None else best.epoch)
        self._tab.show_one()

    def _overlay(self, runs: list[StoredRun]) -> None:
        for plot, name in (
            (self._tab.loss_overlay, "validation_loss"),
            (self._tab.accuracy_overlay, "validation_accuracy"),
        ):
            plot.set_runs([Overlaid(run.summary.name, *_curve(run.history, name)) for run in runs])
        self._tab.show_several()

    # What is done with it

    def _rename(self, run: int, name: str) -> None:
        self._change(lambda store: store.rename(run, name))

    def _note(self, text: str) -> None:
        if len(self._chosen) == 1:
            run = self._chosen[0].summary.id
            self._change(lambda store: store.note(run, text))

    def _star(self) -> None:
        on = not all(run.summary.star for run in self._chosen)

        def star(store: RunStore) -> None:
            for run in self._chosen:
                store.star(run.summary.id, on)

        self._change(star)

    def _delete(self) -> None:
        runs = [run.summary.id for run in self._chosen]
        if not runs or self._training.run in runs:
            return

        def delete(store: RunStore) -> None:
            for run in runs:
                store.delete(run)

        words = f"“{self._chosen[0].summary.name}”" if len(runs) == 1 else f"{len(runs)} runs"
        if self._change(delete, choose=[]):
            self._deleted.append(runs)
            self._tab.set_undo(True)
            self._tab.show_message(f"Deleted {words}.")

    def _undo(self) -> None:
        if not self._deleted:
            return
        runs = self._deleted[-1]

        def restore(store: RunStore) -> None:
            for run in runs:
                store.restore(run)

        if self._change(restore, choose=runs):
            self._deleted.pop()
            self._tab.set_undo(bool(self._deleted))
            self._tab.show_message("Back again." if len(runs) == 1 else f"{len(runs)} runs are back again.")

    def _change(self, action: Callable[[RunStore], None], choose: list[int] | None = None) -> bool:
        """Write to the store and show what it holds then; says whether that went well."""
        try:
            action(self._open())
        except MlpError as error:
            self._window.show_error(str(error))
            return False
        self._refresh(choose)
        return True

    def _use(self) -> None:
        run = self._chosen[0]
        if run.best_weights is None or not self._weights.may_replace():
            return
        try:
            network, card, reject = load_for_pad(run.best_weights)
        except MlpError as error:
            self._window.show_error(str(error))
            return
        self._session.use_kept(network, card, reject, run.summary.name, run.history)
        self._tab.show_message(f"“{run.summary.name}” reads your drawings now.")

    def _repeat(self) -> None:
        lost = self._training.propose(self._chosen[0])
        self._window.tabs.setCurrentWidget(self._window.train_tab)
        words = f"Settings of “{self._chosen[0].summary.name}”: press Start to repeat it."
        if lost:
            words = f"The form cannot hold this of “{self._chosen[0].summary.name}”: {', '.join(lost)}."
        self._window.train_tab.show_message(words)

    def _go_on(self) -> None:
        self._training.go_on(self._chosen[0])
        self._window.tabs.setCurrentWidget(self._window.train_tab)


def _curve(history: History, name: str) -> tuple[np.ndarray, np.ndarray]:
    """Epochs and values of one figure, where it was measured."""
    points = [(record.epoch, getattr(record, name)) for record in history.epochs if getattr(record, name) is not None]
    both = np.array(points, float).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def _can_go_on(run: StoredRun) -> bool:
    return run.summary.outcome in _CAN_GO_ON and bool(run.source) and run.checkpoint.exists()
