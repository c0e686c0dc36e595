"""An executor of processes in which the death of one costs only what that one was doing.

When a process of the standard pool dies, the pool ends all of them, and nobody knows whose fault it was. Here each
process is a pool of its own, and a new one takes the place of one that died.
"""

import os
import signal
from collections import deque
from collections.abc import Callable, Generator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import RLock, Thread, current_thread, main_thread
from typing import Any, ParamSpec, TypeVar

T = TypeVar("T")
P = ParamSpec("P")

_THREAD_SETTINGS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


@dataclass(frozen=True, eq=False)
class _Worker:
    """One process, and the pipe on which it is told to stop."""

    pool: ProcessPoolExecutor
    pipe: Connection


@dataclass(frozen=True, eq=False)
class _Call:
    """A call that waits for its process."""

    future: Future[Any]
    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    named: dict[str, Any]


class Processes(Executor):
    """An executor of ``count`` processes with one BLAS thread each.

    Calls wait for a process in the order in which they came. One whose process dies raises
    :class:`concurrent.futures.BrokenExecutor`; the others go on. A process ends by itself when its parent dies.

    Args:
        count: how many.
        on_stop: called in each process, in a thread of its own, when :meth:`stop` is.
    """

    def __init__(self, count: int, on_stop: Callable[[], None]) -> None:
        self._on_stop = on_stop
        self._lock = RLock()
        self._calls: deque[_Call] = deque()
        self._closed = False
        with _as_they_start():
            self._workers = [_new_worker(on_stop) for _ in range(count)]
        self._idle = list(self._workers)

    def __repr__(self) -> str:
        return f"Processes({len(self._workers)})"

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have ``fn(*args, **kwargs)`` called in a process; all of it must be such as can be pickled."""
        future: Future[T] = Future()
        with self._lock:
            if self._closed:
                raise RuntimeError("These processes have been shut down.")
            self._calls.append(_Call(future, fn, args, kwargs))
            self._hand_out()
        return future

    def stop(self) -> None:
        """Cancel what waits, and tell every process to stop; what is running still has to be waited for."""
        with self._lock:
            self._cancel()
            for worker in self._workers:
                try:
                    worker.pipe.send("stop")
                except OSError:
                    continue  # It has just died.

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End all processes: once they have done what there is to do, or at once if not to ``wait`` for it."""
        with self._lock:
            if cancel_futures or not wait:
                self._cancel()
            waited_for = [call.future for call in self._calls]
        for future in waited_for:
            future.exception()
        with self._lock:
            self._closed = True
            workers = list(self._workers)
        if not wait:
            for worker in workers:
                worker.pipe.close()  # at which the process ends, whatever it is doing
        for worker in workers:
            worker.pool.shutdown()
            worker.pipe.close()

    def _cancel(self) -> None:
        while self._calls:
            future = self._calls.popleft().future
            future.cancel()
            future.set_running_or_notify_cancel()  # Who waits for several learns of it only so.

    def _hand_out(self) -> None:
        """Give waiting calls to idle processes; called with the lock held."""
        while self._calls and self._idle:
            call = self._calls.popleft()
            if not call.future.set_running_or_notify_cancel():
                continue
            worker, inner = self._begin_call(call)
            inner.add_done_callback(lambda inner, worker=worker, outer=call.future: self._done(worker, inner, outer))

    def _begin_call(self, call: _Call) -> tuple[_Worker, Future[Any]]:
        while True:
            worker = self._idle.pop(0)
            try:
                return worker, worker.pool.submit(call.function, *call.arguments, **call.named)
            except BrokenExecutor:
                self._replace(worker)  # It died while it was idle; now the new one is.

    def _done(self, worker: _Worker, inner: Future[Any], outer: Future[Any]) -> None:
        error = inner.exception()
        with self._lock:
            if isinstance(error, BrokenExecutor):
                self._replace(worker)
            else:
                self._idle.append(worker)
            self._hand_out()
        if error is None:
            outer.set_result(inner.result())
        else:
            outer.set_exception(error)

    def _replace(self, worker: _Worker) -> None:
        """Put a new process in the place of one that died."""
        worker.pipe.close()
        worker.pool.shutdown(wait=False)
        if self._closed:
            return
        with _as_they_start():
            new = _new_worker(self._on_stop)
        self._workers[self._workers.index(worker)] = new
        self._idle.append(new)


def _new_worker(on_stop: Callable[[], None]) -> _Worker:
    # A forked process would inherit locks in whatever state the threads of this one hold them.
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    pool = ProcessPoolExecutor(1, mp_context=context, initializer=_begin, initargs=(theirs, on_stop))
    pool.submit(os.getpid)  # The process starts with the first call, and with the environment of that moment.
    theirs.close()
    return _Worker(pool, ours)


def _begin(pipe: Connection, on_stop: Callable[[], None]) -> None:
    """The first thing that a process does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Also where the parent could not have it so.
    Thread(target=_listen, args=(pipe, on_stop), daemon=True).start()


def _listen(pipe: Connection, on_stop: Callable[[], None]) -> None:
    try:
        while True:
            pipe.recv()
            on_stop()
    except (EOFError, OSError):  # The parent has died or let go of this process: nobody wants what it does.
        os._exit(1)


@contextmanager
def _as_they_start() -> Generator[None]:
    """Processes that start meanwhile have one BLAS thread, for there are as many as cores, and are deaf to Ctrl+C."""
    before = {name: os.environ.get(name) for name in _THREAD_SETTINGS}
    os.environ.update(dict.fromkeys(_THREAD_SETTINGS, "1"))
    # It reaches all processes of a terminal, and what to do about it is for the parent to say. Only the main thread
    # can have it passed over from the first moment on.
    is_main = current_thread() is main_thread()
    handler = signal.signal(signal.SIGINT, signal.SIG_IGN) if is_main else None
    try:
        yield
    finally:
        if is_main:
            signal.signal(signal.SIGINT, handler)
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
