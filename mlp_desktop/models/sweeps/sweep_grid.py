"""The points of a sweep in rows and columns of two settings; the points of one cell are folded together."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from operator import eq
from statistics import fmean
from typing import Literal

import numpy as np

from mlp_desktop.models.sweeps.sweep_scale import bins, scale_of, short_texts
from mlp_desktop.models.sweeps.sweep_table import Measure, Row, SweepTable
from mlp_engine.sweeps.axis import Value

MOST_GROUPS = 12
"""A setting with more values than this, as a random search has, is divided into ranges."""

RANGES = 8

Fold = Literal["mean", "best"]
"""The value of a cell with several points: their mean, or that of the point with the best validation accuracy."""


@dataclass(frozen=True)
class Group:
    """The values of a setting that share a row or a column, and their label."""

    label: str
    holds: Callable[[Value], bool]


@dataclass(frozen=True)
class SweepGrid:
    """Cells of points.

    Attributes:
        across: the name of the setting in the columns.
        down: the name of the setting in the rows; empty if only one setting varies.
        columns: the labels of the columns.
        rows: the labels of the rows, the lowest row first.
        members: for each row and column, the places of its points in the table.
    """

    across: str
    down: str
    columns: tuple[str, ...]
    rows: tuple[str, ...]
    members: tuple[tuple[tuple[int, ...], ...], ...]

    def cell_of(self, place: int | None) -> tuple[int, int] | None:
        """The row and the column of the point at ``place``; ``None`` if it is in no cell."""
        for row, cells in enumerate(self.members):
            for column, places in enumerate(cells):
                if place in places:
                    return row, column
        return None


def grid_of(table: SweepTable, across: str, down: str) -> SweepGrid:
    """The grid with the setting ``across`` in columns and ``down`` in rows; an empty ``down`` gives a single row."""
    columns = groups_of(table, across)
    rows = groups_of(table, down) if down else [Group("", lambda _: True)]
    values = [row.values for row in table.rows]
    members = tuple(
        tuple(
            tuple(
                place
                for place, settings in enumerate(values)
                if column.holds(settings[across]) and (not down or row.holds(settings[down]))
            )
            for column in columns
        )
        for row in rows
    )
    return SweepGrid(across, down, tuple(c.label for c in columns), tuple(r.label for r in rows), members)


def groups_of(table: SweepTable, name: str) -> list[Group]:
    """The values of a setting, or ranges of them if there are many, in ascending order."""
    axis = next(axis for axis in table.sweep.axes if axis.name == name)
    found = list(dict.fromkeys(row.values[name] for row in table.rows))
    if not axis.setting.is_number:
        return _singles(scale_of(axis, found).names)
    numbers = sorted(float(value) for value in found if isinstance(value, float | int))
    if len(numbers) <= MOST_GROUPS:
        return _singles(sorted(found, key=lambda value: float(str(value))))
    return [_range(low, high) for low, high in bins(scale_of(axis, found), numbers, RANGES)]


def cell_values(grid: SweepGrid, rows: Sequence[Row], measure: Measure, fold: Fold) -> np.ndarray:
    """The value of each cell, shape (rows, columns); NaN if none of its points has one yet."""
    return np.array(
        [[_folded([rows[place] for place in cell], measure, fold) for cell in cells] for cells in grid.members]
    )


def _folded(rows: Sequence[Row], measure: Measure, fold: Fold) -> float:
    known = [row for row in rows if not math.isnan(row.measured(measure))]
    if not known:
        return math.nan
    if fold == "mean":
        return fmean(row.measured(measure) for row in known)
    return max(known, key=lambda row: -1.0 if math.isnan(row.validation) else row.validation).measured(measure)


def _singles(values: Sequence[Value]) -> list[Group]:
    return [Group(text, partial(eq, value)) for value, text in zip(values, short_texts(values), strict=True)]


def _range(low: float, high: float) -> Group:
    # Neighbouring ranges share an edge; of random values only the smallest and the largest lie on an edge.
    label = f"{low:.2g}" if low == high else f"{low:.2g}–{high:.2g}"
    return Group(label, lambda value: isinstance(value, float | int) and low <= value <= high)
