"""An executor of processes in which the death of a process affects only its own call.

When a process of the standard pool dies, the pool ends all its processes, and the call that caused it is not known.
Here each process is a separate pool, and one that dies is replaced.
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
    """One process, and the pipe that tells it to stop."""

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

    Calls wait for a process in their order. A call whose process dies raises
    :class:`concurrent.futures.BrokenExecutor`; the others continue. A process ends by itself when its parent dies.

    Args:
        count: number of processes.
        on_stop: called in each process, in a separate thread, when :meth:`stop` is called.
    """

    def __init__(self, count: int, on_stop: Callable[[], None]) -> None:
        self._on_stop = on_stop
        self._lock = RLock()
        self._calls: deque[_Call] = deque()
        self._closed = False
        with _starting():
            self._workers = [_new_worker(on_stop) for _ in range(count)]
        self._idle = list(self._workers)
        self._broken: list[ProcessPoolExecutor] = []

    def __repr__(self) -> str:
        return f"Processes({len(self._workers)})"

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Call ``fn(*args, **kwargs)`` in a process; function and arguments must be picklable."""
        future: Future[T] = Future()
        with self._lock:
            if self._closed:
                raise RuntimeError("These processes have been shut down.")
            self._calls.append(_Call(future, fn, args, kwargs))
            self._hand_out()
        return future

    def stop(self) -> None:
        """Cancel waiting calls, and tell every process to stop; running calls still have to be waited for."""
        with self._lock:
            self._cancel()
            for worker in self._workers:
                try:
                    worker.pipe.send("stop")
                except OSError:
                    continue  # It has just died.

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End all processes, after all calls if ``wait``, otherwise at once."""
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
                worker.pipe.close()  # this ends the process, whatever it is doing
        for worker in workers:
            worker.pool.shutdown()
            worker.pipe.close()
        for pool in self._broken:
            pool.shutdown()

    def _cancel(self) -> None:
        while self._calls:
            future = self._calls.popleft().future
            future.cancel()
            future.set_running_or_notify_cancel()  # Otherwise concurrent.futures.wait would not notice.

    def _hand_out(self) -> None:
        """Pass waiting calls to idle processes; called with the lock held."""
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
                self._replace(worker)  # It died while it was idle; the new one is idle now.

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
        """Replace a process that died by a new one.

        In Python 3.12 and later this is called while its pool holds its own lock: to shut the pool down here, or to let
        go of it, would wait for ever. It ends by itself, and is shut down with all others.
        """
        worker.pipe.close()
        self._broken.append(worker.pool)
        if self._closed:
            return
        with _starting():
            new = _new_worker(self._on_stop)
        self._workers[self._workers.index(worker)] = new
        self._idle.append(new)


def _new_worker(on_stop: Callable[[], None]) -> _Worker:
    # A forked process would inherit locks that threads of this process hold.
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    pool = ProcessPoolExecutor(1, mp_context=context, initializer=_begin, initargs=(theirs, on_stop))
    pool.submit(os.getpid)  # The first call starts the process, with the current environment.
    theirs.close()
    return _Worker(pool, ours)


def _begin(pipe: Connection, on_stop: Callable[[], None]) -> None:
    """Set up a new process."""
    # Each of these may reach the whole group, but the parent alone should react: it stops this process by the pipe.
    # SIGINT too is set here, for a parent that could not set it, see _starting.
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    Thread(target=_listen, args=(pipe, on_stop), daemon=True).start()


def _listen(pipe: Connection, on_stop: Callable[[], None]) -> None:
    try:
        while True:
            pipe.recv()
            on_stop()
    except (EOFError, OSError):  # The parent has died or closed the pipe.
        os._exit(1)


@contextmanager
def _starting() -> Generator[None]:
    """A block in which new processes get one BLAS thread, since there is one process a core, and ignore Ctrl+C."""
    before = {name: os.environ.get(name) for name in _THREAD_SETTINGS}
    os.environ.update(dict.fromkeys(_THREAD_SETTINGS, "1"))
    # Ctrl+C reaches all processes of a terminal, but only the parent should react. Only the main thread can set the
    # handler here, so that a new process ignores it from its start.
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
