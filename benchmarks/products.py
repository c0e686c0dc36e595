"""Ways to work out the three products of a layer, on one core: microseconds of processor time.

    OPENBLAS_NUM_THREADS=1 python benchmarks/products.py [--rounds N] [--library NAME=FILE] ...

All ways take turns in one process: numpy's own BLAS with the layouts that the engine uses, with weights stored neuron
by neuron, and with that and activations stored neuron by neuron; and the first of them by other libraries, each named
and given as a file (OpenBLAS of the package scipy-openblas64, or MKL's libmkl_rt). For MKL are to be set
``MKL_THREADING_LAYER=SEQUENTIAL``, and ``MKL_CBWR=AUTO,STRICT``, with which it rounds alike in every run, as trainings
that are to be repeatable need.
"""

import argparse
import time
from collections.abc import Callable
from ctypes import CDLL, c_float, c_int, c_int64, c_void_p
from statistics import median
from typing import Any

import numpy as np
from measuring import machine
from numpy.typing import NDArray
from tables import plain, table

from mlp_engine.fast.blas import AS_IT_IS, ROW_MAJOR, TRANSPOSED, address, blas

Floats = NDArray[np.float32]
Gemm = Callable[..., Any]
# Samples, inputs and neurons of a layer.
LAYERS = ((10, 784, 30), (32, 784, 100), (128, 784, 100), (128, 800, 800), (512, 1500, 1000), (100, 1936, 1600))
FORWARD, GRADIENT, BACK = "forward", "gradient, added", "back"
LEAST_SECONDS = 2e-3  # of one turn


def gemm_of(path: str) -> Gemm:
    """The product of a library: with whole numbers of 64 bits where it is OpenBLAS built so, else of 32."""
    library = CDLL(path)
    wide = getattr(library, "scipy_cblas_sgemm64_", None)
    function, size = (wide, c_int64) if wide is not None else (library.cblas_sgemm, c_int)
    order = (c_int, c_int, c_int, size, size, size)
    function.argtypes = (*order, c_float, c_void_p, size, c_void_p, size, c_float, c_void_p, size)
    function.restype = None
    return function


def product(gemm: Gemm, a: Floats, b: Floats, out: Floats, *, is_added: bool = False) -> Callable[[], object]:
    """The call for out ← a b, or out ← out + a b; each may be the transpose of an array that is contiguous."""
    if not out.flags.c_contiguous:
        return product(gemm, b.T, a.T, out.T, is_added=is_added)
    (m, k), n = a.shape, b.shape[1]
    sides = [(AS_IT_IS, x) if x.flags.c_contiguous else (TRANSPOSED, x.T) for x in (a, b)]
    (how_a, kept_a), (how_b, kept_b) = sides
    scale, keep = (1e-6, 1.0) if is_added else (1.0, 0.0)
    at_a, at_b, at_out = address(kept_a), address(kept_b), address(out)
    shapes = kept_a.shape[1], kept_b.shape[1]
    return lambda: gemm(
        ROW_MAJOR, how_a, how_b, m, n, k, scale, at_a, shapes[0], at_b, shapes[1], keep, at_out, out.shape[1]
    )


def ways(layer: tuple[int, int, int], libraries: dict[str, Gemm]) -> tuple[list[Floats], dict[tuple[str, str], Any]]:
    """The arrays, which are to be kept, and the calls by way and product."""
    n, fan_in, fan_out = layer
    rng = np.random.default_rng(0)

    def array(rows: int, columns: int, *, by_column: bool) -> Floats:
        values = rng.random((rows, columns), np.float32)
        return np.asfortranarray(values) if by_column else values

    own = next(iter(libraries.values()))
    wanted = [(name, gemm, False, False) for name, gemm in libraries.items()]
    wanted[1:1] = [("weights by neuron", own, True, False), ("all by neuron", own, True, True)]
    kept: list[Floats] = []
    calls: dict[tuple[str, str], Any] = {}
    for name, gemm, weights_turned, others_turned in wanted:
        a, delta = (array(n, size, by_column=others_turned) for size in (fan_in, fan_out))
        w, gradient = (array(fan_in, fan_out, by_column=weights_turned) for _ in range(2))
        before, z = np.empty_like(a), np.empty_like(delta)
        kept += [a, delta, w, gradient, before, z]
        calls[name, FORWARD] = product(gemm, a, w, z)
        calls[name, GRADIENT] = product(gemm, a.T, delta, gradient, is_added=True)
        calls[name, BACK] = product(gemm, delta, w.T, before)
    return kept, calls


def measure(layer: tuple[int, int, int], libraries: dict[str, Gemm], rounds: int) -> list[list[str]]:
    """A row for each way: the medians of its three products, in microseconds."""
    _kept, calls = ways(layer, libraries)
    repeats = max(1, int(LEAST_SECONDS * 1e11 / (2 * layer[0] * layer[1] * layer[2])))
    taken: dict[tuple[str, str], list[float]] = {key: [] for key in calls}
    for number in range(rounds + 1):
        for key, call in calls.items():
            began = time.thread_time()
            for _ in range(repeats):
                call()
            if number:
                taken[key].append((time.thread_time() - began) / repeats)
    names = dict.fromkeys(name for name, _ in calls)
    layer_name = f"{layer[1]} to {layer[2]}, {layer[0]}"
    rows: list[list[str]] = []
    for name in names:
        times = [1e6 * median(taken[name, what]) for what in (FORWARD, GRADIENT, BACK)]
        rows.append([layer_name, name, *map(plain, times), plain(sum(times))])
    return rows


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measures ways to work out the products of a layer.")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--library", action="append", default=[], metavar="NAME=FILE", help="another library")
    asked = parser.parse_args()
    own = blas(np.empty(0, np.float32)).gemm
    if own is None:
        parser.exit(2, "numpy must be built on the OpenBLAS of its wheels. It is built on another.\n")
    others = dict(text.split("=", 1) for text in asked.library)
    libraries = {"numpy's BLAS": own} | {name: gemm_of(path) for name, path in others.items()}
    print(", ".join(f"{what}: {value}" for what, value in machine().items()))
    rows = [row for layer in LAYERS for row in measure(layer, libraries, asked.rounds)]
    print(table(f"layer, minibatch | way | {FORWARD} | {GRADIENT} | {BACK} | together", rows))


if __name__ == "__main__":
    main()
