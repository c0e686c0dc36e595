"""The command line ``mlp-engine``: one module a command, from train to data.

Whatever a user can get wrong ends in one sentence on standard error and exit code 2, never in a traceback.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from mlp_engine.cli import committee, data, evaluate, export, info, my_digits, predict, runs, share, sweep, train
from mlp_engine.cli.arguments import arrange_sources
from mlp_engine.cli.interrupting import INTERRUPTED
from mlp_engine.cli.output import print_notice
from mlp_engine.cli.streams import READER_GONE, escape_unknown_characters, flush_output, silence_lost
from mlp_engine.errors import MlpError
from mlp_engine.validation import shortened
from mlp_engine.version import __version__

WRONG_USE = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    escape_unknown_characters()
    try:
        try:
            return _run(arguments)
        finally:
            flush_output()
    except BrokenPipeError as error:
        silence_lost(error)
        return READER_GONE
    except OSError as error:
        print_notice(str(silence_lost(error) or _what_the_system_refused(error)))
        return WRONG_USE


def _run(arguments: Sequence[str] | None) -> int:
    try:
        parsed = build_parser().parse_args(arguments)
        arrange_sources(parsed)
        return parsed.run(parsed)
    except MlpError as error:
        print_notice(str(error))
        return WRONG_USE
    except KeyboardInterrupt:
        return INTERRUPTED


def _what_the_system_refused(error: OSError) -> str:
    """A sentence for an error that no command has words of its own for."""
    try:
        Path.cwd()
    except OSError:
        return "The current folder must be there. It was deleted: change to another one."
    where = f" for {shortened(error.filename, 200)}" if error.filename is not None else ""
    return f"The system could not do what was asked{where} ({error.strerror or error})."


def build_parser() -> argparse.ArgumentParser:
    """All commands with their arguments."""
    parser = argparse.ArgumentParser(
        prog="mlp-engine",
        description="Trains, measures and uses multilayer perceptrons that read handwritten digits.",
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in (train, share, sweep, committee, runs, my_digits, evaluate, predict, info, export, data):
        command.add_parser(commands)
    return parser
