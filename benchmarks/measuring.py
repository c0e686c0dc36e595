"""Measures several contenders in turn, each in a process of its own, and says on what machine.

Every contender lives in its own process, because the thread pools of two BLAS libraries in one process wait for each
other while spinning. The processes stay alive and are asked for one turn at a time, so that all contenders meet the
same weather of the machine, and never two of them run at once.
"""

import argparse
import json
import multiprocessing
import os
import platform
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.idx import load_idx_folder
from mlp_engine.datasets.mnist import is_mnist_cached, load_mnist
from mlp_engine.machine import cores

RESULTS = Path(__file__).parent / "results"
PACKAGES = ("numpy", "torch", "jax", "scikit-learn", "scipy", "threadpoolctl")
THREAD_SETTINGS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
# OpenBLAS's threads go on spinning for about 0.1 s after their last product (measured): nobody is to meet them.
REST_SECONDS = 0.12


class Turns(Iterator[int]):
    """The turns of one contender, as its process sees them.

    Each ``next`` ends the turn before and waits for the next one; what it returns is the number of threads to use.

    Args:
        connection: to the process that asks for them.
        clock: whose seconds a turn takes.
    """

    def __init__(self, connection: Connection, clock: Callable[[], float] = time.perf_counter) -> None:
        self._connection = connection
        self._clock = clock
        self._began: float | None = None

    def __next__(self) -> int:
        took = 0.0 if self._began is None else self._clock() - self._began
        self._connection.send(took)
        threads = self._connection.recv()
        if threads is None:
            raise StopIteration
        self._began = self._clock()
        return threads


Play = Callable[[Any, Turns], None]


class Contender:
    """A process that plays one case after the other, a turn at a time.

    Args:
        name: what it is called in the results.
        play: a function of a module, called with a case and its turns.
        chooses: whether it is run with the number of threads that is faster for it, one or all; if not, it is
            always told all, and may use fewer by itself.
        of_processor: whether its seconds are those of the processor, for what uses one core and waits for nothing:
            other work beside it does not count.
    """

    def __init__(self, name: str, play: Play, *, chooses: bool = True, of_processor: bool = False) -> None:
        self.name = name
        self.chooses = chooses
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, play, of_processor), daemon=True)
        self._process.start()
        theirs.close()

    def __repr__(self) -> str:
        return f"Contender({self.name!r})"

    def begin(self, case: object) -> None:
        """Have a case prepared, and wait until it is."""
        self._connection.send(case)
        self._connection.recv()

    def turn(self, threads: int) -> float:
        """Seconds that one turn takes, when all others have come to rest."""
        time.sleep(REST_SECONDS)
        self._connection.send(threads)
        return self._connection.recv()

    def end(self) -> None:
        """The case is over."""
        self._connection.send(None)

    def close(self) -> None:
        """End the process."""
        self._connection.send(None)
        self._process.join()
        self._connection.close()


def _serve(connection: Connection, play: Play, of_processor: bool) -> None:
    clock = time.process_time if of_processor else time.perf_counter
    while (case := connection.recv()) is not None:
        play(case, Turns(connection, clock))


def interleave(
    contenders: Sequence[Contender], case: object, rounds: int, *, is_large: bool = False
) -> dict[str, dict[str, Any]]:
    """Play ``case`` with each contender, round after round, after turns to warm up and to choose the threads.

    Where ``is_large`` says that one thread cannot be the faster choice, nobody is asked to try it.

    Returns:
        By contender the ``threads`` it was told, and the ``seconds`` of each of its turns.
    """
    everything = cores()
    threads: dict[str, int] = {}
    for contender in contenders:
        contender.begin(case)
        contender.turn(everything)
        choices = {1, everything} if contender.chooses and not is_large else {everything}
        trial = {number: contender.turn(number) for number in sorted(choices)} if len(choices) > 1 else {}
        threads[contender.name] = min(trial, key=trial.__getitem__, default=everything)
    seconds: dict[str, list[float]] = {contender.name: [] for contender in contenders}
    for number in range(rounds):
        first = number % len(contenders)  # nobody always follows the same other
        for contender in [*contenders[first:], *contenders[:first]]:
            seconds[contender.name].append(contender.turn(threads[contender.name]))
    for contender in contenders:
        contender.end()
    return {name: {"threads": threads[name], "seconds": seconds[name]} for name in seconds}


def middle(found: dict[str, dict[str, Any]], name: str) -> float | None:
    """Median seconds of a contender's turns; ``None`` if it did not take part."""
    return median(found[name]["seconds"]) if name in found else None


def installed(*names: str) -> bool:
    """Whether all these modules can be imported."""
    return all(find_spec(name) is not None for name in names)


def limit_blas(threads: int) -> None:
    """Let numpy's BLAS use so many threads; without threadpoolctl it keeps its own number."""
    if installed("threadpoolctl"):
        _pools().limit(limits=threads)


@cache
def _pools() -> Any:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


@cache
def digits(samples: int) -> Dataset:
    """The first ``samples`` of MNIST's training set, or noise with as much ink where MNIST is not at hand."""
    whole = all_digits()
    return whole if samples == len(whole) else whole.take(np.arange(samples))


@cache
def all_digits() -> Dataset:
    """All samples there are; the name says whether they are MNIST's."""
    shared = os.environ.get("MLP_SHARED_DATA")
    if shared and (Path(shared) / "mnist").is_dir():
        return load_idx_folder(Path(shared) / "mnist", "train")
    if is_mnist_cached():
        return load_mnist("train")
    rng = np.random.default_rng(0)
    inked = rng.random((60_000, 784), np.float32) < 0.19  # the share of MNIST's pixels that are not paper
    return Dataset(rng.integers(1, 256, inked.shape, np.uint8) * inked, np.arange(60_000) % 10, "noise like MNIST")


@dataclass(frozen=True)
class Arguments:
    """What a benchmark was asked for."""

    quick: bool
    json: Path | None
    only: str | None = None
    short: bool = False


def arguments(name: str, about: str, *, by_row: bool = False, can_be_short: bool = False) -> Arguments:
    """Read the command line that all benchmarks share, and keep to the threads that it allows.

    Args:
        name: of the benchmark.
        about: what it does.
        by_row: whether it can take single rows again.
        can_be_short: whether it can leave out what is not needed for its main figures.
    """
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--quick", action="store_true", help="fewer samples and rounds: does it run, not how fast")
    parser.add_argument("--json", type=Path, help=f"where to write (benchmarks/results/{name}.json, nowhere if quick)")
    parser.add_argument("--threads", type=int, help="cores that every contender may use (all)")
    if by_row:
        again = "take the rows again that begin so, and put them in their places among the results there are"
        parser.add_argument("--only", metavar="ROW", help=again)
    if can_be_short:
        parser.add_argument("--short", action="store_true", help="the main figures only, from fewer rounds")
    chosen = parser.parse_args()
    # Settings that stand for something else in this shell would hold for some contenders and not for others.
    for setting in THREAD_SETTINGS:
        os.environ.pop(setting, None)
    if chosen.threads is not None:
        limit_cores(chosen.threads)
    path = chosen.json or (None if chosen.quick else RESULTS / f"{name}.json")
    return Arguments(chosen.quick, path, chosen.only if by_row else None, chosen.short if can_be_short else False)


def limit_cores(threads: int) -> None:
    """Keep this process, and those that it starts, to so many cores."""
    if not hasattr(os, "sched_setaffinity"):
        sys.exit("--threads needs a system on which a process can be kept to some of the cores.")
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])


def machine() -> dict[str, object]:
    """What the figures were found on; nothing that names a person or the machine itself."""
    blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    return {
        "Processor": _processor(),
        "Cores used": cores(),
        "System": f"{platform.system()} ({platform.machine()})",
        "Python": platform.python_version(),
        **{name: _version(name) for name in PACKAGES},
        "numpy's BLAS": f"{blas['name']} {blas['version']}",
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def write(results: dict[str, Any], path: Path | None) -> None:
    """Write the results, with the machine, as JSON."""
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps({"machine": machine(), **results}, indent=1, ensure_ascii=False)
        path.write_text(text + "\n", encoding="utf-8")
        print(f"written: {path}")
