"""Standard output and standard error that can no longer be written: their reader has gone, or a disk is full."""

import errno
import os
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from typing import Generic, TextIO, TypeVar

from mlp_engine.errors import ResultsWriteError

READER_GONE = 141  # 128 + SIGPIPE, as the shell reports a program that SIGPIPE ended

_OF_WRITING = {
    errno.EBADF, errno.ECONNRESET, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.ENOSPC, errno.ENXIO, errno.EPIPE
}  # fmt: skip
"""What the writing of a stream may end in."""

Event = TypeVar("Event")


def silence_lost(error: OSError) -> BrokenPipeError | ResultsWriteError | None:
    """Send the standard streams that can no longer be written to the null device, so that later writes succeed.

    Args:
        error: the error that a write to one of them may have raised.

    Returns:
        the loss of standard output, to raise where it held the answer; ``None`` if it can still be written.
    """
    lost = [stream for stream in (sys.stdout, sys.stderr) if not _can_be_flushed(stream)]
    if not lost and error.filename is None and error.errno in _OF_WRITING:
        # Unbuffered streams keep nothing that could be flushed. A reader that has gone has often read both.
        lost = [sys.stdout, sys.stderr] if isinstance(error, BrokenPipeError) else _unbuffered(sys.stdout)
    for stream in lost:
        _send_nowhere(stream)
    if sys.stdout not in lost:
        return None
    if isinstance(error, BrokenPipeError):
        return error
    return ResultsWriteError(
        f"Results must be printed where they can be written. Got standard output ({error.strerror or error})."
    )


def escape_unknown_characters() -> None:
    """Let the standard streams escape characters that their encoding does not have, such as é in ASCII."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def flush_output() -> None:
    """Write what the standard streams still hold: a failure while Python exits could not be reported.

    Raises:
        OSError: if standard output cannot be written; a loss of standard error is passed over.
    """
    if not _can_be_flushed(sys.stderr):
        _send_nowhere(sys.stderr)
    output: TextIO | None = sys.stdout
    if output is not None and not output.closed:
        output.flush()


def _can_be_flushed(stream: TextIO | None) -> bool:
    if stream is None:  # Python's way to say that the stream was closed when the program began
        return True
    try:
        stream.flush()
    except OSError:
        return False
    return True


def _unbuffered(stream: TextIO) -> list[TextIO]:
    return [stream] if getattr(stream, "write_through", False) else []


def _send_nowhere(stream: TextIO) -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        with suppress(OSError, ValueError):
            os.dup2(nowhere, stream.fileno())
    finally:
        os.close(nowhere)


@contextmanager
def notices_may_be_lost() -> Generator[None]:
    """A block that writes to standard error alone, whose loss ends no work."""
    try:
        yield
    except OSError:
        _send_nowhere(sys.stderr)


class LastingReport(Generic[Event]):
    """Reports the events of a training, which goes on silently where standard output or error is lost.

    Attributes:
        lost: the loss of standard output, to raise in the end where the output was the only result.
    """

    def __init__(self, report: Callable[[Event], None]) -> None:
        self._report = report
        self.lost: BrokenPipeError | ResultsWriteError | None = None

    def __call__(self, event: Event) -> None:
        """Report ``event``."""
        for _ in (sys.stdout, sys.stderr):  # a report writes to both, and each may be lost
            try:
                self._report(event)
            except OSError as error:
                self.lost = silence_lost(error) or self.lost
            else:
                return
        self._report(event)

    def check(self) -> None:
        """Raise the loss of standard output if there was one.

        Raises:
            BrokenPipeError: if its reader has gone.
            ResultsWriteError: if it could not be written, as on a full disk.
        """
        if self.lost is not None:
            raise self.lost
