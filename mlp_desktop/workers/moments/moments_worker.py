"""A worker that looks at the snapshots of runs, one after the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from mlp_desktop.workers.kit.data_workers import load_or_stop
from mlp_desktop.workers.kit.worker import Stopped, Worker
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.errors import MlpError
from mlp_engine.runs import StoredRun, StoredSnapshot, runs_folder
from mlp_engine.runs.moments import Moment, moment_of, snapshots_of, start_of
from mlp_engine.runs.snapshots import SnapshotFiles


@dataclass(frozen=True, eq=False)
class FoundMoment:
    """What has become of a snapshot.

    Attributes:
        path: its file.
        moment: the network in it, or a sentence that says why it cannot be shown.
    """

    path: Path
    moment: Moment | str


class ListedSnapshots(NamedTuple):
    """What is there of the snapshots of a run.

    Attributes:
        moments: the snapshots, and the last network of a run that has ended.
        kept: number of snapshots.
        taken: bytes of the snapshots.
    """

    moments: tuple[StoredSnapshot, ...]
    kept: int
    taken: int


def listed_snapshots(runs: Sequence[StoredRun]) -> list[ListedSnapshots]:
    """What is there of the snapshots of each run; this looks into a folder, so it is called in a thread."""
    found: list[ListedSnapshots] = []
    for run in runs:
        files = SnapshotFiles(runs_folder(), run.summary.id)
        kept = files.stored()
        found.append(ListedSnapshots(snapshots_of(run, files), len(kept), sum(each.size for each in kept)))
    return found


class MomentsWorker(Worker):
    """Loads the data, unless it is there, and looks at snapshots.

    ``progressed`` gives the number of samples loaded so far, or a :class:`FoundMoment`; ``succeeded`` the data.
    """

    fault = "The snapshots cannot be shown because of an error in this program"

    def __init__(
        self, snapshots: Sequence[StoredSnapshot], source: str | Dataset, runs: Sequence[Sequence[StoredSnapshot]]
    ) -> None:
        """Look at ``snapshots``; ``runs`` are all snapshots of each run, its first one included."""
        super().__init__()
        self._snapshots = snapshots
        self._runs = runs
        self._source = source

    def work(self) -> Dataset:
        """Look at all of them; called in the thread."""
        data = self._source
        if not isinstance(data, Dataset):
            data = load_or_stop(data, self.progressed.emit, self.isInterruptionRequested)
        starts = {snapshot.path: number for number, run in enumerate(self._runs) for snapshot in run}
        networks = [start_of(run) for run in self._runs]
        for snapshot in self._snapshots:
            if self.isInterruptionRequested():
                raise Stopped
            try:
                moment = moment_of(snapshot, data, networks[starts[snapshot.path]])
            except MlpError as error:  # one that is broken hides no other
                moment = str(error)
            self.progressed.emit(FoundMoment(snapshot.path, moment))
        return data
