"""A database that is open stays locked: whoever opens it too, in the same process, must not take the locks away.

POSIX drops all locks of a process on a file as soon as the process closes any descriptor of it. Another process would
then believe to be alone, and both together would damage the database.
"""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from mlp_engine.runs.database import runs_database

TAKE_OVER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], timeout=0)
try:
    print(connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0])
except sqlite3.OperationalError as error:
    print(error)
"""


def taken_over(path: Path) -> str:
    """What a process gets that asks for what only its last user may do."""
    done = subprocess.run([sys.executable, "-c", TAKE_OVER, str(path)], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_open_database_stays_locked_while_others_are_opened_and_closed(tmp_path: Path) -> None:
    database = runs_database(tmp_path / "runs")
    database.prepare()
    with database.kept_open():
        assert taken_over(database.path) == "database is locked"
        with database.transaction() as connection:
            connection.execute("CREATE TABLE more (n)")
        runs_database(tmp_path / "runs").prepare()
        assert taken_over(database.path) == "database is locked"
    assert taken_over(database.path) == "delete"
    with closing(sqlite3.connect(database.path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
