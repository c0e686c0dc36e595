"""The runner of a sweep: rung by rung, with as many trials at once as there are workers."""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from dataclasses import dataclass
from math import isnan

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.errors import MlpError
from mlp_engine.runs import RunStore
from mlp_engine.sweeps.results import PointResult, SweepResult, TrialDone, TrialResult
from mlp_engine.sweeps.sweep import Point, Sweep, Trial
from mlp_engine.sweeps.trial_runs import OpenRun, TrialRuns
from mlp_engine.sweeps.worker import Task, TaskResult
from mlp_engine.sweeps.worker_pool import WorkerPool
from mlp_engine.training.control import RunControl

_SECONDS_BETWEEN_LOOKS = 0.1
# One trial waits behind each running one, so that no worker is idle while results are stored.
_IN_FLIGHT = 2


def run_sweep(
    sweep: Sweep,
    data: Dataset,
    pool: WorkerPool,
    store: RunStore,
    *,
    name: str,
    source: str = "",
    choice: SampleChoice | None = None,
    on_done: Callable[[TrialDone], None] | None = None,
    control: RunControl | None = None,
) -> SweepResult:
    """Train the trials of ``sweep`` that are not done yet; each trial is a run in ``store``.

    A trial that is done with the same settings and data under the same name is not repeated. If a trial's worker dies,
    or the trial raises anything but a :class:`~mlp_engine.errors.MlpError`, it is tried once more and then reported.

    Args:
        sweep: the sweep; inputs and outputs of its network are those of the data.
        data: the samples, the same as in the pool (see :func:`mlp_engine.sweeps.trial_data.pool_data`).
        pool: the workers.
        store: the run store.
        name: name of the sweep.
        source: the text that named the data, for the store.
        choice: which samples of the source are used, for the store; where the data varies, also what each training
            takes of ``data``.
        on_done: called in the calling thread with each finished trial.
        control: stops the sweep: running trials end after their current minibatch, and are resumed when the sweep is
            run again. Pauses and changes have no effect.

    Raises:
        SettingError: if a training needs more samples than there are.
        RunStoreError: if the store fails, or another process trains one of the trials.
        MlpError: if all workers are lost, as when a scheduler ends.
    """
    return _SweepRun(sweep, pool, TrialRuns(store, name, sweep, data, source, choice), on_done, control).run()


@dataclass(frozen=True, eq=False)
class _Attempt:
    """A trial that was submitted to the pool."""

    trial: Trial
    run: OpenRun
    is_second: bool


class _SweepRun:
    """One run of a sweep."""

    def __init__(
        self,
        sweep: Sweep,
        pool: WorkerPool,
        trial_runs: TrialRuns,
        on_done: Callable[[TrialDone], None] | None,
        control: RunControl | None,
    ) -> None:
        self._sweep = sweep
        self._pool = pool
        self._trial_runs = trial_runs
        self._on_done = on_done
        self._control = control or RunControl()
        self._results: dict[Trial, TrialResult] = {}
        self._attempts: dict[Future[TaskResult | None], _Attempt] = {}
        self._done = self._retried = 0

    def run(self) -> SweepResult:
        """Train all rungs, or until the sweep is stopped."""
        points: Sequence[Point] = self._sweep.points
        try:
            for rung, epochs in enumerate(self._sweep.rungs):
                if rung > 0:
                    points = self._promoted(points, self._sweep.rungs[rung - 1], self._sweep.points_in_rung(rung))
                self._rung([trial for point in points for trial in self._sweep.trials(point)], epochs)
                if self._control.is_stopped:
                    break
        finally:
            for attempt in self._attempts.values():  # Left over after an error: release their locks.
                attempt.run.hold.close()
        found = tuple(self._point_result(point) for point in self._sweep.points)
        return SweepResult(found, self._control.is_stopped, self._retried)

    def _promoted(self, points: Iterable[Point], epochs: int, count: int) -> list[Point]:
        """The best points of a rung, in the order of the sweep; points without a score are worst."""
        scores = {point: self._point_result(point).accuracy_after(epochs) for point in points}
        ranked = sorted(scores, key=lambda point: -1.0 if isnan(scores[point]) else scores[point], reverse=True)
        best = set(ranked[:count])
        return [point for point in scores if point in best]

    def _rung(self, trials: Sequence[Trial], epochs: int) -> None:
        waiting: deque[Trial] = deque()
        for trial in trials:
            result = self._trial_runs.find(trial, epochs)
            if result is None:
                waiting.append(trial)
            else:
                self._note(result, found=True)
        has_stopped = False
        while waiting or self._attempts:
            if self._control.is_stopped and not has_stopped:
                has_stopped = True
                waiting.clear()
                self._pool.stop()
            while waiting and len(self._attempts) < _IN_FLIGHT * self._pool.size:
                trial = waiting.popleft()
                self._submit(trial, self._trial_runs.open(trial), epochs)
            ended, _ = wait(self._attempts, _SECONDS_BETWEEN_LOOKS, FIRST_COMPLETED)
            # Trainings that ended together are reported in the order in which they began; ``ended`` has none.
            for future in [attempt for attempt in self._attempts if attempt in ended]:
                self._take(future, self._attempts.pop(future), epochs)

    def _submit(self, trial: Trial, run: OpenRun, epochs: int, *, is_second: bool = False) -> None:
        choice = run.data.choice if trial.point.varies_data else None
        task = Task(self._pool.name, trial.point.network, run.data.training, epochs, run.checkpoint, choice)
        self._attempts[self._pool.submit(task)] = _Attempt(trial, run, is_second)

    def _take(self, future: Future[TaskResult | None], attempt: _Attempt, epochs: int) -> None:
        trial, run = attempt.trial, attempt.run
        try:
            task_result = future.result()
        except CancelledError as error:
            if not self._control.is_stopped:
                run.hold.close()
                raise MlpError(
                    "The workers must stay within reach while a sweep runs. They were lost; what is done is kept."
                ) from error
            task_result = None
        except Exception as error:
            # Whatever goes wrong in one worker, the results of the others must be kept.
            if attempt.is_second or isinstance(error, MlpError):
                self._note(self._trial_runs.fail(trial, run, _problem(error)))
            elif self._control.is_stopped:
                self._trial_runs.abandon(run)
            else:
                self._retried += 1
                self._submit(trial, run, epochs, is_second=True)
            return
        if task_result is None:
            self._trial_runs.abandon(run)
        else:
            self._note(self._trial_runs.finish(trial, run, task_result))

    def _note(self, result: TrialResult, *, found: bool = False) -> None:
        self._results[result.trial] = result
        self._done += 1
        if self._on_done is not None:
            self._on_done(TrialDone(result, self._done, self._sweep.trial_count, found))

    def _point_result(self, point: Point) -> PointResult:
        trials = [self._results[trial] for trial in self._sweep.trials(point) if trial in self._results]
        return PointResult(point, tuple(trials))


def _problem(error: Exception) -> str:
    if isinstance(error, MlpError):
        return str(error)
    return f"The training failed twice: {str(error) or type(error).__name__}"
