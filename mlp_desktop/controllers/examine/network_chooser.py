"""The choice of the network to examine."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import get_args

from PySide6.QtCore import QObject, Signal

from mlp_desktop.controllers.kit.pad_network import OPEN_FILTER, load_for_pad
from mlp_desktop.controllers.kit.store_access import StoreAccess, StoreWork
from mlp_desktop.models.window.session import Session
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.views.window.main_window import MainWindow
from mlp_desktop.workers.examine.examination_workers import ExaminedNetwork
from mlp_engine.files.paths import shown_name
from mlp_engine.runs import RunStore, RunSummary, Weights, runs_folder
from mlp_engine.weights.reject import Reject

IN_USE = ""
"""Stands for the network in use where a weights file may be chosen."""

OFFERED_RUNS = 20
"""How many of the kept runs are on offer, the newest; another one comes along from the Runs tab."""


class NetworkChooser(QObject):
    """Offers the network in use, weights files used lately, and the networks of the newest runs."""

    ended = Signal()
    """The runs are not being read any more."""

    def __init__(self, window: MainWindow, session: Session, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._tab = window.examine_tab
        self._choices = window.examine_tab.choices
        self._session = session
        self._settings = settings
        self._chosen_weights = IN_USE
        self._chosen_run: int | None = None
        self._to_choose: int | None = None
        self._kept: dict[str, tuple[RunSummary, str]] = {}
        """By path of their weights: the runs on offer, and what their networks are called."""
        self._access = StoreAccess(self, creates=False)
        self._access.ended.connect(self.ended)
        self._choices.weights_requested.connect(self._choose_weights)
        session.changed.connect(self._offer_networks)
        window.tabs.currentChanged.connect(self._offer_if_seen)
        self._offer_networks()

    @property
    def is_running(self) -> bool:
        """Whether the runs are being read."""
        return self._access.is_running

    def stop(self) -> None:
        """Read them no more; ``ended`` follows."""
        self._access.stop()

    def network(self) -> Callable[[], ExaminedNetwork]:
        """What reads the network that is chosen now, in any thread.

        It raises ``WeightsReadError`` if the file cannot be read, or holds no network for the pad.
        """
        chosen = self._choices.network
        if chosen == IN_USE:
            in_use = self._session.in_use
            found = ExaminedNetwork(in_use.name, in_use.network, in_use.card, in_use.history, in_use.reject)
            return lambda: found
        return partial(_read, chosen, self._kept.get(chosen), self._session.bundled_reject)

    def choose_run(self, run: int) -> None:
        """Choose the best weights of a kept run, whether it is among the newest or not."""
        self._chosen_run = self._to_choose = run
        self._look_at_runs()

    def _offer_if_seen(self) -> None:
        if self._window.tabs.currentWidget() is self._tab:
            self._look_at_runs()

    def _offer_networks(self) -> None:
        files = dict.fromkeys(filter(None, (self._chosen_weights, *self._settings.recent_files)))
        choices = [(IN_USE, f"In use: {self._session.in_use.name}"), *((path, shown_name(path)) for path in files)]
        choices += [(path, name) for path, (_, name) in self._kept.items()]
        self._choices.set_networks(choices, self._choices.network)

    def _look_at_runs(self) -> None:
        """Find best and last weights of the newest runs, and of the one that was chosen in the Runs tab."""
        chosen = self._chosen_run
        # The Runs tab says what is wrong with runs that cannot be read.
        self._access.do(
            StoreWork(lambda store, _: _offered(store, chosen), self._offer, lambda _: self._offer({}), kind="runs")
        )

    def _offer(self, kept: dict[str, tuple[RunSummary, str]]) -> None:
        self._kept = kept
        self._offer_networks()
        wanted, self._to_choose = self._to_choose, None
        path = next((path for path, (summary, _) in kept.items() if summary.id == wanted), None)
        if path is not None:
            self._choices.choose_network(path)

    def _choose_weights(self) -> None:
        chosen = self._window.choose_open_file("Examine weights", str(self._settings.folder), OPEN_FILTER)
        if chosen:
            self._settings.folder = Path(chosen).parent
            self._chosen_weights = chosen
            self._offer_networks()
            self._choices.choose_network(chosen)


def _read(path: str, kept: tuple[RunSummary, str] | None, bundled: Reject | None) -> ExaminedNetwork:
    """The network in a file: that of a run, if it is ``kept``; without a reject score it gets the bundled one."""
    file = load_for_pad(Path(path))
    reject = file.reject or bundled
    if kept is None:
        return ExaminedNetwork(shown_name(path), file.network, file.card, reject=reject)
    run, name = kept
    history = RunStore(runs_folder()).run(run.id).history
    return ExaminedNetwork(name, file.network, file.card, history, reject, run.id)


def _offered(store: RunStore, chosen: int | None) -> dict[str, tuple[RunSummary, str]]:
    """By path of their weights: the newest runs and the chosen one, and what their networks are called."""
    runs = [run for place, run in enumerate(store.runs()) if place < OFFERED_RUNS or run.id == chosen]
    return {
        str(path): (run, f"Run {run.id}: {run.title}, {which} weights")
        for run in runs
        for which in get_args(Weights)
        if (path := store.weights_of(run.id, which)) is not None
    }
