"""What the pictures of a sweep show, laid out already: figures as words and as shares from 0 to 1."""

from typing import NamedTuple

import numpy as np

Cell = tuple[int, int]
"""Row, from below, and column."""


class Heat(NamedTuple):
    """What a heat map shows.

    Attributes:
        across: what the columns are about.
        down: what the rows are about; may be empty.
        columns: labels of the columns.
        rows: labels of the rows, the lowest first.
        shares: how light each cell is, from 0 to 1, shape (rows, columns); NaN for cells without a figure yet.
        texts: the figure of each cell.
        words: a sentence for each cell.
        legend: shares with their figures, upwards.
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


NO_HEAT = Heat("", "", (), (), np.zeros((0, 0)), (), (), (), None)


class LineAxis(NamedTuple):
    """An axis: what it is about, and places from 0 to 1 with their labels."""

    title: str
    ticks: tuple[tuple[float, str], ...]


class Lines(NamedTuple):
    """What is shown.

    Attributes:
        axes: from the left to the right.
        places: where each line crosses each axis, from 0 to 1, shape (lines, axes); a line with a NaN is not drawn.
        strengths: how strongly each line is drawn, from 0 to 1, shape (lines,).
        words: a sentence for each line.
        ranking: the lines that are drawn, best first.
    """

    axes: tuple[LineAxis, ...]
    places: np.ndarray
    strengths: np.ndarray
    words: tuple[str, ...]
    ranking: tuple[int, ...]


NO_LINES = Lines((), np.zeros((0, 0)), np.zeros(0), (), ())
