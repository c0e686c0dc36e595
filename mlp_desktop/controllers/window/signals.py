"""Signals that end the program: Ctrl+C in its terminal, the request of another program, a closed terminal."""

import signal
import socket
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, Signal

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")


class EndingSignals(QObject):
    """Announces the first signal in Qt's event loop; the next one ends the program at once.

    Python runs its signal handlers between two steps of Python code, of which an idle event loop runs none. So Python
    also writes each signal's number to a socket, on which the event loop waits.

    Attributes:
        exit_code: of a program that a signal ended, 128 and its number; ``None`` as long as none has come.
    """

    received = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.exit_code: int | None = None
        self._ours, self._pythons = socket.socketpair()
        self._ours.setblocking(False)
        self._pythons.setblocking(False)
        self._notifier = QSocketNotifier(self._ours.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)
        self._wakeup_before = signal.set_wakeup_fd(self._pythons.fileno(), warn_on_full_buffer=False)
        numbers = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
        handlers = {number: signal.getsignal(number) for number in numbers}
        # SIGHUP stays ignored where it is, as under nohup. SIGINT does not: shells ignore it for background programs.
        self._handlers_before = {
            number: handler
            for number, handler in handlers.items()
            if number == signal.SIGINT or handler is not signal.SIG_IGN
        }
        for number in self._handlers_before:
            signal.signal(number, _do_nothing)

    def _read(self) -> None:
        numbers = [number for number in self._ours.recv(64) if number in self._handlers_before]
        if numbers and self.exit_code is None:
            self.exit_code = 128 + numbers[0]
            for number in self._handlers_before:
                signal.signal(number, signal.SIG_DFL)
            self.received.emit()

    def close(self) -> None:
        """Restore how signals were handled before."""
        self._notifier.setEnabled(False)
        for number, handler in self._handlers_before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._wakeup_before)
        self._ours.close()
        self._pythons.close()


def _do_nothing(number: int, frame: FrameType | None) -> None:
    """A handler of Python, without which the socket is not written to."""
