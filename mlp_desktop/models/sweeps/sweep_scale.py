"""Scales that place values on an axis: linear, logarithmic, or one place for each name."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mlp_engine.sweeps import Axis, Span
from mlp_engine.sweeps.axis import Value
from mlp_engine.sweeps.sweep import value_text

MANY_DECADES = 30
"""From this ratio of the largest value to the smallest positive one on, the scale is logarithmic."""

MOST_TICKS = 8
_ZERO = 0.12
"""The distance on a logarithmic axis between 0, which has no logarithm, and the smallest positive value."""

_APART = 0.1
"""The smallest distance between the label of a round value and the labels of the ends."""


def short_texts(values: Sequence[Value]) -> list[str]:
    """The values in three digits, or in full if that would make two of them equal."""
    texts = [f"{value:.3g}" if isinstance(value, float) else value_text(value) for value in values]
    return texts if len(set(texts)) == len(set(values)) else [value_text(value) for value in values]


@dataclass(frozen=True)
class Scale:
    """An axis from 0 to 1.

    Attributes:
        ticks: the places that have a label, in ascending order, each with its label.
        log: whether the scale is logarithmic.
        low: the value at the lower end; for ``log`` the smallest positive value.
        high: the value at the upper end.
        has_zero: for ``log``, whether 0 lies below ``low``.
        names: the values of a setting without order, such as layers or names; empty for numbers.
    """

    ticks: tuple[tuple[float, str], ...]
    log: bool = False
    low: float = 0.0
    high: float = 1.0
    has_zero: bool = False
    names: tuple[Value, ...] = ()

    def place(self, value: Value) -> float:
        """The place of a value, from 0 to 1; NaN if it has none."""
        if self.names:
            return (self.names.index(value) + 0.5) / len(self.names) if value in self.names else math.nan
        if isinstance(value, str | tuple) or math.isnan(value):
            return math.nan
        if self.log and value <= 0:
            return 0.0 if value == 0 else math.nan
        change = math.log10 if self.log else float
        low, high = change(self.low), change(self.high)
        share = (change(value) - low) / (high - low) if high > low else 0.5
        return _ZERO + (1 - _ZERO) * share if self.has_zero else share


def scale_of(axis: Axis, values: Sequence[Value]) -> Scale:
    """The scale of a setting with these values."""
    if not axis.setting.is_number:
        names = tuple(dict.fromkeys(values))
        if axis.setting.kind == "layers":
            names = tuple(sorted(names, key=lambda sizes: (len(_sizes(sizes)), _sizes(sizes))))
        places = [((place + 0.5) / len(names), value_text(name)) for place, name in enumerate(names)]
        return Scale(tuple(places), names=names)
    numbers = sorted({float(value) for value in values if isinstance(value, float | int)})
    positive = [number for number in numbers if number > 0]
    wide = len(positive) > 1 and positive[-1] >= MANY_DECADES * positive[0] and numbers[0] >= 0
    asked = any(isinstance(piece, Span) and piece.log for piece in axis.pieces) and len(positive) > 1
    if wide or (asked and numbers[0] >= 0):
        scale = Scale((), True, positive[0], positive[-1], numbers[0] == 0)
        marks = numbers if len(numbers) <= MOST_TICKS else [*numbers[: scale.has_zero], *_decades(positive)]
    else:
        scale = Scale((), False, numbers[0], numbers[-1])
        marks = numbers if len(numbers) <= MOST_TICKS else _round_values(numbers[0], numbers[-1])
    ticks = tuple(zip(map(scale.place, marks), short_texts(marks), strict=True))
    return Scale(ticks, scale.log, scale.low, scale.high, scale.has_zero)


def scale_of_shares(shares: Sequence[float]) -> Scale:
    """The scale of accuracies from the lowest to the highest, with labels in per cent."""
    finite = [share for share in shares if not math.isnan(share)]
    low, high = (min(finite), max(finite)) if finite else (0.0, 1.0)
    if high - low < 1e-9:
        low, high = max(low - 0.005, 0.0), min(high + 0.005, 1.0)
    scale = Scale((), False, low, high)
    digits = 0 if high - low > 0.05 else 1
    inner = [mark for mark in _round_values(low, high) if _APART < scale.place(mark) < 1 - _APART]
    marks = [low, *inner, high]
    return Scale(tuple((scale.place(mark), f"{100 * mark:.{digits}f}%") for mark in marks), False, low, high)


def scale_of_figures(figures: Sequence[float], text: Callable[[float], str]) -> Scale:
    """The scale of figures with round values as its ticks and a little room at both ends; ``text`` labels a tick."""
    finite = [figure for figure in figures if not math.isnan(figure)]
    low, high = (min(finite), max(finite)) if finite else (0.0, 1.0)
    room = 0.06 * (high - low) or 0.05 * abs(high) or 0.01
    scale = Scale((), False, low - room, high + room)
    marks = _round_values(scale.low, scale.high)
    return Scale(tuple((scale.place(mark), text(mark)) for mark in marks), False, scale.low, scale.high)


def _sizes(value: Value) -> tuple[int, ...]:
    return value if isinstance(value, tuple) else ()


def _decades(positive: Sequence[float]) -> list[float]:
    """The two ends, and the powers of ten between them that are not too close to an end."""
    low, high = math.log10(positive[0]), math.log10(positive[-1])
    every = max(1, math.ceil((high - low) / MOST_TICKS))
    apart = (high - low) / MOST_TICKS
    inner = [float(power) for power in range(math.ceil(low + apart), math.floor(high - apart) + 1, every)]
    return [positive[0], *(10**power for power in inner), positive[-1]]


def _round_values(low: float, high: float) -> list[float]:
    """About four round values from ``low`` to ``high``."""
    if high <= low:
        return [low]
    unit = 10.0 ** math.floor(math.log10((high - low) / 4))
    step = min((unit * factor for factor in (1, 2, 5, 10)), key=lambda step: abs(step - (high - low) / 4))
    return [float(f"{index * step:.10g}") for index in range(math.ceil(low / step), math.floor(high / step) + 1)]


def bins(scale: Scale, numbers: Sequence[float], count: int) -> list[tuple[float, float]]:
    """``count`` ranges of equal length on ``scale`` that hold all ``numbers``; on a logarithmic scale 0 has its own."""
    change, back = (math.log10, lambda power: 10**power) if scale.log else (float, float)
    low, high = change(scale.low), change(scale.high)
    edges = [back(low + (high - low) * place / count) for place in range(count + 1)]
    edges[0], edges[-1] = scale.low, scale.high
    found = list(pairwise(edges))
    return [(0.0, 0.0), *found] if scale.has_zero and min(numbers) == 0 else found
