"""Runs a sweep: rung after rung, as many trials at once as there are workers, each kept as it comes in."""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from dataclasses import dataclass
from math import isnan

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.errors import MlpError
from mlp_engine.runs import RunStore
from mlp_engine.sweeps.crew import Crew
from mlp_engine.sweeps.results import PointResult, SweepResult, TrialDone, TrialResult
from mlp_engine.sweeps.sweep import Point, Sweep, Trial
from mlp_engine.sweeps.trial_runs import OpenRun, TrialRuns
from mlp_engine.sweeps.worker import Answer, Task
from mlp_engine.training.control import RunControl

_SECONDS_BETWEEN_LOOKS = 0.1
# One trial waits behind each that is being trained: no worker idles while the results of the last one are kept.
_IN_FLIGHT = 2


def run_sweep(
    sweep: Sweep,
    data: Dataset,
    crew: Crew,
    store: RunStore,
    *,
    name: str,
    source: str = "",
    choice: SampleChoice | None = None,
    on_done: Callable[[TrialDone], None] | None = None,
    control: RunControl | None = None,
) -> SweepResult:
    """Do what is left to do of ``sweep``; each trial is a run in ``store``.

    A trial that is done, with these settings on these data under this name, is not done again. One whose worker
    dies, or that raises anything but a :class:`~mlp_engine.errors.MlpError`, is tried once more and then reported.

    Args:
        sweep: what to try; inputs and outputs of its network are those of the data.
        data: the samples; the crew holds the same.
        crew: who does it.
        store: where runs are kept.
        name: what the sweep is called.
        source: the text that named the data, for the store.
        choice: which samples of the source the data are, for the store.
        on_done: called in the calling thread with each trial, as it comes in.
        control: stops the sweep: what is being trained ends after its current minibatch, and goes on from there when
            the sweep is run again. Pausing and changing do nothing.

    Raises:
        RunStoreError: if the store fails, or another process trains one of the trials.
        MlpError: if all workers are lost for good, as when a scheduler ends.
    """
    return _SweepRun(sweep, crew, TrialRuns(store, name, data, source, choice), on_done, control).run()


@dataclass(frozen=True, eq=False)
class _Attempt:
    """A trial that is with the crew."""

    trial: Trial
    run: OpenRun
    is_second: bool


class _SweepRun:
    """One sweep on its way."""

    def __init__(
        self,
        sweep: Sweep,
        crew: Crew,
        trial_runs: TrialRuns,
        on_done: Callable[[TrialDone], None] | None,
        control: RunControl | None,
    ) -> None:
        self._sweep = sweep
        self._crew = crew
        self._trial_runs = trial_runs
        self._on_done = on_done
        self._control = control or RunControl()
        self._results: dict[Trial, TrialResult] = {}
        self._attempts: dict[Future[Answer | None], _Attempt] = {}
        self._done = self._retried = 0

    def run(self) -> SweepResult:
        """Go through all rungs, or as far as it goes."""
        points: Sequence[Point] = self._sweep.points
        try:
            for rung, epochs in enumerate(self._sweep.rungs):
                if rung > 0:
                    points = self._promoted(points, self._sweep.rungs[rung - 1], self._sweep.points_in_rung(rung))
                self._rung([trial for point in points for trial in self._sweep.trials(point)], epochs)
                if self._control.is_stopped:
                    break
        finally:
            for attempt in self._attempts.values():  # Something was raised: let the store have them back.
                attempt.run.hold.close()
        found = tuple(self._point_result(point) for point in self._sweep.points)
        return SweepResult(found, self._control.is_stopped, self._retried)

    def _promoted(self, points: Iterable[Point], epochs: int, count: int) -> list[Point]:
        """The best points of a rung, in the order of the sweep; where nothing was measured is worst."""
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
                self._crew.stop()
            while waiting and len(self._attempts) < _IN_FLIGHT * self._crew.size:
                trial = waiting.popleft()
                self._submit(trial, self._trial_runs.open(trial), epochs)
            ended, _ = wait(self._attempts, _SECONDS_BETWEEN_LOOKS, FIRST_COMPLETED)
            for future in ended:
                self._take(future, self._attempts.pop(future), epochs)

    def _submit(self, trial: Trial, run: OpenRun, epochs: int, *, is_second: bool = False) -> None:
        task = Task(self._crew.name, trial.point.network, trial.training, epochs, run.checkpoint)
        self._attempts[self._crew.submit(task)] = _Attempt(trial, run, is_second)

    def _take(self, future: Future[Answer | None], attempt: _Attempt, epochs: int) -> None:
        trial, run = attempt.trial, attempt.run
        try:
            answer = future.result()
        except CancelledError as error:
            if not self._control.is_stopped:
                run.hold.close()
                raise MlpError(
                    "The workers must stay within reach while a sweep runs. They were lost; what is done is kept."
                ) from error
            answer = None
        except Exception as error:
            # Whatever a worker raises, or the system does to it, must not cost the results of the others.
            if attempt.is_second or isinstance(error, MlpError):
                self._note(self._trial_runs.fail(trial, run, _problem(error)))
            elif self._control.is_stopped:
                self._trial_runs.abandon(run)
            else:
                self._retried += 1
                self._submit(trial, run, epochs, is_second=True)
            return
        if answer is None:
            self._trial_runs.abandon(run)
        else:
            self._note(self._trial_runs.finish(trial, run, answer))

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
