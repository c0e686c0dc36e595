"""No two matrix products run at once, whichever two they are.

One thread is held inside BLAS until a second one has come in beside it, or has to wait outside. Which of the two it
is does not depend on how fast anything runs.
"""

import threading
from collections.abc import Callable
from itertools import product as pairs
from types import TracebackType

import numpy as np
import pytest

from mlp_engine.fast import products
from mlp_engine.fast.blas import Blas, blas
from mlp_engine.fast.blocks import BLOCK

GUARD_SECONDS = 60.0  # only reached if a product comes neither to BLAS nor to the lock


class WatchedLock:
    """A lock that tells when somebody has to wait for it."""

    def __init__(self, someone_waits: threading.Event) -> None:
        self._lock = threading.Lock()
        self._someone_waits = someone_waits

    def __enter__(self) -> None:
        if not self._lock.acquire(blocking=False):
            self._someone_waits.set()
            self._lock.acquire()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._lock.release()


class Inside:
    """Whoever is inside BLAS: the first one stays until it is settled whether a second one comes in."""

    def __init__(self) -> None:
        self.first_is_in = threading.Event()
        self.settled = threading.Event()
        self.most = 0
        self._count = 0
        self._counting = threading.Lock()

    def watch(self, call: Callable[..., object]) -> Callable[..., object]:
        def watched(*arguments: object, **named: object) -> object:
            with self._counting:
                self._count += 1
                self.most = max(self.most, self._count)
                if self._count == 2:
                    self.settled.set()
            self.first_is_in.set()
            assert self.settled.wait(GUARD_SECONDS)
            result = call(*arguments, **named)
            with self._counting:
                self._count -= 1
            return result

        return watched


@pytest.fixture
def inside(monkeypatch: pytest.MonkeyPatch) -> Inside:
    found = Inside()
    locks = [name for name, value in vars(products).items() if isinstance(value, type(threading.Lock()))]
    assert len(locks) == 1, "all products share one lock"
    monkeypatch.setattr(products, locks[0], WatchedLock(found.settled))
    monkeypatch.setattr(np, "dot", found.watch(np.dot))

    def watched_blas(array: np.ndarray) -> Blas:
        routines = blas(array)
        assert routines.gemm is not None
        assert routines.axpy is not None
        return Blas(found.watch(routines.gemm), found.watch(routines.axpy))  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(products, "blas", watched_blas)
    return found


def run_product() -> None:
    out = np.empty((3, 4), np.float32)
    products.product(np.ones((3, 2), np.float32), np.ones((2, 4), np.float32), out)
    assert (out == 2).all()


def run_add_product() -> None:
    out = np.ones((3, 4), np.float32)
    a, b = np.ones((2, 3), np.float32), np.ones((2, 4), np.float32)
    products.add_product(a, b, out, scale=0.5, keep=2.0, scratch=np.empty_like(out))
    assert (out == 3).all()


def run_add_vector() -> None:
    out = np.ones(5, np.float32)
    products.add_vector(np.ones(5, np.float32), out, scale=2.0, scratch=np.empty(BLOCK, np.float32))
    assert (out == 3).all()


PRODUCTS = {"a product": run_product, "an added product": run_add_product, "an added vector": run_add_vector}


@pytest.mark.skipif(blas(np.empty(0)).gemm is None, reason="numpy is not built on the OpenBLAS of its wheels here")
@pytest.mark.parametrize(("first", "second"), list(pairs(PRODUCTS, PRODUCTS)))
def test_two_threads_never_meet_inside_blas(inside: Inside, first: str, second: str) -> None:
    wrong: list[BaseException] = []

    def go(name: str) -> None:
        try:
            PRODUCTS[name]()
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=go, args=(name,)) for name in (first, second)]
    threads[0].start()
    assert inside.first_is_in.wait(GUARD_SECONDS)
    threads[1].start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert inside.most == 1
