"""A SQLite database in its own folder: its migration, and setting one aside that is damaged or not ours.

Every operation opens its own connection, so that threads and processes may use the database at the same time. Thanks
to the write-ahead log a transaction is kept completely or not at all, whenever the program is killed.
"""

import itertools
import logging
import sqlite3
import time
from collections.abc import Generator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from mlp_engine.errors import MlpError
from mlp_engine.files.database_identity import APPLICATION_ID, NotOursError, check_is_ours
from mlp_engine.files.lock import file_lock, has_record_locks, wait_at_most
from mlp_engine.files.paths import resolved, shown_path
from mlp_engine.files.private import create_private_file, make_private_folder
from mlp_engine.files.rescue import rescue_rows, text_of

LARGEST_NUMBER = 2**63 - 1
"""The largest whole number that SQLite stores."""

_SECONDS_TO_WAIT = 30.0


@dataclass(frozen=True)
class DatabaseKind:
    """A kind of database: its tables, and the words for it in error messages.

    Attributes:
        file_name: name of the database file.
        migrations: SQL scripts, each from one version of the tables to the next; a database of version n has had the
            first n.
        title: the database as the subject of a sentence: "The store of runs".
        contents: what it holds as the subject of a sentence: "Runs".
        error: the error to raise if it cannot be used.
    """

    file_name: str
    migrations: tuple[str, ...]
    title: str
    contents: str
    error: type[MlpError]


class Database:
    """A database of one kind in one folder.

    Attributes:
        folder: the folder that holds it, from the root on.
        kind: the kind of database.
        path: the database file.

    Raises:
        MlpError: the error of its kind, for a path at which no folder can be.
    """

    def __init__(self, folder: Path, kind: DatabaseKind) -> None:
        self.kind = kind
        try:
            self.folder = resolved(folder)
        except OSError as error:
            raise self._no_folder(folder, error) from error
        self.path = self.folder / kind.file_name

    def __repr__(self) -> str:
        return f"Database({str(self.path)!r})"

    def prepare(self) -> str:
        """Create the database or migrate it to the newest version; set one that is damaged or not ours aside.

        The rows that can be read in a database that is set aside are copied into the new one.

        Returns:
            A sentence for the user if a database was set aside and a new one was begun, else an empty text.

        Raises:
            MlpError: the error of its kind, if it cannot be opened or was made by a newer version of this program.
        """
        try:
            make_private_folder(self.folder)
            if not has_record_locks(self.folder):
                raise self.kind.error(
                    f"{self.kind.contents} must be kept where files can be locked. "
                    f"Got {self.folder}, whose file system has no locks; MLP_DATA_DIR can name another folder."
                )
            if not self._fault():
                return ""
            with file_lock(self.folder / ".lock", wait_at_most(_SECONDS_TO_WAIT)):
                # Check again: another process may have replaced it meanwhile, and the new one must stay.
                fault = self._fault()
                return self._set_aside(fault) if fault else ""
        except OSError as error:
            raise self._no_folder(self.folder, error) from error

    def _no_folder(self, folder: Path, error: OSError) -> MlpError:
        return self.kind.error(
            f"{self.kind.contents} must be kept in a folder that can be written. "
            f"Got {shown_path(folder)} ({error.strerror or error})."
        )

    @contextmanager
    def transaction(self, *, waits_for_disk: bool = True) -> Generator[sqlite3.Connection]:
        """A connection in one transaction, which is rolled back on an error.

        Args:
            waits_for_disk: whether to wait until the data is on disk, so that it survives a power cut from then on.
                Without, it survives the end of this program at once, and a power cut a little later.

        Raises:
            MlpError: the error of its kind, if the database cannot be used.
        """
        with self.connection("readable and writable") as connection:
            if not waits_for_disk:
                connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    @contextmanager
    def reading(self) -> Generator[sqlite3.Connection]:
        """A connection for reading: it sees one snapshot of the database and never waits for a writer.

        Raises:
            MlpError: the error of its kind, if the database cannot be used.
        """
        with self.connection("readable") as connection:
            connection.execute("BEGIN")
            yield connection
            connection.execute("COMMIT")

    @contextmanager
    def kept_open(self) -> Generator[None]:
        """Keep an idle connection open, so that closing another one is fast: the last to close clears the log.

        Raises:
            MlpError: the error of its kind, if the database cannot be used.
        """
        with self.reading() as connection:
            connection.execute("COMMIT")
            yield
            connection.execute("BEGIN")

    @contextmanager
    def connection(self, able: str) -> Generator[sqlite3.Connection]:
        """A connection outside any transaction.

        Args:
            able: what the database must be, for the error message: "readable".

        Raises:
            MlpError: the error of its kind, if the database cannot be used.
        """
        try:
            with closing(self._open()) as connection:
                yield connection
        # An overflow is a number that SQLite has no room for.
        except (sqlite3.Error, UnicodeDecodeError, OverflowError) as error:
            raise self.kind.error(f"{self.kind.title} must be {able}. Got {self.path} ({error}).") from error

    def _open(self) -> sqlite3.Connection:
        with suppress(OSError):  # SQLite reports it in its own words
            create_private_file(self.path)  # SQLite gives its log the permissions of the database
        connection = sqlite3.connect(self.path, timeout=_SECONDS_TO_WAIT, isolation_level=None)
        try:
            connection.row_factory = sqlite3.Row
            connection.text_factory = text_of
            self._refuse_newer(connection)  # before anything writes to the file, as the next line may
            _keep_a_log(connection)
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
        except BaseException:
            connection.close()
            raise
        return connection

    def _fault(self) -> str:
        """Check the database, and migrate it to the newest version if it is sound; else what is wrong with it."""
        try:
            with closing(self._open()) as connection:
                connection.execute("BEGIN")  # one snapshot: another process may be migrating it
                check_is_ours(connection, self.kind.migrations)
                connection.execute("COMMIT")
                if connection.execute("PRAGMA quick_check").fetchone()[0] != "ok":
                    return "was damaged"
                self._migrate(connection)
                return ""
        except NotOursError as error:
            return f"was not as this program makes it ({error})"
        except sqlite3.OperationalError as error:
            raise self.kind.error(
                f"{self.kind.title} must be a file that can be opened. Got {self.path} ({error})."
            ) from error
        except (sqlite3.DatabaseError, UnicodeDecodeError):  # SQLite quotes damaged bytes in its messages
            return "was damaged"

    def _migrate(self, connection: sqlite3.Connection) -> None:
        connection.execute("BEGIN IMMEDIATE")
        self._refuse_newer(connection)  # another process may have migrated it meanwhile
        version = check_is_ours(connection, self.kind.migrations)
        for script in self.kind.migrations[version:]:
            for statement in script.split(";"):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(self.kind.migrations)}")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("COMMIT")

    def _refuse_newer(self, connection: sqlite3.Connection) -> None:
        """Refuse a database of a newer version, unless it is not ours at all."""
        newest = len(self.kind.migrations)
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > newest and check_is_ours(connection, self.kind.migrations):
            raise self.kind.error(
                f"{self.kind.title} must be of version {newest} or older. "
                f"Got {self.path} of version {version}, made by a newer program; it is left as it is."
            )

    def _set_aside(self, fault: str) -> str:
        stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
        name = self.kind.file_name
        aside = f"damaged-{stamp}-{name}"
        for number in itertools.count(2):  # a clock that was set back may give the same time again
            if not (self.folder / aside).exists():
                break
            aside = f"damaged-{stamp}-{number}-{name}"
        for suffix in ("-wal", "-shm", ""):
            path = self.folder / f"{name}{suffix}"
            if path.exists():
                path.rename(self.folder / f"{aside}{suffix}")
        if self._fault():
            raise self.kind.error(
                f"{self.kind.title} must be a sound database. Got {self.path}, damaged again at once."
            )
        sentence = f"{self.kind.title} {fault}: it is kept as {self.folder / aside}, and a new one was begun"
        with self.transaction() as connection:
            copied = rescue_rows(self.folder / aside, connection, self.kind.migrations)
        table, count = next(iter(copied.items()))
        table = table if count > 1 else table.removesuffix("s")
        sentence += f" with {count:,} {table} saved from it." if count else "."
        logging.getLogger("mlp_engine").info(sentence)
        return sentence


def _keep_a_log(connection: sqlite3.Connection) -> None:
    """Turn the write-ahead log on, waiting for other processes: SQLite itself does not wait for this one step."""
    until = time.monotonic() + _SECONDS_TO_WAIT
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return
