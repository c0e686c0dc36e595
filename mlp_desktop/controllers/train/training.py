"""A training: the checked form becomes a worker, and its reports become curves, words and a network to use."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from mlp_desktop.controllers.kit.finish_notice import FinishNotice
from mlp_desktop.controllers.train.run_display import RunDisplay
from mlp_desktop.controllers.train.training_form import TrainingFormController
from mlp_desktop.controllers.train.training_settings import read_form
from mlp_desktop.controllers.train.training_words import at_the_end, in_sentences, not_for_pad, summary
from mlp_desktop.models.train.loaded_data import LoadedData
from mlp_desktop.models.train.run_curves import RunCurves
from mlp_desktop.models.window.session import Session
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.views.kit.accessibility import announce
from mlp_desktop.views.window.main_window import MainWindow
from mlp_desktop.workers.train.training_worker import TrainingWorker
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.runs import StoredRun
from mlp_engine.runs.run_keeper import RunTitle
from mlp_engine.training.control import RunControl
from mlp_engine.training.result import Outcome, TrainingResult
from mlp_engine.weights.model_card import ModelCard


class TrainingController(QObject):
    """Owns the current run, if there is one; emits ``begun``, and ``ended`` when another may begin."""

    begun = Signal()
    ended = Signal()
    kept = Signal(int)
    """The new run is kept in the store of runs under this number."""
    busy_changed = Signal()

    def __init__(self, window: MainWindow, session: Session, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._tab = window.train_tab
        self._session = session
        self._settings = settings
        self._worker: TrainingWorker | None = None
        self._thread_has_ended = False
        self.run: int | None = None
        """The number of the current run in the store of runs; ``None`` if there is no run or it is not kept."""
        self.stop_was_asked = False
        """Whether the person stopped the current or the last run."""
        self.busy = ""
        """Why no run can begin: other work of the tab is being done; empty where none is."""
        self.display = RunDisplay(self._tab, session, self)
        """What the tab shows of the run."""
        self._result: tuple[TrainingResult, ModelCard] | None = None
        self._was_stopped = False
        also_saved = None if session.in_use.reject is None else session.in_use.reject.network.config
        self._form = TrainingFormController(window, settings, also_saved, self)
        self.data = self._form.data
        self._notice = FinishNotice(window, self._tab, self)
        self.display.quiet.connect(self._finish_when_quiet)
        self._tab.start_requested.connect(self._start)
        self._tab.pause_requested.connect(self.pause_or_resume)
        self._tab.stop_requested.connect(self.stop)
        self._tab.use_requested.connect(self._use)
        window.view_menu.training_asked.connect(self._say)

    @property
    def curves(self) -> RunCurves:
        """The curves of the current or the last run."""
        return self.display.curves

    @property
    def loaded(self) -> LoadedData:
        """The data that was loaded last."""
        return self.display.loaded

    @property
    def control(self) -> RunControl | None:
        """The control of the current run."""
        return None if self._worker is None else self._worker.control

    @property
    def network(self) -> Network | None:
        """The network that the last run has made; ``None`` during a run, or if the run failed."""
        return None if self._result is None else self._result[0].network

    @property
    def is_running(self) -> bool:
        """Whether there is a current run; it may be paused."""
        return self._worker is not None

    def set_busy(self, reason: str) -> None:
        """Let no run begin, for a ``reason`` that the buttons say; or let one begin again, with an empty reason."""
        self.busy = reason
        self._tab.set_busy(reason)
        self.busy_changed.emit()

    def choose_data(self, path: str) -> None:
        """Open the Train tab and choose the data of a file or folder in it."""
        self._window.tabs.setCurrentWidget(self._tab)
        if self._worker is None:
            self.data.offer_also(path)
        else:
            self._window.show_error("The data can't be changed during a run. Stop the run first, or wait.")

    def pause_or_resume(self) -> None:
        """Pause the run after its current minibatch, or resume it."""
        if self._worker is None:
            return
        control = self._worker.control
        if control.is_paused:
            control.resume()
            self._tab.loss_plot.set_step(None)
            self._tab.set_state("running")
        else:
            self._worker.pause()
            self._tab.set_state("paused")

    def stop(self) -> None:
        """Ask the run to stop after its current minibatch; ``ended`` follows when its thread has ended."""
        if self._worker is not None:
            self.stop_was_asked = True
            self._worker.control.stop()
            self._tab.set_state("stopping")

    # The run

    def _start(self) -> None:
        values = self._tab.form.values()
        reading = read_form(values)
        if reading.errors or self._worker is not None or self.busy:
            return
        self._settings.training_form = values
        self._launch(values["data"], reading.samples, reading.network, reading.training)

    def go_on(self, run: StoredRun) -> None:
        """Resume a run from its checkpoint, with its own settings and not those of the form."""
        if self._worker is None and not self.busy:
            self._launch(run.source, run.summary.choice, run.summary.network, run.summary.training, run)

    def repeat(self, run: StoredRun, seed: int, title: RunTitle, place: str) -> None:
        """Train again with the settings of a run and another seed; ``place`` is shown before the progress."""
        if self._worker is None:
            summary = run.summary
            samples, training = replace(summary.choice, seed=seed), replace(summary.training, seed=seed)
            self._launch(run.source, samples, summary.network, training, title=title, place=place)

    @property
    def outcome(self) -> Outcome | None:
        """The outcome of the last run; ``None`` during a run, or if the run failed."""
        return None if self._result is None else self._result[0].outcome

    def propose(self, run: StoredRun) -> list[str]:
        """Put the settings of a run into the form; returns the names of those that the form cannot hold."""
        return self._form.propose(run)

    def fill(self, values: Mapping[str, str]) -> None:
        """Fill the form with these texts, among them the data."""
        self._form.fill(values)

    def _launch(
        self,
        source: str,
        samples: SampleChoice,
        network: NetworkConfig,
        training: TrainingConfig,
        resumed: StoredRun | None = None,
        title: RunTitle = RunTitle(),  # noqa: B008 (frozen)
        place: str = "",
    ) -> None:
        self._result = None
        self._was_stopped = self.stop_was_asked = False
        self.display.clear(place)
        self._notice.forget()
        data = self.loaded.get(source) or source
        worker = TrainingWorker(
            data, samples, network, training, self, source_name=source, resumed=resumed, title=title
        )
        worker.kept.connect(self._is_kept)
        worker.not_kept.connect(self._window.show_error)
        worker.succeeded.connect(self._has_result)
        worker.stopped.connect(self._has_result)
        worker.not_begun.connect(self._not_begun)
        worker.failed.connect(self._window.show_error)
        worker.finished.connect(self._has_ended)
        self._worker = worker
        self._thread_has_ended = False
        self.display.follow(worker, source, samples, network, training)
        self._tab.set_state("running")
        worker.start()
        self.begun.emit()

    def _is_kept(self, run: int) -> None:
        self.run = run
        self.kept.emit(run)

    def _has_result(self, result: TrainingResult, card: ModelCard) -> None:
        self._result = (result, card)
        self.display.show_result(result)
        if result.outcome == "diverged":
            self._window.show_error(result.message)

    def _not_begun(self) -> None:
        self._was_stopped = True

    def _has_ended(self) -> None:
        # All signals of the thread have arrived by now; isFinished() can be true while some are still queued.
        self._thread_has_ended = True
        self._finish_when_quiet()

    def _finish_when_quiet(self) -> None:
        """End the run when its thread and the last snapshot of its weights have ended; then another may begin."""
        if self._worker is None or not self._thread_has_ended or self.display.is_busy:
            return
        self._worker.deleteLater()
        self._worker = None
        self.display.end(failed=self._result is None)
        self.run = None
        if self._result is None:
            self._tab.set_state("idle")
            ending = "Stopped before the run started." if self._was_stopped else "The run failed."
            words = f"{ending} The network in use has not changed."
            self._tab.show_progress(0, words)
        else:
            result, _ = self._result
            words = at_the_end(result)
            self._tab.set_state("finished")
            self._tab.show_progress(1 if result.outcome != "stopped" else self.display.share_done, words)
        self.ended.emit()
        if not self.is_running:  # the next of several runs may have begun
            self._notice.tell(words)

    def _say(self) -> None:
        """Have the screen reader speak the line about the run, and the curves in words."""
        announce(self._window, in_sentences(self._tab.message, summary(self.curves)))

    def _use(self) -> None:
        if self._result is not None:
            result, card = self._result
            if obstacle := not_for_pad(result.network):
                self._tab.show_message(obstacle)
                return
            self._session.use_new(result.network, card, result.history)
            self._tab.show_message("This network now reads your drawings. Save it with File › Save weights.")
