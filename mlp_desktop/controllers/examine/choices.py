"""The choice of a network and of data to examine."""

from pathlib import Path
from typing import NamedTuple, get_args

from PySide6.QtCore import QObject

from mlp_desktop.controllers.kit.weights import OPEN_FILTER, load_for_pad
from mlp_desktop.controllers.train.data_choice import SAMPLE_FILES
from mlp_desktop.controllers.train.data_files import (
    chosen_again,
    label_of,
    rearranged,
    refitted,
    remember,
    show_arrangement,
)
from mlp_desktop.models.my_digits.own_store import SOURCE, MyDigits
from mlp_desktop.models.window.session import Session
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.views.window.main_window import MainWindow
from mlp_engine.datasets.mnist import is_mnist_cached
from mlp_engine.errors import MlpError
from mlp_engine.perceptron.network import Network
from mlp_engine.runs import RunStore, RunSummary, Weights, runs_folder
from mlp_engine.sources import file_source
from mlp_engine.training.history import History
from mlp_engine.weights.model_card import ModelCard

IN_USE = ""
"""Stands for the network in use where a weights file may be chosen."""

MNIST = {"mnist-test": "MNIST test set", "mnist": "MNIST training set"}
PRACTICE = "practice:5000:1"
"""Another seed than that of the practice set that is trained on: no sample of it was seen in training."""

NO_MNIST = "MNIST must be fetched first, in the Train tab; or choose other data."


OFFERED_RUNS = 20
"""How many of the kept runs are on offer, the newest; another one comes along from the Runs tab."""


class Chosen(NamedTuple):
    """A network to examine, what a person calls it, where its weights come from, and its training where known."""

    name: str
    network: Network
    card: ModelCard
    history: History | None = None


class Choosing(QObject):
    """Offers what can be examined; data that is chosen is remembered, also for the next start."""

    def __init__(self, window: MainWindow, session: Session, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._tab = window.examine_tab
        self._choices = window.examine_tab.choices
        self._session = session
        self._settings = settings
        self._chosen_weights = IN_USE
        self._store: RunStore | None = None
        self._chosen_run: int | None = None
        self._kept: dict[str, tuple[RunSummary, str]] = {}
        """By path of their weights: the runs on offer, and what their networks are called."""
        self._choices.changed.connect(self._changed)
        self._choices.weights_requested.connect(self._choose_weights)
        self._choices.folder_requested.connect(self._choose_folder)
        self._choices.file_requested.connect(self._choose_file)
        self._choices.arrangement.chosen.connect(self._arrange)
        self._choices.arrangement.fitted.connect(self._fit)
        session.changed.connect(self._offer_networks)
        window.tabs.currentChanged.connect(self._offer_if_seen)
        self._offer_networks()
        self._offer_data()

    @property
    def source(self) -> str:
        """The data that is chosen, as :func:`~mlp_engine.sources.load_source` takes it."""
        return self._choices.data

    def network(self) -> Chosen:
        """The network that is chosen.

        Raises:
            WeightsReadError: if its file cannot be read, or holds no network for the pad.
        """
        chosen = self._choices.network
        if chosen == IN_USE:
            in_use = self._session.in_use
            return Chosen(in_use.name, in_use.network, in_use.card, in_use.history)
        file = load_for_pad(Path(chosen))
        if self._store is not None and chosen in self._kept:
            run, name = self._kept[chosen]
            return Chosen(name, file.network, file.card, self._store.run(run.id).history)
        return Chosen(Path(chosen).name, file.network, file.card)

    def choose_run(self, run: int) -> None:
        """Choose the best weights of a kept run, whether it is among the newest or not."""
        self._chosen_run = run
        self._look_at_runs()
        self._offer_networks()
        for path, (summary, _) in self._kept.items():
            if summary.id == run:
                self._choices.choose_network(path)
                return

    def choose_data(self, path: str) -> None:
        """Offer a file or folder of samples, and choose it; the test set of a folder that has one."""
        remember(self._settings, path)
        self._settings.examined_data = _test_set_of(path) or path
        self._offer_data()

    def _arrange(self, words: str) -> None:
        self._choose_anew(rearranged(self.source, words))

    def _fit(self, fits: bool) -> None:
        self._choose_anew(refitted(self.source, fits))

    def _choose_anew(self, source: str) -> None:
        """Choose the data that was chosen, turned in another way."""
        remember(self._settings, file_source(source)._replace(part=None).text)
        self._settings.examined_data = source
        self._offer_data()

    def _offer_if_seen(self) -> None:
        if self._window.tabs.currentWidget() is self._tab:
            self._look_at_runs()
            self._offer_networks()
            self._offer_data()

    def _offer_networks(self) -> None:
        files = dict.fromkeys(filter(None, (self._chosen_weights, *self._settings.recent_files)))
        choices = [(IN_USE, f"In use: {self._session.in_use.name}"), *((path, Path(path).name) for path in files)]
        choices += [(path, name) for path, (_, name) in self._kept.items()]
        self._choices.set_networks(choices, self._choices.network)

    def _look_at_runs(self) -> None:
        """Find best and last weights of the newest runs, and of the one that was chosen in the Runs tab."""
        self._kept = {}
        if not runs_folder().exists():
            return
        try:
            store = self._store = self._store or RunStore(runs_folder())
            runs = store.runs()
        except MlpError:
            return  # the Runs tab says what is wrong with them
        offered = [run for place, run in enumerate(runs) if place < OFFERED_RUNS or run.id == self._chosen_run]
        self._kept = {
            str(path): (run, f"Run {run.id}: {run.name}, {which} weights")
            for run in offered
            for which in get_args(Weights)
            if (path := store.weights_of(run.id, which)) is not None
        }

    def _offer_data(self) -> None:
        note = "" if is_mnist_cached() else " (not fetched yet)"
        choices = [(source, f"{name}{note}") for source, name in MNIST.items()]
        choices.append((PRACTICE, "Practice set, 5,000 new digits"))
        if MyDigits.is_there():
            choices.append((SOURCE, "My digits"))
        folder, file = self._settings.data_folder, self._settings.data_file
        files = (folder and _test_set_of(folder), folder, file)
        choices += [(source, label_of(source)) for source in files if source]
        first = next(iter(MNIST)) if is_mnist_cached() else PRACTICE
        self._choices.set_data(choices, chosen_again(self._settings.examined_data, list(dict(choices)), first))
        self._check()

    def _changed(self) -> None:
        self._settings.examined_data = self._choices.data
        self._check()

    def _check(self) -> None:
        missing = self._choices.data in MNIST and not is_mnist_cached()
        show_arrangement(self._choices.arrangement, self.source)
        self._tab.set_obstacle(NO_MNIST if missing else "")

    def _choose_weights(self) -> None:
        chosen = self._window.choose_open_file("Examine weights", str(self._settings.folder), OPEN_FILTER)
        if chosen:
            self._settings.folder = Path(chosen).parent
            self._chosen_weights = chosen
            self._offer_networks()
            self._choices.choose_network(chosen)

    def _choose_folder(self) -> None:
        chosen = self._window.choose_folder(
            "Folder of IDX files, or of folders 0 to 9 with pictures",
            file_source(self._settings.data_folder).path or str(self._settings.folder),
        )
        if chosen:
            self.choose_data(chosen)

    def _choose_file(self) -> None:
        chosen = self._window.choose_open_file(
            "File of samples", file_source(self._settings.data_file).path or str(self._settings.folder), SAMPLE_FILES
        )
        if chosen:
            self.choose_data(chosen)


def _test_set_of(source: str) -> str:
    """The test set of a folder of MNIST's files; empty if there is none."""
    folder = file_source(source)
    has_one = folder.part is None and any(Path(folder.path).glob("t10k-*"))
    return folder._replace(part="test").text if has_one else ""
