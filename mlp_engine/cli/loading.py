"""Opens what commands work with: data, with a progress bar where that takes a while, and the store of runs."""

from mlp_engine.cli.output import ProgressBar, print_notice
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.samples import Samples
from mlp_engine.runs import RunStore, runs_folder
from mlp_engine.sources import load_samples, load_source


def load_data(text: str, *, quiet: bool) -> Dataset:
    """The data that ``text`` names, once what its reader remarked is printed to standard error.

    Errors as in :func:`~mlp_engine.sources.load_source`.
    """
    with ProgressBar(name=text, unit=" samples", hidden=quiet) as bar:
        data = load_source(text, on_progress=bar.move_to)
    for remark in data.remarks:
        print_notice(f"{data.name}: {remark}")
    return data


def open_run_store() -> RunStore:
    """The store of runs, once its notice, if it has one, is printed to standard error.

    Errors as in :class:`~mlp_engine.runs.RunStore`.
    """
    store = RunStore(runs_folder())
    if store.notice:
        print_notice(store.notice)
    return store


def load_any(text: str, *, quiet: bool) -> Samples:
    """As :func:`load_data`, with labels or without."""
    with ProgressBar(name=text, unit=" samples", hidden=quiet) as bar:
        samples = load_samples(text, on_progress=bar.move_to)
    for remark in samples.remarks:
        print_notice(f"{samples.name}: {remark}")
    return samples
