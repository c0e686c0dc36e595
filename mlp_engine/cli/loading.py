"""Loads data for a command, with a progress bar where that takes a while."""

from mlp_engine.cli.output import ProgressBar, print_notice
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.sources import load_source


def load_data(text: str, *, quiet: bool) -> Dataset:
    """The data that ``text`` names, once what its reader remarked is printed to standard error.

    Errors as in :func:`~mlp_engine.sources.load_source`.
    """
    with ProgressBar(name=text, unit=" samples", hidden=quiet) as bar:
        data = load_source(text, on_progress=bar.move_to)
    for remark in data.remarks:
        print_notice(f"{data.name}: {remark}")
    return data
