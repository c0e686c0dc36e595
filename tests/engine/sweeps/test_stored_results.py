"""What is known of a sweep from its runs alone."""

from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.sweeps import StoredSweep, SweepResult, run_sweep, stored_results
from tests.engine.sweeps.conftest import sweep_over


def look_back(name: str, sweep, store) -> SweepResult:
    return stored_results(StoredSweep(name, sweep, "clouds", SampleChoice()), store)


def test_a_sweep_is_found_again_as_it_was(clouds, pool, store) -> None:
    sweep = sweep_over("l2=0,1", "learning_rate=0.1,0.5", seeds=2)
    result = run_sweep(sweep, clouds, pool, store, name="whole")
    assert look_back("whole", sweep, store) == result


def test_a_halved_sweep_is_finished_when_its_last_rung_is(clouds, pool, store) -> None:
    sweep = sweep_over("learning_rate=1e-5,0.3,0.4,0.5", epochs=6, halving=True)
    result = run_sweep(sweep, clouds, pool, store, name="halved")
    found = look_back("halved", sweep, store)
    assert found.points == result.points
    assert not found.stopped


def test_what_was_never_begun_is_missing_and_the_sweep_unfinished(clouds, pool, store) -> None:
    run_sweep(sweep_over("l2=0"), clouds, pool, store, name="part")
    found = look_back("part", sweep_over("l2=0,1"), store)
    assert [len(point.trials) for point in found.points] == [1, 0]
    assert found.stopped
    assert look_back("par", sweep_over("l2=0"), store).points[0].trials == (), "another sweep's runs are not its own"


def test_a_failed_training_is_told_with_its_reason(clouds, pool, store) -> None:
    sweep = sweep_over("l2=0,1")
    result = run_sweep(sweep, clouds, pool, store, name="failing")
    run = result.points[1].trials[0].run
    store.go_on(run, sweep.points[1].training, result.points[1].trials[0].history)
    store.note(run, "The training failed twice: no memory")
    found = look_back("failing", sweep, store)
    assert found.points[1].problems == ("The training failed twice: no memory",)
    assert found.best == found.points[0]


def test_a_sweep_that_is_gone_on_with_is_finished(clouds, pool, store) -> None:
    sweep = sweep_over("l2=0,1,2")
    run_sweep(sweep_over("l2=0,1"), clouds, pool, store, name="longer")
    assert look_back("longer", sweep, store).stopped
    run_sweep(sweep, clouds, pool, store, name="longer")
    assert not look_back("longer", sweep, store).stopped
