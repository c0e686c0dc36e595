"""Runs a training: from a checked form to a worker, and from its reports to curves, words and a network to use."""

from typing import cast

from PySide6.QtCore import QObject, Signal

from mlp_desktop.controllers.advice import Advice
from mlp_desktop.controllers.data_choice import DataChoice
from mlp_desktop.controllers.training_settings import CHOICES, FIRST_VALUES, read_form
from mlp_desktop.controllers.training_words import at_the_end, loading_line, progress_line
from mlp_desktop.controllers.weights_watch import show_weights
from mlp_desktop.models.loaded_data import PRACTICE, PRACTICE_SAMPLES, LoadedData
from mlp_desktop.models.run_curves import RunCurves
from mlp_desktop.models.session import Session
from mlp_desktop.models.settings import Settings
from mlp_desktop.views.main_window import MainWindow
from mlp_desktop.workers.training_worker import TrainingWorker
from mlp_engine.config import DEFAULT_LEARNING_RATES, OptimizerName
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.history import EpochFinished, Progress, TrainingEvent
from mlp_engine.layer_statistics import LayerStatistics
from mlp_engine.model_card import ModelCard
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
        self.loaded = LoadedData()
        self._source = ""
        self._curves = RunCurves()
        self._result: tuple[TrainingResult, ModelCard] | None = None
        self._was_stopped = False
        self._rate_was_typed = False
        self._advice = Advice(self._tab, self)
        self._samples = 1
        self._layers: tuple[LayerStatistics, ...] = ()
        self.data = DataChoice(window, settings, self)
        self._fill_form()
        self.data.changed.connect(self._check)
        self._tab.form.edited.connect(self._edited)
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
        self.data.offer()
        remembered = self._settings.training_form
        form.set_values(FIRST_VALUES | {key: text for key, text in remembered.items() if key in form.values()})
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

    # The run

    def _start(self) -> None:
        values = self._tab.form.values()
        reading = read_form(values)
        if reading.errors or self._worker is not None:
            return
        self._settings.training_form = values
        self._curves = RunCurves()
        self._result = None
        self._was_stopped = False
        self._source = values["data"]
        self._tab.curves.clear(BEGINNING)
        self._tab.set_summary("")
        self._advice.begin(reading.network, reading.training)
        self._tab.show_progress(0, LOADING)
        source = self.loaded.get(self._source) or self._source
        worker = TrainingWorker(
            source, reading.samples, reading.network, reading.training, self, source_name=self._source
        )
        worker.loading.connect(self._loading)
        worker.loaded.connect(self._has_data)
        worker.begun.connect(self._begun)
        worker.measured.connect(self._measured)
        worker.kept.connect(self._is_kept)
        worker.not_kept.connect(self._window.show_error)
        worker.progressed.connect(self._progressed)
        worker.succeeded.connect(self._has_result)
        worker.stopped.connect(self._has_result)
        worker.not_begun.connect(self._not_begun)
        worker.failed.connect(self._failed)
        worker.finished.connect(self._finished)
        self._worker = worker
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

    def _begun(self, samples: int) -> None:
        self._samples = samples

    def _measured(self, layers: tuple[LayerStatistics, ...]) -> None:
        self._layers = layers

    def _progressed(self, events: list[TrainingEvent]) -> None:
        for event in events:
            match event:
                case Progress():
                    self._curves.add_progress(event)
                    self._tab.show_progress(event.epoch / event.epochs, progress_line(event, self._curves))
                case EpochFinished():
                    self._curves.add_epoch(event)
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
        epochs = read_form(self._tab.form.values()).training.epochs
        return 0.0 if self._curves.last is None else self._curves.last.epoch / epochs

    def _use(self) -> None:
        if self._result is not None:
            result, card = self._result
            self._session.use_new(result.network, card, result.history)
            self._tab.show_message("This network reads your drawings now. Save it with File › Save weights.")
