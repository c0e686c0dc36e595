"""How much faster a sweep is with more workers, on this machine and on a local Dask cluster, and what a trial costs.

    python benchmarks/sweep.py [--quick] [--threads N] [--json FILE]

Speed-up: the same trials with one process, with one process a core, and on a Dask cluster of as many workers
(scheduler and workers are processes of their own, on the loopback; left out where distributed is not installed), a
round each in turn, the crew already at work. Overhead: what a trial costs beyond its training, found with trials that
hardly train, on a tiny data set and on one of MNIST's size, which has to be hashed and split for every trial. Bytes:
how long a crew takes to begin, with the tiny data set and with the large one.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from measuring import all_digits, arguments, cores, digits, installed, write
from tables import Goal, duration, table, times, verdict

from mlp_engine.config import NetworkConfig, TrainingConfig
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.runs import RunStore
from mlp_engine.sweeps import Axis, Crew, Sweep, cluster_crew, process_crew, run_sweep

ROUNDS = 3
SPEED_UP, CLUSTER_SPEED_UP, MOST_OVERHEAD = 0.9, 0.85, 0.05
"""Of the number of workers, of that on the cluster, and seconds a trial."""
SECONDS_TO_START = 60.0
OpenCrew = Callable[[Dataset], AbstractContextManager[Crew]]


def sweep_of(trials: int, data: Dataset, hidden: int, epochs: int) -> Sweep:
    """So many trials of about the same length."""
    network = NetworkConfig(inputs=data.inputs.shape[1], hidden=(hidden,), outputs=data.classes)
    training = TrainingConfig(epochs=epochs, validation=0.1, batch_size=32)
    return Sweep((Axis("l2", tuple(map(float, range(trials)))),), network, training)


def tiny() -> Dataset:
    """Twenty points in the plane: to train on them takes no time."""
    return Dataset(np.random.default_rng(0).random((20, 2)), np.arange(20) % 2, "twenty points", classes=2)


def timed(crew: Crew, sweep: Sweep, data: Dataset, name: str) -> tuple[float, float]:
    """Seconds that a sweep takes in a store of its own, and those that its trainings took themselves."""
    with TemporaryDirectory() as folder:
        store = RunStore(Path(folder))
        began = time.perf_counter()
        result = run_sweep(sweep, data, crew, store, name=name)
        took = time.perf_counter() - began
    return took, sum(trial.history.epochs[-1].seconds for point in result.points for trial in point.trials)


def speed_up(crews: dict[str, OpenCrew], data: Dataset, trials: int, epochs: int, rounds: int) -> dict[str, Any]:
    """Seconds of each round, by crew."""
    seconds: dict[str, list[float]] = {name: [] for name in crews}
    with ExitStack() as stack:
        opened = {name: stack.enter_context(open_crew(data)) for name, open_crew in crews.items()}
        for crew in opened.values():
            timed(crew, sweep_of(2 * crew.size, data, 4, 1), data, "warm up")
        for _ in range(rounds):
            for name, crew in opened.items():
                seconds[name].append(timed(crew, sweep_of(trials, data, 100, epochs), data, name)[0])
                print(f"{name}: {seconds[name][-1]:.2f} s", flush=True)
    return {"trials": trials, "epochs": epochs, "samples": len(data), "seconds": seconds}


def costs(crews: dict[str, OpenCrew], data: Dataset, trials: int) -> list[dict[str, Any]]:
    """Seconds that each crew takes to begin on ``data``, and that a trial adds to the sweep beyond its training."""
    found: list[dict[str, Any]] = []
    for name, open_crew in crews.items():
        began = time.perf_counter()
        with open_crew(data) as crew:
            timed(crew, sweep_of(2 * crew.size, data, 4, 1), data, "warm up")
            start = time.perf_counter() - began
            took, trained = timed(crew, sweep_of(trials, data, 4, 1), data, name)
        overhead = max(took - trained / crew.size, 0.0) / trials
        found.append(
            {"crew": name, "data": data.name, "bytes": data.inputs.nbytes, "start": start, "overhead": overhead}
        )
    return found


@contextmanager
def local_cluster(workers: int) -> Generator[str]:
    """The address of a Dask scheduler with so many workers of one thread each."""
    with TemporaryDirectory() as folder, ExitStack() as stack:
        contact = Path(folder) / "scheduler.json"
        shared = ("--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(contact))
        root = str(Path(__file__).parents[1])
        environment = os.environ | {"PYTHONPATH": os.pathsep.join([root, os.environ.get("PYTHONPATH", "")])}

        def start(*options: str) -> None:
            command = (sys.executable, "-m", "dask", *options)
            quiet = subprocess.DEVNULL
            process = stack.enter_context(
                subprocess.Popen(command, cwd=folder, env=environment, stdout=quiet, stderr=quiet)
            )
            stack.callback(process.terminate)

        start("scheduler", *shared, "--port", "0", "--no-show")
        start("worker", *shared, "--nthreads", "1", "--nworkers", str(workers), "--local-directory", folder)
        deadline = time.monotonic() + SECONDS_TO_START
        while not contact.exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        address = json.loads(contact.read_text(encoding="utf-8"))["address"]
        from distributed import Client

        with Client(address, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=SECONDS_TO_START)
        yield address


def measure(large: Dataset, few: Dataset, trials: int, epochs: int, rounds: int, tries: int) -> dict[str, Any]:
    """Measure all."""
    workers = cores()
    crews: dict[str, OpenCrew] = {
        "one process": lambda data: process_crew(data, 1),
        "processes": lambda data: process_crew(data, workers),
    }
    with ExitStack() as stack:
        if installed("distributed"):
            address = stack.enter_context(local_cluster(workers))
            crews["cluster"] = lambda data: cluster_crew(data, address)
        return {
            "workers": workers,
            "data": large.name,
            "speed_up": speed_up(crews, few, trials, epochs, rounds),
            "costs": [
                row for data, count in ((tiny(), 10 * tries), (large, tries)) for row in costs(crews, data, count)
            ],
        }


def ratios(results: dict[str, Any]) -> dict[str, float]:
    """How many times as fast as one process each of the other crews is; medians of the rounds."""
    seconds = {name: median(rounds) for name, rounds in results["speed_up"]["seconds"].items()}
    return {name: seconds["one process"] / took for name, took in seconds.items() if name != "one process"}


def section(results: dict[str, Any]) -> str:
    """The figures as text."""
    done = results["speed_up"]
    speeds = [
        [name, str(1 if name == "one process" else results["workers"]), duration(median(seconds)),
         times(ratios(results).get(name, 1.0))]
        for name, seconds in done["seconds"].items()
    ]  # fmt: skip
    rows = [
        [row["crew"], row["data"], f"{row['bytes'] / 1e6:.3g} MB", duration(row["start"]), duration(row["overhead"])]
        for row in results["costs"]
    ]
    goals_met = [[goal.what, goal.goal, goal.measured, verdict(goal.met)] for goal in goals(results)]
    return "\n\n".join(
        [
            f"{done['trials']} trials of 784-100-10 on {done['samples']:,} samples, {done['epochs']} epochs each:",
            table("crew | workers | the sweep takes | speed-up", speeds),
            "What a crew takes to begin, and a trial beyond its training:",
            table("crew | data | size | to begin | a trial", rows),
            table("what | goal | measured | verdict", goals_met),
        ]
    )


def goals(results: dict[str, Any]) -> list[Goal]:
    """The goals, and whether they are met."""
    workers, found = results["workers"], ratios(results)
    shares = {"processes": SPEED_UP, "cluster": CLUSTER_SPEED_UP}
    goals = [
        Goal(
            f"Sweep, {workers} workers against one: {name}",
            f"at least {times(shares[name] * workers)}",
            times(ratio),
            ratio >= shares[name] * workers,
        )
        for name, ratio in found.items()
    ]
    worst = max(row["overhead"] for row in results["costs"] if row["bytes"] < 1e6)
    return [
        *goals,
        Goal(
            "Sweep, what a trial costs beyond its training",
            f"at most {duration(MOST_OVERHEAD)}",
            duration(worst),
            worst <= MOST_OVERHEAD,
        ),
    ]


def main() -> int:
    """Measure, print and write; returns the exit code."""
    asked = arguments("sweep", "Measures how much faster a sweep is with more workers, and what a trial costs.")
    if asked.quick:
        results = measure(digits(2000), digits(500), trials=4, epochs=1, rounds=1, tries=1)
    else:
        results = measure(all_digits(), digits(10_000), trials=12, epochs=8, rounds=ROUNDS, tries=4)
    print(section(results))
    write(results, asked.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
