"""The chosen runs in plots and a table: one run, several runs over each other, and the band of a series."""

from collections.abc import Sequence

from mlp_desktop.controllers.runs.run_comparison import (
    Column,
    columns_of,
    differing_rows,
    heading_of,
    name_without_seed,
    rows_of,
)
from mlp_desktop.controllers.train.training_words import changed_value
from mlp_desktop.models.train.run_curves import Points, band, kept_curve
from mlp_desktop.views.kit.plots.overlay_plot import RunLine
from mlp_desktop.views.runs.runs_tab import RunsTab
from mlp_engine.runs import StoredRun, UnreadableRun
from mlp_engine.training.history import History


def show_runs(tab: RunsTab, runs: Sequence[StoredRun], *, others: int, anew: bool) -> None:
    """Show these runs in the plots and the table of ``tab``.

    Args:
        tab: shows them.
        runs: the chosen runs.
        others: for a single run, how many runs differ from it only in their seed.
        anew: whether other runs were shown before; if so, zoom, cursor and note are reset.
    """
    columns = columns_of(runs)
    if len(runs) == 1:
        run = runs[0]
        _show_curves(tab, run.history, anew=anew)
        name = run.summary.title
        tab.details.show_table(name, [name], rows_of(columns[0]), has_note=True, others=others)
        if anew:
            tab.details.set_note(run.summary.note)
    elif runs:
        _overlay(tab, columns)
        names = [heading_of(column) for column in columns]
        if len(columns) == 1:
            tab.details.show_table(names[0], names, rows_of(columns[0]), has_note=False)
        else:
            heading = f"{len(runs)} runs: what differs"
            tab.details.show_table(heading, names, differing_rows(columns), has_note=False)


def show_unreadable(tab: RunsTab, runs: Sequence[UnreadableRun]) -> None:
    """Show why the chosen runs cannot be read, instead of their curves and settings."""
    _show_curves(tab, History(), anew=True)
    heading = f"{runs[0].title} cannot be read" if len(runs) == 1 else f"{len(runs)} runs cannot be read"
    rows = [(run.title, [run.reason]) for run in runs]
    tab.details.show_table(heading, [heading], rows, has_note=False)


def _show_curves(tab: RunsTab, history: History, *, anew: bool) -> None:
    for plot, figure in ((tab.loss_plot, "loss"), (tab.accuracy_plot, "accuracy")):
        if anew:
            plot.clear("No epoch was finished")
        for name in ("training", "validation"):
            plot.set_curve(name, *kept_curve(history, f"{name}_{figure}"))
        plot.set_best(None if history.best is None else history.best.epoch)
        plot.set_changes(_changes(history))
    tab.show_one()


def _overlay(tab: RunsTab, columns: Sequence[Column]) -> None:
    for plot, figure in ((tab.loss_overlay, "loss"), (tab.accuracy_overlay, "accuracy")):
        lines = [_line(column, (f"validation_{figure}",)) for column in columns]
        plot.set_runs(lines, [_line(column, (f"fixed_{figure}", f"training_{figure}")) for column in columns])
    tab.show_several()


def _line(column: Column, names: Sequence[str]) -> RunLine:
    """The line of a column: of the first of these fields that its records have."""
    curves = [_curve(run.history, names) for run in column]
    if len(column) == 1:
        run = column[0]
        return RunLine(run.summary.title, *curves[0], changes=_changes(run.history))
    epochs, median, low, high = band(curves)
    return RunLine(name_without_seed(column[0].summary), epochs, median, len(column), low, high)


def _curve(history: History, names: Sequence[str]) -> Points:
    curves = [kept_curve(history, name) for name in names]
    return next((curve for curve in curves if len(curve[0])), curves[0])


def _changes(history: History) -> tuple[tuple[float, str], ...]:
    return tuple((change.epoch, changed_value(change.what, change.value)) for change in history.changes)
