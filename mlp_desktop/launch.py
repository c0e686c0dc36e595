"""The console command ``mlp-desktop``: reads its arguments, makes sure that Qt can start, opens the window."""

import argparse
import gc
import sys
from collections.abc import Sequence
from pathlib import Path

from mlp_desktop.preflight import find_problem
from mlp_engine.version import __version__


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window and return its exit code; 2, after one sentence, where no window can be opened.

    Args:
        argv: the arguments after the command's name; those of the process by default.

    Raises:
        SystemExit: after ``--help`` and ``--version`` (0), and after arguments that cannot be understood (2).
    """
    arguments = _parser().parse_args(argv)
    problem = find_problem()
    if problem is not None:
        sys.stderr.write(problem + "\n")
        return 2
    # Until the window stands, all that is made stays: to look for garbage amid it takes a fifth of the start.
    gc.disable()
    try:
        # Qt is imported only now: without its libraries the import itself fails.
        from mlp_desktop.app import run

        return run(sys.argv[:1], arguments.file)
    finally:
        gc.enable()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="mlp-desktop",
        description="Draw a digit and watch a neural network read it; train networks of your own.",
    )
    parser.add_argument("file", nargs="?", type=_existing_file, help="a weights file or a picture to open")
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    return parser


def _existing_file(text: str) -> Path:
    path = Path(text)
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"must be a file that exists. Got {text!r}.")
    return path
