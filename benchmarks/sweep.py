"""How much faster a sweep is with more workers, on this machine and on a local Dask cluster, and what a trial costs.

    python benchmarks/sweep.py [--quick] [--threads N] [--json FILE]
    python benchmarks/sweep.py --table      # the table of docs/scale.md, from the results there are

Speed-up: the same trials with one worker and with one a core, of the same kind, round after round in turn, the pool
already at work. Twice: with short trials, of which the last and the first weigh, and with such as people train. The
ceiling is what the machine gives at all: as many of these trainings, without a pool and without a store, in one
process and shared out to one a core. A cluster (scheduler and workers are processes of their own, on the loopback;
left out where distributed is not installed) is started for its turn alone, for even an idle one takes its share.

Overhead: what a trial costs beyond its training, found with trials that hardly train, on a tiny data set and on one of
MNIST's size, a part of which has to be set apart for every trial. Bytes: how long a pool takes to begin, with both.

Stop: how long a sweep takes to end that is stopped while every worker trains, with all that is kept of it written.
"""

import json
import sys
import time
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from threading import Timer
from typing import Any

import numpy as np
from local_cluster import local_cluster
from measuring import RESULTS, all_digits, arguments, digits, installed, write
from tables import Goal, duration, table, times

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.machine import cores
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.runs import RunStore
from mlp_engine.sweeps import Axis, Sweep, WorkerPool, cluster_pool, process_pool, run_sweep
from mlp_engine.sweeps.processes import Processes
from mlp_engine.training.control import RunControl
from mlp_engine.training.train import train_new_network

SHARES = {"processes": 0.9, "cluster": 0.85}
"""The speed-up that is asked for, as a share of the number of workers."""
MOST_OVERHEAD = 0.05
"""Seconds that a trial may take beyond its training."""
LONGEST_STOP = 2.0
"""Seconds that a sweep may take to end when it is stopped."""
SECONDS_BEFORE_STOP = 1.5
BARE = "ceiling"
OpenPool = Callable[[Dataset, int], AbstractContextManager[WorkerPool]]


@dataclass(frozen=True)
class Length:
    """How long trials are: so many, of so many epochs, in so many rounds."""

    trials: int
    epochs: int
    rounds: int


LENGTHS = {"short": Length(12, 8, 3), "long": Length(12, 30, 2)}
QUICK = {"short": Length(4, 1, 1), "long": Length(4, 2, 1)}


def sweep_of(trials: int, data: Dataset, hidden: int, epochs: int) -> Sweep:
    """So many trials of about the same length."""
    network = NetworkConfig(inputs=data.inputs.shape[1], hidden=(hidden,), outputs=data.classes)
    training = TrainingConfig(epochs=epochs, validation=0.1, batch_size=32)
    return Sweep((Axis("l2", tuple(map(float, range(trials)))),), network, training)


def tiny() -> Dataset:
    """Twenty points in the plane: to train on them takes no time."""
    return Dataset(np.random.default_rng(0).random((20, 2)), np.arange(20) % 2, "twenty points", classes=2)


def timed(pool: WorkerPool, sweep: Sweep, data: Dataset, name: str) -> tuple[float, float]:
    """Seconds that a sweep takes in a store of its own, and those that its trainings took themselves."""
    with TemporaryDirectory() as folder:
        store = RunStore(Path(folder))
        began = time.perf_counter()
        result = run_sweep(sweep, data, pool, store, name=name)
        took = time.perf_counter() - began
    return took, sum(trial.history.epochs[-1].seconds for point in result.points for trial in point.trials)


def warm_up(pool: WorkerPool, data: Dataset) -> None:
    """Have every worker read the data and import what it needs."""
    timed(pool, sweep_of(2 * pool.size, data, 4, 1), data, "warm up")


def speed_up(pools: dict[str, OpenPool], samples: int, length: Length) -> dict[str, Any]:
    """Seconds of every round, by kind of pool and number of workers; those of the ceiling are of fewer trials."""
    data, sizes = digits(samples), (1, cores())
    fewer = min(length.trials, 2 * cores())
    seconds: dict[str, dict[str, list[float]]] = {name: {str(size): [] for size in sizes} for name in (BARE, *pools)}
    for _ in range(length.rounds):
        for name, open_pool in pools.items():
            for size in sizes:
                with open_pool(data, size) as pool:
                    warm_up(pool, data)
                    took = timed(pool, sweep_of(length.trials, data, 100, length.epochs), data, name)[0]
                seconds[name][str(size)].append(took)
        for size in sizes:
            seconds[BARE][str(size)].append(bare(samples, length.epochs, fewer, size))
        print("; ".join(f"{name} {found[str(size)][-1]:.2f} s with {size}" for name, found in seconds.items()
                        for size in sizes), flush=True)  # fmt: skip
    return {"trials": length.trials, "fewer": fewer, "epochs": length.epochs, "samples": samples, "seconds": seconds}


def bare(samples: int, epochs: int, trials: int, size: int) -> float:
    """Seconds of so many trainings in independent processes, and nothing beside them: no pool, no store."""
    with Processes(size, nothing) as processes:
        for share in (0, trials // size):  # the first call has the process import and read what it needs
            began = time.perf_counter()
            for done in [processes.submit(train_bare, samples, epochs, share) for _ in range(size)]:
                done.result()
        return time.perf_counter() - began


def train_bare(samples: int, epochs: int, trials: int) -> None:
    """What each of these processes does."""
    data = digits(samples)
    point = sweep_of(1, data, 100, epochs).points[0]
    for _ in range(trials):
        train_new_network(data, point.network, point.training)


def nothing() -> None:
    """What these processes would do if they were told to stop."""


def costs(name: str, open_pool: OpenPool, data: Dataset, trials: int) -> dict[str, Any]:
    """Seconds that a pool takes to begin on ``data``, and that a trial adds to the sweep beyond its training."""
    began = time.perf_counter()
    with open_pool(data, cores()) as pool:
        warm_up(pool, data)
        start = time.perf_counter() - began
        took, trained = timed(pool, sweep_of(trials, data, 4, 1), data, name)
    overhead = max(took - trained / pool.size, 0.0) / trials
    return {"pool": name, "data": data.name, "bytes": data.inputs.nbytes, "start": start, "overhead": overhead}


def stopping(open_pool: OpenPool, data: Dataset) -> float:
    """Seconds from a stop to the end of a sweep whose trials would take hours."""
    control, asked = RunControl(), list[float]()

    def stop() -> None:
        asked.append(time.perf_counter())
        control.stop()

    with open_pool(data, cores()) as pool, TemporaryDirectory() as folder:
        warm_up(pool, data)
        Timer(SECONDS_BEFORE_STOP, stop).start()
        sweep = sweep_of(2 * pool.size, data, 100, 100_000)
        result = run_sweep(sweep, data, pool, RunStore(Path(folder)), name="stopped", control=control)
        took = time.perf_counter() - asked[0]
    outcomes = [trial.outcome for point in result.points for trial in point.trials]
    if outcomes != ["stopped"] * pool.size:
        sys.exit(f"Every worker must have been stopped while it trained. Got {outcomes}.")
    return took


@contextmanager
def cluster_for_a_turn(data: Dataset, size: int) -> Generator[WorkerPool]:
    """A cluster that is there for one turn, and its pool."""
    with local_cluster(size) as address, cluster_pool(data, address) as pool:
        yield pool


def measure(samples: int, large: Dataset, lengths: dict[str, Length], tries: int) -> dict[str, Any]:
    """Measure all: speed-up on the first ``samples``, costs on twenty points and on a ``large`` data set."""
    pools: dict[str, OpenPool] = {"processes": process_pool}
    if installed("distributed"):
        pools["cluster"] = cluster_for_a_turn
    found = {name: speed_up(pools, samples, length) for name, length in lengths.items()}
    with local_cluster(cores()) if "cluster" in pools else nullcontext("") as address:
        if "cluster" in pools:
            pools["cluster"] = lambda data, _: cluster_pool(data, address)
        rows = [
            costs(name, open_pool, data, count)
            for data, count in ((tiny(), 10 * tries), (large, tries))
            for name, open_pool in pools.items()
        ]
        stops = {name: [stopping(open_pool, large) for _ in range(tries)] for name, open_pool in pools.items()}
    return {"workers": cores(), "data": large.name, "speed_up": found, "costs": rows, "stops": stops}


def ratios(results: dict[str, Any], length: str) -> dict[str, float]:
    """How many times as fast as one worker of the same kind all of them are; medians of the rounds."""
    found, all_workers = results["speed_up"][length]["seconds"], str(results["workers"])
    return {name: median(seconds["1"]) / median(seconds[all_workers]) for name, seconds in found.items()}


def section(results: dict[str, Any]) -> str:
    """The figures as text."""
    workers, parts = results["workers"], list[str]()
    for name, found in results["speed_up"].items():
        rows = [
            [kind, *(duration(median(seconds[str(size)])) for size in (1, workers)), times(ratios(results, name)[kind])]
            for kind, seconds in found["seconds"].items()
        ]
        parts += [
            f"Sweeps of {found['trials']} {name} trials: 784-100-10 on {found['samples']:,} samples, {found['epochs']} "
            f"epochs. *{BARE.capitalize()}*: {found['fewer']} of these trainings in processes that know nothing of "
            "each other, without a pool and without a store.",
            table(f"pool | 1 worker | {workers} workers | speed-up", rows),
        ]
    costly = [
        [row["pool"], row["data"], f"{row['bytes'] / 1e6:.3g} MB", duration(row["start"]), duration(row["overhead"])]
        for row in results["costs"]
    ]
    return "\n\n".join(
        [
            "## Sweeps",
            *parts,
            "What a pool takes to begin, and a trial beyond its training:",
            table("pool | data | size | to begin | a trial", costly),
        ]
    )


def goals(results: dict[str, Any]) -> list[Goal]:
    """The goals, and whether they are met."""
    workers, found = results["workers"], list[Goal]()
    for length in results["speed_up"]:
        measured = ratios(results, length)
        for kind, share in SHARES.items():
            if kind in measured:
                found.append(
                    Goal(
                        f"Sweep of {length} trials, {workers} workers against one: {kind}",
                        f"at least {times(share * workers)}",
                        f"{times(measured[kind])}, the machine itself {times(measured[BARE])}",
                        measured[kind] >= share * workers,
                    )
                )
    for row in results["costs"]:
        found.append(
            Goal(
                f"Sweep, a trial beyond its training: {row['pool']}, {row['data']}",
                f"at most {duration(MOST_OVERHEAD)}",
                duration(row["overhead"]),
                row["overhead"] <= MOST_OVERHEAD,
            )
        )
    for kind, seconds in results["stops"].items():
        found.append(
            Goal(
                f"Sweep, from Stop to its end while all workers train on {results['data']}: {kind}",
                f"at most {duration(LONGEST_STOP)}",
                f"{duration(median(seconds))}, at most {duration(max(seconds))} of {len(seconds)}",
                max(seconds) <= LONGEST_STOP,
            )
        )
    return found


def main() -> int:
    """Measure, print and write, or print what was written; returns the exit code."""
    if sys.argv[1:] == ["--table"]:
        print(section(json.loads((RESULTS / "sweep.json").read_text(encoding="utf-8"))))
        return 0
    asked = arguments("sweep", "Measures how much faster a sweep is with more workers, and what a trial costs.")
    if asked.quick:
        results = measure(500, digits(2000), QUICK, tries=1)
    else:
        results = measure(10_000, all_digits(), LENGTHS, tries=6)
    print(section(results))
    write(results, asked.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
