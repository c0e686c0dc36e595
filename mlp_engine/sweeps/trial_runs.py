"""The run store as a sweep uses it: every trial is a run, and what is done already is found again."""

from contextlib import ExitStack
from dataclasses import dataclass

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.errors import CheckpointError, RunStoreError
from mlp_engine.files.whole_file import write_whole
from mlp_engine.runs import RunStore
from mlp_engine.sweeps.results import TrialResult
from mlp_engine.sweeps.sweep import Point, Trial
from mlp_engine.sweeps.worker import Answer
from mlp_engine.training.checkpoint import load_checkpoint
from mlp_engine.training.history import History
from mlp_engine.training.result import Outcome
from mlp_engine.weights.model_card import card_of_training


def series_of(sweep: str, point: Point, data_sha256: str) -> str:
    """The text that the runs of a point share in the store, whatever their seeds."""
    return f"sweep {sweep} {point.key(data_sha256)}"


@dataclass(frozen=True, eq=False)
class OpenRun:
    """A run of the store while its trial is being trained.

    Attributes:
        number: its number.
        is_new: whether nothing was known of it before.
        checkpoint: the content of the checkpoint to go on from, if any.
        hold: keeps others from training it, until it is closed.
    """

    number: int
    is_new: bool
    checkpoint: bytes | None
    hold: ExitStack


@dataclass(frozen=True)
class _Known:
    """What is known of a run.

    Attributes:
        number: its number.
        outcome: how it ended; ``None`` if it did not.
        epochs: how many were finished.
    """

    number: int
    outcome: Outcome | None
    epochs: int


class TrialRuns:
    """Notes in ``store`` what happens to the trials of the sweep called ``name``."""

    def __init__(self, store: RunStore, name: str, data: Dataset, source: str, choice: SampleChoice | None) -> None:
        self._store = store
        self._name = name
        self._data = data
        self._source = source
        self._choice = choice
        self._sha256 = data.fingerprint()
        mine = f"sweep {name} "
        self._runs = {
            (run.series, run.training.seed): _Known(run.id, run.outcome, run.epochs)
            for run in reversed(store.runs())
            if run.series.startswith(mine)
        }
        self._series: dict[Point, str] = {}

    def __repr__(self) -> str:
        return f"TrialRuns({self._name!r}, {len(self._runs)} runs found)"

    def find(self, trial: Trial, epochs: int) -> TrialResult | None:
        """What became of a trial, if it was brought to its end, or to so many epochs, before."""
        known = self._runs.get(self._key(trial))
        if known is None or known.outcome is None or (known.outcome == "stopped" and known.epochs < epochs):
            return None
        return TrialResult(trial, known.number, known.outcome, self._store.run(known.number).history)

    def open(self, trial: Trial) -> OpenRun:
        """Note that a trial begins, or goes on from where it was stopped.

        Raises:
            RunStoreError: if another process trains it at this moment.
        """
        key, hold = self._key(trial), ExitStack()
        known = self._runs.get(key)
        if known is None:
            number = self._store.begin(
                trial.point.network,
                trial.training,
                self._data,
                source=self._source,
                name=f"{self._name}: {trial}",
                choice=self._choice,
                series=key[0],
            )
            hold.enter_context(self._store.hold(number))
            return OpenRun(number, True, None, hold)
        hold.enter_context(self._store.hold(known.number))
        try:
            path = self._store.checkpoint_of(known.number)
            checkpoint, history = path.read_bytes(), load_checkpoint(path).state.history
        except (OSError, CheckpointError):  # Then it begins anew.
            checkpoint, history = None, History()
        self._store.go_on(known.number, trial.training, history)
        return OpenRun(known.number, False, checkpoint, hold)

    def finish(self, trial: Trial, run: OpenRun, answer: Answer) -> TrialResult:
        """Keep what a trial left behind."""
        result = answer.result
        with run.hold:
            if answer.checkpoint is not None or not run.is_new:
                self._keep_checkpoint(run.number, answer.checkpoint)
            self._store.finish(run.number, result, card_of_training(result, self._data, trial.training))
        self._runs[self._key(trial)] = _Known(run.number, result.outcome, len(result.history))
        return TrialResult(trial, run.number, result.outcome, result.history)

    def abandon(self, run: OpenRun) -> None:
        """Forget a run that was never trained; one that was begun before stays as it was."""
        run.hold.close()
        if run.is_new:
            self._store.delete(run.number)
            self._store.purge(run.number)

    def fail(self, trial: Trial, run: OpenRun, problem: str) -> TrialResult:
        """Note why a trial could not be trained."""
        run.hold.close()
        self._store.note(run.number, problem)
        self._runs[self._key(trial)] = _Known(run.number, None, 0)
        return TrialResult(trial, run.number, None, self._store.run(run.number).history, problem)

    def _keep_checkpoint(self, run: int, content: bytes | None) -> None:
        path = self._store.checkpoint_of(run)
        try:
            if content is None:
                path.unlink(missing_ok=True)
            else:
                write_whole(path, content)
        except OSError as error:
            raise RunStoreError(
                f"A checkpoint must be saved where files can be written. Got {path} ({error.strerror or error})."
            ) from error

    def _key(self, trial: Trial) -> tuple[str, int]:
        """Series and seed: what its run is found by."""
        if trial.point not in self._series:
            self._series[trial.point] = series_of(self._name, trial.point, self._sha256)
        return self._series[trial.point], trial.seed
