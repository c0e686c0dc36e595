"""Signals that ask a command to end: the first one stops the training and keeps its results."""

import signal
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType

from mlp_engine.training.control import RunControl

INTERRUPTED = 130

ENDING_SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)  # fmt: skip
"""Ctrl+C, the request of another program, and the closing of the terminal, as far as the system has them."""


class SignalControl(RunControl):
    """A control that signals stop.

    Attributes:
        exit_code: of a command that a signal stopped: 128 and the signal's number, as a shell reports it.
    """

    exit_code: int = INTERRUPTED


@contextmanager
def stopped_by_interrupt() -> Generator[SignalControl]:
    """A control that the first of :data:`ENDING_SIGNALS` stops; the next one acts as usual."""
    control = SignalControl()
    # SIGHUP stays ignored where it is, as under nohup. SIGINT does not: shells ignore it for all that they start in the
    # background, where another program may still send it.
    before = {number: signal.getsignal(number) for number in ENDING_SIGNALS}
    before = {n: handler for n, handler in before.items() if n == signal.SIGINT or handler is not signal.SIG_IGN}

    def stop(number: int, frame: FrameType | None) -> None:
        control.exit_code = 128 + number
        control.stop()
        restore()

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    for number in before:
        signal.signal(number, stop)
    try:
        yield control
    finally:
        restore()
