"""How long the window's thread takes from one pass of its event loop to the next."""

from dataclasses import dataclass
from time import perf_counter, thread_time

from PySide6.QtCore import QObject, QTimer

RESTFUL = 1e-3  # seconds of the processor: passes that are shorter do nothing
PASSES_OF_REST = 100


@dataclass(frozen=True)
class Hold:
    """The longest pass of the event loop during one action, in milliseconds."""

    action: str
    clock: float
    processor: float


class Passes(QObject):
    """Notes the longest pass of the event loop, until it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self._clock, self._processor = perf_counter(), thread_time()
        self.longest = (0.0, 0.0)
        self.restful = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._came)
        self._timer.start(0)

    def begin(self) -> None:
        """Forget what was before."""
        self._clock, self._processor = perf_counter(), thread_time()
        self.longest = (0.0, 0.0)
        self.restful = 0

    @property
    def is_at_rest(self) -> bool:
        """Whether the thread has had nothing to do for a while."""
        return self.restful >= PASSES_OF_REST

    def _came(self) -> None:
        clock, processor = perf_counter(), thread_time()
        took = (clock - self._clock, processor - self._processor)
        self.longest = max(self.longest[0], took[0]), max(self.longest[1], took[1])
        self._clock, self._processor = clock, processor
        self.restful = self.restful + 1 if took[1] < RESTFUL else 0
