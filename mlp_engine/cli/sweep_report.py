"""What ``mlp-engine sweep`` shows: a line a training, and a table of the points at the end."""

import json
import math
import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, NoReturn

from tqdm import tqdm

from mlp_engine.cli.loading import SECONDS_WITHOUT_BAR
from mlp_engine.sweeps import PointResult, StoredSweep, SweepResult, TrialDone
from mlp_engine.sweeps.sweep import value_text


class JsonLines:
    """Prints each training as a JSON object on a line of its own."""

    def done(self, event: TrialDone) -> None:
        """Print a training."""
        result = event.result
        kept = result.kept()
        record: dict[str, Any] = {
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
        print(json.dumps(record), flush=True)


class Bar:
    """Shows a progress bar and a line a training."""

    def __init__(self, bar: "tqdm[NoReturn]") -> None:
        self.bar = bar

    def done(self, event: TrialDone) -> None:
        """Move the bar, and print a training."""
        self.bar.update(event.done - self.bar.n)
        result = event.result
        kept = result.kept()
        line = f"run {result.run:4d}  {result.trial}: "
        line += result.problem or f"{result.outcome}, {len(result.history)} epochs"
        if kept is not None and kept.validation_accuracy is not None:
            line += f", validation accuracy {kept.validation_accuracy:.2%}"
        self.bar.write(line + (", done before" if event.found else ""), file=sys.stdout)


@contextmanager
def reporter(as_json: bool, trials: int) -> Generator[JsonLines | Bar]:
    """What to hand each training to that is done."""
    if as_json:
        yield JsonLines()
        return
    shape = "{percentage:3.0f}%|{bar}| {n_fmt} of {total_fmt} trainings [{elapsed}<{remaining}]"
    with tqdm(total=trials, bar_format=shape, leave=False, dynamic_ncols=True, delay=SECONDS_WITHOUT_BAR) as bar:
        yield Bar(bar)


def print_summary(stored: StoredSweep, result: SweepResult, *, as_json: bool) -> None:
    """Print what the sweep found, the table to standard output and the last words beside it."""
    if as_json:
        print(json.dumps(_record(stored, result)))
        return
    print(_table(stored, result))
    words = [f"Kept as {stored.name}."]
    best = result.best
    if best is not None and best.point.settings:
        words.insert(0, f"Best: {best.point}.")
    if result.retried:
        words.insert(0, f"{result.retried} trainings had to be begun again.")
    if result.stopped:
        words.append(f"Stopped; go on with: mlp-engine sweep --resume {stored.name!r}")
    print(" ".join(words), file=sys.stderr)


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
        "validation_accuracy": _or_none(point.accuracy),
        "spread": _or_none(point.spread),
        "training_accuracy": _or_none(point.training_accuracy),
        "problems": list(point.problems),
    }


def _or_none(value: float) -> float | None:
    return None if math.isnan(value) else value


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
