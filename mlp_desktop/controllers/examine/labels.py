"""The page Labels: a small training, or a run, finds samples that are never learned, whose labels may be wrong."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QObject

from mlp_desktop.controllers.examine.results_display import ResultsDisplay
from mlp_desktop.controllers.kit.data_chooser import MNIST_TEST
from mlp_desktop.controllers.kit.one_worker import OneWorker
from mlp_desktop.plain_words import counted
from mlp_desktop.views.examine.examine_results import LABELS
from mlp_desktop.views.examine.labels_page import EXPLAINED
from mlp_desktop.views.examine.labels_page import LINES as NAMES
from mlp_desktop.views.kit.plots.overlay_plot import RunLine
from mlp_desktop.views.window.main_window import MainWindow
from mlp_desktop.workers.examine.robustness_workers import (
    FEWEST_MOMENTS,
    LossesWorker,
    MomentLosses,
    MomentLossesWorker,
)
from mlp_engine.examination.examination import Examination
from mlp_engine.examination.sample_losses import SampleLosses
from mlp_engine.runs import StoredSnapshot

LISTED = 0.05
"""The share of the samples that is listed: those with the largest mean loss."""
FEWEST = 50

FROM_A_TEST_SET = (
    "These samples are a test set, from which nothing is learned. Choose data to train on, such as the MNIST training "
    "set or a folder's training part, examine it, and look for doubtful labels there."
)
TOO_FEW = f"At least {FEWEST} samples are needed to tell doubtful labels from others."


class LabelsController(QObject):
    """Trains a small network on the examined samples, or reads them with the moments of the examined run.

    Those with the largest mean loss are listed.
    """

    def __init__(self, window: MainWindow, work: OneWorker, display: ResultsDisplay, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._tab = window.examine_tab
        self._results = window.examine_tab.results
        self._page = self._results.labels
        self._work = work
        self._display = display
        self._found: Examination | None = None
        self._losses: SampleLosses | None = None
        self._moments: tuple[StoredSnapshot, ...] = ()
        self._layers: tuple[int, ...] = ()
        self._doing = ("", 0)
        self._page.requested.connect(self._train)
        self._page.of_run_requested.connect(self._read_moments)
        self._results.page_chosen.connect(self._list)
        self._results.samples.current_changed.connect(self._show_chosen)
        work.ended.connect(self._enable)

    def offer(self, found: Examination, moments: Sequence[StoredSnapshot], layers: Sequence[int]) -> None:
        """Look through the samples of another examination, of a network with these layers and these moments of its run.

        There are no moments of a network that is of no run.
        """
        self._found, self._losses, self._layers = found, None, tuple(layers)
        self._moments = tuple(snapshot for snapshot in moments if snapshot.epoch)  # epoch 0 has learned nothing
        self._page.set_words(self._obstacle() or EXPLAINED)
        self._page.set_lines(())
        self._enable()

    def _obstacle(self) -> str:
        if self._found is None:
            return ""
        parts = self._found.data.source.split("+")
        if any(part == MNIST_TEST or part.endswith(":test") for part in parts):
            return FROM_A_TEST_SET
        return TOO_FEW if len(self._found.data) < FEWEST else ""

    def _enable(self) -> None:
        of_run = len(self._moments) >= FEWEST_MOMENTS
        self._page.set_startable(not self._obstacle() and not self._work.is_running, of_run=of_run)

    def _train(self) -> None:
        if self._found is not None:
            self._begin(LossesWorker(self._found.data), "Training a small network: epoch")

    def _read_moments(self) -> None:
        if self._found is not None:
            worker = MomentLossesWorker(self._found.data, self._moments, self._layers)
            self._begin(worker, "Reading the samples: moment")

    def _begin(self, worker: LossesWorker | MomentLossesWorker, doing: str) -> None:
        if self._work.is_running:
            return
        self._doing = doing, worker.epochs
        self._tab.set_state("running")
        self._page.set_startable(False, of_run=False)
        self._progressed(0)
        done = self._has_read_moments if isinstance(worker, MomentLossesWorker) else self._succeeded
        self._work.begin(worker, done, self._failed, stopped=self._stopped, progressed=self._progressed)

    def _progressed(self, done: float) -> None:
        if not self._work.is_stopping:
            doing, of = self._doing
            self._tab.show_progress(round(done * 100), of * 100)
            self._tab.show_message(f"{doing} {min(int(done) + 1, of)} of {of}")

    def _succeeded(self, losses: SampleLosses) -> None:
        self._show_losses(losses)

    def _has_read_moments(self, found: MomentLosses) -> None:
        if not found.broken:
            self._show_losses(found.losses)
            return
        count = counted(len(found.broken), "moment")
        self._show_losses(found.losses, f" {count} of the run could not be read: {found.broken[0]}")

    def _show_losses(self, losses: SampleLosses, note: str = "") -> None:
        self._losses = losses
        never = int(losses.never_learned.sum())
        self._page.set_words(
            f"{counted(never, 'sample')} of {len(losses.data):,} {'was' if never == 1 else 'were'} read as the label "
            f"after {_epochs_words(losses)}. The list "
            f"shows the mean loss under each: wrong labels are often among the first.{note}"
        )
        self._tab.show_message("Done. The samples with the largest mean loss are listed.")
        self._show_lines(None)
        self._list()

    def _stopped(self) -> None:
        self._tab.show_message("Stopped. No labels were looked through.")

    def _failed(self, sentence: str) -> None:
        self._tab.show_message("No labels were looked through.")
        self._window.show_error(sentence)

    def _hardest(self, losses: SampleLosses) -> np.ndarray:
        return losses.hardest(max(round(len(losses.data) * LISTED), 1))

    def _list(self) -> None:
        if self._results.page != LABELS or self._found is None:
            return
        if self._losses is None:
            self._display.show_errors()  # in place of the list of the page before
            return
        hardest = self._hardest(self._losses)
        line = f"Hardest first · {len(hardest):,}"
        self._display.list_samples(self._found, hardest, line, self._losses.mean, "mean loss")

    def _show_chosen(self, sample: int) -> None:
        if self._results.page == LABELS and self._losses is not None:
            self._show_lines(sample)

    def _show_lines(self, sample: int | None) -> None:
        assert self._losses is not None, "losses are shown once they are recorded"
        losses = self._losses.losses
        epochs = self._losses.epochs
        values = [losses.mean(axis=1), losses[:, self._hardest(self._losses)].mean(axis=1)]
        if sample is not None:
            values.append(losses[:, sample])
        self._page.set_lines([RunLine(name, epochs, each) for name, each in zip(NAMES, values, strict=False)])


def _epochs_words(losses: SampleLosses) -> str:
    """After which epochs they were recorded: "none of 8 epochs", "none of 9 moments, epochs 1 to 30"."""
    count, last = len(losses.epochs), int(losses.epochs[-1])
    if count == last:
        return f"none of {counted(count, 'epoch')}"
    when = f"epoch {last}" if count == 1 else f"epochs {losses.epochs[0]} to {last}"
    return f"none of {counted(count, 'moment')}, {when}"
