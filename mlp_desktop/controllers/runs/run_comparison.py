"""Scores and settings of runs as rows of a table: all of one column, or the differences between several columns.

A column is a single run, or a series: runs that differ only in their seed. The scores of a series are the mean and the
standard deviation over its runs.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from statistics import fmean, stdev

from mlp_desktop.controllers.train.training_words import change_words
from mlp_desktop.models.runs.runs_table import local_time
from mlp_desktop.plain_words import counted
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.runs import RunSummary, StoredRun
from mlp_engine.training.settings import SETTINGS, settings_in
from mlp_engine.validation import visible

Rows = list[tuple[str, list[str]]]
Column = list[StoredRun]


def columns_of(runs: Sequence[StoredRun]) -> list[Column]:
    """The runs in columns; the runs of a series share the column of the first one, in the order of their seeds."""
    columns: dict[str | int, Column] = {}
    for run in runs:
        columns.setdefault(run.summary.series or run.summary.id, []).append(run)
    return [sorted(column, key=lambda run: run.summary.training.seed) for column in columns.values()]


def heading_of(column: Column) -> str:
    """The heading of a column."""
    first = column[0].summary
    return first.title if len(column) == 1 else f"{name_without_seed(first)}, {len(column)} seeds"


def name_without_seed(run: RunSummary) -> str:
    """The part of a run's name that all runs of its series share."""
    return run.title.removesuffix(seed_suffix(run.training.seed))


def seed_suffix(seed: int) -> str:
    """The end of the name of a run in a series, which names its seed."""
    return f", seed {seed}"


def rows_of(column: Column) -> Rows:
    """All scores, settings and circumstances of one column."""
    settings = [_settings(run) for run in column]
    about = _scores(column) | {label: _once(texts[label] for texts in settings) for label in settings[0]}
    return [(label, [text]) for label, text in (about | _circumstances(column[0])).items()]


def differing_rows(columns: Sequence[Column]) -> Rows:
    """All scores of the columns, and the settings that are not the same for all runs."""
    scores = [_scores(column) for column in columns]
    settings = [[_settings(run) for run in column] for column in columns]
    rows = [(label, [of_column[label] for of_column in scores]) for label in scores[0]]
    differing = [
        label for label in settings[0][0] if len({texts[label] for of_column in settings for texts in of_column}) > 1
    ]
    return rows + [(label, [_once(texts[label] for texts in column) for column in settings]) for label in differing]


def _scores(column: Column) -> dict[str, str]:
    best = [run.history.best for run in column]
    last = [run.history.epochs[-1] for run in column if run.history.epochs]
    best_errors = _errors(None if record is None else record.validation_accuracy for record in best)
    where = f" in epoch {best[0].epoch}" if len(column) == 1 and best[0] is not None else ""
    losses = [record.validation_loss for record in last if record.validation_loss is not None]
    outcomes = Counter(run.summary.state for run in column)
    return {
        "Best error": _spread(best_errors, "{:.2%}".format) + where,
        "Last error": _spread(_errors(record.validation_accuracy for record in last), "{:.2%}".format),
        "Last training loss": _spread([record.training_loss for record in last], "{:.4f}".format),
        "Last validation loss": _spread(losses, "{:.4f}".format),
        "Time": _spread([record.seconds for record in last], "{:.1f} s".format),
        "Outcome": ", ".join(f"{count} {words}" for words, count in outcomes.items())
        if len(column) > 1
        else column[0].summary.state,
    }


def _errors(accuracies: Iterable[float | None]) -> list[float]:
    return [1 - accuracy for accuracy in accuracies if accuracy is not None]


def _spread(values: Sequence[float], text: Callable[[float], str]) -> str:
    """One value, or the mean of several ± their standard deviation (of a sample: n − 1)."""
    if not values:
        return "–"
    return text(values[0]) if len(values) == 1 else f"{text(fmean(values))} ± {text(stdev(values))}"


def _once(texts: Iterable[str]) -> str:
    """Each of the texts once, in their order."""
    return ", ".join(dict.fromkeys(texts))


def _settings(run: StoredRun) -> dict[str, str]:
    choice, noise = run.summary.choice, SETTINGS["label_noise"]
    return {
        "Data": _data_name(run.summary),
        "Samples": f"{run.samples:,}",
        "Slice": _slice(choice),
        noise.label: noise.words(choice.label_noise),
        "Fingerprint": run.summary.data_sha256[:12],
        **_words_of(run.summary.network),
        **_words_of(run.summary.training),
        "Changed during the run": "; ".join(map(change_words, run.history.changes)) or "nothing",
    }


def _circumstances(run: StoredRun) -> dict[str, str]:
    machine = run.machine
    return {
        "Started": local_time(run.summary.started),
        "Machine": f"{machine.platform}, {counted(machine.cpus, 'processor')}",
        "Versions": f"{machine.version}, Python {machine.python}, numpy {machine.numpy}",
        **({"Ended with": run.message} if run.message else {}),
        **{f"{name} (not known here)": value for name, value in run.summary.unknown},
    }


def _data_name(run: RunSummary) -> str:
    """The name of the data before samples were chosen and label noise was added."""
    choice, name = run.choice, visible(run.data)
    if choice.slice == "random" or choice.label_noise:
        name = name.removesuffix(f", seed {choice.seed}")
    if choice.label_noise:
        name = name.removesuffix(f", label noise {choice.label_noise:g}")
    if choice.slice != "all":
        name = name.removesuffix(f", {choice.slice} {choice.count}").removesuffix(f", {choice.count} per class")
    return name


def _slice(choice: SampleChoice) -> str:
    words = {"all": "all", "per-class": f"first {choice.count} of each class"}
    return words.get(choice.slice, f"{choice.slice} {choice.count}")


def _words_of(config: NetworkConfig | TrainingConfig) -> dict[str, str]:
    return {setting.label: setting.words(getattr(config, setting.name)) for setting in settings_in(type(config))}
