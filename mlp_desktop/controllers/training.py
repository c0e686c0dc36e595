"""Runs a training: from a checked form to a worker, and from its reports to curves, words and a network to use."""

from pathlib import Path
from typing import cast

from PySide6.QtCore import QObject, Signal

from mlp_desktop.controllers.training_settings import CHOICES, FIRST_VALUES, read_form
from mlp_desktop.controllers.training_words import at_the_end, progress_line, summary
from mlp_desktop.models.run_curves import RunCurves
from mlp_desktop.models.session import Session
from mlp_desktop.models.settings import Settings
from mlp_desktop.views.main_window import MainWindow
from mlp_desktop.workers.training_worker import TrainingWorker
from mlp_engine.config import DEFAULT_LEARNING_RATES, OptimizerName
from mlp_engine.datasets.mnist import is_mnist_cached
from mlp_engine.history import EpochFinished, Progress, TrainingEvent
from mlp_engine.model_card import ModelCard
from mlp_engine.training_run import TrainingResult

MNIST = "mnist"
BEGINNING = "The curves begin in a moment"
NO_MNIST = "MNIST must be fetched first, or choose a folder."


class TrainingController(QObject):
    """Owns the run that is going on, if any; emits ``ended`` when none is any more."""

    ended = Signal()

    def __init__(self, window: MainWindow, session: Session, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._tab = window.train_tab
        self._session = session
        self._settings = settings
        self._worker: TrainingWorker | None = None
        self._curves = RunCurves()
        self._result: tuple[TrainingResult, ModelCard] | None = None
        self._rate_was_typed = False
        self._fill_form()
        self._tab.form.edited.connect(self._edited)
        self._tab.start_requested.connect(self._start)
        self._tab.pause_requested.connect(self.pause_or_resume)
        self._tab.stop_requested.connect(self.stop)
        self._tab.use_requested.connect(self._use)
        self._tab.folder_requested.connect(self._choose_folder)

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

    def offer_data(self) -> None:
        """Offer the data sets there are, and say so where one has still to be fetched."""
        fetched = is_mnist_cached()
        choices = [(MNIST, "MNIST, 60,000 digits" if fetched else "MNIST (not fetched yet)")]
        folder = self._settings.data_folder
        if folder:
            choices.append((folder, f"Folder {Path(folder).name}"))
        self._tab.form.set_data_choices(choices)
        self._check()

    # The form

    def _fill_form(self) -> None:
        form = self._tab.form
        for key, choices in CHOICES.items():
            form.set_choices(key, choices)
        self.offer_data()
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
        if values["data"] == MNIST and not is_mnist_cached():
            errors["data"] = NO_MNIST
        for key in values:
            self._tab.form.set_error(key, errors.get(key, ""))
        self._tab.set_ready(not errors)

    def _choose_folder(self) -> None:
        chosen = self._window.choose_folder(
            "Folder of IDX files", self._settings.data_folder or str(self._settings.folder)
        )
        if chosen:
            self._settings.data_folder = chosen
            self.offer_data()
            self._tab.form.set_values({"data": chosen})
            self._check()

    # The run

    def _start(self) -> None:
        values = self._tab.form.values()
        reading = read_form(values)
        if reading.errors or self._worker is not None:
            return
        self._settings.training_form = values
        self._curves = RunCurves()
        self._result = None
        self._tab.loss_plot.clear(BEGINNING)
        self._tab.accuracy_plot.clear(BEGINNING)
        self._tab.set_summary("")
        self._tab.show_progress(0, "Loading the data…")
        worker = TrainingWorker(values["data"], reading.network, reading.training, self)
        worker.progressed.connect(self._progressed)
        worker.succeeded.connect(self._has_result)
        worker.stopped.connect(self._has_result)
        worker.failed.connect(self._failed)
        worker.finished.connect(self._finished)
        self._worker = worker
        self._tab.set_state("running")
        worker.start()

    def _progressed(self, events: list[TrainingEvent]) -> None:
        for event in events:
            match event:
                case Progress():
                    self._curves.add_progress(event)
                    self._tab.show_progress(event.epoch / event.epochs, progress_line(event, self._curves))
                case EpochFinished():
                    self._curves.add_epoch(event)
        self._tab.set_summary(summary(self._curves))
        self._draw()

    def _draw(self) -> None:
        curves = self._curves
        self._tab.loss_plot.set_curve("training", *curves.training_loss())
        self._tab.loss_plot.set_curve("validation", *curves.validation_loss())
        self._tab.accuracy_plot.set_curve("training", *curves.training_accuracy())
        self._tab.accuracy_plot.set_curve("validation", *curves.validation_accuracy())
        best = None if curves.best is None else curves.best.epoch
        self._tab.loss_plot.set_best(best)
        self._tab.accuracy_plot.set_best(best)

    def _has_result(self, result: TrainingResult, card: ModelCard) -> None:
        self._result = (result, card)
        if result.outcome == "diverged":
            self._window.show_error(result.message)

    def _failed(self, sentence: str) -> None:
        self._window.show_error(sentence)

    def _finished(self) -> None:
        """The thread has ended: only now may another begin."""
        if self._worker is not None:
            self._worker.deleteLater()
            self._worker = None
        if self._result is None:
            self._tab.loss_plot.clear()
            self._tab.accuracy_plot.clear()
            self._tab.set_state("idle")
            self._tab.show_progress(0, "The run failed. The network in use is as it was.")
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
            self._session.use_new(result.network, card)
            self._tab.show_message("This network reads your drawings now. Save it with File › Save weights.")
