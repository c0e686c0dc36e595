"""Writes tables and reports that people asked for."""

from pathlib import Path

from mlp_engine.errors import ResultsWriteError
from mlp_engine.whole_file import write_whole


def save_results(path: Path, text: str) -> None:
    """Write ``text`` to ``path`` as UTF-8: all of it, or nothing and what was there stays.

    Raises:
        ResultsWriteError: if the file cannot be written.
    """
    try:
        write_whole(path, text.encode())
    except OSError as error:
        raise ResultsWriteError(
            f"Results must be saved where files can be written. Got {path} ({error.strerror or error})."
        ) from error
