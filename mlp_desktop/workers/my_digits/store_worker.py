"""Does in a thread of its own what takes a while with the store of own drawings."""

import time
from collections.abc import Callable

from mlp_desktop.workers.kit.worker import Stopped, Worker

SECONDS_BETWEEN_SIGNALS = 0.05

Job = Callable[[Callable[[int], None]], object]
"""Something to do that tells how many drawings it has done."""


class StoreWorker(Worker):
    """One job; ``progressed`` tells the number of drawings so far, ``succeeded`` what the job returned."""

    fault = "Work on my digits ended by a fault of this program"
    out_of_memory = "The drawings must fit into memory. Got more than there is."

    def __init__(self, job: Job) -> None:
        super().__init__()
        self._job = job
        self._last_report = 0.0

    def work(self) -> object:
        """Do the job; called by the thread."""
        return self._job(self._report)

    def _report(self, done: int) -> None:
        if self.isInterruptionRequested():
            raise Stopped
        now = time.perf_counter()
        if now - self._last_report >= SECONDS_BETWEEN_SIGNALS:
            self._last_report = now
            self.progressed.emit(done)
