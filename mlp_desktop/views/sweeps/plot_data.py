"""The data of the plots of a sweep: scores as words, and as shares from 0 to 1."""

from typing import NamedTuple

import numpy as np

from mlp_desktop.views.kit.cell_table import Cell


class HeatMapData(NamedTuple):
    """The content of a heat map.

    Attributes:
        across: the setting of the columns.
        down: the setting of the rows; empty if only one setting varies.
        columns: labels of the columns.
        rows: labels of the rows, the lowest first.
        shares: lightness of each cell, from 0 to 1, shape (rows, columns); NaN for a cell without a score yet.
        texts: the score of each cell.
        words: a sentence about each cell.
        legend: shares with their scores, upwards.
        best: the cell with the best point.
    """

    across: str
    down: str
    columns: tuple[str, ...]
    rows: tuple[str, ...]
    shares: np.ndarray
    texts: tuple[tuple[str, ...], ...]
    words: tuple[tuple[str, ...], ...]
    legend: tuple[tuple[float, str], ...]
    best: Cell | None


EMPTY_HEAT_MAP = HeatMapData("", "", (), (), np.zeros((0, 0)), (), (), (), None)


class LineAxis(NamedTuple):
    """An axis of parallel coordinates: its title, and places from 0 to 1 with their labels."""

    title: str
    ticks: tuple[tuple[float, str], ...]


class LinesData(NamedTuple):
    """The content of parallel coordinates.

    Attributes:
        axes: from left to right.
        places: where each line crosses each axis, from 0 to 1, shape (lines, axes); a line with a NaN is not drawn.
        strengths: how strongly each line is drawn, from 0 to 1, shape (lines,).
        words: a sentence about each line.
        ranking: the lines that are drawn, best first.
    """

    axes: tuple[LineAxis, ...]
    places: np.ndarray
    strengths: np.ndarray
    words: tuple[str, ...]
    ranking: tuple[int, ...]


EMPTY_LINES = LinesData((), np.zeros((0, 0)), np.zeros(0), (), ())


class Series(NamedTuple):
    """One figure of all points.

    Attributes:
        name: its name in the key.
        heights: the means, from 0 to 1 on the axis, shape (points,); NaN for a point without a figure yet.
        low: the lower ends of the bars, likewise; NaN without a bar.
        high: the upper ends.
    """

    name: str
    heights: np.ndarray
    low: np.ndarray
    high: np.ndarray


class ErrorBarsData(NamedTuple):
    """The content of the plot of a sweep over one setting.

    Attributes:
        across: the setting.
        x_ticks: places from 0 to 1 with their labels.
        y_ticks: heights from 0 to 1 with their labels.
        places: the place of each point on the axis, from 0 to 1, shape (points,).
        is_joined: whether the setting has an order, so that a line joins the points.
        series: the figures; the first is the one that was asked for.
        words: a sentence about each point.
        order: the points from left to right.
        best: the best point.
    """

    across: str
    x_ticks: tuple[tuple[float, str], ...]
    y_ticks: tuple[tuple[float, str], ...]
    places: np.ndarray
    is_joined: bool
    series: tuple[Series, ...]
    words: tuple[str, ...]
    order: tuple[int, ...]
    best: int | None


EMPTY_ERROR_BARS = ErrorBarsData("", (), (), np.zeros(0), False, (), (), (), None)
