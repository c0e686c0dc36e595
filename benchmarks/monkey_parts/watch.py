"""What the monkey watches: exceptions, warnings, a window's thread that stalls, what is left behind, and memory."""

import ctypes
import faulthandler
import gc
import multiprocessing
import os
import sys
import threading
import time
import traceback
import warnings
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import shiboken6
from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QMessageLogContext,
    QObject,
    QThread,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication

IGNORED_WARNINGS = ("This plugin does not support ", "Keyboard event not accepted")  # of the platform, of QTest
SECONDS_BETWEEN_LOOKS = 0.05
LAST_ACTIONS = 25
LEAST_ROUNDS = 20


class Action:
    """One thing that the monkey does; others may be done before it ends, in a dialog that it opens."""

    def __init__(self, number: int, name: str) -> None:
        self._text = f"{number}: {name}, not done yet"
        self._begun = f"{number}: {name}"

    def __str__(self) -> str:
        return self._text

    def describe(self, description: str) -> None:
        """Say what was done."""
        self._text = f"{self._begun}: {description}"


class Faults:
    """The faults found, each told once with the actions before it.

    Attributes:
        found: how often each fault was met; the first line of a fault stands for it.
        actions: the last actions.
        count: number of actions so far.
    """

    def __init__(self, seed: int) -> None:
        self.found: dict[str, int] = {}
        self.actions: deque[Action] = deque(maxlen=LAST_ACTIONS)
        self.count = 0
        self._seed = seed
        self._lock = threading.Lock()

    def note_action(self, name: str) -> Callable[[str], None]:
        """Remember that an action begins; what is returned takes its description once it is done."""
        self.count += 1
        action = Action(self.count, name)
        self.actions.append(action)
        return action.describe

    def add(self, fault: str, details: str = "") -> None:
        """Tell a fault on standard error, unless it was told before; may be called from any thread."""
        with self._lock:
            self.found[fault] = self.found.get(fault, 0) + 1
            if self.found[fault] > 1:
                return
            lines = [f"FAULT (seed {self._seed}, action {self.count}): {fault}", details.rstrip(), "The last actions:"]
            sys.stderr.write("\n".join((*filter(None, lines), *(f"  {action}" for action in self.actions))) + "\n")
            sys.stderr.flush()

    def watch_everything(self) -> None:
        """Catch exceptions of every thread, warnings of Qt and Python, and what Python cannot raise."""

        def exception(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
            self.add(_title(kind, error, trace), "".join(traceback.format_exception(kind, error, trace)))

        sys.excepthook = exception
        threading.excepthook = lambda arguments: exception(
            arguments.exc_type, arguments.exc_value or arguments.exc_type(), arguments.exc_traceback
        )
        sys.unraisablehook = lambda found: exception(
            found.exc_type, found.exc_value or found.exc_type(), found.exc_traceback
        )
        warnings.simplefilter("always")
        warnings.showwarning = lambda message, category, filename, lineno, *_: self.add(
            f"{category.__name__} in {Path(filename).name}:{lineno}: {message}",
            "".join(traceback.format_stack(limit=14)[:-1]),
        )
        qInstallMessageHandler(self._qt_message)

    @staticmethod
    def watch_no_more() -> None:
        """Let Qt and Python say again what they have to say, as at the end of the program."""
        qInstallMessageHandler(None)
        sys.unraisablehook = sys.__unraisablehook__

    def _qt_message(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) and not message.startswith(IGNORED_WARNINGS):
            stack = "".join(traceback.format_stack(limit=14)[:-1])
            self.add(f"Qt says: {message}", stack)


class Watchdog(threading.Thread):
    """Watches the window's thread from another one.

    It stalls if its event loop is not reached for a second of its own processor time, or for ``patience`` seconds in
    which it could have run: those in which the machine was idle or this program itself was busy. Time that other
    programs take is no stall, and on a quiet machine each second of the wall clock counts. A thread that does not come
    back at all ends the program.

    Args:
        faults: where stalls are told.
        patience: seconds.
    """

    def __init__(self, faults: Faults, patience: float) -> None:
        super().__init__(name="watchdog", daemon=True)
        self.longest = 0.0
        """The longest time between two visits to the event loop, in seconds of processor time."""
        self._faults = faults
        self._patience = patience
        self._watched = threading.main_thread().ident or 0
        self._clock = time.pthread_getcpuclockid(self._watched)
        self._ended = threading.Event()
        self._last = (self._used(), time.monotonic())
        self._is_paused = True

    def beat(self) -> None:
        """Say, in the window's thread, that its event loop is alive."""
        now = self._used()
        if not self._is_paused:
            self.longest = max(self.longest, now - self._last[0])
        self._last = (now, time.monotonic())
        self._is_paused = False

    def pause(self) -> None:
        """Watch no more until the next beat, while the window is built or gone."""
        self._is_paused = True

    def end(self) -> None:
        """End the thread."""
        self._ended.set()
        self.join()

    def run(self) -> None:
        """Look again and again."""
        told = seen = self._last
        before = available_seconds()
        while not self._ended.wait(SECONDS_BETWEEN_LOOKS):
            last = self._last
            if last != seen:
                seen, before = last, available_seconds()
            busy, waited = self._used() - last[0], time.monotonic() - last[1]
            if self._is_paused or last == told:
                continue
            if busy > 1 or min(waited, available_seconds() - before) > self._patience:
                told = last
                place, stack = self._place()
                self._faults.add(f"the window's thread stalled in {place}", f"{busy:.1f} s of {waited:.1f} s\n{stack}")
            if waited > 20 * self._patience:
                faulthandler.dump_traceback()
                os._exit(1)

    def _used(self) -> float:
        return time.clock_gettime(self._clock)

    def _place(self) -> tuple[str, str]:
        frame = sys._current_frames().get(self._watched)
        stack = traceback.extract_stack(frame)
        ours = [entry for entry in stack if "mlp_" in entry.filename] or [*stack]
        place = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else "?"
        return place, "".join(traceback.format_list(stack[-14:]))


def available_seconds() -> float:
    """For how long so far a processor was idle, all together, or worked for this program."""
    idle = Path("/proc/stat").read_text("ascii").split(maxsplit=6)[4:6]
    return sum(map(int, idle)) / os.sysconf("SC_CLK_TCK") + time.process_time()


def leftovers() -> list[str]:
    """Threads, threads of Qt, windows and processes that are still there after a moment."""
    deadline, rounds = time.monotonic() + 5, 0
    # A look takes a fraction of a second of processor time: on a busy machine the first alone may outlast the deadline.
    while (found := _leftovers()) and (time.monotonic() < deadline or rounds < LEAST_ROUNDS):
        rounds += 1
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        time.sleep(0.02)
    return found


def _leftovers() -> list[str]:
    threads = [
        f"thread {thread.name}"
        for thread in threading.enumerate()
        if thread is not threading.main_thread()
        and not isinstance(thread, threading._DummyThread)
        and thread.name != "watchdog"
    ]
    objects: list[QObject] = [each for each in gc.get_objects() if isinstance(each, QThread | QTimer)]
    busy = [f"{type(each).__name__} {each.objectName()!r}" for each in objects if _is_busy(each)]
    windows = [f"window {type(each).__name__} {each.objectName()!r}" for each in QApplication.topLevelWidgets()]
    processes = [f"process {child.name}" for child in multiprocessing.active_children()]
    return [*threads, *busy, *windows, *processes]


def _is_busy(item: QObject) -> bool:
    if not shiboken6.isValid(item):
        return False
    if isinstance(item, QTimer):
        return item.isActive()
    return isinstance(item, QThread) and item.isRunning() and item != QThread.currentThread()


class Packages:
    """The packages that are loaded: what comes late explains a step of the memory."""

    def __init__(self) -> None:
        self._known = set[str]()

    def new(self) -> list[str]:
        """Those that were not there the last time."""
        now = {name.partition(".")[0] for name in list(sys.modules)}
        found, self._known = sorted(now - self._known), now
        return found


def megabytes() -> float:
    """The memory that this process holds after everything that is free was given back."""
    gc.collect()
    with suppress(OSError, AttributeError):  # another C library
        ctypes.CDLL("libc.so.6").malloc_trim(0)
    line = next(line for line in Path("/proc/self/status").read_text("ascii").splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def _title(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    stack = traceback.extract_tb(trace)
    place = f" in {Path(stack[-1].filename).name}:{stack[-1].lineno}" if stack else ""
    return f"{kind.__name__}{place}: {str(error)[:200]}"
