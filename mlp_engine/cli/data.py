"""``mlp-engine data``: fetches data sets."""

import argparse
from contextlib import ExitStack

from mlp_engine.cli.arguments import Commands, add_json
from mlp_engine.cli.output import ProgressBar, print_json, print_result
from mlp_engine.datasets.download import FetchProgress
from mlp_engine.datasets.mnist import FILES, fetch_mnist
from mlp_engine.datasets.pendigits import FILE, fetch_pendigits


def add_parser(commands: Commands) -> None:
    """Declare the command and its own commands."""
    parser = commands.add_parser("data", help="fetch data sets", description="Fetches data sets.")
    actions = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    fetch = actions.add_parser(
        "fetch", help="fetch a data set into the cache", description="Fetches a data set into the cache, once."
    )
    fetch.set_defaults(run=run)
    fetch.add_argument(
        "name",
        choices=["mnist", "pendigits"],
        help="mnist: 70,000 handwritten digits, 11 MB; pendigits: 7,494 digits as pen strokes of 30 people, 1 MB",
    )
    add_json(fetch)


def run(arguments: argparse.Namespace) -> int:
    """Fetch what is named."""
    fetch, files, sentence = {
        "mnist": (fetch_mnist, FILES, "MNIST is in"),
        "pendigits": (fetch_pendigits, (FILE,), "Pendigits are in"),
    }[arguments.name]
    with _Bars(arguments.json) as bars:
        folder = fetch(on_progress=bars.show)
    if arguments.json:
        print_json({"folder": str(folder), "files": [file.name for file in files]})
    else:
        print_result(f"{sentence} {folder}.")
    return 0


class _Bars:
    """One progress bar a file."""

    def __init__(self, hidden: bool) -> None:
        self.hidden = hidden
        self.file = ""
        self.shown = ExitStack()
        self.bar = ProgressBar(hidden=True)

    def __enter__(self) -> "_Bars":
        return self

    def __exit__(self, *exception: object) -> None:
        self.shown.close()

    def show(self, progress: FetchProgress) -> None:
        if progress.file != self.file:
            self.shown.close()
            bar = ProgressBar(progress.bytes_total, name=progress.file, unit="B", hidden=self.hidden, stays=True)
            self.bar, self.file = self.shown.enter_context(bar), progress.file
        self.bar.move_to(progress.bytes_done)
