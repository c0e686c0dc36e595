"""The results of an examination as a table or a report in a file."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from mlp_desktop.controllers.examine.network_chooser import ExaminedNetwork
from mlp_desktop.controllers.kit.one_worker import OneWorker
from mlp_desktop.controllers.kit.save_dialog import choose_place
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.views.window.main_window import MainWindow
from mlp_desktop.workers.examine.examination_workers import ResultsWorker
from mlp_engine.examination.examination import Examination
from mlp_engine.examination.report import examination_report
from mlp_engine.examination.summary import examination_as_csv
from mlp_engine.files.paths import shown_name

CSV_FILTER = "Table (*.csv)"
REPORT_FILTER = "Page (*.html)"


class ResultsFiles(QObject):
    """Writes one file at a time; emits ``ended`` when a file is written or has failed."""

    ended = Signal()

    def __init__(self, window: MainWindow, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._tab = window.examine_tab
        self._settings = settings
        self._work = OneWorker(self)
        self._work.ended.connect(self._has_ended)
        self._path = Path()
        self._results: tuple[Examination, ExaminedNetwork] | None = None
        self._tab.results.csv_requested.connect(self._save_table)
        self._tab.results.report_requested.connect(self._save_report)

    @property
    def is_running(self) -> bool:
        """Whether a file is being written."""
        return self._work.is_running

    def offer(self, found: Examination, network: ExaminedNetwork) -> None:
        """Offer the results of this network for saving, instead of those before."""
        self._results = found, network

    def _save_table(self) -> None:
        if self._results is not None:
            found, _ = self._results
            self._save("Save results", "results.csv", CSV_FILTER, partial(examination_as_csv, found))

    def _save_report(self) -> None:
        if self._results is not None:
            found, examined = self._results
            name, network, card, history = examined[:4]
            compose = partial(examination_report, found, network, card, name=name, history=history)
            self._save("Save report", "report.html", REPORT_FILTER, compose)

    def _save(self, title: str, name: str, file_filter: str, compose: Callable[[], str]) -> None:
        path = choose_place(self._window, title, self._settings.folder / name, file_filter, Path(name).suffix)
        if path is None or self.is_running:
            return
        self._settings.folder = path.parent
        self._path = path
        self._tab.results.set_saving(True)
        self._tab.show_message(f"Saving {shown_name(path)}…")
        self._work.begin(ResultsWorker(path, compose), self._succeeded, self._failed)

    def _succeeded(self) -> None:
        self._tab.show_message(f"Saved in {shown_name(self._path)}.")

    def _failed(self, sentence: str) -> None:
        self._tab.show_message("Nothing was saved.")
        self._window.show_error(sentence)

    def _has_ended(self) -> None:
        self._tab.results.set_saving(False)
        self.ended.emit()
