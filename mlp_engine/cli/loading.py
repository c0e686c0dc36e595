"""Loads data for a command, with a progress bar where that takes a while."""

import sys

from tqdm import tqdm

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.sources import load_source

# What is done sooner needs no bar: it would only flicker.
SECONDS_WITHOUT_BAR = 0.3


def load_data(text: str, *, quiet: bool) -> Dataset:
    """The data that ``text`` names, once what its reader remarked is printed to standard error.

    Errors as in :func:`~mlp_engine.sources.load_source`.
    """
    with tqdm(desc=text, unit=" samples", leave=False, disable=quiet, delay=SECONDS_WITHOUT_BAR) as bar:

        def show(done: int) -> None:
            bar.update(done - bar.n)

        data = load_source(text, on_progress=show)
    for remark in data.remarks:
        print(f"mlp-engine: {data.name}: {remark}", file=sys.stderr)
    return data
