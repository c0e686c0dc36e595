"""Runs a training: from a checked form to a worker, and from its reports to curves, words and a network to use."""

from collections.abc import Mapping
from typing import cast

from PySide6.QtCore import QObject, Signal

from mlp_desktop.controllers.advice import Advice
from mlp_desktop.controllers.data_choice import DataChoice
from mlp_desktop.controllers.estimate_words import estimate_line
from mlp_desktop.controllers.presets import PRESETS
from mlp_desktop.controllers.run_settings import form_values, lost_settings, samples_of
from mlp_desktop.controllers.steering import Steering
from mlp_desktop.controllers.training_settings import CHOICES, FIRST_VALUES, read_form
from mlp_desktop.controllers.training_words import at_the_end, loading_line, progress_line
from mlp_desktop.controllers.weights_watch import show_weights
from mlp_desktop.models.loaded_data import PRACTICE, PRACTICE_SAMPLES, LoadedData
from mlp_desktop.models.run_curves import RunCurves
from mlp_desktop.models.session import Session
from mlp_desktop.models.settings import Settings
from mlp_desktop.views.main_window import MainWindow
from mlp_desktop.workers.training_worker import TrainingWorker
from mlp_engine.config import DEFAULT_LEARNING_RATES, NetworkConfig, OptimizerName, TrainingConfig
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.history import Change, EpochFinished, History, Progress, TrainingEvent, better
from mlp_engine.layer_statistics import LayerStatistics
from mlp_engine.model_card import ModelCard
from mlp_engine.runs import StoredRun
from mlp_engine.training_run import TrainingResult

BEGINNING = "The curves begin in a moment"
LOADING = "Loading the data…"


class TrainingController(QObject):
    """Owns the run that is going on, if any; emits ``ended`` when none is any more."""

    ended = Signal()
    kept = Signal(int)
    """The number, in the store of runs, of the run that has begun."""

    def __init__(self, window: MainWindow, session: Session, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._tab = window.train_tab
        self._session = session
        self._settings = settings
        self._worker: TrainingWorker | None = None
        self.run: int | None = None
        """Number, in the store of runs, of the run that is going on; ``None`` where it is not kept."""
        self.loaded = LoadedData()
        self._source = ""
        self._epochs = 1
        self._curves = RunCurves()
        self._result: tuple[TrainingResult, ModelCard] | None = None
        self._was_stopped = False
        self._rate_was_typed = False
        self._advice = Advice(self._tab, self)
        self._samples = 1
        self._layers: tuple[LayerStatistics, ...] = ()
        self.data = DataChoice(window, settings, self)
        self._steering = Steering(self._tab, session, self)
        self._also_saved = None if session.reject is None else session.reject.network.config
        self._fill_form()
        self.data.changed.connect(self._check)
        window.tabs.currentChanged.connect(self._check)
        self._tab.form.edited.connect(self._edited)
        self._tab.form.presets.chosen.connect(self._choose_preset)
        self._tab.form.presets.reset_requested.connect(self._reset)
        self._tab.start_requested.connect(self._start)
        self._tab.pause_requested.connect(self.pause_or_resume)
        self._tab.stop_requested.connect(self.stop)
        self._tab.use_requested.connect(self._use)

    @property
    def curves(self) -> RunCurves:
        """What the curves on the screen are drawn from."""
        return self._curves

    @property
    def is_running(self) -> bool:
        """Whether a run is going on, paused ones included."""
        return self._worker is not None

    def pause_or_resume(self) -> None:
        """Hold the run after its current minibatch, or let a held one go on."""
        if self._worker is None:
            return
        control = self._worker.control
        if control.is_paused:
            control.resume()
            self._tab.set_state("running")
        else:
            control.pause()
            self._tab.set_state("paused")

    def stop(self) -> None:
        """Ask the run to end after its current minibatch; ``ended`` tells when it has."""
        if self._worker is not None:
            self._worker.control.stop()
            self._tab.set_state("stopping")

    # The form

    def _fill_form(self) -> None:
        form = self._tab.form
        for key, choices in CHOICES.items():
            form.set_choices(key, choices)
        form.presets.offer([(preset.name, preset.sentence) for preset in PRESETS])
        self.data.offer()
        remembered = self._settings.training_form
        form.set_values(FIRST_VALUES | {key: text for key, text in remembered.items() if key in form.values()})
        self._check()

    def _choose_preset(self, name: str) -> None:
        self._fill(next(preset.values for preset in PRESETS if preset.name == name))

    def _reset(self) -> None:
        self._tab.form.presets.forget()
        self._fill(FIRST_VALUES)

    def _fill(self, values: Mapping[str, str]) -> None:
        self._rate_was_typed = False
        self._tab.form.set_values(values)
        self._check()

    def _edited(self, key: str) -> None:
        self._rate_was_typed |= key == "rate"
        if key == "optimizer" and not self._rate_was_typed:
            # A rate that suits one optimizer makes another diverge at once.
            optimizer = cast("OptimizerName", self._tab.form.values()["optimizer"])
            self._tab.form.set_values({"rate": f"{DEFAULT_LEARNING_RATES[optimizer]:g}"})
        self._check()

    def _check(self) -> None:
        values = self._tab.form.values()
        reading = read_form(values)
        errors = dict(reading.errors)
        if obstacle := self.data.obstacle(values["data"]):
            errors["data"] = obstacle
        for key in values:
            self._tab.form.set_error(key, errors.get(key, ""))
        self._tab.form.set_usable("count", values["slice"] != "all")
        self._tab.set_ready(not errors)
        # The first estimate measures this machine, which the start of the program need not wait for.
        if self._window.tabs.currentWidget() is self._tab:
            self._tab.form.set_estimate(estimate_line(reading, values["data"], self._also_saved))

    # The run

    def _start(self) -> None:
        values = self._tab.form.values()
        reading = read_form(values)
        if reading.errors or self._worker is not None:
            return
        self._settings.training_form = values
        self._launch(values["data"], reading.samples, reading.network, reading.training)

    def go_on(self, run: StoredRun) -> None:
        """Go on with a run from its checkpoint, whatever the form says."""
        if self._worker is None:
            self._launch(run.source, samples_of(run), run.summary.network, run.summary.training, run)

    def propose(self, run: StoredRun) -> list[str]:
        """Put the settings of a run into the form; returns the names of those that it cannot hold."""
        self.data.offer_also(run.source)
        self._tab.form.set_values(form_values(run))
        self._check()
        return lost_settings(run, self._tab.form.values())

    def _launch(
        self,
        source: str,
        samples: SampleChoice,
        network: NetworkConfig,
        training: TrainingConfig,
        resumed: StoredRun | None = None,
    ) -> None:
        self._curves = RunCurves()
        self._result = None
        self._was_stopped = False
        self._source = source
        self._epochs = training.epochs
        self._tab.curves.clear(BEGINNING)
        self._tab.set_summary("")
        self._advice.begin(network, training)
        self._tab.show_progress(0, LOADING)
        data = self.loaded.get(source) or source
        worker = TrainingWorker(data, samples, network, training, self, source_name=source, resumed=resumed)
        worker.loading.connect(self._loading)
        worker.loaded.connect(self._has_data)
        worker.begun.connect(self._begun)
        worker.measured.connect(self._measured)
        worker.kept.connect(self._is_kept)
        worker.not_kept.connect(self._window.show_error)
        worker.goes_on.connect(self._goes_on)
        worker.progressed.connect(self._progressed)
        worker.succeeded.connect(self._has_result)
        worker.stopped.connect(self._has_result)
        worker.not_begun.connect(self._not_begun)
        worker.failed.connect(self._failed)
        worker.finished.connect(self._finished)
        self._worker = worker
        self._steering.begin(worker.control, training, self._curves)
        self._tab.set_state("running")
        worker.start()

    def _loading(self, samples: int) -> None:
        share = samples / PRACTICE_SAMPLES if self._source == PRACTICE else 0  # of files nobody knows the end
        self._tab.show_progress(share, loading_line(self._source, samples))

    def _has_data(self, data: Dataset) -> None:
        self.loaded.keep(self._source, data)

    def _is_kept(self, run: int) -> None:
        self.run = run
        self.kept.emit(run)

    def _goes_on(self, history: History) -> None:
        """The run was there before: its curves begin with what they were."""
        best = None
        for record in history.epochs:
            best = better(best, record)
            self._curves.add_epoch(EpochFinished(record, best is record, self._epochs))
        for change in history.changes:
            self._has_changed(change)
        self._draw()

    def _has_changed(self, change: Change) -> None:
        self._steering.changed(change)
        self._advice.changed(change)

    def _begun(self, samples: int) -> None:
        self._samples = samples

    def _measured(self, layers: tuple[LayerStatistics, ...]) -> None:
        self._layers = layers

    def _progressed(self, events: list[TrainingEvent]) -> None:
        for event in events:
            match event:
                case Progress():
                    self._curves.add_progress(event)
                    words = progress_line(event, self._curves, self._steering.news())
                    self._tab.show_progress(event.epoch / event.epochs, words)
                case EpochFinished():
                    self._curves.add_epoch(event)
                case Change():
                    self._has_changed(event)
        self._advice.look(self._curves, self._samples)
        self._draw()

    def _draw(self) -> None:
        curves = self._curves
        self._tab.loss_plot.set_curve("training", *curves.training_loss())
        self._tab.loss_plot.set_curve("validation", *curves.validation_loss())
        self._tab.loss_plot.set_curve("penalty", *curves.penalty())
        self._tab.accuracy_plot.set_curve("training", *curves.training_accuracy())
        self._tab.accuracy_plot.set_curve("validation", *curves.validation_accuracy())
        best = None if curves.best is None else curves.best.epoch
        self._tab.loss_plot.set_best(best)
        self._tab.accuracy_plot.set_best(best)
        self._tab.curves.set_exportable(True)

    def _has_result(self, result: TrainingResult, card: ModelCard) -> None:
        self._result = (result, card)
        self._advice.end(self._curves, result, self._layers)
        show_weights(self._tab.curves.weights, result.network, self._layers)
        if result.outcome == "diverged":
            self._window.show_error(result.message)

    def _not_begun(self) -> None:
        self._was_stopped = True

    def _failed(self, sentence: str) -> None:
        self._window.show_error(sentence)

    def _finished(self) -> None:
        """The thread has ended: only now may another begin."""
        if self._worker is not None:
            self._worker.deleteLater()
            self._worker = None
        self._steering.end()
        self.run = None
        if self._result is None:
            self._tab.curves.clear()
            self._tab.set_state("idle")
            ending = "Stopped before the run began." if self._was_stopped else "The run failed."
            self._tab.show_progress(0, f"{ending} The network in use is as it was.")
        else:
            result, _ = self._result
            self._tab.set_state("finished")
            self._tab.show_progress(1 if result.outcome != "stopped" else self._share_done(), at_the_end(result))
        self.ended.emit()

    def _share_done(self) -> float:
        return 0.0 if self._curves.last is None else self._curves.last.epoch / self._epochs

    def _use(self) -> None:
        if self._result is not None:
            result, card = self._result
            self._session.use_new(result.network, card, result.history)
            self._tab.show_message("This network reads your drawings now. Save it with File › Save weights.")
