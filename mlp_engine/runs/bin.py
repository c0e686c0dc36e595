"""The bin for deleted runs: until they are purged, they stay in the database, marked, with all their files."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from mlp_engine.errors import RunStoreError
from mlp_engine.runs.database import runs_database
from mlp_engine.runs.rows import run_row
from mlp_engine.runs.run_files import RunFiles


def put_in(folder: Path, run: int) -> None:
    """Put a run into the bin.

    Raises:
        RunStoreError: if it does not exist, or is being trained.
    """
    with RunFiles(folder, run).held(), runs_database(folder).transaction() as connection:
        run_row(connection, run)
        connection.execute("UPDATE runs SET deleted = 1, deleted_at = ? WHERE id = ?", (iso(datetime.now(UTC)), run))


def purge(folder: Path, run: int) -> None:
    """Delete a run in the bin permanently, with its weights, snapshots and checkpoint in this folder.

    Raises:
        RunStoreError: if it is not in the bin, is being trained, or has a file that cannot be deleted.
    """
    files = RunFiles(folder, run)
    with files.held(), runs_database(folder).transaction() as connection:
        if run_row(connection, run)["deleted"] != 1:
            raise RunStoreError(f"A run must be in the bin to be forgotten for good. Got run {run}, which is not.")
        # The files go first: if the process is killed in between, the run is still in the bin and can be purged again.
        try:
            files.remove()
        except OSError as error:
            raise RunStoreError(
                f"The files of a run must be ones that can be removed. Got {error.filename} ({error.strerror})."
            ) from error
        connection.execute("DELETE FROM runs WHERE id = ?", (run,))


def empty(folder: Path, older_than: timedelta) -> int:
    """Purge the runs deleted at least so long ago that are not being trained; returns their number."""
    until = iso(datetime.now(UTC) - older_than)
    with runs_database(folder).reading() as connection:
        # Without a limit, a run goes whatever its time of deletion is, which may not be readable.
        rows = connection.execute(
            "SELECT id FROM runs WHERE deleted IS 1 AND (? OR deleted_at <= ?)", (older_than <= timedelta(0), until)
        ).fetchall()
    runs = [row["id"] for row in rows if not RunFiles(folder, row["id"]).is_held()]
    for run in runs:
        purge(folder, run)
    return len(runs)


def iso(moment: datetime) -> str:
    """A time as in the database: ISO 8601, to the second. Texts sort by time if all are in UTC."""
    return moment.isoformat(timespec="seconds")
