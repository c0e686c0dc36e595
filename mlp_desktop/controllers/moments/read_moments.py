"""The snapshots of one run or two, listed and looked at in threads: what is known of each."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from mlp_desktop.controllers.kit.file_access import FileAccess, FileWork
from mlp_desktop.controllers.kit.latest_work import LatestWork, Wanted
from mlp_desktop.controllers.train.estimate_words import size
from mlp_desktop.plain_words import counted
from mlp_desktop.workers.moments.moments_worker import FoundMoment, ListedSnapshots, MomentsWorker, listed_snapshots
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.runs import StoredRun
from mlp_engine.runs.moments import Moment

DATA = "practice:2000:7"
"""The practice digits that the Lab measures with, too: none of them is trained on."""

_LISTING = "snapshots"


class ReadMoments(QObject):
    """The moments of the runs that were asked for last, as far as their snapshots have been looked at."""

    changed = Signal()
    """The snapshots were listed, or one more was looked at."""
    waits = Signal()
    """The list takes its time, as on a slow disk."""
    failed = Signal(str)
    ended = Signal()
    """No thread runs any more."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._runs: Sequence[StoredRun] = ()
        self._paths: list[list[Path]] = []
        self._kept = ""
        self._moments: dict[Path, Moment] = {}
        self._broken: dict[Path, str] = {}
        self._asked: frozenset[Path] = frozenset()
        self._data: Dataset | None = None
        self._work = LatestWork(self)
        self._work.ended.connect(self.ended)
        self._files = FileAccess(self)
        self._files.ended.connect(self.ended)

    @property
    def is_running(self) -> bool:
        """Whether a thread is running."""
        return self._work.is_running or self._files.is_running

    @property
    def is_listed(self) -> bool:
        """Whether it is known which snapshots there are."""
        return bool(self._paths)

    @property
    def is_complete(self) -> bool:
        """Whether no snapshot is left that may still be shown, but has not been looked at."""
        return all(path in self._moments or path in self._broken for paths in self._paths for path in paths)

    @property
    def has_data(self) -> bool:
        """Whether the practice digits are there that the networks read."""
        return self._data is not None

    @property
    def kept(self) -> str:
        """How many snapshots are kept, and what they take on the disk."""
        return self._kept

    @property
    def broken(self) -> list[str]:
        """Why snapshots cannot be shown, a sentence for each."""
        return list(self._broken.values())

    def of(self, run: int) -> list[Moment]:
        """The moments of a run, which has this place among the runs, first to last."""
        return [self._moments[path] for path in self._paths[run] if path in self._moments]

    def epochs(self) -> list[int]:
        """The epochs of all runs together."""
        return sorted({moment.epoch for run in range(len(self._paths)) for moment in self.of(run)})

    def look(self, runs: Sequence[StoredRun]) -> None:
        """List the snapshots of these runs, and look at those that are not known yet."""
        self._runs = runs
        self._files.do(
            FileWork(
                lambda _: listed_snapshots(runs),
                self._has_listed,
                self.failed.emit,
                kind=_LISTING,
                waits=self.waits.emit,
            )
        )

    def try_again(self) -> None:
        """Look at the broken snapshots again the next time: they may be sound by then."""
        if not self._work.is_running:
            self._broken.clear()

    def leave_list(self) -> None:
        """Wait for no list any more."""
        self._files.drop(_LISTING)

    def forget(self) -> None:
        """Look for no snapshots any more, and show none; what was looked at is known if they are listed again."""
        self._paths = []
        self._asked = frozenset()
        self.leave_list()
        self._work.drop()

    def stop(self) -> None:
        """Stop all work; ``ended`` follows."""
        self._files.stop()
        self._work.drop()

    def _has_listed(self, listed: Sequence[ListedSnapshots]) -> None:
        stored = [of_run.moments for of_run in listed]
        self._paths = [[snapshot.path for snapshot in of_run] for of_run in stored]
        count, taken = sum(of_run.kept for of_run in listed), sum(of_run.taken for of_run in listed)
        self._kept = f"{counted(count, 'snapshot')} on disk, {size(taken)}"
        wanted = {path for paths in self._paths for path in paths}
        self._moments = {path: moment for path, moment in self._moments.items() if path in wanted}
        self._broken = {path: sentence for path, sentence in self._broken.items() if path in wanted}
        known = {*self._moments, *self._broken}
        missing = [snapshot for of_run in stored for snapshot in of_run if snapshot.path not in known]
        asked = frozenset(snapshot.path for snapshot in missing)
        if missing and not (self._work.is_running and asked <= self._asked):
            self._asked = asked
            source = self._data or DATA
            worker = Wanted(
                lambda: MomentsWorker(missing, source, stored), self._has_all, self.failed.emit, self._found
            )
            self._work.begin(worker)
        self.changed.emit()

    def _found(self, what: object) -> None:
        if not isinstance(what, FoundMoment):
            return
        if isinstance(what.moment, str):
            self._broken[what.path] = what.moment
        elif sentence := self._foreign(what.path, what.moment):
            self._broken[what.path] = sentence
        else:
            self._moments[what.path] = what.moment
        self.changed.emit()

    def _foreign(self, path: Path, moment: Moment) -> str:
        """Why a network cannot be one of its run; empty if it can."""
        for run, paths in zip(self._runs, self._paths, strict=False):
            needed, came = run.summary.network.layers, moment.network.config.layers
            if path in paths and came != needed:
                sizes = ["-".join(map(str, layers)) for layers in (needed, came)]
                return f"A snapshot must be of the layers of its run, {sizes[0]}. Got {path} of {sizes[1]}."
        return ""

    def _has_all(self, data: Dataset) -> None:
        self._data = data
