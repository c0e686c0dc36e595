"""The schedule of saving checkpoints: when a state is written, and what happens if it cannot be."""

import time
from collections.abc import Callable

from mlp_engine.errors import CheckpointError
from mlp_engine.training.history import NotSaved
from mlp_engine.training.state import RunState

SHARE_OF_TIME = 0.05


class CheckpointSaver:
    """Writes the states that a training offers, in at most a twentieth of its time.

    An epoch that takes at least twenty times as long as writing its state is in the file before it is reported. Of
    shorter epochs only the newest is kept in memory, and written once saving is due again. If the process is killed
    meanwhile, only these epochs are lost; the resumed training repeats them bit for bit.

    A state that cannot be written, as on a full disk, does not end the training: this is reported once, and saving is
    tried again with the next state that is due.

    Attributes:
        problem: one sentence, if the newest offered state could not be written; else empty.
    """

    def __init__(
        self,
        write: Callable[[RunState], None],
        report: Callable[[NotSaved], None],
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        """Save with ``write``; if it raises :class:`CheckpointError`, call ``report``."""
        self.problem = ""
        self._write = write
        self._report = report
        self._clock = clock
        self._waiting: RunState | None = None
        self._due = 0.0
        self._has_reported = False
        self._epochs_in_file: int | None = None

    def __repr__(self) -> str:
        return f"CheckpointSaver({self._last_saved()})"

    def offer(self, state: RunState) -> None:
        """Write ``state`` if saving is due, or keep it for later in place of the previous one."""
        self._waiting = state
        if self._clock() >= self._due:
            self.flush()

    def flush(self) -> None:
        """Write the waiting state, if there is one."""
        state = self._waiting
        if state is None:
            return
        began = self._clock()
        try:
            self._write(state)
        except CheckpointError as error:
            self.problem = f"{self._last_saved()}: {error}"
        else:
            self._waiting, self.problem = None, ""
            self._epochs_in_file = len(state.history)
        ended = self._clock()
        self._due = ended + (ended - began) * (1 / SHARE_OF_TIME - 1)
        if self.problem and not self._has_reported:
            self._has_reported = True
            self._report(NotSaved(f"The training goes on, and saving is tried again as it does. {self.problem}"))

    def _last_saved(self) -> str:
        if self._epochs_in_file is None:
            return "No checkpoint of this training was saved"
        return f"The last checkpoint of this training stands at epoch {self._epochs_in_file}"
