"""A SQLite file in a folder of its own: its tables, their versions, and what happens when it is damaged.

Every operation opens the file for itself, so that threads and processes may use it at the same time. The write-ahead
log makes a transaction all or nothing, whenever the program is killed.
"""

import sqlite3
import time
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from mlp_engine.errors import MlpError
from mlp_engine.files.lock import file_lock

_SECONDS_TO_WAIT = 30.0


@dataclass(frozen=True)
class DatabaseKind:
    """What is kept in a database, and how it is spoken of.

    Attributes:
        file_name: of the database.
        migrations: what leads from each version of the tables to the next; a database of version n has seen the
            first n.
        called: "The store of …", as sentences begin.
        contents: what is kept in it, as sentences begin: "Runs".
        error: raised where it cannot be used.
    """

    file_name: str
    migrations: tuple[str, ...]
    called: str
    contents: str
    error: type[MlpError]


class Database:
    """A database of one kind in one folder.

    Attributes:
        folder: where it is.
        kind: what is kept in it.
        path: its file.
    """

    def __init__(self, folder: Path, kind: DatabaseKind) -> None:
        self.folder = folder
        self.kind = kind
        self.path = folder / kind.file_name

    def __repr__(self) -> str:
        return f"Database({str(self.path)!r})"

    def prepare(self) -> str:
        """Make sure that there is a sound database of the newest version.

        Returns:
            A sentence for a person if a damaged one had to be set aside, else nothing.

        Raises:
            MlpError: of its kind, if it cannot be opened, or belongs to a newer version of this program.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if not self._is_damaged():
                return ""
            with file_lock(self.folder / ".lock", patience(_SECONDS_TO_WAIT)):
                # Another process may have set it aside meanwhile: the one that is there now must not follow it.
                return self._set_aside() if self._is_damaged() else ""
        except OSError as error:
            raise self.kind.error(
                f"{self.kind.contents} must be kept in a folder that can be written. "
                f"Got {self.folder} ({error.strerror or error})."
            ) from error

    @contextmanager
    def transaction(self, *, waits_for_disk: bool = True) -> Generator[sqlite3.Connection]:
        """A connection in one transaction: all of it is kept, or on an error nothing.

        Args:
            waits_for_disk: whether what is kept outlasts a power cut from this moment on; without, it outlasts the
                end of this program at once, and a power cut a little later.

        Raises:
            MlpError: of its kind, if the database cannot be used.
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
        """A connection that sees one state of the database and waits for no writer.

        Raises:
            MlpError: of its kind, if the database cannot be used.
        """
        with self.connection("readable") as connection:
            connection.execute("BEGIN")
            yield connection
            connection.execute("COMMIT")

    @contextmanager
    def kept_open(self) -> Generator[None]:
        """Keep a connection open, idle, so that others are quick: the last to close waits while the log is cleared.

        Raises:
            MlpError: of its kind, if the database cannot be used.
        """
        with self.reading() as connection:
            connection.execute("COMMIT")
            yield
            connection.execute("BEGIN")

    @contextmanager
    def connection(self, able: str) -> Generator[sqlite3.Connection]:
        """A connection in no transaction, for what can be done in none; ``able`` says what the database must be.

        Raises:
            MlpError: of its kind, if the database cannot be used.
        """
        try:
            with closing(self._open()) as connection:
                yield connection
        except sqlite3.Error as error:
            raise self.kind.error(f"{self.kind.called} must be {able}. Got {self.path} ({error}).") from error

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=_SECONDS_TO_WAIT, isolation_level=None)
        try:
            connection.row_factory = sqlite3.Row
            self._refuse_newer(connection)  # before anything that could write to it, as the next line does
            _keep_a_log(connection)
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
        except BaseException:
            connection.close()
            raise
        return connection

    def _is_damaged(self) -> bool:
        """Check the database, and bring it to the newest version if it is sound."""
        try:
            with closing(self._open()) as connection:
                if connection.execute("PRAGMA quick_check").fetchone()[0] != "ok":
                    return True
                self._migrate(connection)
                return False
        except sqlite3.OperationalError as error:
            raise self.kind.error(
                f"{self.kind.called} must be a file that can be opened. Got {self.path} ({error})."
            ) from error
        except sqlite3.DatabaseError:
            return True

    def _migrate(self, connection: sqlite3.Connection) -> None:
        connection.execute("BEGIN IMMEDIATE")
        version = self._refuse_newer(connection)  # another program may have been quicker
        for script in self.kind.migrations[version:]:
            for statement in script.split(";"):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(self.kind.migrations)}")
        connection.execute("COMMIT")

    def _refuse_newer(self, connection: sqlite3.Connection) -> int:
        """The version of the tables, which is one that this program knows."""
        newest = len(self.kind.migrations)
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > newest:
            raise self.kind.error(
                f"{self.kind.called} must be of version {newest} or older. "
                f"Got {self.path} of version {version}, made by a newer program; it is left as it is."
            )
        return version

    def _set_aside(self) -> str:
        stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
        name = self.kind.file_name
        aside = f"damaged-{stamp}-{name}"
        for suffix in ("-wal", "-shm", ""):
            path = self.folder / f"{name}{suffix}"
            if path.exists():
                path.rename(self.folder / f"{aside}{suffix}")
        if self._is_damaged():
            raise self.kind.error(
                f"{self.kind.called} must be a sound database. Got {self.path}, damaged again at once."
            )
        return f"{self.kind.called} was damaged: it is kept as {self.folder / aside}, and a new one was begun."


def _keep_a_log(connection: sqlite3.Connection) -> None:
    """Have changes written to a log first; SQLite does not wait by itself where two programs ask for it at once."""
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


def patience(seconds: float) -> Callable[[], None]:
    """A way to wait for a lock that gives up with a ``TimeoutError`` after so many seconds."""
    until = time.monotonic() + seconds

    def wait() -> None:
        if time.monotonic() > until:
            raise TimeoutError("another program holds it")
        time.sleep(0.05)

    return wait
