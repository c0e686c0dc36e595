"""Ways to take Adam's step, each alone, and ways to take it with the products of the gradient: nanoseconds a parameter.

    OPENBLAS_NUM_THREADS=1 python benchmarks/adam_ways.py [--rounds N] [--wall]

All ways take turns on the same vectors in one process, on one core but where their names say otherwise. Counted is the
processor time of the calling thread, so that other work on the machine disturbs as little as possible, or with
``--wall`` the time of the clock, which alone does the ways on several cores justice, on a machine that is at rest.
Numba, numexpr and PyTorch take part where they are installed. The products are those of minibatches of 128.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from importlib import import_module
from statistics import median
from typing import Any

import numpy as np
from measuring import cores, installed, machine
from numpy.typing import NDArray

from mlp_engine.fast import steps
from mlp_engine.fast.products import gradient_product
from mlp_engine.perceptron.config import TrainingConfig
from mlp_engine.perceptron.optimizers import optimizer

Floats = NDArray[np.float32]
SIZES = (1_277_610, 3_183_010)  # parameters of 784-800-800-10 and 784-1500-1000-500-10, about
RATE, EPSILON, DECAYS = 1e-4, 1e-8, (0.9, 0.999)
KEPT = {"decays": DECAYS, "size": RATE, "epsilon": EPSILON}
LAYERS = ((800, 10), (800, 800), (784, 800))  # of 784-800-800-10, in the order in which their gradients come
BATCH = 128


def plain(w: Floats, g: Floats) -> Callable[[], None]:
    """The plain step: twelve passes of numpy in blocks."""
    rule = optimizer(TrainingConfig(optimizer="adam"), w)

    def step() -> None:
        is_fast, steps.is_fast = steps.is_fast, lambda parameters: False
        try:
            rule.step(w, g, RATE)
        finally:
            steps.is_fast = is_fast

    return step


def fewer_passes(w: Floats, g: Floats, m: Floats, v: Floats) -> None:
    """What the engine does: seven passes in blocks, four of them by BLAS."""
    steps.adam_step(w, g, m, v, **KEPT)


def two_threads(pool: ThreadPoolExecutor, w: Floats, g: Floats, m: Floats, v: Floats) -> None:
    """The same, each half of the parameters in a thread of its own."""
    half = len(w) // 2
    other = pool.submit(fewer_passes, w[:half], g[:half], m[:half], v[:half])
    fewer_passes(w[half:], g[half:], m[half:], v[half:])
    other.result()


def by_numexpr(w: Floats, g: Floats, m: Floats, v: Floats) -> None:
    """Three expressions, compiled for numexpr's own machine."""
    evaluate = import_module("numexpr").evaluate
    a, b, rate, epsilon = (np.float32(x) for x in (1 - DECAYS[0], 1 - DECAYS[1], RATE, EPSILON))
    names: dict[str, Any] = {"w": w, "g": g, "m": m, "v": v, "a": a, "b": b, "rate": rate, "epsilon": epsilon}
    evaluate("m + a * (g - m)", names, out=m)
    evaluate("v + b * (g * g - v)", names, out=v)
    evaluate("w - rate * m / (sqrt(v) + epsilon)", names, out=w)


def by_numba(*, parallel: bool) -> Callable[..., None]:
    """One compiled loop."""
    numba = import_module("numba")
    a, b, rate, epsilon = (np.float32(x) for x in (1 - DECAYS[0], 1 - DECAYS[1], RATE, EPSILON))
    indices = numba.prange

    def step(w: Floats, g: Floats, m: Floats, v: Floats) -> None:
        for i in indices(w.size):
            mean = m[i] + a * (g[i] - m[i])
            square = v[i] + b * (g[i] * g[i] - v[i])
            m[i], v[i] = mean, square
            w[i] -= rate * mean / (np.sqrt(square) + epsilon)

    return numba.njit(parallel=parallel, error_model="numpy")(step)


def by_torch(size: int, threads: int) -> Callable[[], None]:
    """PyTorch's fused Adam."""
    torch = import_module("torch")
    parameter = torch.nn.Parameter(torch.randn(size))
    parameter.grad = torch.randn(size)
    step = torch.optim.Adam([parameter], lr=RATE, fused=True).step

    def run() -> None:
        torch.set_num_threads(threads)
        step()

    return run


def ways(size: int, *, wall: bool) -> Iterator[tuple[str, Callable[[], object]]]:
    """Every way that can be tried here, by its name."""
    rng = np.random.default_rng(0)
    w, g, m = (rng.normal(size=size).astype(np.float32) for _ in range(3))
    v = np.square(m)
    yield "plain, numpy in blocks", plain(w, g)
    yield "fewer passes (the engine's)", partial(fewer_passes, w, g, m, v)
    if installed("numexpr"):
        import_module("numexpr").set_num_threads(1)
        yield "numexpr", partial(by_numexpr, w, g, m, v)
    if installed("numba"):
        yield "Numba", partial(by_numba(parallel=False), w, g, m, v)
    if installed("torch"):
        yield "PyTorch, fused", by_torch(size, 1)
    if wall:
        yield "fewer passes, two threads", partial(two_threads, ThreadPoolExecutor(1), w, g, m, v)
        if installed("numba"):
            yield "Numba, all cores", partial(by_numba(parallel=True), w, g, m, v)
        if installed("torch"):
            yield "PyTorch, fused, all cores", by_torch(size, cores())


class Layer:
    """A layer's weights with all that Adam keeps of them, and what its gradient is the product of."""

    def __init__(self, shape: tuple[int, int], rng: np.random.Generator) -> None:
        self.size = shape[0] * shape[1]
        self.inputs, self.delta = (rng.normal(size=(BATCH, side)).astype(np.float32) for side in shape)
        self.w, self.g, self.m = (rng.normal(size=shape).astype(np.float32) for _ in range(3))
        self.v = np.square(self.m)

    def product(self) -> None:
        """The gradient."""
        gradient_product(self.inputs, self.delta, self.g)

    def step(self, rows: slice = slice(None)) -> None:
        """Adam's step, of all rows or of some."""
        fewer_passes(*(array[rows].reshape(-1) for array in (self.w, self.g, self.m, self.v)))

    def by_rows(self) -> None:
        """Gradient and step of so many rows at a time that the step finds the gradient in the cache."""
        at_once = steps.BLOCK // self.w.shape[1]
        for start in range(0, len(self.w), at_once):
            rows = slice(start, start + at_once)
            gradient_product(np.ascontiguousarray(self.inputs[:, rows]), self.delta, self.g[rows])
            self.step(rows)


def in_turn(layers: list[Layer]) -> None:
    """What the engine does: all gradients, then the step."""
    for layer in layers:
        layer.product()
    for layer in layers:
        layer.step()


def by_rows(layers: list[Layer]) -> None:
    """See :meth:`Layer.by_rows`."""
    for layer in layers:
        layer.by_rows()


def step_beside(pool: ThreadPoolExecutor, layers: list[Layer]) -> None:
    """The step of each layer in a thread, while the gradient of the next is worked out by BLAS on all cores."""
    beside: list[Future[None]] = []
    for layer in layers:
        layer.product()
        beside.append(pool.submit(layer.step))
    for step in beside:
        step.result()


def in_halves(pool: ThreadPoolExecutor, layers: list[Layer]) -> None:
    """All gradients, then the step of each half of the rows in a thread of its own."""
    for layer in layers:
        layer.product()
    halves = [(layer, len(layer.w) // 2) for layer in layers]
    other = pool.submit(lambda: [layer.step(slice(half, None)) for layer, half in halves])
    for layer, half in halves:
        layer.step(slice(0, half))
    other.result()


def ways_with_products(*, wall: bool) -> Iterator[tuple[str, Callable[[], object]]]:
    """Every way to work out the gradients of a network and take the step, by its name."""
    rng = np.random.default_rng(0)
    layers = [Layer(shape, rng) for shape in LAYERS]
    yield "products alone", lambda: [layer.product() for layer in layers]
    yield "all products, then the step (the engine's)", partial(in_turn, layers)
    yield "product and step by blocks of rows", partial(by_rows, layers)
    if wall:
        yield (
            "each layer's step in a thread beside the next product",
            partial(step_beside, ThreadPoolExecutor(1), layers),
        )
        yield "all products, then the step, each half in a thread", partial(in_halves, ThreadPoolExecutor(1), layers)


def measure(tried: dict[str, Callable[[], object]], size: int, rounds: int, *, wall: bool) -> None:
    """Let all ways take turns, and print what each takes for a parameter."""
    clock = time.perf_counter if wall else time.thread_time
    taken: dict[str, list[float]] = {name: [] for name in tried}
    for number in range(rounds + 1):
        for name, step in tried.items():
            time.sleep(0.05 if wall else 0.0)  # threads that spin come to rest
            began = clock()
            step()
            if number:  # the first time compiles, and touches the memory
                taken[name].append((clock() - began) / size * 1e9)
    for name, times in taken.items():
        print(f"{size:,} parameters, {name}: median {median(times):.2f}, fastest {min(times):.2f} ns a parameter")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measures ways to take Adam's step, each alone.")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--wall", action="store_true", help="time of the clock, and the ways on several cores too")
    asked = parser.parse_args()
    print(", ".join(f"{what}: {value}" for what, value in machine().items()))
    for size in SIZES:
        measure(dict(ways(size, wall=asked.wall)), size, asked.rounds, wall=asked.wall)
    size = sum(fan_in * fan_out for fan_in, fan_out in LAYERS)
    measure(dict(ways_with_products(wall=asked.wall)), size, asked.rounds, wall=asked.wall)


if __name__ == "__main__":
    main()
