"""What the chosen run is used for: it reads the pad, is examined, is repeated, or becomes a file."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from mlp_desktop.controllers.kit.history_files import save_as_stored, save_history
from mlp_desktop.controllers.kit.kept_network import KeptNetworkUse
from mlp_desktop.controllers.kit.store_access import StoreAccess, StoreWork
from mlp_desktop.controllers.kit.weights import WeightsController
from mlp_desktop.controllers.runs.repeats import RepeatsController
from mlp_desktop.controllers.train.training import TrainingController
from mlp_desktop.models.window.session import Session
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.views.window.main_window import MainWindow
from mlp_engine.files.paths import shown_name
from mlp_engine.files.stored_rows import as_json
from mlp_engine.runs import StoredRun, UnreadableRun


class RunUses(QObject):
    """Does what a person asks for with the one chosen run; nothing of the run itself changes."""

    examine_requested = Signal(int)
    """The number of the run whose network to examine."""

    def __init__(
        self,
        window: MainWindow,
        access: StoreAccess,
        chosen: Callable[[], list[StoredRun]],
        unreadable: Callable[[], list[UnreadableRun]],
        *,
        training: TrainingController,
        repeats: RepeatsController,
        session: Session,
        weights: WeightsController,
        settings: Settings,
        parent: QObject | None = None,
    ) -> None:
        """Use the first of the runs that ``chosen`` returns; of those that ``unreadable`` returns, export the first."""
        super().__init__(parent)
        self._window = window
        self._tab = window.runs_tab
        self._access = access
        self._chosen = chosen
        self._unreadable = unreadable
        self._training = training
        self._repeats = repeats
        self._settings = settings
        self._networks = KeptNetworkUse(session, weights, access, self._tab.show_message, window.show_error)
        self._tab.use_requested.connect(self._use)
        self._tab.examine_requested.connect(self._examine)
        self._tab.repeat_requested.connect(self._repeat)
        self._tab.seeds_requested.connect(self._repeat_with_seeds)
        self._tab.export_requested.connect(self._export)

    def _use(self) -> None:
        self._networks.use(self._chosen()[0].summary.id, "The network of this run no longer exists.")

    def _examine(self) -> None:
        self.examine_requested.emit(self._chosen()[0].summary.id)

    def _repeat(self) -> None:
        run = self._chosen()[0]
        lost = self._training.propose(run)
        self._window.tabs.setCurrentWidget(self._window.train_tab)
        words = f"Settings of “{run.summary.title}”: press Start to repeat it."
        if lost:
            words = f"The form does not show these settings of “{run.summary.title}”: {', '.join(lost)}."
        self._window.train_tab.show_message(words)

    def _repeat_with_seeds(self) -> None:
        self._repeats.begin(self._chosen()[0])

    def _export(self) -> None:
        unreadable = self._unreadable()
        if unreadable:
            self._export_as_stored(unreadable[0])
            return
        run = self._chosen()[0]
        path = save_history(self._window, self._settings, run.history)
        if path is not None:
            self._tab.show_message(f"The history of “{run.summary.title}” is saved as {shown_name(path)}.")

    def _export_as_stored(self, run: UnreadableRun) -> None:
        """Save the rows of a run that cannot be read."""

        def save(content: bytes) -> None:
            path = save_as_stored(self._window, self._settings, run.id, content)
            if path is not None:
                self._tab.show_message(f"“{run.title}” is saved as it is stored, as {shown_name(path)}.")

        self._access.do(
            StoreWork(lambda store, _: as_json(store.as_stored(run.id)).encode(), save, self._window.show_error)
        )
