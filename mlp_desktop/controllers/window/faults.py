"""Faults of the program: each is logged, one window reports them however many there are, and the log can be seen."""

import sys
import threading
import traceback
from contextlib import suppress
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal

from mlp_desktop.models.window.program_log import ProgramLog
from mlp_desktop.views.window.main_window import MainWindow
from mlp_engine.errors import MlpError
from mlp_engine.validation import shortened

MAX_KINDS = 100
"""How many faults at different places are listed; those after them are only counted."""

_LONGEST = 20_000  # characters of a traceback; one of endless recursion is longer


class Faults(QObject):
    """The exception hook: logs a fault, and has the window show the first one and count those that follow.

    It may be called in any thread, and while Qt paints or asks a model: it never waits and opens nothing itself. A
    fault at the same place is logged and shown once and then counted, because a widget that cannot be painted fails
    again with every repaint.

    Attributes:
        count: number of faults so far.
    """

    _happened = Signal(str, str)  # a sentence and the traceback; empty for one that is only counted

    def __init__(self, window: MainWindow, log: ProgramLog, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.count = 0
        self._window = window
        self._log = log
        self._places: set[tuple[str, str, int]] = set()
        self._lock = threading.Lock()
        # Queued, so that the window is shown by the event loop, after whatever failed has returned.
        self._happened.connect(self._show, Qt.ConnectionType.QueuedConnection)
        window.log_requested.connect(self._show_log)

    def install(self) -> None:
        """Open the log, and report the exceptions of all threads that nothing catches until :meth:`close`."""
        self._log.open()
        sys.excepthook = self
        threading.excepthook = self._in_thread

    def close(self) -> None:
        """Close the log, and restore Python's own way to report exceptions."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        self._log.close()

    def __call__(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Report an exception that nothing has caught."""
        if not issubclass(kind, Exception):
            sys.__excepthook__(kind, error, trace)
            return
        with suppress(Exception):  # there is nobody left to tell
            with self._lock:
                self.count += 1
                place = _place_of(kind, trace)
                is_known = place in self._places or len(self._places) >= MAX_KINDS
                if not is_known:
                    self._places.add(place)
            if is_known:
                self._happened.emit("", "")
                return
            details = "".join(traceback.format_exception(kind, error, trace))[-_LONGEST:]
            with suppress(Exception):  # standard error may be gone
                sys.stderr.write(details)
            with suppress(Exception):  # the disk may be full
                self._log.fault(details)
            words = shortened(str(error), 200)
            self._happened.emit(f"Something went wrong inside this program ({kind.__name__}: {words}).", details)

    def _in_thread(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            self(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)

    def _show(self, sentence: str, details: str) -> None:
        with suppress(Exception):  # its own fault would come back here for ever
            self._window.show_fault(sentence, details)

    def _show_log(self) -> None:
        try:
            text = self._log.text()
        except MlpError as error:
            self._window.show_error(str(error))
            return
        self._window.show_log(f"{self._log.path} – nothing that you draw is in it.", text)


def _place_of(kind: type[BaseException], trace: TracebackType | None) -> tuple[str, str, int]:
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return (kind.__name__, trace.tb_frame.f_code.co_filename, trace.tb_lineno) if trace else (kind.__name__, "", 0)
