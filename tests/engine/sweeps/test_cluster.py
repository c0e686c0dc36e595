"""The same sweep on a Dask cluster: scheduler and workers are processes of their own, on the loopback."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from mlp_engine.errors import SettingError
from mlp_engine.sweeps import TrialDone, cluster_pool, process_pool, run_sweep
from tests.engine.sweeps.conftest import stopped_once_two_run, sweep_over
from tests.engine.sweeps.test_runner import fingerprints

distributed = pytest.importorskip("distributed", reason="the extra dask is not installed")

ROOT = Path(__file__).resolve().parents[3]
SECONDS_TO_START = 30.0


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a cluster of two workers."""
    folder = tmp_path_factory.mktemp("cluster")
    contact = folder / "scheduler.json"
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    address = ("--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(contact))

    with ExitStack() as stack:

        def start(*arguments: str) -> None:
            process = stack.enter_context(
                subprocess.Popen(
                    [sys.executable, "-m", "dask", *arguments],
                    env=environment,
                    cwd=folder,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
            )
            stack.callback(process.terminate)

        start("scheduler", *address, "--port", "0", "--no-show")
        start("worker", *address, "--nthreads", "1", "--nworkers", "2", "--local-directory", str(folder))
        deadline = time.monotonic() + SECONDS_TO_START
        while not contact.exists():
            assert time.monotonic() < deadline, "the scheduler did not start"
            time.sleep(0.05)
        found = json.loads(contact.read_text())["address"]
        with distributed.Client(found, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=SECONDS_TO_START)
        yield found


def test_weights_are_those_of_the_process_pool_bit_for_bit(scheduler, clouds, store) -> None:
    sweep = sweep_over("l2=0,1", "hidden=8,5-4", seeds=2)
    with cluster_pool(clouds, scheduler) as pool:
        assert pool.size == 2
        on_cluster = run_sweep(sweep, clouds, pool, store, name="cluster")
    with process_pool(clouds, 2) as pool:
        here = run_sweep(sweep, clouds, pool, store, name="here")
    found = fingerprints(store, on_cluster)
    assert len(found) == 8
    assert found == fingerprints(store, here)


def test_halving_and_resuming_work_as_on_one_machine(scheduler, clouds, store) -> None:
    axis = "learning_rate=1e-5,0.4,0.5"
    with cluster_pool(clouds, scheduler) as pool:
        halved = run_sweep(sweep_over(axis, epochs=3, halving=True), clouds, pool, store, name="halved")
        assert sorted(point.epochs for point in halved.points) == [1, 1, 3]
        assert run_sweep(sweep_over(axis, epochs=3, halving=True), clouds, pool, store, name="halved") == halved


def test_a_worker_that_is_killed_costs_none_of_the_results(scheduler, clouds, store) -> None:
    sweep = sweep_over("l2=0,1,2,3", epochs=100, hidden=20)
    killed: list[int] = []
    with distributed.Client(scheduler, set_as_default=False) as client, cluster_pool(clouds, scheduler) as pool:

        def kill_one(event: TrialDone) -> None:
            if not killed:
                killed.append(next(iter(client.run(os.getpid).values())))
                os.kill(killed[0], signal.SIGKILL)

        result = run_sweep(sweep, clouds, pool, store, name="killed", on_done=kill_one)
        assert {trial.outcome for point in result.points for trial in point.trials} == {"finished"}
        client.wait_for_workers(2, timeout=SECONDS_TO_START)
        assert killed[0] not in client.run(os.getpid).values()


def test_a_stop_ends_running_trainings(scheduler, clouds, store, announced) -> None:
    sweep = sweep_over("l2=0,1,2,3,4,5", epochs=100_000, hidden=100)
    with cluster_pool(clouds, scheduler) as pool:
        result = stopped_once_two_run(sweep, clouds, pool, store, "long", announced)
    outcomes = [trial.outcome for point in result.points for trial in point.trials]
    assert outcomes == ["stopped", "stopped"]
    assert [run.outcome for run in store.runs()] == outcomes, "what never began is forgotten"


@pytest.mark.parametrize(
    "address",
    [
        "tcp://127.0.0.1:1",
        "no address",
        "ftp://127.0.0.1:1",
        "",
        "tcp://a..b:1",
        "[::1:1",
        "a:99999",
        "a\0:1",
        "\ud800:1",
    ],
)
def test_an_address_where_no_scheduler_answers_is_refused_before_dask_is_loaded(clouds, address, monkeypatch) -> None:
    def load(name: str) -> None:
        raise AssertionError(f"{name} takes 46 MB")

    monkeypatch.setattr("mlp_engine.sweeps.cluster.SECONDS_TO_CONNECT", 1)
    monkeypatch.setattr("mlp_engine.sweeps.cluster.import_module", load)
    with pytest.raises(SettingError) as caught, cluster_pool(clouds, address):
        pass
    assert "The scheduler must be one that answers" in str(caught.value)


def test_without_the_package_it_says_what_to_install(clouds, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(SettingError, match=r"install mlp-desktop\[dask\]"), cluster_pool(clouds, "tcp://127.0.0.1:1"):
        pass


def test_a_package_of_which_a_part_is_missing_is_to_be_installed(clouds, monkeypatch) -> None:
    def load(name: str) -> None:
        raise ModuleNotFoundError(f"No module named 'tornado', which {name} needs")

    monkeypatch.setattr("mlp_engine.sweeps.cluster.import_module", load)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"tcp://127.0.0.1:{listener.getsockname()[1]}"
        with pytest.raises(SettingError, match=r"install mlp-desktop\[dask\]"), cluster_pool(clouds, address):
            pass
