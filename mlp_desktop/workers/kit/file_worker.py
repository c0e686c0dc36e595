"""A worker for a piece of work on files."""

from collections.abc import Callable

from mlp_desktop.workers.kit.leavable_worker import LeavableWorker
from mlp_desktop.workers.kit.worker import Stopped
from mlp_engine.errors import MlpError

StopIfAsked = Callable[[], None]
"""Raises where the work was dropped."""

Job = Callable[[StopIfAsked], object]
"""Work on files, which may call its argument now and then, and may return something."""


class FileWorker(LeavableWorker):
    """Does one job; ``succeeded`` gives what the job returned."""

    fault = "The work on files failed because of an error in this program"

    def __init__(self, job: Job) -> None:
        super().__init__()
        self._job = job

    def work_apart(self) -> object:
        """Do the job; called in the thread."""
        try:
            return self._job(self._stop_if_asked)
        except OSError as error:
            raise MlpError(str(error)) from error

    def _stop_if_asked(self) -> None:
        if self.isInterruptionRequested():
            raise Stopped
