"""The store of runs: every training with its settings, its history and its weights, in one folder.

The database holds what is listed and searched. Weights and checkpoints are files beside it: ordinary ones, which
the window and other programs can open, and which are read with all the checks for such files; the database stays
small, so that noting an epoch is quick.
"""

import json
import re
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.errors import SettingError
from mlp_engine.files.folders import data_folder
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.runs.bin import empty, iso, purge, put_in
from mlp_engine.runs.database import runs_database
from mlp_engine.runs.records import Machine, RunSummary, StoredRun, this_machine
from mlp_engine.runs.rows import (
    SUMMARIES,
    add_history,
    history_of,
    run_row,
    summary,
    write_change,
    write_epoch,
    write_history,
)
from mlp_engine.runs.run_files import RunFiles, Weights
from mlp_engine.training.config_record import config_record
from mlp_engine.training.history import Change, EpochRecord, History
from mlp_engine.training.result import TrainingResult
from mlp_engine.weights.model_card import ModelCard


def runs_folder() -> Path:
    """Where runs are kept: ``runs`` in the platform's data folder of this program.

    The environment variable ``MLP_DATA_DIR`` names another data folder.
    """
    return data_folder() / "runs"


class RunStore:
    """All runs of one folder. May be used from several threads and several processes at once.

    Attributes:
        folder: where everything is kept.
        notice: a sentence for a person if a damaged database had to be set aside, else empty.

    Raises:
        RunStoreError: if the folder cannot be used, or belongs to a newer version of this program; every method
            raises it too, if the database cannot be used or knows no such run.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self._database = runs_database(self.folder)
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
        """Note that a run begins.

        Args:
            network: the architecture.
            training: the settings.
            data: the whole data set, before a share of it is set apart.
            source: the text that named it.
            name: what to call the run; if empty, layers and data say it.
            checkpoint: where its checkpoint is written; if not given, see :meth:`checkpoint_of`.
            choice: which samples of the source they are; if not given, all as they are.
            series: a text that the runs share which repeat one another with other seeds.

        Returns:
            Its number.
        """
        name = name or f"{'-'.join(map(str, network.layers))} on {data.name}"
        with self._database.transaction() as connection:
            row = connection.execute(
                "INSERT INTO runs (name, network, training, source, data, data_sha256, samples, seed, machine,"
                " checkpoint, started, choice, series) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
                (
                    name,
                    json.dumps(config_record(network)),
                    json.dumps(config_record(training)),
                    source,
                    data.name,
                    data.fingerprint(),
                    len(data),
                    training.seed,
                    json.dumps(asdict(this_machine())),
                    "" if checkpoint is None else str(checkpoint.resolve()),
                    iso(datetime.now(UTC)),
                    json.dumps(asdict(choice or SampleChoice(seed=training.seed))),
                    series,
                ),
            ).fetchone()
        (self.folder / "checkpoints").mkdir(exist_ok=True)
        return row["id"]

    def checkpoint_of(self, run: int) -> Path:
        """Where the checkpoint of a run is written: a file in this folder, unless it began with another."""
        with self._database.reading() as connection:
            return self._checkpoint(run_row(connection, run))

    def find_by_checkpoint(self, checkpoint: Path) -> int | None:
        """The run that writes this checkpoint; the newest, if there are several."""
        path = checkpoint.resolve()
        with self._database.reading() as connection:
            for row in connection.execute("SELECT id, checkpoint FROM runs ORDER BY id DESC"):
                if self._checkpoint(row) == path:
                    return row["id"]
        return None

    @contextmanager
    def hold(self, run: int) -> Generator[None]:
        """Be the only one to train a run, or to delete it, until the block ends or this process dies.

        Raises:
            RunStoreError: if another thread or process does so at this moment, or the folder knows no locks.
        """
        with self._database.reading() as connection:
            run_row(connection, run)
        with self._files(run).held(), self._database.kept_open():
            yield

    def go_on(self, run: int, training: TrainingConfig, history: History) -> None:
        """Note that a run goes on, with these settings, after the epochs and changes of this history.

        Epochs that were noted after those stay, for with the same settings they come again and come out the same;
        with others they never happened.
        """
        settings = json.dumps(config_record(training))
        with self._database.transaction() as connection:
            repeats = run_row(connection, run)["training"] == settings
            connection.execute(
                "UPDATE runs SET training = ?, outcome = NULL, finished = NULL, message = '' WHERE id = ?",
                (settings, run),
            )
            (add_history if repeats else write_history)(connection, run, history)

    def add_epoch(self, run: int, record: EpochRecord) -> None:
        """Note a finished epoch, instead of what was noted of it before.

        It outlasts the end of this program, however sudden. After a power cut the last of them may be gone; the
        checkpoint, from which the run goes on, brings them back or has them done again.
        """
        with self._database.transaction(waits_for_disk=False) as connection:
            run_row(connection, run)
            write_epoch(connection, run, record)

    def add_change(self, run: int, change: Change) -> None:
        """Note a setting that was changed while the run went on."""
        with self._database.transaction(waits_for_disk=False) as connection:
            run_row(connection, run)
            write_change(connection, run, change)

    def finish(self, run: int, result: TrainingResult, card: ModelCard) -> None:
        """Keep what a run left behind; both weights files are written before the run counts as finished.

        Raises:
            WeightsWriteError: if a weights file cannot be written.
        """
        (self.folder / "weights").mkdir(exist_ok=True)
        self._files(run).keep_weights("best", result.network, card)
        self._files(run).keep_weights("last", result.last, card)
        with self._database.transaction() as connection:
            run_row(connection, run)
            write_history(connection, run, result.history)
            connection.execute(
                "UPDATE runs SET outcome = ?, message = ?, finished = ? WHERE id = ?",
                (result.outcome, result.message, iso(datetime.now(UTC)), run),
            )

    def runs(self, *, deleted: bool = False) -> tuple[RunSummary, ...]:
        """All runs, newest first: those in use, or those in the bin."""
        with self._database.reading() as connection:
            rows = connection.execute(f"{SUMMARIES} WHERE deleted = ? ORDER BY id DESC", (deleted,)).fetchall()
        return tuple(summary(row, running=self._files(row["id"]).is_held()) for row in rows)

    def run(self, run: int) -> StoredRun:
        """All that is kept of one run, in the bin or not."""
        with self._database.reading() as connection:
            run_row(connection, run)
            row = connection.execute(f"{SUMMARIES} WHERE id = ?", (run,)).fetchone()
            history = history_of(connection, run)
        return StoredRun(
            summary=summary(row, running=self._files(run).is_held()),
            history=history,
            source=row["source"],
            samples=row["samples"],
            message=row["message"],
            machine=Machine(**json.loads(row["machine"])),
            checkpoint=self._checkpoint(row),
            best_weights=self.weights_of(run, "best"),
            last_weights=self.weights_of(run, "last"),
        )

    def weights_of(self, run: int, which: Weights) -> Path | None:
        """The weights file of the network that a run handed out, or of its last moment, if there is one."""
        path = self._files(run).weights(which)
        return path if path.exists() else None

    def rename(self, run: int, name: str) -> None:
        """Call a run ``name``, which must not be empty."""
        if not name.strip():
            raise SettingError("The name of a run must have at least one letter. Got none.")
        self._set(run, "name", name.strip())

    def star(self, run: int, on: bool = True) -> None:
        """Mark a run, or take the mark away."""
        self._set(run, "star", int(on))

    def note(self, run: int, text: str) -> None:
        """Write about a run; an empty text takes the note away."""
        self._set(run, "note", text)

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
        """Forget a run of the bin for good, its weights and the checkpoint in this folder too.

        Raises:
            RunStoreError: if it is not in the bin, is being trained, or a file of it cannot be removed.
        """
        purge(self.folder, run)

    def empty_bin(self, older_than: timedelta = timedelta(0)) -> int:
        """Purge what was deleted at least so long ago and is not being trained; returns how many runs that were."""
        return empty(self.folder, older_than)

    def _spare_files(self) -> None:
        """Number the runs of a new database after those of the damaged one, whose files are still here."""
        names = [path.name for folder in ("weights", "checkpoints") for path in (self.folder / folder).glob("[0-9]*")]
        numbers = [int(number.group()) for name in names if (number := re.match(r"\d+", name))]
        with self._database.transaction() as connection:
            connection.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('runs', ?)", (max(numbers, default=0),))

    def _set(self, run: int, column: str, value: str | int) -> None:
        with self._database.transaction() as connection:
            run_row(connection, run)
            connection.execute(f"UPDATE runs SET {column} = ? WHERE id = ?", (value, run))

    def _files(self, run: int) -> RunFiles:
        return RunFiles(self.folder, run)

    def _checkpoint(self, row: sqlite3.Row) -> Path:
        return Path(row["checkpoint"]) if row["checkpoint"] else self._files(row["id"]).checkpoint
