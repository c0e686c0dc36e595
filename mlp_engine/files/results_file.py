"""Writes tables, reports and pictures that people asked for."""

from pathlib import Path

from mlp_engine.errors import ResultsWriteError
from mlp_engine.files.whole_file import write_whole


def save_results(path: Path, content: str | bytes) -> None:
    """Write ``content`` to ``path``, text as UTF-8: all of it, or nothing and what was there stays.

    Raises:
        ResultsWriteError: if the file cannot be written.
    """
    try:
        write_whole(path, content.encode() if isinstance(content, str) else content)
    except OSError as error:
        raise ResultsWriteError(
            f"Results must be saved where files can be written. Got {path} ({error.strerror or error})."
        ) from error
