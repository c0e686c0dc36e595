"""Scores and settings of runs as rows of a table: all of one run, what differs between several."""

from collections.abc import Sequence
from dataclasses import fields

from mlp_desktop.models.runs_table import local_time, outcome_words
from mlp_engine.config import NetworkConfig, TrainingConfig
from mlp_engine.runs import StoredRun

Rows = list[tuple[str, list[str]]]

_NAMES = {"l1": "L1", "l2": "L2", "dtype": "Numbers", "validation": "Validation share", "hidden": "Hidden layers"}


def rows_of(run: StoredRun, running: int | None) -> Rows:
    """Everything that is kept of one run."""
    about = _scores(run, running) | _settings(run) | _circumstances(run)
    return [(label, [text]) for label, text in about.items()]


def differing_rows(runs: Sequence[StoredRun], running: int | None) -> Rows:
    """All scores of the runs, and those settings that are not the same for all."""
    scores = [_scores(run, running) for run in runs]
    settings = [_settings(run) for run in runs]
    rows = [(label, [of_run[label] for of_run in scores]) for label in scores[0]]
    for label in settings[0]:
        texts = [of_run[label] for of_run in settings]
        if len(set(texts)) > 1:
            rows.append((label, texts))
    return rows


def _scores(run: StoredRun, running: int | None) -> dict[str, str]:
    best = run.history.best
    last = run.history.epochs[-1] if run.history.epochs else None
    error = "–"
    if best is not None and best.validation_accuracy is not None:
        error = f"{1 - best.validation_accuracy:.2%} in epoch {best.epoch}"
    return {
        "Best error": error,
        "Last training loss": "–" if last is None else f"{last.training_loss:.4f}",
        "Last validation loss": "–" if last is None or last.validation_loss is None else f"{last.validation_loss:.4f}",
        "Time": "–" if last is None else f"{last.seconds:.1f} s",
        "Outcome": outcome_words(run.summary, running),
    }


def _settings(run: StoredRun) -> dict[str, str]:
    return {
        "Data": run.summary.data,
        "Samples": f"{run.samples:,}",
        "Fingerprint": run.summary.data_sha256[:12],
        **_fields_of(run.summary.network),
        **_fields_of(run.summary.training),
        "Changed on the way": ", ".join(
            f"{_label(change.what)} {change.value:g} from epoch {change.epoch:.4g}" for change in run.history.changes
        )
        or "nothing",
    }


def _circumstances(run: StoredRun) -> dict[str, str]:
    machine = run.machine
    return {
        "Started": local_time(run.summary.started),
        "Machine": f"{machine.platform}, {machine.cpus} processors",
        "Versions": f"{machine.version}, Python {machine.python}, numpy {machine.numpy}",
    } | ({"Ended with": run.message} if run.message else {})


def _fields_of(config: NetworkConfig | TrainingConfig) -> dict[str, str]:
    return {_label(field.name): _text(getattr(config, field.name)) for field in fields(config)}


def _label(name: str) -> str:
    return _NAMES.get(name, name.replace("_", " ").capitalize())


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "none"
    return "none" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
