"""The snapshots of a run, as files beside the database: small networks alone, in half precision, and not many.

Each is a separate weights file, which other programs can open, and is written whole like any other. A run has at most
:data:`MOST` of them, of networks with at most :data:`MOST_PARAMETERS` weights and biases, so that no run takes more
than 32 MB for them.
"""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from mlp_engine.files.private import make_private_folder
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.training.snapshots import Snapshot
from mlp_engine.weights.file import SUFFIX, save_weights
from mlp_engine.weights.model_card import ModelCard

MOST = 32
"""Snapshots of one run at most."""

MOST_PARAMETERS = 500_000
"""Weights and biases of a network that snapshots are kept of, at most: 1 MB each."""

WHY_NONE = f"they are kept of networks with at most {MOST_PARAMETERS:,} weights and biases; older runs have none"
"""Why a run may have none, as the end of a sentence."""

_LARGEST = float(np.finfo(np.float16).max)
_MOST_BYTES = 8 * MOST_PARAMETERS + (1 << 20)  # of the widest floating type, and a header
_NAME = re.compile(r"([0-9]+)-(0|[1-9][0-9]{0,17})" + re.escape(SUFFIX))


@dataclass(frozen=True)
class StoredSnapshot:
    """A snapshot in the store.

    Attributes:
        epoch: number of finished epochs; 0 for the network before its first step.
        path: its weights file.
        size: of the file, in bytes.
    """

    epoch: int
    path: Path
    size: int


def keeps_snapshots(network: NetworkConfig) -> bool:
    """Whether snapshots are kept of a network of this size."""
    return network.parameter_count <= MOST_PARAMETERS


class SnapshotFiles:
    """The snapshots of run number ``run`` in the ``folder`` of the store."""

    def __init__(self, folder: Path, run: int) -> None:
        self._folder = folder / "snapshots"
        self._run = run

    def __repr__(self) -> str:
        return f"SnapshotFiles({str(self._folder)!r}, {self._run})"

    def stored(self) -> tuple[StoredSnapshot, ...]:
        """All of them, first to last.

        Anybody may put files into the folder, or take it away: what has vanished, is larger than a snapshot can be, or
        comes after the first :data:`MOST` is left out.
        """
        found = [snapshot for snapshot in self._there() if snapshot.size <= _MOST_BYTES]
        return tuple(sorted(found, key=lambda snapshot: snapshot.epoch)[:MOST])

    def keep(self, snapshot: Snapshot, training: TrainingConfig) -> None:
        """Write a snapshot, unless the run has enough of them or the network is too large or about to diverge.

        Where the folder of the store has vanished, nothing is written: a new one would be in the way of the old.

        Raises:
            WeightsWriteError: if it cannot be written.
            OSError: if the folder cannot be created.
        """
        network = snapshot.network
        if not keeps_snapshots(network.config) or not np.abs(network.parameters).max() <= _LARGEST:
            return
        if not self._folder.parent.is_dir():
            return
        path = self._path(snapshot.epoch)
        if not path.exists() and len(self.stored()) >= MOST:
            return
        make_private_folder(self._folder)
        card = ModelCard(training=asdict(training), seed=training.seed, epochs=snapshot.epoch)
        # Half precision is for networks of float32; one of float64 is rare, and small.
        save_weights(path, network, card, storage="half" if network.config.dtype == "float32" else "exact")

    def remove(self, after: int = -1) -> None:
        """Delete the snapshots of later epochs than ``after``, and the temporary files of killed processes.

        Raises:
            OSError: if one of them cannot be deleted.
        """
        for snapshot in list(self._there()):
            if snapshot.epoch > after:
                snapshot.path.unlink(missing_ok=True)
        self.clear_leftovers()

    def clear_leftovers(self) -> None:
        """Delete the temporary files of processes that were killed while they wrote a snapshot.

        Raises:
            OSError: if one of them cannot be deleted.
        """
        for leftover in self._folder.glob(f".{self._run}-*.part"):
            leftover.unlink(missing_ok=True)

    def _there(self) -> Iterator[StoredSnapshot]:
        """Every file that has the name of a snapshot of this run."""
        with suppress(OSError), os.scandir(self._folder) as entries:  # the folder may be gone, or on a broken disk
            for entry in entries:
                name = _NAME.fullmatch(entry.name)
                if name is not None and name[1] == str(self._run):
                    with suppress(OSError):
                        if entry.is_file():
                            yield StoredSnapshot(int(name[2]), Path(entry.path), entry.stat().st_size)

    def _path(self, epoch: int) -> Path:
        return self._folder / f"{self._run}-{epoch}{SUFFIX}"
