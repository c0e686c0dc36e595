"""The content of the heat map, of the parallel coordinates and of the curves, from the table of a sweep."""

import math

import numpy as np

from mlp_desktop.controllers.sweeps.sweep_words import (
    line_words,
    measure_text,
    measure_words,
    settings_words,
    tick_text,
)
from mlp_desktop.models.sweeps.sweep_grid import Fold, SweepGrid, cell_values
from mlp_desktop.models.sweeps.sweep_scale import Scale, scale_of, scale_of_figures, scale_of_shares
from mlp_desktop.models.sweeps.sweep_table import MEASURES, Measure, Row, SweepTable
from mlp_desktop.models.train.run_curves import band, kept_curve
from mlp_desktop.plain_words import counted
from mlp_desktop.views.kit.plots.overlay_plot import RunLine
from mlp_desktop.views.sweeps.plot_data import ErrorBarsData, HeatMapData, LineAxis, LinesData, Series
from mlp_engine.sweeps import PARAMETERS

OUTLYING = 4.0
"""Values whose distance from the best is more than so many times that of the median share one colour. Otherwise a
few failed points would give nearly the same colour to all others."""

MOST_LISTED = 20
"""The largest number of points that a summary lists."""

_LOW_IS_BEST: tuple[Measure, ...] = ("gap", "seconds")


def heat_of(table: SweepTable, grid: SweepGrid, measure: Measure, fold: Fold) -> HeatMapData:
    """The heat map of ``measure``."""
    values = cell_values(grid, table.rows, measure, fold)
    low, high = colour_range(values, low_is_best=measure in _LOW_IS_BEST)
    shares = np.full(values.shape, 0.5) if high <= low else np.clip((values - low) / (high - low), 0, 1)
    shares = np.where(np.isnan(values), np.nan, shares)
    texts = tuple(tuple(measure_text(float(value), measure) for value in row) for row in values)
    words = tuple(
        tuple(_cell_words(table, cell, float(value), measure) for cell, value in zip(cells, row, strict=True))
        for cells, row in zip(grid.members, values, strict=True)
    )
    down = PARAMETERS[grid.down].label if grid.down else ""
    legend = _legend(values, low, high, measure)
    best = grid.cell_of(table.best)
    return HeatMapData(PARAMETERS[grid.across].label, down, grid.columns, grid.rows, shares, texts, words, legend, best)


def colour_range(values: np.ndarray, *, low_is_best: bool) -> tuple[float, float]:
    """The values at the two ends of the colour scale; values beyond an end have its colour."""
    known = values[~np.isnan(values)]
    if not known.size:
        return 0.0, 1.0
    low, high, median = float(known.min()), float(known.max()), float(np.median(known))
    if low_is_best:
        return low, min(high, low + OUTLYING * (median - low)) if median > low else high
    return max(low, high - OUTLYING * (high - median)) if median < high else low, high


def _legend(values: np.ndarray, low: float, high: float, measure: Measure) -> tuple[tuple[float, str], ...]:
    known = values[~np.isnan(values)]
    if not known.size:
        return ()
    if high <= low:
        return ((0.5, measure_text(low, measure)),)
    texts = [measure_text(low + share * (high - low), measure) for share in (0.0, 0.5, 1.0)]
    if known.min() < low:
        texts[0] = f"≤ {texts[0]}"
    if known.max() > high:
        texts[2] = f"≥ {texts[2]}"
    return tuple(zip((0.0, 0.5, 1.0), texts, strict=True))


def _cell_words(table: SweepTable, places: tuple[int, ...], value: float, measure: Measure) -> str:
    if not places:
        return "No point has these settings."
    if len(places) == 1:
        row = table.rows[places[0]]
        return f"{settings_words(row.found.point)}: {MEASURES[measure].lower()} {measure_words(value, measure)}"
    return f"{len(places)} points: {MEASURES[measure].lower()} {measure_words(value, measure)}"


def lines_of(table: SweepTable) -> LinesData:
    """Parallel coordinates: an axis for each setting and each accuracy, and a line for each point."""
    columns: list[list[float]] = []
    axes: list[LineAxis] = []
    for axis in table.sweep.axes:
        values = [row.values[axis.name] for row in table.rows]
        scale = scale_of(axis, values)
        axes.append(LineAxis(axis.setting.label + (" (log)" if scale.log else ""), scale.ticks))
        columns.append([scale.place(value) for value in values])
    accuracies = [[row.training for row in table.rows], [row.validation for row in table.rows]]
    for title, shares in zip(("Training accuracy", "Validation accuracy"), accuracies, strict=True):
        scale = scale_of_shares(shares)
        axes.append(LineAxis(title, scale.ticks))
        columns.append([scale.place(share) for share in shares])
    places = np.array(columns).T
    return LinesData(
        tuple(axes),
        places,
        np.nan_to_num(places[:, -1]),
        tuple(map(line_words, table.rows)),
        tuple(table.ranking),
    )


def error_bars_of(table: SweepTable, measure: Measure) -> ErrorBarsData:
    """The plot of a sweep over one setting: ``measure``, and beside the validation accuracy that of the training."""
    (axis,) = table.sweep.axes
    values = [row.values[axis.name] for row in table.rows]
    scale = scale_of(axis, values)
    places = np.array([scale.place(value) for value in values])
    shown: tuple[Measure, ...] = ("validation", "training") if measure == "validation" else (measure,)
    means = {each: np.array([row.measured(each) for row in table.rows]) for each in shown}
    spreads = {each: np.array([row.spread_of(each) for row in table.rows]) for each in shown}
    ends = [means[each] + sign * np.nan_to_num(spreads[each]) for each in shown for sign in (-1, 1)]
    upwards = scale_of_figures([float(end) for end in np.concatenate(ends)], lambda value: tick_text(value, measure))
    series = tuple(
        Series(
            MEASURES[each],
            _heights(upwards, means[each]),
            _heights(upwards, means[each] - spreads[each]),
            _heights(upwards, means[each] + spreads[each]),
        )
        for each in shown
    )
    return ErrorBarsData(
        axis.setting.label + (" (log)" if scale.log else ""),
        scale.ticks,
        upwards.ticks,
        places,
        axis.setting.is_number,
        series,
        tuple(map(line_words, table.rows)),
        tuple(int(point) for point in np.argsort(places, kind="stable")),
        table.best,
    )


def _heights(scale: Scale, figures: np.ndarray) -> np.ndarray:
    return np.array([scale.place(float(figure)) for figure in figures])


def curves_of(row: Row) -> list[RunLine]:
    """Training and validation accuracy over the epochs: of one seed, or the median and range of several seeds."""
    found = []
    for name in ("training", "validation"):
        curves = [kept_curve(trial.history, f"{name}_accuracy") for trial in row.found.trials if trial.history.epochs]
        if len(curves) > 1:
            epochs, median, low, high = band(curves)
            found.append(RunLine(name, epochs, median, len(curves), low, high))
        elif curves:
            found.append(RunLine(name, *curves[0]))
    return found


def summary(table: SweepTable) -> str:
    """The main result in words, for people who cannot see the plots."""
    best = table.best
    done = sum(not math.isnan(row.validation) for row in table.rows)
    words = f"{done} of {counted(len(table.rows), 'point')} {'is' if len(table.rows) == 1 else 'are'} trained."
    words = words if best is None else f"{words} Best: {line_words(table.rows[best])}."
    if len(table.sweep.axes) != 1 or done < 2:
        return words
    # Of a single setting all points can be named, from the lowest value to the highest.
    name = table.sweep.axes[0].name
    scale = scale_of(table.sweep.axes[0], [row.values[name] for row in table.rows])
    rows = sorted(table.rows, key=lambda row: scale.place(row.values[name]))
    listed = "; ".join(line_words(row) for row in rows[:MOST_LISTED])
    more = f"; and {len(rows) - MOST_LISTED} more" if len(rows) > MOST_LISTED else ""
    return f"{words} {listed}{more}."
