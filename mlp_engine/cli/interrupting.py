"""Ctrl+C as a wish to stop, not as an error."""

import signal
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType

from mlp_engine.training.control import RunControl

INTERRUPTED = 130


@contextmanager
def stopped_by_interrupt() -> Generator[RunControl]:
    """A control that the first Ctrl+C stops; a second one interrupts as usual."""
    control = RunControl()

    def stop(number: int, frame: FrameType | None) -> None:
        control.stop()
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield control
    finally:
        signal.signal(signal.SIGINT, before)
