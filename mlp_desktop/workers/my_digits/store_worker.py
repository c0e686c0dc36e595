"""A worker for long work on the store of drawings."""

from collections.abc import Callable

from mlp_desktop.workers.kit.worker import Worker, throttled

Job = Callable[[Callable[[int], None]], object]
"""Work on the store: it calls its argument with the number of drawings done so far, and may return something."""


class StoreWorker(Worker):
    """Does one job; ``progressed`` gives the number of drawings so far, ``succeeded`` what the job returned."""

    fault = "The work on my digits failed because of an error in this program"
    out_of_memory = "There is not enough memory for the drawings. Close other programs and try again."

    def __init__(self, job: Job) -> None:
        super().__init__()
        self._job = job

    def work(self) -> object:
        """Do the job; called in the thread."""
        return self._job(throttled(self.progressed.emit, self.isInterruptionRequested))
