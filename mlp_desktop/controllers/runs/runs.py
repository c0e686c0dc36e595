"""The Runs tab: the list of kept runs, and the chosen runs."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from mlp_desktop.controllers.kit.store_access import StoreAccess, StoreWork
from mlp_desktop.controllers.kit.weights import WeightsController
from mlp_desktop.controllers.runs.repeats import RepeatsController
from mlp_desktop.controllers.runs.run_edits import RunEdits
from mlp_desktop.controllers.runs.run_plots import show_runs, show_unreadable
from mlp_desktop.controllers.runs.run_uses import RunUses
from mlp_desktop.controllers.train.training import TrainingController
from mlp_desktop.models.runs.runs_table import DATA, RUN_ROLE, SEARCH_ROLE, SORT_ROLE, STARTED, RunsTable
from mlp_desktop.models.window.session import Session
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.plain_words import counted
from mlp_desktop.views.runs.runs_tab import RunActions
from mlp_desktop.views.train.training_form import RUN_TIP
from mlp_desktop.views.window.main_window import MainWindow
from mlp_desktop.workers.runs.run_jobs import found_runs
from mlp_engine.files.paths import is_there
from mlp_engine.runs import RunStore, RunSummary, StoredRun, UnreadableRun

MOST_AT_ONCE = 12
"""The window waits a moment for so many chosen runs, a hundredth of a second each at most."""

MILLISECONDS_BETWEEN_CHECKS = 1000
"""How often runs that are being trained, here or by another program, are read again."""

KEPT_IN_THE_BIN = timedelta(days=30)
_CAN_GO_ON = (None, "stopped")


class RunsController(QObject):
    """Reads the store when the tab comes to the front, and again while runs in it are being trained."""

    examine_requested = Signal(int)  # the number of the run whose network to examine
    shown = Signal(list)  # the chosen runs (StoredRun), whenever they are shown
    ended = Signal()  # no thread reads runs any more

    def __init__(
        self,
        window: MainWindow,
        training: TrainingController,
        repeats: RepeatsController,
        session: Session,
        weights: WeightsController,
        settings: Settings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._tab = window.runs_tab
        self._training = training
        self._chosen: list[StoredRun] = []
        self._unreadable: list[UnreadableRun] = []
        self._to_choose: list[int] | None = None
        self._table = RunsTable(self)
        self._is_refreshing = False
        self._access = StoreAccess(self, opened=_clear_the_bin)
        self._access.noticed.connect(self._tab.show_message)
        self._access.ended.connect(self.ended)
        self._edits = RunEdits(window, self._access, lambda: self._chosen, lambda: self._unreadable, self)
        self._edits.changed.connect(self._refresh)
        self._uses = RunUses(
            window,
            self._access,
            lambda: self._chosen,
            lambda: self._unreadable,
            training=training,
            repeats=repeats,
            session=session,
            weights=weights,
            settings=settings,
            parent=self,
        )
        self._uses.examine_requested.connect(self.examine_requested)
        self._check_timer = QTimer(self)
        self._check_timer.setInterval(MILLISECONDS_BETWEEN_CHECKS)
        self._check_timer.timeout.connect(self._refresh_running)
        self._tab.list.set_source(
            self._table,
            run_role=RUN_ROLE,
            sort_role=SORT_ROLE,
            search_role=SEARCH_ROLE,
            first_column=STARTED,
            long_column=DATA,
        )
        self._tab.filter.changed.connect(self._filter)
        window.tabs.currentChanged.connect(self._refresh_if_in_front)
        training.kept.connect(self._refresh_if_in_front)
        training.ended.connect(self._refresh_if_in_front)
        training.busy_changed.connect(self._refresh_if_in_front)
        repeats.ended.connect(self.choose)
        # Queued: the list must not be reset while the field that the person typed in is still open.
        self._table.renamed.connect(self._edits.rename, Qt.ConnectionType.QueuedConnection)
        self._tab.list.chosen.connect(self._choose)
        self._tab.details.series_requested.connect(self._choose_series)
        self._tab.go_on_requested.connect(self._go_on)

    @property
    def is_running(self) -> bool:
        """Whether runs are being read or written in a thread."""
        return self._access.is_running

    def stop(self) -> None:
        """Read no more; ``ended`` follows when the thread has ended."""
        self._access.stop()

    def _refresh_if_in_front(self) -> None:
        self._check_timer.stop()
        if self._window.tabs.currentWidget() is self._tab:
            self._refresh()

    def _refresh(self, choose: list[int] | None = None) -> None:
        """Read the list again and choose the runs ``choose``; ``None`` keeps the choice."""
        if choose is not None:
            self._to_choose = choose
        self._access.do(self._listing("list", self._list))

    def _listing(self, kind: str, done: Callable[[Sequence[RunSummary | UnreadableRun]], None]) -> StoreWork:
        return StoreWork(lambda store, _: store.listed(), done, self._tab.show_empty, kind=kind, waits=self._waits)

    def _waits(self) -> None:
        if not self._table.runs:
            self._tab.show_empty("Reading the runs…")

    def _list(self, runs: Sequence[RunSummary | UnreadableRun]) -> None:
        chosen = self._tab.list.runs() if self._to_choose is None else self._to_choose
        self._to_choose = None
        # A removed row changes the choice; the flag turns all these changes into one.
        self._is_refreshing = True
        self._table.set_runs(runs)
        if not chosen or self._tab.list.runs() != chosen:
            self._tab.list.choose(chosen)
        self._is_refreshing = False
        self._count_shown()
        if runs:
            self._tab.show_runs()
        else:
            self._tab.show_empty()
        self._choose()
        if any(isinstance(run, RunSummary) and run.running for run in runs):
            self._check_timer.start()

    def _refresh_running(self) -> None:
        """Read again only the runs that were being trained at the last check."""
        if self._access.is_running:
            return  # a slow disk: at the next check
        numbers = [run.id for run in self._table.runs if run.running]
        self._access.do(
            StoreWork(
                lambda store, _: [store.run(number) for number in numbers],
                self._show_running,
                lambda _: self._refresh_if_in_front(),
                kind="running",
            )
        )

    def _show_running(self, now: Sequence[StoredRun]) -> None:
        if not now or not all(run.summary.running for run in now):
            self._refresh_if_in_front()  # a run has ended or was deleted
            return
        for run in now:
            self._table.update_run(run.summary)
        read = {run.summary.id: run for run in now}
        if any(read.get(run.summary.id, run) != run for run in self._chosen):
            self._show([read.get(run.summary.id, run) for run in self._chosen])

    def choose(self, runs: list[int]) -> None:
        """Choose these runs now, or when the tab comes to the front."""
        self._to_choose = runs
        self._refresh_if_in_front()

    # The chosen runs

    def _choose(self) -> None:
        """Read and show the chosen runs; many of them in a thread, in which case nothing is chosen meanwhile."""
        if self._is_refreshing:
            return
        numbers = self._tab.list.runs()
        if not numbers:
            self._access.drop("chosen")
            self._found([])
            return
        self._access.do(
            StoreWork(
                lambda store, stop_if_asked: found_runs(store, numbers, stop_if_asked),
                self._found,
                self._failed,
                kind="chosen",
                is_long=len(numbers) > MOST_AT_ONCE,
                waits=lambda: self._read_long(len(numbers)),
            )
        )

    def _read_long(self, count: int) -> None:
        """Say that so many runs are being read; nothing is chosen meanwhile."""
        self._chosen, self._unreadable = [], []
        self._tab.set_actions(RunActions())
        self._tab.details.show_table(f"Reading {counted(count, 'run')}…", [], [], has_note=False)

    def _found(self, runs: Sequence[StoredRun | UnreadableRun]) -> None:
        self._unreadable = [run for run in runs if isinstance(run, UnreadableRun)]
        self._show([run for run in runs if isinstance(run, StoredRun)])

    def _failed(self, sentence: str) -> None:
        self._found([])
        self._window.show_error(sentence)

    def _filter(self) -> None:
        filter_ = self._tab.filter
        # Rows that go change the choice one by one; the flag turns all these changes into one.
        self._is_refreshing = True
        before = self._tab.list.runs()
        self._tab.list.set_filter([*filter_.words, *(["★"] if filter_.starred_only else [])])
        if not before or self._tab.list.runs() != before:
            self._tab.list.choose(before)
        self._is_refreshing = False
        self._count_shown()
        if self._tab.list.runs() != before:
            self._choose()

    def _count_shown(self) -> None:
        self._tab.filter.show_matches(self._tab.list.shown, self._table.rowCount())

    def _show(self, runs: list[StoredRun]) -> None:
        """Show the chosen runs and enable the actions that they allow."""
        numbers = [run.summary.id for run in runs]
        anew = numbers != [run.summary.id for run in self._chosen]
        self._chosen = runs
        one = runs[0] if len(runs) == 1 and not self._unreadable else None
        self._tab.set_actions(self._actions_of(one))
        others = 0 if one is None else len(self._series_of(one)) - 1
        show_runs(self._tab, runs, others=others, anew=anew)
        if self._unreadable and not runs:
            show_unreadable(self._tab, self._unreadable)
        self.shown.emit(runs)

    def _actions_of(self, one: StoredRun | None) -> RunActions:
        """The actions that the chosen runs allow; ``one`` is the only one, if there is no other."""
        runs, unreadable = self._chosen, self._unreadable
        return RunActions(
            use=one is not None and one.best_weights is not None,
            examine=one is not None and one.best_weights is not None,
            repeat=one is not None,
            seeds=one is not None and bool(one.source),
            go_on=one is not None and _can_go_on(one),
            export=(one is not None and bool(one.history.epochs)) or (not runs and len(unreadable) == 1),
            rename=one is not None,
            star=bool(runs),
            delete=bool(runs or unreadable) and not any(run.summary.running for run in runs),
            busy=RUN_TIP if self._training.is_running else self._training.busy,
        )

    def _series_of(self, run: StoredRun) -> list[int]:
        """The numbers of all runs of the series that ``run`` belongs to; only its own if there is no series."""
        series = run.summary.series
        return [other.id for other in self._table.runs if other.id == run.summary.id or other.series == series != ""]

    def _choose_series(self) -> None:
        self._tab.list.choose(self._series_of(self._chosen[0]))

    # Going on with a run

    def _go_on(self) -> None:
        run = self._chosen[0]

        def listed(runs: Sequence[RunSummary | UnreadableRun]) -> None:
            self._list(runs)
            self._go_on_unless_held(run)

        self._access.do(self._listing("", listed))  # another program may train it meanwhile

    def _go_on_unless_held(self, run: StoredRun) -> None:
        if any(now.running for now in self._table.runs if now.id == run.summary.id):
            self._tab.show_message(f"“{run.summary.title}” is being trained by another program. Wait until it ends.")
            return
        self._training.go_on(run)
        self._window.tabs.setCurrentWidget(self._window.train_tab)


def _clear_the_bin(store: RunStore) -> None:
    store.empty_bin(KEPT_IN_THE_BIN)


def _can_go_on(run: StoredRun) -> bool:
    return run.summary.outcome in _CAN_GO_ON and bool(run.source) and is_there(run.checkpoint)
