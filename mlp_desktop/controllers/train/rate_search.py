"""The search for a learning rate: a short run in a thread, its curve in a dialog, and the rate in the form."""

from PySide6.QtCore import QObject

from mlp_desktop.controllers.train.tab_work import TabWork
from mlp_desktop.controllers.train.training import TrainingController
from mlp_desktop.controllers.train.training_words import LOADING, loading_line
from mlp_desktop.views.train.rate_dialog import RateDialog
from mlp_desktop.views.window.main_window import MainWindow
from mlp_desktop.workers.train.rate_worker import RateWorker
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.training.rate_finder import RateSearch
from mlp_engine.training.settings import SETTINGS

SEARCHING = "Trying learning rates…"


class RateSearchController(TabWork):
    """Searches at a press of the button beside the learning rate."""

    reason = "A learning rate is being searched for. Stop the search first, or wait."

    def __init__(self, window: MainWindow, training: TrainingController, parent: QObject | None = None) -> None:
        super().__init__(window, training, parent)
        self._source, self._samples = "", SampleChoice()
        self._found: RateSearch | None = None
        self.dialog = RateDialog(window)
        self.dialog.taken.connect(self._take)
        self._tab.form.rate_requested.connect(self.begin_or_stop)

    def begin(self) -> None:
        """Try rates with the other settings of the form."""
        reading = self._usable_form(without="learning_rate")
        if reading is None:
            return
        self._source, self._samples = self._tab.form.values()["data"], reading.samples
        data = self._training.loaded.get(self._source)
        self._tab.form.set_searching(True)
        self._tab.show_message(LOADING if data is None else SEARCHING)
        worker = RateWorker(data or self._source, reading.samples, reading.network, reading.training)
        self._work.begin(worker, self._succeeded, self._failed, stopped=self._stopped, progressed=self._progressed)

    def _progressed(self, samples: int) -> None:
        self._tab.show_message(loading_line(self._source, samples, self._samples))

    def _succeeded(self, found: RateSearch) -> None:
        self._found = found
        title = title_of(found)
        self._tab.show_message(title)
        self.dialog.show_search(found.rates, found.losses, found.suggestion, title)

    def _take(self) -> None:
        if self._found is not None and self._found.suggestion is not None:
            text = SETTINGS["learning_rate"].text(self._found.suggestion)
            self._tab.form.put("learning_rate", text)

    def _stopped(self) -> None:
        self._tab.show_message("The search was stopped.")

    def _failed(self, sentence: str) -> None:
        self._tab.show_message("No rate was found.")
        self._window.show_error(sentence)

    def finish(self) -> None:
        """Give the button its first words back."""
        self._tab.form.set_searching(False)


def title_of(found: RateSearch) -> str:
    """What was found, in a sentence."""
    if found.suggestion is None:
        return "The loss fell at no rate. Change another setting."
    return f"Suggested learning rate: {found.suggestion:g}"
