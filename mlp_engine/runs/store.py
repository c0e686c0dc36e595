"""The run store: all trainings with their settings, histories and weights, in one folder.

The database holds what is listed and searched. Weights and checkpoints are ordinary files beside it, which the window
and other programs can open, and which are checked like any other. So the database stays small, and storing an epoch is
fast.
"""

import json
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.errors import RunStoreError
from mlp_engine.files.folders import data_folder
from mlp_engine.files.paths import resolved
from mlp_engine.files.private import make_private_folder
from mlp_engine.files.stored_rows import Rows, rows_as_stored
from mlp_engine.machine import this_machine
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.runs.bin import empty, iso, purge, put_in
from mlp_engine.runs.database import STORED, runs_database
from mlp_engine.runs.records import MAX_NAME, RunSummary, StoredRun, UnreadableRun, checked_name, checked_note
from mlp_engine.runs.row_reader import SUMMARIES, history_of, read_row, unreadable
from mlp_engine.runs.rows import (
    add_history,
    insert_run,
    number_runs_after,
    run_row,
    write_change,
    write_epoch,
    write_history,
)
from mlp_engine.runs.run_files import RunFiles, Weights, last_run_with_files
from mlp_engine.runs.run_name import NEIGHBOURS, run_name
from mlp_engine.runs.snapshots import StoredSnapshot
from mlp_engine.training.config_record import config_record
from mlp_engine.training.history import Change, EpochRecord, History
from mlp_engine.training.result import TrainingResult
from mlp_engine.training.snapshots import Snapshot
from mlp_engine.validation import shortened
from mlp_engine.weights.model_card import ModelCard


def runs_folder() -> Path:
    """The folder of the run store: ``runs`` in this program's data folder.

    The environment variable ``MLP_DATA_DIR`` sets another data folder.
    """
    return data_folder() / "runs"


class RunStore:
    """All runs in one folder. It may be used from several threads and processes at the same time.

    Attributes:
        folder: the folder of the store.
        notice: a sentence for the user if a damaged database was set aside, else empty.

    Raises:
        RunStoreError: if the folder cannot be used, or belongs to a newer version of this program. Every method
            raises it if the database cannot be used or there is no such run.
    """

    def __init__(self, folder: Path) -> None:
        self._database = runs_database(folder)
        self.folder = self._database.folder
        self.notice = self._database.prepare()
        if self.notice:
            self._spare_files()

    def __repr__(self) -> str:
        return f"RunStore({str(self.folder)!r})"

    def begin(
        self,
        network: NetworkConfig,
        training: TrainingConfig,
        data: Dataset,
        *,
        source: str = "",
        name: str = "",
        checkpoint: Path | None = None,
        choice: SampleChoice | None = None,
        series: str = "",
    ) -> int:
        """Store a new run.

        Args:
            network: the architecture.
            training: the settings.
            data: the whole data set, before the validation split.
            source: the text that named the data.
            name: name of the run; if empty, its layers and what distinguishes it from the newest runs.
            checkpoint: file of its checkpoint; if not given, see :meth:`checkpoint_of`.
            choice: which samples of the source are used; all by default.
            series: a text common to the runs that repeat one training with different seeds.

        Returns:
            The number of the run.
        """
        name = name or run_name(network, training, data.name, self.runs(newest=NEIGHBOURS))
        columns = {
            "name": shortened(name, MAX_NAME),
            "network": json.dumps(config_record(network)),
            "training": json.dumps(config_record(training)),
            "source": source,
            "data": data.name,
            "data_sha256": data.fingerprint(),
            "samples": len(data),
            "seed": training.seed,
            "machine": json.dumps(asdict(this_machine())),
            "checkpoint": "" if checkpoint is None else str(resolved(checkpoint)),
            "started": iso(datetime.now(UTC).astimezone()),
            "choice": json.dumps(asdict(choice or SampleChoice(seed=training.seed))),
            "series": series,
        }
        with self._database.transaction() as connection:
            run = insert_run(connection, columns)
        make_private_folder(self.folder / "checkpoints")
        return run

    def checkpoint_of(self, run: int) -> Path:
        """The checkpoint of a run: a file in this folder, unless the run has one elsewhere."""
        with self._database.reading() as connection:
            return self._checkpoint(run_row(connection, run))

    def find_by_checkpoint(self, checkpoint: Path) -> int | None:
        """The run with this checkpoint; the newest, if there are several."""
        path = resolved(checkpoint)
        with self._database.reading() as connection:
            for row in connection.execute("SELECT id, checkpoint FROM runs ORDER BY id DESC"):
                if self._checkpoint(row) == path:
                    return row["id"]
        return None

    @contextmanager
    def hold(self, run: int) -> Generator[None]:
        """Hold a run's lock until the block ends or this process dies: no other may train or delete it.

        Raises:
            RunStoreError: if another thread or process holds it, or the folder cannot be written.
        """
        with self._database.reading() as connection:
            run_row(connection, run)
        with self._files(run).held(), self._database.kept_open():
            yield

    def go_on(self, run: int, training: TrainingConfig, history: History) -> None:
        """Store that a run is resumed with these settings, after the epochs and changes of this history.

        Later epochs in the store are kept if the settings are the same, since the resumed training repeats them
        exactly. If the settings differ, they are deleted, and so are later snapshots.
        """
        settings = json.dumps(config_record(training))
        with self._database.transaction() as connection:
            repeats = run_row(connection, run)["training"] == settings
            connection.execute(
                "UPDATE runs SET training = ?, outcome = NULL, finished = NULL, message = '' WHERE id = ?",
                (settings, run),
            )
            (add_history if repeats else write_history)(connection, run, history)
        snapshots = self._files(run).snapshots
        with suppress(OSError):  # a file that cannot be deleted is no reason not to keep the run
            if repeats:
                snapshots.clear_leftovers()
            else:
                snapshots.remove(after=len(history))

    def add_epoch(self, run: int, record: EpochRecord) -> None:
        """Store a finished epoch, replacing an earlier version of it.

        It survives a sudden end of this program. After a power cut the latest epochs may be lost; when the run is
        resumed, its checkpoint restores them or they are repeated.
        """
        with self._database.transaction(waits_for_disk=False) as connection:
            run_row(connection, run)
            write_epoch(connection, run, record)

    def add_change(self, run: int, change: Change) -> None:
        """Store a setting that was changed during the run."""
        with self._database.transaction(waits_for_disk=False) as connection:
            run_row(connection, run)
            write_change(connection, run, change)

    def finish(self, run: int, result: TrainingResult, card: ModelCard) -> None:
        """Store the result of a run. Both weights files are written before the run is marked as finished.

        Raises:
            WeightsWriteError: if a weights file cannot be written.
        """
        make_private_folder(self.folder / "weights")
        self._files(run).keep_weights("best", result.network, card)
        self._files(run).keep_weights("last", result.last, card)
        with self._database.transaction() as connection:
            run_row(connection, run)
            write_history(connection, run, result.history)
            connection.execute(
                "UPDATE runs SET outcome = ?, message = ?, finished = ? WHERE id = ?",
                (result.outcome, result.message, iso(datetime.now(UTC).astimezone()), run),
            )

    def listed(self, *, deleted: bool = False, newest: int = -1) -> tuple[RunSummary | UnreadableRun, ...]:
        """All or the ``newest`` runs outside the bin, or in it, newest first; also those that cannot be read."""
        query = f"{SUMMARIES} WHERE (deleted IS 1) = ? ORDER BY id DESC LIMIT ?"
        with self._database.reading() as connection:
            rows = connection.execute(query, (deleted, newest)).fetchall()
        read = [read_row(row, held=self._files(row["id"]).is_held()) for row in rows]
        return tuple(run if isinstance(run, UnreadableRun) else run.summary for run in read)

    def runs(self, *, deleted: bool = False, newest: int = -1) -> tuple[RunSummary, ...]:
        """Like :meth:`listed`, without those that cannot be read."""
        listed = self.listed(deleted=deleted, newest=newest)
        return tuple(run for run in listed if isinstance(run, RunSummary))

    def run(self, run: int) -> StoredRun:
        """One run, in the bin or not, with everything that is stored about it.

        Raises:
            RunStoreError: also if something of it cannot be read.
        """
        found = self.find(run)
        if isinstance(found, UnreadableRun):
            raise RunStoreError(f"Run {run} cannot be read. {found.reason}")
        return found

    def find(self, run: int) -> StoredRun | UnreadableRun:
        """Like :meth:`run`, but a run of which something cannot be read is a record that says so."""
        with self._database.reading() as connection:
            run_row(connection, run)
            row = connection.execute(f"{SUMMARIES} WHERE id = ?", (run,)).fetchone()
            checked = read_row(row, held=self._files(run).is_held())
            if isinstance(checked, UnreadableRun):
                return checked
            try:
                history = history_of(connection, run)
            except RunStoreError as error:
                return unreadable(row, str(error))
        return StoredRun(
            summary=checked.summary,
            history=history,
            source=checked.source,
            samples=checked.samples,
            message=checked.message,
            machine=checked.machine,
            checkpoint=self._checkpoint(row),
            best_weights=self.weights_of(run, "best"),
            last_weights=self.weights_of(run, "last"),
        )

    def as_stored(self, run: int) -> Rows:
        """The rows of a run as they are stored, also of one that cannot be read."""
        with self._database.reading() as connection:
            run_row(connection, run)
            return rows_as_stored(connection, STORED, run)

    def weights_of(self, run: int, which: Weights) -> Path | None:
        """The weights file of the best or the last network of a run, if it exists."""
        path = self._files(run).weights(which)
        return path if path.exists() else None

    def keep_snapshot(self, run: int, snapshot: Snapshot, training: TrainingConfig) -> None:
        """Store a snapshot of a run, if its network is small enough: see :mod:`mlp_engine.runs.snapshots`.

        Raises:
            WeightsWriteError: if it cannot be written.
        """
        self._files(run).snapshots.keep(snapshot, training)

    def snapshots(self, run: int) -> tuple[StoredSnapshot, ...]:
        """The snapshots of a run, first to last; none of a large network."""
        with self._database.reading() as connection:
            run_row(connection, run)
        return self._files(run).snapshots.stored()

    def rename(self, run: int, name: str) -> None:
        """Name a run ``name``, which must not be empty."""
        self._set(run, "name", checked_name(name))

    def star(self, run: int, on: bool = True) -> None:
        """Mark a run with a star, or remove the star."""
        self._set(run, "star", int(on))

    def note(self, run: int, text: str) -> None:
        """Set the note of a run; an empty text removes it."""
        self._set(run, "note", checked_note(text))

    def delete(self, run: int) -> None:
        """Put a run into the bin; :meth:`restore` takes it out again.

        Raises:
            RunStoreError: also if it is being trained.
        """
        put_in(self.folder, run)

    def restore(self, run: int) -> None:
        """Take a run out of the bin."""
        self._set(run, "deleted", 0)

    def purge(self, run: int) -> None:
        """Delete a run in the bin permanently, with its weights, snapshots and checkpoint in this folder.

        Raises:
            RunStoreError: if it is not in the bin, is being trained, or has a file that cannot be deleted.
        """
        purge(self.folder, run)

    def empty_bin(self, older_than: timedelta = timedelta(0)) -> int:
        """Purge the runs deleted at least so long ago that are not being trained; returns their number."""
        return empty(self.folder, older_than)

    def _spare_files(self) -> None:
        """Start the numbers of a new database after those of the damaged one, whose files are still there."""
        with self._database.transaction() as connection:
            number_runs_after(connection, last_run_with_files(self.folder))

    def _set(self, run: int, column: str, value: str | int) -> None:
        with self._database.transaction() as connection:
            run_row(connection, run)
            connection.execute(f"UPDATE runs SET {column} = ? WHERE id = ?", (value, run))

    def _files(self, run: int) -> RunFiles:
        return RunFiles(self.folder, run)

    def _checkpoint(self, row: sqlite3.Row) -> Path:
        elsewhere: object = row["checkpoint"]
        return Path(elsewhere) if elsewhere and isinstance(elsewhere, str) else self._files(row["id"]).checkpoint
