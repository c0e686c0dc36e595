"""The epochs of a history as a table of float64, as checkpoints keep them.

A row holds the fields of an epoch's record without its number: the eight oldest without the epoch, then ``l1``,
``l2``, ``fixed_loss``, ``fixed_accuracy``, ``fixed_doubted`` and ``validation_samples``, then ``per_class``, one column
a class, then the layers, first to last, with the fields of :class:`~mlp_engine.training.history.LayerRecord`. What is
not known is NaN.
Tables of format version 1 end after the oldest fields.
"""

import math
from collections.abc import Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_engine.training.history import EpochRecord, LayerRecord

_NAMES = [field.name for field in fields(EpochRecord)]
_OLDEST = _NAMES[1 : _NAMES.index("seconds") + 1]
_SINGLE = _NAMES[1 : _NAMES.index("per_class")]
_LAYER = [field.name for field in fields(LayerRecord)]
# ``astuple`` copies deeply, which took half the time of a small file.
_single, _layer = attrgetter(*_SINGLE), attrgetter(*_LAYER)

COLUMNS_OF_VERSION_1 = len(_OLDEST)


def column_count(classes: int, layers: int) -> int:
    """The number of columns for a network with so many classes and layers of weights."""
    return len(_SINGLE) + classes + layers * len(_LAYER)


def history_table(epochs: Sequence[EpochRecord], classes: int, layers: int) -> NDArray[np.float64]:
    """The table of ``epochs``, shape (epochs, :func:`column_count`)."""
    table = np.full((len(epochs), column_count(classes, layers)), np.nan)
    for row, record in zip(table, epochs, strict=True):
        values = [*_single(record), *(record.per_class or [None] * classes)]
        for layer in record.layers:
            values += _layer(layer)
        row[: len(values)] = values  # None becomes NaN
    return table


def epochs_in(table: NDArray[np.float64], classes: int) -> tuple[EpochRecord, ...]:
    """The epochs of a table."""
    return tuple(_record(epoch, row, classes) for epoch, row in enumerate(table.tolist(), start=1))


def _record(epoch: int, row: list[float], classes: int) -> EpochRecord:
    values: list[Any] = [None if math.isnan(value) else value for value in row]
    single, per_class = values[: len(_SINGLE)], values[len(_SINGLE) : len(_SINGLE) + classes]
    rest = values[len(_SINGLE) + classes :]
    layers = [LayerRecord(*rest[start : start + len(_LAYER)]) for start in range(0, len(rest), len(_LAYER))]
    entries = dict(zip(_SINGLE, single, strict=False))
    entries["validation_samples"] = int(entries.get("validation_samples") or 0)
    return EpochRecord(
        epoch,
        **entries,
        per_class=tuple(per_class) if any(share is not None for share in per_class) else (),
        layers=tuple(layers) if rest and rest[0] is not None else (),
    )
