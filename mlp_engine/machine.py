"""The machine on which this program runs, for runs, reports and benchmarks."""

import os
import platform
from dataclasses import dataclass

import numpy as np

from mlp_engine.version import __version__


@dataclass(frozen=True)
class Machine:
    """A machine, without anything that identifies it or its user.

    Attributes:
        platform: operating system and processor, as reported by the system.
        cpus: number of processors.
        python: version of Python.
        numpy: version of numpy.
        version: version of this program.
    """

    platform: str
    cpus: int
    python: str
    numpy: str
    version: str


def this_machine() -> Machine:
    """The machine on which this program runs."""
    return Machine(
        platform.platform(), os.cpu_count() or 1, platform.python_version(), str(np.__version__), __version__
    )


def blas_name() -> str:
    """The library that multiplies numpy's matrices, with its version, as numpy was built with it."""
    blas = np.show_config(mode="dicts").get("Build Dependencies", {}).get("blas", {})
    return " ".join(part for part in (blas.get("name", "unknown"), blas.get("version", "")) if part)


def cores() -> int:
    """Number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
