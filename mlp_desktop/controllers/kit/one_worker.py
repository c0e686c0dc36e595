"""One worker at a time: the next may begin only when the thread of the one before has ended."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from mlp_desktop.workers.kit.leavable_worker import LeavableWorker
from mlp_desktop.workers.kit.worker import Worker

GRACE = 1000
"""Milliseconds in which a worker that can be left has to end after it was asked to."""


class OneWorker(QObject):
    """Owns the running worker, if there is one; emits ``ended`` when its thread has ended and another may begin."""

    ended = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._worker: Worker | None = None
        self._is_stopping = False

    @property
    def is_running(self) -> bool:
        """Whether a worker is running."""
        return self._worker is not None

    @property
    def is_stopping(self) -> bool:
        """Whether the running worker was asked to stop."""
        return self._is_stopping

    def begin(
        self,
        worker: Worker,
        succeeded: Callable[..., None],
        failed: Callable[[str], None],
        *,
        stopped: Callable[[], None] | None = None,
        progressed: Callable[..., None] | None = None,
    ) -> None:
        """Start ``worker`` and connect its signals; no other worker may be running.

        The callables must be methods of QObjects: Qt calls those in the window's thread, and all others in the
        worker's thread.
        """
        assert self._worker is None, "one worker at a time"
        worker.setParent(self)
        worker.succeeded.connect(succeeded)
        worker.failed.connect(failed)
        if stopped is not None:
            worker.stopped.connect(stopped)
        if progressed is not None:
            worker.progressed.connect(progressed)
        worker.finished.connect(self._finished)
        self._worker = worker
        self._is_stopping = False
        worker.start()

    def stop(self, *, leaves: bool = True) -> None:
        """Ask the running worker to stop, if there is one; ``ended`` follows when its thread has ended.

        One that can be left, and has not ended after :data:`GRACE`, is left to itself if ``leaves``.
        """
        if self._worker is None:
            return
        self._is_stopping = True
        self._worker.stop()
        if leaves and isinstance(self._worker, LeavableWorker):
            until_left = QTimer(self._worker, singleShot=True)
            until_left.timeout.connect(self._worker.leave)
            until_left.start(GRACE)

    def _finished(self) -> None:
        if self._worker is not None:
            self._worker.deleteLater()
            self._worker = None
        self._is_stopping = False
        self.ended.emit()
