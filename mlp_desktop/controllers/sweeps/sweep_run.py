"""A running sweep: the form's order becomes a worker, and its reports fill the display."""

from PySide6.QtCore import QObject, Signal

from mlp_desktop.controllers.kit.finish_notice import FinishNotice
from mlp_desktop.controllers.kit.one_worker import OneWorker
from mlp_desktop.controllers.sweeps.sweep_display import SweepDisplayController
from mlp_desktop.controllers.sweeps.sweep_plan import SweepPlanController
from mlp_desktop.controllers.sweeps.sweep_time import SweepProgress
from mlp_desktop.controllers.sweeps.sweep_words import end_line, progress_line
from mlp_desktop.controllers.train.training import TrainingController
from mlp_desktop.controllers.train.training_words import LOADING, loading_line
from mlp_desktop.models.train.loaded_data import ALL_SAMPLES
from mlp_desktop.views.window.main_window import MainWindow
from mlp_desktop.workers.sweeps.sweep_workers import SweepOrder, SweepWorker
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.sweeps import StoredSweep, SweepResult, TrialDone


class SweepRunController(QObject):
    """Runs one sweep at a time; emits ``ended`` when none runs any more."""

    ended = Signal()

    def __init__(
        self,
        window: MainWindow,
        training: TrainingController,
        plan: SweepPlanController,
        display: SweepDisplayController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._tab = window.compare_tab
        self._training = training
        self._plan = plan
        self._display = display
        self._work = OneWorker(self)
        self._work.ended.connect(self._has_ended)
        self._source, self._choice = "", ALL_SAMPLES
        self._progress: SweepProgress | None = None
        self._notice = FinishNotice(window, self._tab, self)
        self._tab.start_requested.connect(self._start)
        self._tab.stop_requested.connect(self.stop)
        self._tab.go_on_requested.connect(self._go_on)

    @property
    def is_running(self) -> bool:
        """Whether a sweep is running."""
        return self._work.is_running

    def stop(self) -> None:
        """Ask the sweep to stop; ``ended`` follows when its thread has ended."""
        if self.is_running:
            self._work.stop()
            self._tab.set_state("stopping")

    def _start(self) -> None:
        order = self._plan.order()
        if order is not None:
            self._begin(order)

    def _go_on(self) -> None:
        stored, order = self._display.stored, self._plan.order()
        if stored is None:
            return
        # The processes are not part of a stored sweep. They are taken from the form, if it is right.
        workers, scheduler = (None, "") if order is None else (order.workers, order.scheduler)
        self._begin(SweepOrder(stored.sweep, stored.source, stored.choice, workers, scheduler, stored.name))

    def _begin(self, order: SweepOrder) -> None:
        if self.is_running:
            return
        self._source, self._choice, self._progress = order.source, order.choice, None
        self._notice.forget()
        self._tab.set_state("running")
        self._tab.show_progress(0, LOADING)
        worker = SweepWorker(order, self._training.loaded.get(order.source))
        worker.loaded.connect(self._loaded)
        worker.begun.connect(self._begun)
        worker.done.connect(self._done)
        worker.noticed.connect(self._window.show_error)
        self._work.begin(worker, self._succeeded, self._failed, stopped=self._stopped, progressed=self._progressed)

    def _progressed(self, samples: int) -> None:
        if not self._work.is_stopping:
            self._tab.show_progress(0, loading_line(self._source, samples, self._choice))

    def _loaded(self, data: Dataset) -> None:
        self._training.loaded.keep(self._source, data, self._choice)
        self._tab.form.set_error("data", " ".join(data.remarks))

    def _begun(self, stored: StoredSweep, _at_once: int) -> None:
        self._progress = SweepProgress(stored.sweep)
        self._display.begin(stored)
        if not self._work.is_stopping:
            self._tab.show_progress(0, progress_line(0, stored.sweep.trial_count, None, 0))

    def _done(self, event: TrialDone) -> None:
        if self._progress is None:
            return
        self._progress.add(event.done, found=event.found)
        table = self._display.add(event.result)
        if not self._work.is_stopping:
            words = progress_line(event.done, event.total, self._progress.seconds_left, table.failed)
            self._tab.show_progress(self._progress.fraction, words)

    def _succeeded(self, result: SweepResult) -> None:
        table = self._display.end(result)
        done = 1.0 if self._progress is None or not result.stopped else self._progress.fraction
        self._end(done, end_line(table, stopped=result.stopped, retried=result.retried))

    def _stopped(self) -> None:
        self._end(0, "Stopped before the sweep started.")

    def _failed(self, sentence: str) -> None:
        self._end(0, "The sweep failed. What is done is kept.")
        self._window.show_error(sentence)

    def _end(self, fraction: float, words: str) -> None:
        self._tab.show_progress(fraction, words)
        self._notice.tell(words)

    def _has_ended(self) -> None:
        self._display.let_go()
        self._tab.set_state("idle")
        self._display.list_sweeps()
        self.ended.emit()
