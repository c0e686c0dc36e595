"""The files of a run beside the database: its weights, its snapshots, its checkpoint, and its lock."""

import re
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from mlp_engine.errors import RunStoreError
from mlp_engine.files.lock import file_lock, is_locked, wait_at_most
from mlp_engine.files.private import make_private_folder
from mlp_engine.files.whole_file import clear_leftovers
from mlp_engine.perceptron.network import Network
from mlp_engine.runs.snapshots import SnapshotFiles
from mlp_engine.weights.file import save_weights
from mlp_engine.weights.model_card import ModelCard

Weights = Literal["best", "last"]

_SECONDS_TO_WAIT = 0.3  # checking whether a run is held takes its lock for a moment


@dataclass(frozen=True)
class RunFiles:
    """The files of run number ``run`` in the ``folder`` of the store."""

    folder: Path
    run: int

    @property
    def checkpoint(self) -> Path:
        """The checkpoint, unless the run has one elsewhere."""
        return self.folder / "checkpoints" / f"{self.run}.checkpoint"

    @property
    def lock(self) -> Path:
        """The lock that is held while the run is trained; a killed process leaves the file, but not held."""
        return self.folder / "checkpoints" / f"{self.run}.lock"

    @contextmanager
    def held(self) -> Generator[None]:
        """Hold the lock until the block ends or this process dies.

        Raises:
            RunStoreError: if another thread or process holds it, or the folder cannot be written. On a file system
                without locks other processes are not noticed.
        """
        with ExitStack() as stack:
            try:
                make_private_folder(self.lock.parent)
                stack.enter_context(file_lock(self.lock, wait_at_most(_SECONDS_TO_WAIT)))
            except TimeoutError as error:
                raise RunStoreError(
                    f"A run that is being trained must be left alone until it ends. Got run {self.run}."
                ) from error
            except OSError as error:
                raise RunStoreError(
                    f"Runs must be kept in a folder that can be written. Got {self.folder} ({error.strerror or error})."
                ) from error
            yield

    def is_held(self) -> bool | None:
        """Whether any thread or process holds the lock now; ``None`` if that cannot be known."""
        return is_locked(self.lock)

    def weights(self, which: Weights) -> Path:
        """The weights file of the best or the last network."""
        return self.folder / "weights" / f"{self.run}-{which}.safetensors"

    def keep_weights(self, which: Weights, network: Network | None, card: ModelCard) -> None:
        """Write a weights file, or delete it if there is no network.

        Raises:
            WeightsWriteError: if it cannot be written.
        """
        path = self.weights(which)
        clear_leftovers(path)
        if network is None:
            path.unlink(missing_ok=True)
        else:
            save_weights(path, network, card)

    @property
    def snapshots(self) -> SnapshotFiles:
        """The networks at chosen epochs."""
        return SnapshotFiles(self.folder, self.run)

    def remove(self) -> None:
        """Delete weights, snapshots, checkpoint and their temporary files.

        Raises:
            OSError: if one of them cannot be deleted.
        """
        for path in (self.weights("best"), self.weights("last"), self.checkpoint):
            clear_leftovers(path)
            path.unlink(missing_ok=True)
        self.snapshots.remove()


def last_run_with_files(folder: Path) -> int:
    """The highest number of a run that has files in the ``folder`` of a store; 0 if there are none."""
    names = [path.name for part in ("weights", "snapshots", "checkpoints") for path in (folder / part).glob("[0-9]*")]
    # A longer number is of no run, and SQLite could count no further after it.
    numbers = [int(number.group()) for name in names if (number := re.match(r"[0-9]{1,15}(?![0-9])", name))]
    return max(numbers, default=0)
