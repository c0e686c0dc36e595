"""Opens what commands work with: data, with a progress bar where that takes a while, the store of runs, teachers."""

from collections.abc import Iterator
from pathlib import Path

from mlp_engine.cli.output import ProgressBar, print_notice
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.samples import Samples
from mlp_engine.feature_maps import FeatureMapNetwork
from mlp_engine.runs import RunStore, runs_folder
from mlp_engine.sources import load_source, made_samples, stream_samples
from mlp_engine.training.config_record import feature_map_config_of
from mlp_engine.training.teachers import Teacher
from mlp_engine.weights.file import load_weights


def load_data(text: str, *, quiet: bool) -> Dataset:
    """The data that ``text`` names, once what its reader remarked is printed to standard error.

    Errors as in :func:`~mlp_engine.sources.load_source`.
    """
    with ProgressBar(made_samples(text), name=text, unit=" samples", hidden=quiet) as bar:
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


def load_teacher(path: Path) -> Teacher:
    """The network of the file ``path``; one that shares weights, as its card says, answers faster not written out."""
    network, card, _ = load_weights(path)
    shared = card.training.get("shared")
    return network if shared is None else FeatureMapNetwork.from_dense(network, feature_map_config_of(shared))


def stream_any(text: str, *, quiet: bool) -> Iterator[Samples]:
    """As :func:`load_data`, with labels or without, and pictures as soon as they are read."""
    printed: set[str] = set()
    batches = stream_samples(text, on_progress=lambda done: bar.move_to(done))
    while True:
        bar = ProgressBar(made_samples(text), name=text, unit=" samples", hidden=quiet)
        with bar:  # closed before anything else is printed
            samples = next(batches, None)
        if samples is None:
            return
        for remark in samples.remarks:
            if remark not in printed:
                print_notice(f"{samples.name}: {remark}")
        printed |= set(samples.remarks)
        yield samples
