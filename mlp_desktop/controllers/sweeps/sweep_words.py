"""Sentences about a sweep and its points."""

import math

from mlp_desktop.controllers.train.estimate_words import about
from mlp_desktop.controllers.train.training_words import duration
from mlp_desktop.models.sweeps.sweep_table import MEASURES, Measure, Row, SweepTable
from mlp_desktop.plain_words import counted
from mlp_desktop.views.sweeps.sweep_details import PointWords
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.sweeps import PARAMETERS, PointResult, Sweep
from mlp_engine.sweeps.axis import Value
from mlp_engine.sweeps.sweep import Point, value_text
from mlp_engine.training.settings import SETTINGS

OVERFIT = 0.03
"""A training accuracy this far above the validation accuracy is called overfitting."""


def plan_line(sweep: Sweep, seconds: float, at_once: int, *, cluster: bool, supposed: int = 0) -> str:
    """The number of trainings and their duration.

    Args:
        sweep: the planned sweep.
        seconds: its estimated duration.
        at_once: how many trainings run at the same time.
        cluster: whether a cluster trains.
        supposed: the number of samples that the estimate assumes; 0 if the real number is known.
    """
    points = counted(len(sweep.points), "point")
    trainings = counted(sweep.trial_count, "training")
    words = f"{points} × {sweep.seeds} seeds = {trainings}" if sweep.seeds > 1 else f"{points}, {trainings}"
    if sweep.halving:
        words = f"{points}, {counted(sweep.seeds, 'seed')}, in {counted(len(sweep.rungs), 'rung')}: {trainings}"
    words += f"\n{about(seconds)}"
    words += " of one worker" if cluster else f" with {at_once} processes" if at_once > 1 else " with 1 process"
    return words + (f", for {supposed:,} samples" if supposed else "")


def base_line(network: NetworkConfig, training: TrainingConfig) -> str:
    """The settings that do not vary, in short: "784-30-10 sigmoid · SGD 0.3 · batch size 10 · L1 0 · L2 0"."""
    activation = f" {network.activations[0]}" if network.hidden else ""
    optimizer = dict(SETTINGS["optimizer"].choices)[training.optimizer]
    words = (
        f"{'-'.join(map(str, network.layers))}{activation} · {optimizer} {training.learning_rate:g} · "
        f"minibatch size {training.batch_size} · L1 {training.l1:g} · L2 {training.l2:g} · "
        f"validation share {training.validation:g}"
    )
    return words if training.augmentation == "none" else f"{words} · {training.augmentation} distortions"


def progress_line(done: int, total: int, seconds_left: float | None, failed: int) -> str:
    """The progress of a sweep: "12 of 50 trainings · 40 s left · 1 failed"."""
    parts = [f"{done:,} of {counted(total, 'training')}"]
    if seconds_left is not None and done < total:
        parts.append(f"{duration(seconds_left)} left")
    if failed:
        parts.append(f"{failed} failed")
    return " · ".join(parts)


def end_line(table: SweepTable, *, stopped: bool, retried: int) -> str:
    """How a sweep ended."""
    trained = sum(len(row.found.trials) for row in table.rows)
    words = f"Done: {counted(trained, 'training')}."
    if stopped:
        words = "Stopped. What is done is kept. Resume trains the rest."
    if retried:
        words += f" {counted(retried, 'training')} had to be started again because the process died."
    if table.failed:
        words += f" {counted(table.failed, 'training')} failed. Resume tries again."
    return words


def headline(table: SweepTable, *, unfinished: bool) -> str:
    """The displayed sweep in one line: "L1 strength × L2 strength · 25 points · 2 seeds · 20 epochs"."""
    sweep = table.sweep
    parts = [" × ".join(axis.setting.label for axis in sweep.axes), counted(len(sweep.points), "point")]
    parts += [counted(sweep.seeds, "seed"), counted(sweep.training.epochs, "epoch")]
    if sweep.halving:
        parts.append("halving")
    if unfinished:
        parts.append("unfinished")
    return " · ".join(parts)


def measure_text(value: float, measure: Measure) -> str:
    """The value of a measure without its unit, for a cell; empty for NaN."""
    if math.isnan(value):
        return ""
    return f"{value:.2g}" if measure == "seconds" else f"{100 * value:.1f}".replace("-", "−")


def measure_words(value: float, measure: Measure) -> str:
    """The value of a measure with its unit."""
    if math.isnan(value):
        return "not trained yet"
    if measure == "seconds":
        return f"{value:.2g} s"
    return f"{100 * value:.2f}{' percentage points' if measure == 'gap' else '%'}"


def tick_text(value: float, measure: Measure) -> str:
    """A round value of a measure beside its axis."""
    if measure == "seconds":
        return f"{value:.6g} s"
    return f"{100 * value:.6g}{'' if measure == 'gap' else '%'}".replace("-", "−")


def settings_words(point: Point) -> str:
    """The settings of a point that vary: "L1 strength 0.1, L2 strength 1"."""
    return ", ".join(f"{PARAMETERS[name].label} {_in_four_digits(value)}" for name, value in point.settings)


def _in_four_digits(value: Value) -> str:
    return f"{value:.4g}" if isinstance(value, float) else value_text(value)


def explanation_of_bars(measure: Measure, seeds: int) -> str:
    """The meaning of the points of a sweep over one setting, and of their bars."""
    unit = {"seconds": "seconds", "gap": "percentage points"}.get(measure, "per cent")
    if seeds == 1:
        return f"{MEASURES[measure]}, {unit}, of one seed. More seeds would show how much is luck. ★ is the best point."
    return f"{MEASURES[measure]}, {unit}, mean of {seeds} seeds; bars: ± standard deviation. ★ is the best point."


def explanation(measure: Measure, fold: str, *, folded: bool) -> str:
    """The meaning of the numbers in the heat map."""
    unit = {"seconds": "seconds", "gap": "percentage points"}.get(measure, "per cent")
    words = f"{MEASURES[measure]}, {unit}, mean over the seeds"
    if folded:
        words += ", and over the other settings" if fold == "mean" else ", at the best of the other settings"
    return f"{words}. ★ is the best point."


def point_words(table: SweepTable, place: int) -> PointWords:
    """The heading and the details of a point."""
    row, best = table.rows[place], table.best
    ranking = table.ranking
    kind = (
        "Best" if place == best else f"Number {ranking.index(place) + 1} of {len(ranking)}" if place in ranking else ""
    )
    heading = ": ".join(filter(None, (kind, settings_words(row.found.point))))
    return PointWords(heading, scores_words(row), _about(row, table.sweep))


def scores_words(row: Row) -> str:
    """Validation and training accuracy: "validation 94.20 ± 0.31%, training 99.80%: overfitted by 5.60 points"."""
    if math.isnan(row.validation):
        return "Not trained yet." if not row.found.problems else "All its trainings failed."
    spread = "" if math.isnan(row.spread) else f" ± {100 * row.spread:.2f}"
    words = f"Validation {100 * row.validation:.2f}{spread}%, training {100 * row.training:.2f}%"
    if row.gap >= OVERFIT:
        words += f": overfitted by {100 * row.gap:.1f} points"
    return words


def line_words(row: Row) -> str:
    """A point in one sentence."""
    return f"{settings_words(row.found.point)}: {scores_words(row)}"


def _about(row: Row, sweep: Sweep) -> str:
    found: PointResult = row.found
    if found.problems:
        return f"{len(found.problems)} of {sweep.seeds} failed: {found.problems[0]}"
    if not found.trials:
        return ""
    seeds = ", ".join(str(trial.trial.seed) for trial in found.trials)
    words = f"{'Seed' if len(found.trials) == 1 else 'Seeds'} {seeds} · {counted(found.epochs, 'epoch')}"
    if not math.isnan(row.seconds):
        words += f" · {row.seconds:.2g} s each"
    if sweep.seeds > 1:
        words += " · ± is the standard deviation over the seeds"
    if not row.is_complete:
        words += " · not trained to its end"
    return words
