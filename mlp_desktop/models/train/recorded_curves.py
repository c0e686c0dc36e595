"""Curves from the record of a run: one figure after the other, by layer or by class where it has one for each."""

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np

from mlp_desktop.models.train.run_curves import Points
from mlp_engine.training.history import EpochRecord, LayerRecord

Figure = Literal["learning_rate", "gradient", "dead", "saturated", "per_class", "gap"]

Curves = tuple[tuple[str, Points], ...]
"""Names of the lines with their epochs and values."""

_OF_A_LAYER: dict[Figure, Callable[[LayerRecord], float | None]] = {
    "gradient": lambda layer: layer.gradient_norm,
    "dead": lambda layer: layer.dead,
    "saturated": lambda layer: layer.saturated,
}


def recorded_curves(records: Sequence[EpochRecord], figure: Figure) -> Curves:
    """The curves of a figure; lines without a value are left out."""
    match figure:
        case "learning_rate":
            return _curves(records, {"learning rate": lambda record: record.learning_rate})
        case "gap":
            return _curves(records, {"training − validation": _gap})
        case "per_class":
            count = max((len(record.per_class) for record in records), default=0)
            return _curves(records, {str(number): _class(number) for number in range(count)})
        case _:
            count = max((len(record.layers) for record in records), default=0)
            value = _OF_A_LAYER[figure]
            return _curves(records, {_layer_name(number, count): _layer(number, value) for number in range(count)})


def _layer_name(number: int, count: int) -> str:
    return "output" if number == count - 1 else f"{number + 1}"


def _layer(number: int, value: Callable[[LayerRecord], float | None]) -> Callable[[EpochRecord], float | None]:
    return lambda record: value(record.layers[number]) if number < len(record.layers) else None


def _class(number: int) -> Callable[[EpochRecord], float | None]:
    return lambda record: record.per_class[number] if number < len(record.per_class) else None


def _gap(record: EpochRecord) -> float | None:
    """By how much the training accuracy is above the validation accuracy, both at the end of the epoch if known."""
    if record.validation_accuracy is None:
        return None
    training = record.training_accuracy if record.fixed_accuracy is None else record.fixed_accuracy
    return training - record.validation_accuracy


def _curves(records: Sequence[EpochRecord], values: dict[str, Callable[[EpochRecord], float | None]]) -> Curves:
    found: list[tuple[str, Points]] = []
    for name, value in values.items():
        points = [(record.epoch, number) for record in records if (number := value(record)) is not None]
        if points:
            both = np.array(points, float)
            found.append((name, (both[:, 0], both[:, 1])))
    return tuple(found)
