"""Where deleted runs are until they are forgotten for good: still in the database, marked, with all their files."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from mlp_engine.errors import RunStoreError
from mlp_engine.runs.database import runs_database
from mlp_engine.runs.rows import run_row
from mlp_engine.runs.run_files import RunFiles


def put_in(folder: Path, run: int) -> None:
    """Put a run into the bin.

    Raises:
        RunStoreError: if it is not there, or is being trained.
    """
    with RunFiles(folder, run).held(), runs_database(folder).transaction() as connection:
        run_row(connection, run)
        connection.execute("UPDATE runs SET deleted = 1, deleted_at = ? WHERE id = ?", (iso(datetime.now(UTC)), run))


def purge(folder: Path, run: int) -> None:
    """Forget a run of the bin for good, its weights and the checkpoint in this folder too.

    Raises:
        RunStoreError: if it is not in the bin, is being trained, or a file of it cannot be removed.
    """
    files = RunFiles(folder, run)
    with files.held(), runs_database(folder).transaction() as connection:
        if not run_row(connection, run)["deleted"]:
            raise RunStoreError(f"A run must be in the bin to be forgotten for good. Got run {run}, which is not.")
        # The files go first: killed in between, the run is still in the bin, and the next purge takes it.
        try:
            files.remove()
        except OSError as error:
            raise RunStoreError(
                f"The files of a run must be ones that can be removed. Got {error.filename} ({error.strerror})."
            ) from error
        connection.execute("DELETE FROM runs WHERE id = ?", (run,))


def empty(folder: Path, older_than: timedelta) -> int:
    """Purge what was deleted at least so long ago and is not being trained; returns how many runs that were."""
    until = iso(datetime.now(UTC) - older_than)
    with runs_database(folder).reading() as connection:
        rows = connection.execute("SELECT id FROM runs WHERE deleted AND deleted_at <= ?", (until,)).fetchall()
    runs = [row["id"] for row in rows if not RunFiles(folder, row["id"]).is_held()]
    for run in runs:
        purge(folder, run)
    return len(runs)


def iso(moment: datetime) -> str:
    """A moment as the database has it: ISO 8601, to the second, so that later ones come later in the alphabet."""
    return moment.isoformat(timespec="seconds")
