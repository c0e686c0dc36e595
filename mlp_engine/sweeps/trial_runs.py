"""The runs of a sweep's trials in the run store, where finished trials are found again."""

from contextlib import ExitStack
from dataclasses import dataclass, replace

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.errors import CheckpointError, RunStoreError
from mlp_engine.files.whole_file import write_whole
from mlp_engine.runs import RunStore
from mlp_engine.sweeps.results import TrialResult
from mlp_engine.sweeps.sweep import KEY_DIGITS, Point, Sweep, Trial
from mlp_engine.sweeps.trial_data import DataOfTrial, TrialData
from mlp_engine.sweeps.worker import TaskResult
from mlp_engine.training.checkpoint import load_checkpoint
from mlp_engine.training.history import History
from mlp_engine.training.result import Outcome
from mlp_engine.weights.model_card import card_of_training


def series_of(sweep: str, point: Point, data_sha256: str) -> str:
    """The series of a point's runs in the run store, the same for all seeds."""
    return f"sweep {sweep} {point.key(data_sha256)}"


def data_of_series(series: str) -> str:
    """The beginning of the fingerprint of what the workers held; empty if that is the data of the run itself."""
    data, hyphen, _ = series.rsplit(" ", 1)[-1].partition("-")
    return data if hyphen and len(data) == KEY_DIGITS else ""


@dataclass(frozen=True, eq=False)
class OpenRun:
    """A run in the store whose trial is being trained.

    Attributes:
        number: its number.
        is_new: whether it was created for this trial just now.
        checkpoint: content of the checkpoint to resume from, if any.
        data: its choice of samples and its settings.
        name: name of its samples.
        sha256: fingerprint of its samples.
        hold: holds the run's lock until it is closed.
    """

    number: int
    is_new: bool
    checkpoint: bytes | None
    data: DataOfTrial
    name: str
    sha256: str
    hold: ExitStack


@dataclass(frozen=True)
class _Known:
    """A run found in the store.

    Attributes:
        number: its number.
        outcome: how it ended; ``None`` if it did not end.
        epochs: number of finished epochs.
    """

    number: int
    outcome: Outcome | None
    epochs: int


class TrialRuns:
    """The runs in ``store`` of the trials of the sweep called ``name``."""

    def __init__(
        self, store: RunStore, name: str, sweep: Sweep, data: Dataset, source: str, choice: SampleChoice | None
    ) -> None:
        self._store = store
        self._name = name
        self._data = data
        self._source = source
        self._trial_data = TrialData(sweep, data, choice)
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
        """The result of a trial, if it was finished before, or trained for so many epochs."""
        known = self._runs.get(self._key(trial))
        if known is None or known.outcome is None or (known.outcome == "stopped" and known.epochs < epochs):
            return None
        return TrialResult(trial, known.number, known.outcome, self._store.run(known.number).history)

    def open(self, trial: Trial) -> OpenRun:
        """Store that a trial is started, or resumed after a stop.

        Raises:
            RunStoreError: if another process is training it.
        """
        key, hold = self._key(trial), ExitStack()
        known, its = self._runs.get(key), self._trial_data.of(trial)
        samples = self._trial_data.samples(trial)
        if known is None:
            number = self._store.begin(
                trial.point.network,
                its.training,
                samples,
                source=self._source,
                name=f"{self._name}: {trial}",
                choice=its.choice,
                series=key[0],
            )
            hold.enter_context(self._store.hold(number))
            return OpenRun(number, True, None, its, samples.name, samples.fingerprint(), hold)
        hold.enter_context(self._store.hold(known.number))
        try:
            path = self._store.checkpoint_of(known.number)
            checkpoint, history = path.read_bytes(), load_checkpoint(path).state.history
        except (OSError, CheckpointError):  # Then the trial starts again.
            checkpoint, history = None, History()
        self._store.go_on(known.number, its.training, history)
        return OpenRun(known.number, False, checkpoint, its, samples.name, samples.fingerprint(), hold)

    def finish(self, trial: Trial, run: OpenRun, task_result: TaskResult) -> TrialResult:
        """Store the result of a trial."""
        result = task_result.result
        with run.hold:
            if task_result.checkpoint is not None or not run.is_new:
                self._keep_checkpoint(run.number, task_result.checkpoint)
            card = card_of_training(result, self._data, run.data.training)
            self._store.finish(run.number, result, replace(card, data=run.name, data_sha256=run.sha256))
        self._runs[self._key(trial)] = _Known(run.number, result.outcome, len(result.history))
        return TrialResult(trial, run.number, result.outcome, result.history)

    def abandon(self, run: OpenRun) -> None:
        """Delete a new run that was never trained; an older one stays as it was."""
        run.hold.close()
        if run.is_new:
            self._store.delete(run.number)
            self._store.purge(run.number)

    def fail(self, trial: Trial, run: OpenRun, problem: str) -> TrialResult:
        """Store why a trial could not be trained."""
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
        """Series and seed, by which a trial's run is found."""
        if trial.point not in self._series:
            self._series[trial.point] = series_of(self._name, trial.point, self._sha256)
        return self._series[trial.point], trial.seed
