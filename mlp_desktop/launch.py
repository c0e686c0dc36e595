"""The console command ``mlp-desktop``: read the arguments, check that Qt can start, open the window."""

import argparse
import builtins
import gc
import sys
from collections.abc import Sequence
from pathlib import Path

from mlp_desktop.preflight import find_problem
from mlp_engine.files.paths import is_there
from mlp_engine.version import __version__


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window and return its exit code; if no window can be opened, write one sentence and return 2.

    Args:
        argv: the arguments after the command's name; by default those of the process.

    Raises:
        SystemExit: after ``--help`` and ``--version`` (0), and after wrong arguments (2).
    """
    arguments = build_parser().parse_args(argv)
    problem = find_problem()
    if problem is not None:
        sys.stderr.write(problem + "\n")
        return 2
    # Hardly any object that the start creates is garbage; to search for garbage would take a fifth of the start.
    gc.disable()
    try:
        # Imported late: without its system libraries the import of Qt fails.
        import PySide6.QtCore  # noqa: F401

        _import_without_reading_sources()
        from mlp_desktop.program import run

        return run(sys.argv[:1], arguments.file)
    finally:
        gc.enable()


def _import_without_reading_sources() -> None:
    """Take PySide's wrapper off ``import``.

    For its ``__feature__`` switches, which this program does not use, PySide searches the source of every module that
    is imported after it for its own name, which takes a twentieth of the start, and keeps the source in memory.
    """
    # Where a version of PySide has no such wrapper, this changes nothing.
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)


def build_parser() -> argparse.ArgumentParser:
    """The command's arguments."""
    parser = argparse.ArgumentParser(
        prog="mlp-desktop",
        description="Draw a digit and watch a neural network read it; train networks of your own.",
    )
    parser.add_argument(
        "file", nargs="?", type=_existing_path, help="weights, a picture, strokes, data, a lesson or a folder to open"
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    return parser


def _existing_path(text: str) -> Path:
    path = Path(text)
    if not is_there(path):
        raise argparse.ArgumentTypeError(f"must be a file or folder that exists. Got {text!r}.")
    return path
