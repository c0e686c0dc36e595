"""The examination of a network: choices become a worker, and its reports become words and results."""

from PySide6.QtCore import QObject, Signal

from mlp_desktop.controllers.examine.damage import DamageController
from mlp_desktop.controllers.examine.labels import LabelsController
from mlp_desktop.controllers.examine.network_chooser import NetworkChooser
from mlp_desktop.controllers.examine.results_display import ResultsDisplay
from mlp_desktop.controllers.examine.results_files import ResultsFiles
from mlp_desktop.controllers.examine.threshold import ThresholdDisplay
from mlp_desktop.controllers.kit.data_chooser import MNIST, MNIST_TEST, Choice, DataChooser
from mlp_desktop.controllers.kit.one_worker import OneWorker
from mlp_desktop.models.draw.drawing import Drawing
from mlp_desktop.models.lab.lab_network import LabOrigin
from mlp_desktop.models.window.session import Session
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.plain_words import counted
from mlp_desktop.views.window.main_window import MainWindow
from mlp_desktop.workers.examine.examination_workers import Examined, ExaminedNetwork, ExamineProgress, ExamineWorker

PRACTICE_DIGITS = 5000
PRACTICE = f"practice:{PRACTICE_DIGITS}:8"
"""Digits that no network that ships has learned from: their recipes draw with other seeds, and so does the form."""
"""A practice set with another seed than the one for training: no sample of it was seen in training."""


class ExaminationController(QObject):
    """Runs one examination at a time; emits ``ended`` when neither an examination nor a saving of results runs."""

    ended = Signal()
    lab_requested = Signal(object, object, int)
    """A person wants to look into the examined network, a ``LabOrigin``: for this sample (ink) with this label."""

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        drawing: Drawing,
        settings: Settings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._tab = window.examine_tab
        self._settings = settings
        self._networks = NetworkChooser(window, session, settings, self)
        self._data = DataChooser(
            window,
            settings,
            self._tab,
            self._tab.choices,
            _data_sets,
            self,
            remembered=lambda: settings.examined_data,
            has_test_sets=True,
        )
        self._data.changed.connect(self._check_data)
        self._data.chosen.connect(self._remember_data)
        self._tab.choices.changed.connect(self._has_chosen)
        self._data.offer()
        self._results = ResultsDisplay(window, drawing, self)
        self._files = ResultsFiles(window, settings, self)
        self._work = OneWorker(self)
        self._work.ended.connect(self._has_ended)
        self._threshold = ThresholdDisplay(window, self._results, self)
        self._damage = DamageController(window, self._work, self._results, self)
        self._labels = LabelsController(window, self._work, self._results, self)
        self._damage.ended.connect(self._end_if_quiet)
        self._examined: ExaminedNetwork | None = None
        self._tab.examine_requested.connect(self._examine)
        self._tab.stop_requested.connect(self.stop)
        self._tab.results.lab_requested.connect(self._open_in_lab)
        self._files.ended.connect(self._end_if_quiet)
        self._networks.ended.connect(self._end_if_quiet)

    @property
    def is_running(self) -> bool:
        """Whether an examination or a saving of results is running."""
        others = (self._files, self._damage, self._networks)
        return self._work.is_running or any(other.is_running for other in others)

    def stop(self) -> None:
        """Ask the examination to stop; ``ended`` follows. A file that is being written is finished."""
        self._damage.drop()
        self._networks.stop()
        if self._work.is_running:
            self._work.stop()
            self._tab.set_state("stopping")

    def choose_run(self, run: int) -> None:
        """Open the Examine tab and choose the best weights of a kept run in it."""
        if not self._work.is_running:
            self._networks.choose_run(run)
        self._window.tabs.setCurrentWidget(self._tab)

    def choose_data(self, path: str) -> None:
        """Open the Examine tab and choose the data of a file or folder in it."""
        self._window.tabs.setCurrentWidget(self._tab)
        if self._work.is_running:
            self._window.show_error("The data can't be changed during an examination. Stop it first, or wait.")
        else:
            self._data.offer_also(path)

    def _has_chosen(self) -> None:
        self._remember_data(self._data.source)
        self._data.show_arrangement()
        self._check_data()

    def _remember_data(self, source: str) -> None:
        self._settings.examined_data = source

    def _check_data(self) -> None:
        self._tab.set_obstacle(self._data.obstacle(self._data.source, " in the Train tab"))

    def _examine(self) -> None:
        if self._work.is_running:
            return
        self._tab.set_state("running")
        self._tab.show_progress(0, 0)
        self._tab.show_message("Reading the data…")
        worker = ExamineWorker(self._networks.network(), self._data.source)
        self._work.begin(worker, self._succeeded, self._failed, stopped=self._stopped, progressed=self._progressed)

    def _progressed(self, progress: ExamineProgress) -> None:
        if self._work.is_stopping:
            return
        if progress.of:
            self._tab.show_progress(progress.samples, progress.of)
            self._tab.show_message(f"Examining: {progress.samples:,} of {counted(progress.of, 'sample')}")
        elif self._data.source == PRACTICE:
            self._tab.show_progress(progress.samples, PRACTICE_DIGITS)
            self._tab.show_message(f"Drawing practice digits: {progress.samples:,} of {PRACTICE_DIGITS:,}")
        else:  # the size of a file is not known
            self._tab.show_progress(0, 0)
            self._tab.show_message(f"Reading the data: {counted(progress.samples, 'sample')}")

    def _succeeded(self, examined: Examined) -> None:
        network, found = examined.network, examined.found
        self._examined = network
        self._results.show(network.name, found)
        self._files.offer(found, network)
        self._threshold.offer(found)
        self._damage.offer(found, network.network)
        self._labels.offer(found, examined.moments, network.network.config.layers)
        self._tab.show_message(" ".join(("Done.", *found.data.remarks, "Choose a cell to see its samples.")))

    def _open_in_lab(self) -> None:
        chosen = self._results.chosen_sample()
        if chosen is None or self._examined is None:
            self._tab.show_message("Choose a sample first.")
            return
        origin = LabOrigin(self._examined.name, self._examined.network, self._examined.card)
        self.lab_requested.emit(origin, *chosen)

    def _stopped(self) -> None:
        self._tab.show_message("Stopped. The earlier results are still shown.")

    def _failed(self, sentence: str) -> None:
        self._tab.show_message("Nothing was examined. The earlier results are still shown.")
        self._window.show_error(sentence)

    def _has_ended(self) -> None:
        self._tab.set_state("idle")
        self._end_if_quiet()

    def _end_if_quiet(self) -> None:
        if not self.is_running:
            self.ended.emit()


def _data_sets(is_mnist_fetched: bool) -> list[Choice]:
    note = "" if is_mnist_fetched else " (not downloaded yet)"
    return [
        (MNIST_TEST, f"MNIST test set{note}"),
        (MNIST, f"MNIST training set{note}"),
        (PRACTICE, f"Practice digits, {PRACTICE_DIGITS:,} new ones"),
    ]
