"""``mlp-engine data``: fetches data sets."""

import argparse
import json
from typing import NoReturn

from tqdm import tqdm

from mlp_engine.cli.arguments import Commands, add_json
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
        print(json.dumps({"folder": str(folder), "files": [file.name for file in FILES]}))
    else:
        print(f"MNIST is in {folder}.")
    return 0


class _Bars:
    """One progress bar a file."""

    def __init__(self, disabled: bool) -> None:
        self.disabled = disabled
        self.file = ""
        self.bar: tqdm[NoReturn] | None = None

    def __enter__(self) -> "_Bars":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def show(self, progress: FetchProgress) -> None:
        bar = self.bar
        if bar is None or progress.file != self.file:
            self.close()
            bar = tqdm(desc=progress.file, total=progress.bytes_total, unit="B", unit_scale=True, disable=self.disabled)
            self.bar, self.file = bar, progress.file
        bar.update(progress.bytes_done - bar.n)

    def close(self) -> None:
        if self.bar is not None:
            self.bar.close()
