"""The log of the program in its data folder: starts, faults and repairs, but nothing that a person has drawn.

The faults are tracebacks, which name lines of the program. It never holds strokes, pictures or their contents.
"""

import faulthandler
import logging
import platform
from contextlib import suppress
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from mlp_engine.errors import MlpError
from mlp_engine.files.folders import data_folder
from mlp_engine.files.private import create_private_file, make_private_folder
from mlp_engine.version import __version__

MAX_BYTES = 256 * 1024
"""The size at which the log is moved aside and a new one begun; two old ones are kept."""

_OLD_ONES = 2
_SHOWN_BYTES = 200_000
_LOGGERS = ("mlp_desktop", "mlp_engine")


class ProgramLog:
    """A rotating log, and beside it the stacks of threads where a crash ended the program; only the owner reads them.

    Attributes:
        folder: where they are.
        path: the log.
        crash_path: the file of stacks.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = data_folder() / "log" if folder is None else folder
        self.path = self.folder / "mlp-desktop.log"
        self.crash_path = self.folder / "crashes.log"
        self._handler: logging.Handler | None = None
        self._crashes: TextIOWrapper | None = None

    def open(self) -> None:
        """Begin to log; where the folder cannot be written, nothing is logged and nothing fails."""
        with suppress(OSError):
            make_private_folder(self.folder)
            self._handler = _PrivateRotatingHandler(
                self.path, maxBytes=MAX_BYTES, backupCount=_OLD_ONES, encoding="utf-8", errors="backslashreplace"
            )
            self._handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
            for name in _LOGGERS:
                logging.getLogger(name).setLevel(logging.INFO)
                logging.getLogger(name).addHandler(self._handler)
            self._log().info("Started: version %s, Python %s, %s", __version__, platform.python_version(), _system())
            self._watch_for_crashes()

    def close(self) -> None:
        """Log the end, and close the files."""
        if self._crashes is not None:
            faulthandler.disable()
            self._crashes.close()
            self._crashes = None
        if self._handler is not None:
            self._log().info("Ended")
            for name in _LOGGERS:
                logging.getLogger(name).removeHandler(self._handler)
            self._handler.close()
            self._handler = None

    def fault(self, details: str) -> None:
        """Log a fault of the program."""
        self._log().error("%s", details.rstrip())

    def text(self) -> str:
        """The end of the log, and of the file of stacks if there is one.

        Raises:
            MlpError: if there is no log that can be read.
        """
        try:
            parts = [_end_of(self.path)]
            if self.crash_path.exists() and self.crash_path.stat().st_size:
                parts.append(f"Crashes:\n{_end_of(self.crash_path)}")
        except OSError as error:
            raise MlpError(
                f"The log must be a file that can be read. Got {self.path} ({error.strerror or error})."
            ) from error
        return "\n".join(parts)

    def _watch_for_crashes(self) -> None:
        create_private_file(self.crash_path)
        size = self.crash_path.stat().st_size
        if size:
            self._log().info("An earlier crash left its stacks in %s", self.crash_path.name)
        # Kept open, because a program that crashes can open no file.
        self._crashes = self.crash_path.open("w" if size > MAX_BYTES else "a", encoding="utf-8")
        faulthandler.enable(self._crashes)

    @staticmethod
    def _log() -> logging.Logger:
        return logging.getLogger("mlp_desktop")


class _PrivateRotatingHandler(RotatingFileHandler):
    """A rotating log whose files only their owner may read. A failure to log is no fault of the program's work."""

    def _open(self) -> TextIOWrapper:
        create_private_file(Path(self.baseFilename))
        return super()._open()

    def handleError(self, record: logging.LogRecord) -> None:
        """Go on without this line: the disk may be full."""


def _system() -> str:
    return f"{platform.system()} {platform.release()}"


def _end_of(path: Path) -> str:
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _SHOWN_BYTES))
        return file.read().decode("utf-8", errors="replace")
