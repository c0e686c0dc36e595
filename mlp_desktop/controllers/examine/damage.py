"""The page Damage: how the examined network reads damaged images."""

from functools import partial
from typing import cast

import numpy as np
from PySide6.QtCore import QObject, Signal

from mlp_desktop.controllers.examine.results_display import ResultsDisplay
from mlp_desktop.controllers.kit.latest_work import LatestWork, Wanted
from mlp_desktop.controllers.kit.one_worker import OneWorker
from mlp_desktop.plain_words import counted
from mlp_desktop.views.examine.examine_results import DAMAGE
from mlp_desktop.views.examine.share_plot import ShareLine
from mlp_desktop.views.window.main_window import MainWindow
from mlp_desktop.workers.examine.robustness_workers import CurvesProgress, CurvesWorker, DamagedWorker
from mlp_engine.examination.damage import DAMAGE_NAMES, DAMAGES, DamageName
from mlp_engine.examination.examination import Examination
from mlp_engine.examination.robustness import DamageCurve
from mlp_engine.perceptron.network import Network
from mlp_engine.training.metrics import accuracy_interval


class DamageController(QObject):
    """Damages some of the examined samples as the page says, and measures curves on request.

    ``ended`` is emitted when no damaged samples are read any more. Curves are the work of the whole tab: they are
    stopped with its Stop button.
    """

    ended = Signal()

    def __init__(self, window: MainWindow, work: OneWorker, display: ResultsDisplay, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._tab = window.examine_tab
        self._results = window.examine_tab.results
        self._page = self._results.damage
        self._work = work
        self._display = display
        self._examined: tuple[Examination, Network] | None = None
        self._asked: tuple[DamageName, float] = (DAMAGE_NAMES[0], 0.0)
        self._damaged: Examination | None = None
        self._latest = LatestWork(self)
        self._latest.ended.connect(self.ended)
        self._page.set_kinds([(damage.name, damage.label) for damage in DAMAGES.values()])
        self._page.strength.put(0.25, 0, 1)
        self._page.chosen.connect(self._read)
        self._page.curves_requested.connect(self._measure)
        self._results.page_chosen.connect(self._turned)
        work.ended.connect(self._enable)

    @property
    def is_running(self) -> bool:
        """Whether damaged samples are being read; a measurement of curves is the tab's own work."""
        return self._latest.is_running

    def drop(self) -> None:
        """Read no damaged samples any more."""
        self._latest.drop()

    def offer(self, found: Examination, network: Network) -> None:
        """Damage the samples of another examination."""
        self._latest.drop()  # of the samples before
        self._examined = found, network
        self._damaged = None
        self._page.set_lines((), "")
        self._page.plot.set_mark(None)
        self._page.set_words("", "")
        self._turned()

    # One kind and strength

    def _turned(self) -> None:
        if self._results.page != DAMAGE or self._examined is None:
            return
        if self._damaged is None:
            self._read()
        else:
            self._list()

    def _read(self) -> None:
        if self._examined is None:
            return
        found, network = self._examined
        name = cast("DamageName", self._page.kind.value())
        damage, share = DAMAGES[name], self._page.strength.number()
        self._asked = name, share
        strength = share * damage.most
        self._page.set_words(damage.strength_words(strength), damage.words)
        make = partial(DamagedWorker, network, found.data, int(self._page.count.value()), name, strength)
        self._latest.begin(Wanted(make, self._show, self._failed))

    def _show(self, damaged: Examination) -> None:
        self._damaged = damaged
        name, share = self._asked
        damage = DAMAGES[name]
        self._page.set_words(damage.strength_words(share * damage.most), f"{_accuracy_words(damaged)} {damage.words}")
        self._page.plot.set_mark((share, damaged.accuracy))
        if self._results.page == DAMAGE:
            self._list()

    def _list(self) -> None:
        damaged = self._damaged
        assert damaged is not None, "samples are listed once they have been read"
        indices = np.concatenate([damaged.errors(), np.flatnonzero(damaged.right)])
        line = f"Damaged · {damaged.evaluation.errors:,} of {len(indices):,} misread"
        self._display.list_samples(damaged, indices, line)

    def _failed(self, sentence: str) -> None:
        self._page.set_words("", sentence)

    # Curves

    def _measure(self) -> None:
        names: list[DamageName] = [name for name in DAMAGE_NAMES if name in self._page.ticked()]
        if self._examined is None or self._work.is_running:
            return
        if not names:
            self._tab.show_message("Tick the damage whose curves are to be measured.")
            return
        found, network = self._examined
        self._tab.set_state("running")
        self._page.set_running(True)
        self._tab.show_message("Measuring curves…")
        worker = CurvesWorker(network, found.data, int(self._page.count.value()), names)
        self._work.begin(worker, self._measured, self._broken, stopped=self._stopped, progressed=self._progressed)

    def _progressed(self, progress: CurvesProgress) -> None:
        if self._work.is_stopping:
            return
        self._tab.show_progress(progress.done, progress.of)
        self._tab.show_message(f"Measuring curves: {progress.done} of {progress.of} points")
        self._draw(progress.curves)

    def _measured(self, progress: CurvesProgress) -> None:
        self._draw(progress.curves)
        samples = progress.curves[0].samples
        self._tab.show_message(f"Measured {counted(len(progress.curves), 'curve')} on {counted(samples, 'sample')}.")

    def _stopped(self) -> None:
        self._tab.show_message("Stopped. The curves that were finished are shown.")

    def _broken(self, sentence: str) -> None:
        self._tab.show_message("The curves were not measured.")
        self._window.show_error(sentence)

    def _draw(self, curves: tuple[DamageCurve, ...]) -> None:
        lines: list[ShareLine] = []
        for curve in curves:
            damage = DAMAGES[curve.name]
            shares = curve.strengths / damage.most
            lines.append(ShareLine(damage.label, DAMAGE_NAMES.index(curve.name), shares, curve.accuracy))
        self._page.set_lines(lines, " ".join(map(curve_words, curves)))

    def _enable(self) -> None:
        self._page.set_running(False)


def curve_words(curve: DamageCurve) -> str:
    """Where a curve begins and ends, and where half is lost."""
    damage = DAMAGES[curve.name]
    most = damage.strength_words(damage.most)
    words = f"{damage.label}: {curve.accuracy[0]:.1%} right without, {curve.accuracy[-1]:.1%} at {most}"
    half = curve.half_lost_at
    return f"{words}, half at {damage.strength_words(half)}." if half is not None else f"{words}."


def _accuracy_words(damaged: Examination) -> str:
    low, high = accuracy_interval(damaged.accuracy, len(damaged.data))
    return f"{damaged.accuracy:.1%} of {len(damaged.data):,} right (95% interval {low:.1%} to {high:.1%})."
