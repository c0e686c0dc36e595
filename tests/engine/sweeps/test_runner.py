"""Running sweeps: what comes out, what survives a death, a stop and a restart."""

import multiprocessing
import os
import signal
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from pathlib import Path

import numpy as np
import pytest

from mlp_engine.errors import DataError, MlpError
from mlp_engine.runs import RunStore
from mlp_engine.sweeps import TrialDone, WorkerPool, process_pool, run_sweep
from mlp_engine.training.control import RunControl
from mlp_engine.weights.file import load_weights
from tests.engine.sweeps.conftest import stopped_once_two_run, sweep_over


def fingerprints(store: RunStore, result) -> dict[str, str]:
    """The weights of every training, by the text of its trial."""
    found = {}
    for point in result.points:
        for trial in point.trials:
            path = store.weights_of(trial.run, "best")
            if path is not None:
                found[str(trial.trial)] = load_weights(path).network.fingerprint()
    return found


def test_every_training_is_a_run_and_the_best_point_is_found(clouds, pool, store) -> None:
    events: list[TrialDone] = []
    sweep = sweep_over("learning_rate=1e-5,0.5", seeds=2)
    result = run_sweep(sweep, clouds, pool, store, name="rates", source="somewhere", on_done=events.append)

    assert result.best is not None
    assert result.best.point.training.learning_rate == 0.5
    worst, best = result.points
    assert best.accuracy > 0.7 > 0.5 > worst.accuracy
    assert best.accuracy == np.mean([t.history.best.validation_accuracy for t in best.trials])
    assert best.spread == pytest.approx(np.std([t.history.best.validation_accuracy for t in best.trials], ddof=1))
    assert [event.done for event in events] == [1, 2, 3, 4]
    assert {event.total for event in events} == {4}

    runs = {run.id: run for run in store.runs()}
    assert len(runs) == 4
    for point in result.points:
        assert len({runs[trial.run].series for trial in point.trials}) == 1, "the seeds of a point are one series"
        for trial in point.trials:
            run = runs[trial.run]
            assert run.name == f"rates: {trial.trial}"
            assert (run.outcome, run.running, run.epochs) == ("finished", False, 4)
            assert run.training == trial.trial.training
            assert store.run(run.id).source == "somewhere"
            assert store.run(run.id).history == trial.history
    assert len({runs[point.trials[0].run].series for point in result.points}) == 2


def test_what_was_done_is_not_done_again(clouds, pool, store) -> None:
    sweep = sweep_over("l2=0,1")
    first = run_sweep(sweep, clouds, pool, store, name="twice")
    events: list[TrialDone] = []
    more = sweep_over("l2=0,1,2")
    second = run_sweep(more, clouds, pool, store, name="twice", on_done=events.append)
    assert [event.found for event in events] == [True, True, False]
    assert second.points[:2] == first.points
    assert len(store.runs()) == 3

    run_sweep(sweep, clouds, pool, store, name="another")
    assert len(store.runs()) == 5, "another sweep has runs of its own"


def test_halving_ends_with_the_weights_of_a_training_in_one_go(clouds, pool, store) -> None:
    axis = "learning_rate=1e-5,2e-5,0.4,0.5,0.6,0.7"
    halved = run_sweep(sweep_over(axis, epochs=9, halving=True), clouds, pool, store, name="halved")
    assert sorted(point.epochs for point in halved.points) == [1, 1, 1, 1, 3, 9]
    best = halved.best
    assert best is not None
    assert best.epochs == 9
    (trial,) = best.trials
    assert trial.outcome == "finished"
    promoted = halved.points.index(best)
    assert promoted >= 2, "the two with hardly any rate learn nothing"

    whole = run_sweep(sweep_over(axis, epochs=9), clouds, pool, store, name="whole")
    one_go = fingerprints(store, whole)
    assert fingerprints(store, halved)[str(trial.trial)] == one_go[str(trial.trial)]
    again = run_sweep(sweep_over(axis, epochs=9, halving=True), clouds, pool, store, name="halved")
    assert again == halved, "a sweep that is done is only read again"


def test_halving_promotes_no_training_that_diverged(clouds, pool, store) -> None:
    sweep = sweep_over("l2=1e6,100,0,1e7", epochs=9, halving=True)
    result = run_sweep(sweep, clouds, pool, store, name="diverging")
    outcomes = [trial.outcome for point in result.points for trial in point.trials]
    assert outcomes == ["diverged", "stopped", "finished", "diverged"]
    assert [point.epochs for point in result.points] == [0, 3, 9, 0]
    assert result.best == result.points[2]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal on this system")
def test_a_worker_that_is_killed_costs_one_retry(clouds, store) -> None:
    sweep = sweep_over("l2=0,1,2,3", epochs=100, hidden=20)
    others = set(multiprocessing.active_children())
    killed: list[int] = []

    def kill_one(event: TrialDone) -> None:
        if not killed:  # One training is done: both processes are busy with the next ones.
            victim = (set(multiprocessing.active_children()) - others).pop()
            killed.append(victim.pid or 0)
            os.kill(killed[0], signal.SIGKILL)

    with process_pool(clouds, 2) as pool:
        result = run_sweep(sweep, clouds, pool, store, name="killed", on_done=kill_one)
    assert result.retried == 1
    assert {trial.outcome for point in result.points for trial in point.trials} == {"finished"}
    with process_pool(clouds, 2) as pool:
        undisturbed = run_sweep(sweep, clouds, pool, store, name="undisturbed")
    assert undisturbed.retried == 0
    assert fingerprints(store, result) == fingerprints(store, undisturbed)
    assert len(store.runs()) == 8, "the second attempt is the same run"


class Failing(Executor):
    """An executor in which every call fails."""

    def __init__(self, error: Exception) -> None:
        self.error = error
        self.calls = 0

    def submit(self, fn, /, *args, **kwargs) -> Future:  # type: ignore[override]
        self.calls += 1
        future: Future = Future()
        future.set_exception(self.error)
        return future


@pytest.mark.parametrize(
    ("error", "calls", "problem"),
    [
        (BrokenExecutor("A process died."), 4, "The training failed twice: A process died."),
        (MemoryError(), 4, "The training failed twice: MemoryError"),
        (DataError("Data must be other data. Got these."), 2, "Data must be other data. Got these."),
    ],
)
def test_what_fails_again_is_reported_and_costs_nobody_else(clouds, store, error, calls, problem) -> None:
    executor = Failing(error)
    pool = WorkerPool("failing", executor, None, 1, lambda: None)
    result = run_sweep(sweep_over("l2=0,1"), clouds, pool, store, name="failing")
    assert executor.calls == calls
    assert [point.problems for point in result.points] == [(problem,), (problem,)]
    assert result.best is None
    assert {(run.outcome, run.running, run.note) for run in store.runs()} == {(None, False, problem)}


def test_workers_that_are_lost_for_good_end_the_sweep_in_one_sentence(clouds, store) -> None:
    pool = WorkerPool("lost", Failing(CancelledError()), None, 1, lambda: None)
    with pytest.raises(MlpError, match="The workers must stay within reach while a sweep runs"):
        run_sweep(sweep_over("l2=0,1"), clouds, pool, store, name="lost")
    assert not any(run.running for run in store.runs())


def test_a_stop_ends_running_trainings_and_they_go_on_later(clouds, store) -> None:
    sweep = sweep_over("l2=0,1,2,3", epochs=100, hidden=20)
    control = RunControl()
    with process_pool(clouds, 2) as pool:
        result = run_sweep(
            sweep, clouds, pool, store, name="stopped", on_done=lambda event: control.stop(), control=control
        )
    assert result.stopped
    outcomes = [run.outcome for run in store.runs()]
    assert "finished" in outcomes
    assert len(outcomes) < 4 or "stopped" in outcomes, "something was left to do"
    assert None not in outcomes, "what never began is forgotten"

    found: list[bool] = []
    with process_pool(clouds, 2) as pool:
        resumed = run_sweep(sweep, clouds, pool, store, name="stopped", on_done=lambda event: found.append(event.found))
        whole = run_sweep(sweep, clouds, pool, store, name="whole")
    assert found.count(True) == outcomes.count("finished")
    assert len([run for run in store.runs() if run.name.startswith("stopped")]) == 4
    assert {trial.outcome for point in resumed.points for trial in point.trials} == {"finished"}
    assert fingerprints(store, resumed) == fingerprints(store, whole)


def test_long_trainings_are_stopped_in_their_midst(clouds, store, announced) -> None:
    sweep = sweep_over("l2=0,1", epochs=100_000, hidden=200)
    with process_pool(clouds, 2) as pool:
        result = stopped_once_two_run(sweep, clouds, pool, store, "long", announced)
    assert [trial.outcome for point in result.points for trial in point.trials] == ["stopped", "stopped"]
    assert all(store.run(run.id).checkpoint.exists() for run in store.runs())


def test_a_checkpoint_that_is_gone_means_to_begin_anew(clouds, pool, store) -> None:
    axis = "learning_rate=0.1,0.5"
    run_sweep(sweep_over(axis, epochs=9, halving=True), clouds, pool, store, name="lost")
    stopped = [run for run in store.runs() if run.outcome == "stopped"]
    for run in stopped:
        store.run(run.id).checkpoint.unlink()
    result = run_sweep(sweep_over(axis, epochs=9), clouds, pool, store, name="lost")
    assert [point.epochs for point in result.points] == [9, 9]
    assert len(store.runs()) == 2
    assert stopped


def test_no_file_of_a_trial_is_left_behind(clouds, store, tmp_path: Path, monkeypatch) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    monkeypatch.setattr("tempfile.tempdir", None)
    with process_pool(clouds, 1) as pool:
        run_sweep(sweep_over("l2=0,1"), clouds, pool, store, name="tidy")
    assert [path.name for path in scratch.iterdir() if path.name.startswith("mlp-")] == []
