"""When the state of a training is written to its checkpoint, and what happens if it cannot be."""

import time
from collections.abc import Callable

from mlp_engine.errors import CheckpointError
from mlp_engine.training.history import NotSaved
from mlp_engine.training.state import RunState

SHARE_OF_TIME = 0.05


class CheckpointSaver:
    """Writes the states that a training offers, but spends at most a twentieth of its time on it.

    Each epoch that takes twenty times as long as its state takes to write is in the file before it is reported. Of
    shorter ones the newest waits here for its turn; a process that is killed meanwhile loses that much computing,
    no more, and a training that is resumed does it again, bit for bit.

    A state that cannot be written, as on a full disk, ends no training: that is told once, and the next one that is
    due is tried again.

    Attributes:
        problem: one sentence, if the newest state that was offered could not be written; else empty.
    """

    def __init__(
        self,
        write: Callable[[RunState], None],
        tell: Callable[[NotSaved], None],
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        """Save with ``write``, which raises CheckpointError where it cannot, and ``tell`` of that."""
        self.problem = ""
        self._write = write
        self._tell = tell
        self._clock = clock
        self._waiting: RunState | None = None
        self._due = 0.0
        self._has_told = False
        self._epochs_in_file: int | None = None

    def __repr__(self) -> str:
        return f"CheckpointSaver({self._stands()})"

    def offer(self, state: RunState) -> None:
        """Write ``state`` if it is time to, or let it wait instead of what waited before."""
        self._waiting = state
        if self._clock() >= self._due:
            self.flush()

    def flush(self) -> None:
        """Write what waits, if anything does: whoever pauses or stops may switch the machine off next."""
        state = self._waiting
        if state is None:
            return
        began = self._clock()
        try:
            self._write(state)
        except CheckpointError as error:
            self.problem = f"{self._stands()}: {error}"
        else:
            self._waiting, self.problem = None, ""
            self._epochs_in_file = len(state.history)
        ended = self._clock()
        self._due = ended + (ended - began) * (1 / SHARE_OF_TIME - 1)
        if self.problem and not self._has_told:
            self._has_told = True
            self._tell(NotSaved(f"The training goes on, and saving is tried again as it does. {self.problem}"))

    def _stands(self) -> str:
        if self._epochs_in_file is None:
            return "No checkpoint of this training was saved"
        return f"The last checkpoint of this training stands at epoch {self._epochs_in_file}"
