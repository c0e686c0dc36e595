"""The history of a run for other programs: as CSV, as JSON lines, and as events of TensorBoard.

All three hold the record of each epoch and nothing that depends on the machine: one seed gives the same bytes on every
run. The seconds, which do depend on it, are added only on request.
"""

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import fields
from io import StringIO
from typing import Literal, get_args

from mlp_engine.training.event_file import event_file
from mlp_engine.training.history import CHANGEABLE, EpochRecord, History, LayerRecord
from mlp_engine.validation import check_choice

HistoryForm = Literal["csv", "jsonl", "tfevents"]
HISTORY_FORMS: tuple[HistoryForm, ...] = get_args(HistoryForm)
"""The forms, each named as the suffix of its files. TensorBoard reads files with ``tfevents`` in their name."""

_LAYER = [field.name for field in fields(LayerRecord)]


def export_history(history: History, form: HistoryForm, *, seconds: bool = False) -> bytes:
    """The content of a file in this form.

    Args:
        history: the history.
        form: which form.
        seconds: whether to add the seconds since the training began.

    Raises:
        SettingError: if the form is none of these.
    """
    check_choice("Form of a history", form, HISTORY_FORMS)
    forms: dict[HistoryForm, Callable[[History, bool], bytes]] = {"csv": _csv, "jsonl": _lines, "tfevents": _events}
    return forms[form](history, seconds)


def figures_of(record: EpochRecord, *, seconds: bool = False) -> dict[str, float]:
    """All numbers of an epoch by name, without the epoch's own number and without those that are not known.

    Names of classes begin at 0 (``accuracy_of_0``), names of layers at 1 (``layer_1_gradient_norm``).
    """
    low, high = record.validation_interval or (None, None)
    found: dict[str, float | None] = {
        "training_loss": record.training_loss,
        "training_accuracy": record.training_accuracy,
        "fixed_loss": record.fixed_loss,
        "fixed_accuracy": record.fixed_accuracy,
        "fixed_doubted": record.fixed_doubted,
        "validation_loss": record.validation_loss,
        "validation_accuracy": record.validation_accuracy,
        "validation_accuracy_low": low,
        "validation_accuracy_high": high,
        "validation_samples": record.validation_samples or None,
        "penalty": record.penalty,
        "learning_rate": record.learning_rate,
        "l1": record.l1,
        "l2": record.l2,
    }
    found |= {f"accuracy_of_{label}": share for label, share in enumerate(record.per_class)}
    for number, layer in enumerate(record.layers, start=1):
        found |= {f"layer_{number}_{name}": getattr(layer, name) for name in _LAYER}
    if seconds:
        found["seconds"] = record.seconds
    return {name: value for name, value in found.items() if value is not None}


def _csv(history: History, seconds: bool) -> bytes:
    """A row for each epoch and each change, in order; numbers in full, cells empty where a number is not known."""
    rows = [({"epoch": record.epoch}, figures_of(record, seconds=seconds)) for record in history.epochs]
    rows += [({"epoch": change.epoch}, {f"new_{change.what}": change.value}) for change in history.changes]
    rows.sort(key=lambda row: row[0]["epoch"])
    names = dict.fromkeys(name for record in history.epochs for name in figures_of(record, seconds=seconds))
    if history.changes:
        # Older versions always had the columns of these three.
        changed = {change.what for change in history.changes}
        names |= dict.fromkeys(f"new_{what}" for what in CHANGEABLE if what in changed | {"learning_rate", "l1", "l2"})
    text = StringIO()
    table = csv.DictWriter(text, ["epoch", *names], lineterminator="\n")
    table.writeheader()
    table.writerows(place | figures for place, figures in rows)
    return text.getvalue().encode()


def _lines(history: History, seconds: bool) -> bytes:
    """A JSON object for each epoch and each change, in order, one on a line."""
    entries: list[tuple[float, dict[str, float | str]]] = [
        (record.epoch, {"epoch": record.epoch, **figures_of(record, seconds=seconds)}) for record in history.epochs
    ]
    entries += [
        (change.epoch, {"epoch": change.epoch, "changed": change.what, "value": change.value})
        for change in history.changes
    ]
    entries.sort(key=lambda entry: entry[0])
    return "".join(json.dumps(entry) + "\n" for _, entry in entries).encode()


def _events(history: History, seconds: bool) -> bytes:
    """An event for each epoch, at its number as the step; its time is that of 1970 plus the seconds."""

    def events() -> Iterator[tuple[float, int, dict[str, float]]]:
        for record in history.epochs:
            figures = {_tag(name): value for name, value in figures_of(record).items()}
            yield (record.seconds if seconds else 0.0), record.epoch, figures

    return event_file(events())


def _tag(name: str) -> str:
    """The name for TensorBoard, which shows what stands before a slash as a group of charts."""
    for figure in ("loss", "accuracy"):
        if name.endswith(f"_{figure}"):
            return f"{figure}/{name.removesuffix(f'_{figure}')}"
    if name.startswith("accuracy_of_"):
        return f"accuracy of a class/{name.removeprefix('accuracy_of_')}"
    if name.startswith("layer_"):
        layer, figure = name.removeprefix("layer_").split("_", 1)
        return f"{figure}/layer_{layer}"
    return name
