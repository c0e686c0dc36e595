"""``mlp-engine data``: fetches data sets."""

import argparse
from contextlib import ExitStack

from mlp_engine.cli.arguments import Commands, add_json
from mlp_engine.cli.output import ProgressBar, print_json, print_result
from mlp_engine.datasets.download import FetchProgress
from mlp_engine.datasets.mnist import FILES, fetch_mnist


def add_parser(commands: Commands) -> None:
    """Declare the command and its own commands."""
    parser = commands.add_parser("data", help="fetch data sets", description="Fetches data sets.")
    actions = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    fetch = actions.add_parser(
        "fetch", help="fetch a data set into the cache", description="Fetches a data set into the cache, once."
    )
    fetch.set_defaults(run=run)
    fetch.add_argument("name", choices=["mnist"], help="mnist: 70,000 handwritten digits, 11 MB")
    add_json(fetch)


def run(arguments: argparse.Namespace) -> int:
    """Fetch MNIST."""
    with _Bars(arguments.json) as bars:
        folder = fetch_mnist(on_progress=bars.show)
    if arguments.json:
        print_json({"folder": str(folder), "files": [file.name for file in FILES]})
    else:
        print_result(f"MNIST is in {folder}.")
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
