"""The repetition of a run with other seeds, which shows how much of a score is luck."""

from uuid import uuid4

from PySide6.QtCore import QObject, Signal

from mlp_desktop.controllers.runs.run_comparison import name_without_seed, seed_suffix
from mlp_desktop.controllers.train.training import TrainingController
from mlp_desktop.views.window.main_window import MainWindow
from mlp_engine.runs import StoredRun
from mlp_engine.runs.run_keeper import RunTitle

SEEDS = 5
_LAST_SEED = 2**63 - 1


class RepeatsController(QObject):
    """Starts the next training when one has ended, until all seeds are done or the person stops one."""

    ended = Signal(list)  # the numbers of the kept runs, in the order of their seeds

    def __init__(self, window: MainWindow, training: TrainingController, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._training = training
        self._run: StoredRun | None = None
        self._series = ""
        self._seeds: list[int] = []
        self._kept: list[int] = []
        training.kept.connect(self._is_kept)
        training.ended.connect(self._go_on)

    def begin(self, run: StoredRun) -> None:
        """Train with the settings of ``run`` and the seeds that follow its own."""
        if self._training.is_running or self._training.busy:
            return
        first = min(run.summary.training.seed + 1, _LAST_SEED - SEEDS + 1)
        self._run, self._series, self._kept = run, uuid4().hex, []
        self._seeds = list(range(first, first + SEEDS))
        self._window.tabs.setCurrentWidget(self._window.train_tab)
        self._train(run)

    def _train(self, run: StoredRun) -> None:
        seed = self._seeds.pop(0)
        title = RunTitle(f"{name_without_seed(run.summary)}{seed_suffix(seed)}", self._series)
        self._training.repeat(run, seed, title, f"seed {SEEDS - len(self._seeds)} of {SEEDS} · ")

    def _is_kept(self, run: int) -> None:
        if self._run is not None:
            self._kept.append(run)

    def _go_on(self) -> None:
        if self._run is None:
            return
        if (
            self._seeds
            and not self._training.stop_was_asked
            and self._training.outcome in ("finished", "stopped early")
        ):
            self._train(self._run)
            return
        words = f"{SEEDS} seeds are done: the Runs tab shows their median and range."
        if self._seeds or self._training.stop_was_asked:
            kept = len(self._kept)
            words = f"The repetition has ended: {kept} of {SEEDS} seeds {'is' if kept == 1 else 'are'} kept"
            words += " in the Runs tab."
        self._run = None
        self._window.train_tab.show_message(words)
        self.ended.emit(self._kept)
