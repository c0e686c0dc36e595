"""The base of all workers: one piece of work in a thread of its own, with exactly one outcome."""

import time
from collections.abc import Callable

from PySide6.QtCore import QThread, Signal

from mlp_engine.errors import MlpError

SECONDS_BETWEEN_REPORTS = 0.05


class Stopped(Exception):  # noqa: N818 (not an error: the person asked for it)
    """The work was asked to stop before it was done."""


class Worker(QThread):
    """One piece of work. Exactly one of ``succeeded``, ``stopped`` and ``failed`` is emitted before it finishes.

    A subclass does its work in :meth:`work`, and may set two sentences:

    Attributes:
        fault: the beginning of the sentence for an unexpected exception.
        out_of_memory: the sentence for a ``MemoryError``.
    """

    progressed = Signal(object)  # how far the work is; the type depends on the subclass
    succeeded = Signal(object)  # what work() returned
    stopped = Signal()
    failed = Signal(str)  # a sentence for the user

    fault = "The work failed because of an error in this program"
    out_of_memory = "There is not enough memory. Close other programs and try again."

    def stop(self) -> None:
        """Ask the work to stop; it does so soon if the subclass supports it."""
        self.requestInterruption()

    def run(self) -> None:
        """Do the work and emit the outcome; called in the thread."""
        try:
            result = self.work()
        except Stopped:
            self.stopped.emit()
        except MlpError as error:
            self.failed.emit(str(error))
        except MemoryError:
            self.failed.emit(self.out_of_memory)
        except Exception as error:  # a thread that ends without an outcome would leave the window waiting for ever
            self.failed.emit(f"{self.fault} ({type(error).__name__}: {error}).")
        else:
            self.succeeded.emit(result)

    def work(self) -> object:
        """Do the work in the worker's thread.

        Returns:
            the argument of ``succeeded``.

        Raises:
            Stopped: soon after :meth:`stop`.
            MlpError: if the work fails; its text is a sentence for the user.
        """
        raise NotImplementedError


def throttled(report: Callable[[int], None], is_stopped: Callable[[], bool]) -> Callable[[int], None]:
    """A callback for frequent progress: it calls ``report`` at most 20 times a second.

    The callback raises :class:`Stopped` as soon as ``is_stopped`` returns true.
    """
    last_report = 0.0

    def progressed(count: int) -> None:
        nonlocal last_report
        if is_stopped():
            raise Stopped
        now = time.perf_counter()
        if now - last_report >= SECONDS_BETWEEN_REPORTS:
            last_report = now
            report(count)

    return progressed
