"""The program: Qt's application with the window, until it is closed."""

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from PySide6.QtCore import QEvent, QObject, QSettings, QTimer, Signal
from PySide6.QtWidgets import QApplication

from mlp_desktop.app import Desktop
from mlp_desktop.controllers.window.session_end import SessionEnd
from mlp_desktop.controllers.window.signals import EndingSignals
from mlp_desktop.guard import guarded
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.views.kit.theme import apply_theme
from mlp_engine.errors import MlpError
from mlp_engine.version import __version__

if TYPE_CHECKING:
    from mlp_desktop.controllers.window.faults import Faults

APP_ID = "org.mlp_desktop.mlp_desktop"
"""The name of the menu entry in packaging/linux, by which a desktop finds the window's icon and groups its windows."""
CANNOT_START = 2
SECONDS_OF_PYTHON = 0.0005
"""How long one thread may hold Python's interpreter lock while another waits for it."""


def run(argv: Sequence[str], open_path: Path | None = None) -> int:
    """Show the window until it is closed.

    Args:
        argv: the program's name, and Qt's own options after it.
        open_path: a file or folder to open at once.

    Returns:
        the exit code.
    """
    # One painting takes the interpreter lock a dozen times; by default a worker may hold it for 5 ms each time.
    sys.setswitchinterval(SECONDS_OF_PYTHON)
    application = QApplication(list(argv))
    application.setApplicationName("mlp-desktop")
    application.setApplicationVersion(__version__)
    application.setOrganizationName("mlp-desktop")
    application.setDesktopFileName(APP_ID)
    apply_theme(application)
    desktop = Desktop(Settings(QSettings()), at_once=False)
    builder = _Builder(desktop)
    watch = _FaultWatch(desktop)
    builder.painted.connect(watch.begin)
    signals = EndingSignals(desktop)
    signals.received.connect(desktop.close_now)
    session_end = SessionEnd(application, desktop)
    session_end.requested.connect(desktop.close_now)
    desktop.closed.connect(session_end.done)
    desktop.window.show()
    gc.freeze()
    gc.enable()
    try:
        if open_path is not None:
            desktop.build_on()  # the first part opens files
            desktop.files.open(open_path)
        code = application.exec()
        code = code if signals.exit_code is None else signals.exit_code
        if desktop.has_left_work:
            _end_at_once(code, desktop.settings)
        return code
    except MlpError as error:
        return _cannot_start(error)
    finally:
        signals.close()
        watch.end()


def _end_at_once(code: int, settings: Settings) -> NoReturn:
    """End although threads still run, which Qt would take for a fault."""
    settings.sync()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):  # closed, or none at all
            stream.flush()
    os._exit(code)


def _cannot_start(error: MlpError) -> int:
    sys.stderr.write(f"mlp-desktop: {error}\n")
    return CANNOT_START


def freeze_objects() -> None:
    """Exclude all present objects from garbage collection: to search them takes 40 ms, which shows during a stroke."""
    gc.collect()
    gc.freeze()


_UNTIL_MEASURED = 2000  # milliseconds after all parts are there: who has just opened the window is at work by then


class _FaultWatch(QObject):
    """Watches for faults of the program from the window's first painting on: opening the log takes long enough."""

    def __init__(self, desktop: Desktop) -> None:
        super().__init__(desktop)
        self._desktop = desktop
        self._faults: Faults | None = None

    def begin(self) -> None:
        """Log faults, and tell of them."""
        from mlp_desktop.controllers.window.faults import Faults
        from mlp_desktop.models.window.program_log import ProgramLog

        self._faults = Faults(self._desktop.window, ProgramLog(), self._desktop)
        self._faults.install()

    def end(self) -> None:
        """Close the log."""
        if self._faults is not None:
            self._faults.close()


@guarded
class _Builder(QObject):
    """Builds the missing parts one by one after the window's first painting, which it announces."""

    painted = Signal()

    def __init__(self, desktop: Desktop) -> None:
        super().__init__(desktop)
        self._desktop = desktop
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._build_on)
        # One of its own, which ends with it: that of QTimer.singleShot has no owner, and outlives the window.
        self._until_measured = QTimer(self, singleShot=True)
        self._until_measured.setInterval(_UNTIL_MEASURED)
        self._until_measured.timeout.connect(self._measure_machine)
        desktop.window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begin at the first painting."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            self._timer.start(0)
            self._timer.singleShot(0, self, self.painted.emit)
        return False

    def _build_on(self) -> None:
        """Begin to read digits, and build one of the other parts each time after that."""
        try:
            if self._desktop.reads:
                self._desktop.build_on()
            else:
                self._desktop.begin_reading()
        except MlpError as error:
            self._timer.stop()
            QApplication.exit(_cannot_start(error))
        except Exception:
            self._timer.stop()  # what failed cannot be begun again
            raise
        if self._desktop.is_complete:
            self._timer.stop()
            freeze_objects()
            self._until_measured.start()

    def _measure_machine(self) -> None:
        """Measure how fast this machine trains, which the first estimate would take 20 ms for; not during a stroke."""
        if self._desktop.drawing.is_in_progress:
            self._until_measured.start()
            return
        # Imported by the Train tab, whose estimates need it.
        from mlp_engine.training.estimate import machine_slowness

        machine_slowness()
