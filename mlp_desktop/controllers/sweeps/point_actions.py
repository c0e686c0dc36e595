"""The actions on a point of a sweep: show its runs, train with its settings, use its network."""

from PySide6.QtCore import QObject, Signal

from mlp_desktop.controllers.kit.kept_network import KeptNetworkUse
from mlp_desktop.controllers.kit.store_access import StoreAccess, StoreWork
from mlp_desktop.controllers.kit.weights import WeightsController
from mlp_desktop.controllers.sweeps.sweep_display import SweepDisplayController
from mlp_desktop.controllers.sweeps.sweep_words import settings_words
from mlp_desktop.controllers.train.training import TrainingController
from mlp_desktop.models.window.session import Session
from mlp_desktop.views.window.main_window import MainWindow
from mlp_engine.runs import StoredRun
from mlp_engine.sweeps import Point, TrialResult

KEPT_IN_THE_FORM = ("slice", "count", "label_noise", "epochs", "patience")
"""The fields of the training form that do not take a point's settings: a sweep has few samples and epochs. Where the
number of samples varies, nor does the validation share, which is that of so many samples."""


class PointActionsController(QObject):
    """Carries the actions out for the point that the display shows."""

    runs_requested = Signal(list)  # the numbers of the runs to choose in the Runs tab

    def __init__(
        self,
        window: MainWindow,
        training: TrainingController,
        session: Session,
        weights: WeightsController,
        display: SweepDisplayController,
        access: StoreAccess,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._tab = window.compare_tab
        self._training = training
        self._display = display
        self._access = access
        self._networks = KeptNetworkUse(session, weights, access, self._tab.show_message, window.show_error)
        details = window.compare_tab.results.details
        details.runs_requested.connect(self._show_runs)
        details.train_requested.connect(self._train)
        details.use_requested.connect(self._use)

    def _trials(self) -> tuple[TrialResult, ...]:
        row = self._display.row
        return () if row is None else row.found.trials

    def _show_runs(self) -> None:
        if trials := self._trials():
            self.runs_requested.emit([trial.run for trial in trials])
            self._window.tabs.setCurrentWidget(self._window.runs_tab)

    def _train(self) -> None:
        row = self._display.row
        if row is None or not row.found.trials:
            return
        point, number = row.found.point, row.found.trials[0].run
        self._access.do(
            StoreWork(
                lambda store, _: store.run(number),
                lambda run: self._propose(point, run),
                self._not_read,
                kind="settings",
                waits=lambda: self._tab.show_message("Reading the settings of the point…"),
            )
        )

    def _not_read(self, sentence: str) -> None:
        self._tab.show_message("")
        self._window.show_error(sentence)

    def _propose(self, point: Point, run: StoredRun) -> None:
        """Fill the training form with the settings of the run of a point."""
        if self._training.is_running:
            self._tab.show_message("A run is being trained. Its settings stay in the Train tab until it ends.")
            return
        self._tab.show_message("")
        form = self._window.train_tab.form
        keys = KEPT_IN_THE_FORM if point.samples is None else (*KEPT_IN_THE_FORM, "validation")
        kept = {key: value for key, value in form.values().items() if key in keys}
        lost = self._training.propose(run)
        form.set_values(kept)
        self._training.data.choose(run.source)  # this checks the form again
        words = f"Press Start to train for real with {settings_words(point)}."
        if lost:
            words = f"The form does not show these settings of the point: {', '.join(lost)}."
        self._window.tabs.setCurrentWidget(self._window.train_tab)
        self._window.train_tab.show_message(words)

    def _use(self) -> None:
        """Use the network of the seed with the highest validation accuracy."""
        if trials := self._trials():
            self._networks.use(max(trials, key=_accuracy).run, "The network of this point no longer exists.")


def _accuracy(trial: TrialResult) -> float:
    kept = trial.kept()
    return -1.0 if kept is None or kept.validation_accuracy is None else kept.validation_accuracy
