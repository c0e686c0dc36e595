"""The report of ``mlp-engine sweep``: one line a training, and a table of the points at the end."""

import math
from collections.abc import Generator
from contextlib import contextmanager
from functools import partial
from typing import Any

from mlp_engine.cli.output import (
    ProgressBar,
    counted,
    epochs_text,
    number_or_none,
    print_json,
    print_result,
    print_words,
)
from mlp_engine.cli.streams import LastingReport
from mlp_engine.sweeps import PointResult, StoredSweep, SweepResult, TrialDone
from mlp_engine.sweeps.sweep import value_text


@contextmanager
def reporter(as_json: bool, trials: int) -> Generator[LastingReport[TrialDone]]:
    """What to call with each training that is done: prints it, and moves a progress bar."""
    if as_json:
        yield LastingReport(_print_record)
        return
    layout = "{percentage:3.0f}%|{bar}| {n_fmt} of {total_fmt} trainings [{elapsed}<{remaining}]"
    with ProgressBar(trials, layout=layout) as bar:
        yield LastingReport(partial(_show, bar))


def _print_record(event: TrialDone) -> None:
    result = event.result
    kept = result.kept()
    print_json(
        {
            "settings": dict(result.trial.point.settings),
            "seed": result.trial.seed,
            "run": result.run,
            "outcome": result.outcome,
            "epochs": len(result.history),
            "validation_accuracy": None if kept is None else kept.validation_accuracy,
            "training_accuracy": None if kept is None else kept.training_accuracy,
            "problem": result.problem,
            "found": event.found,
        }
    )


def _show(bar: ProgressBar, event: TrialDone) -> None:
    result = event.result
    kept = result.kept()
    line = f"run {result.run:4d}  {result.trial}: "
    line += result.problem or f"{result.outcome}, {epochs_text(len(result.history))}"
    if kept is not None and kept.validation_accuracy is not None:
        line += f", validation accuracy {kept.validation_accuracy:.2%}"
    bar.move_to(event.done)
    bar.print_above(line + (", done before" if event.found else ""))


def print_summary(stored: StoredSweep, result: SweepResult, *, as_json: bool) -> None:
    """Print what the sweep found, the table to standard output and the last words beside it."""
    if as_json:
        print_json(_record(stored, result))
        return
    print_result(_table(stored, result))
    words = [f"Kept as {stored.name}."]
    best = result.best
    if best is not None and best.point.settings:
        words.insert(0, f"Best: {best.point}.")
    if result.retried:
        words.insert(0, f"{counted(result.retried, 'training')} had to be started again.")
    if result.stopped:
        words.append(f"Stopped. Resume with: mlp-engine sweep --resume {stored.name!r}")
    print_words(" ".join(words))


def _record(stored: StoredSweep, result: SweepResult) -> dict[str, Any]:
    best = result.best
    return {
        "sweep": stored.name,
        "points": [_point_record(point) for point in result.points],
        "best": None if best is None else _point_record(best),
        "stopped": result.stopped,
        "retried": result.retried,
    }


def _point_record(point: PointResult) -> dict[str, Any]:
    return {
        "settings": dict(point.point.settings),
        "runs": [trial.run for trial in point.trials],
        "epochs": point.epochs,
        "validation_accuracy": number_or_none(point.accuracy),
        "spread": number_or_none(point.spread),
        "training_accuracy": number_or_none(point.training_accuracy),
        "problems": list(point.problems),
    }


def _table(stored: StoredSweep, result: SweepResult) -> str:
    heads = [*(axis.name for axis in stored.sweep.axes), "epochs", "validation", "training", ""]
    rows = [heads, *(_cells(point, is_best=point is result.best) for point in result.points)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join(lines)


def _cells(point: PointResult, *, is_best: bool) -> list[str]:
    spread = "" if math.isnan(point.spread) else f" ± {100 * point.spread:.2f}"
    accuracy = "–" if math.isnan(point.accuracy) else f"{100 * point.accuracy:.2f}{spread} %"
    training = "–" if math.isnan(point.training_accuracy) else f"{100 * point.training_accuracy:.2f} %"
    last = "best" if is_best else f"{len(point.problems)} failed" if point.problems else ""
    settings = [value_text(value) for _, value in point.point.settings]
    return [*settings, str(point.epochs), accuracy, training, last]
