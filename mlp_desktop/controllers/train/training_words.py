"""Sentences about a run."""

import math
from statistics import fmean

from mlp_desktop.models.train.loaded_data import ALL_SAMPLES, digits_to_draw
from mlp_desktop.models.train.run_curves import RunCurves
from mlp_desktop.plain_words import counted
from mlp_engine.arrays import IMAGE_PIXELS
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.diagnosis.finding import Finding
from mlp_engine.perceptron.network import Network
from mlp_engine.training.history import Change, Changeable, MinibatchStep, Progress
from mlp_engine.training.result import TrainingResult
from mlp_engine.training.settings import SETTINGS

LOADING = "Loading the data…"


def loading_line(source: str, samples: int, choice: SampleChoice = ALL_SAMPLES) -> str:
    """How far the loading of ``source`` has come: "Drawing practice digits: 1,200 of 2,000"."""
    digits = digits_to_draw(source, choice)
    if digits is not None:
        return f"Drawing practice digits: {samples:,} of {digits:,}"
    return f"Loading the data: {counted(samples, 'sample')}"


def progress_line(event: Progress, curves: RunCurves, news: str = "") -> str:
    """The progress of a run: "epoch 7 of 30 · 12 s left · best 1.9 % errors in epoch 5"; ``news`` replaces the best."""
    parts = [f"epoch {int(event.epoch) + 1} of {event.epochs}", f"{duration(event.seconds_left)} left"]
    if event.epoch >= event.epochs:
        parts[0] = f"epoch {event.epochs} of {event.epochs}"
    if news:
        parts.append(news)
    elif curves.best is not None and curves.best.validation_accuracy is not None:
        parts.append(f"best {1 - curves.best.validation_accuracy:.1%} errors in epoch {curves.best.epoch}")
    return " · ".join(parts)


def step_words(step: MinibatchStep) -> str:
    """What one minibatch did: "Loss 2.31 → 2.124 · step 0.031 moved 7,850 weights, layer 1 most"."""
    words = (
        f"Loss {step.loss_before:.4g} → {step.loss_after:.4g} · "
        f"step {step.length:.2g} moved {counted(step.weights_moved, 'weight')}"
    )
    if len(step.layers) < 2 or not any(step.layers):
        return words
    most = max(range(len(step.layers)), key=lambda layer: step.layers[layer])
    return f"{words}, {'output' if most == len(step.layers) - 1 else f'layer {most + 1}'} most"


def duration(seconds: float) -> str:
    """A duration in seconds, in minutes, or in hours and minutes."""
    if seconds < 60:
        return f"{max(round(seconds), 1)} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def change_words(change: Change) -> str:
    """A change of a setting during the run: "learning rate 0.1 from epoch 3.42 on"."""
    return f"{changed_value(change.what, change.value)} from epoch {change.epoch:.2f} on"


def changed_value(what: Changeable, value: float | str) -> str:
    """A setting and its new value: "L2 strength 5", "augmentation Affine"."""
    setting = SETTINGS[what]
    return f"{setting.label_in_sentence} {setting.label_of(value) if isinstance(value, str) else setting.words(value)}"


def summary(curves: RunCurves, finding: Finding | None = None) -> str:
    """The curves in words, for people who cannot see them, and the finding if there is one."""
    if curves.last is None:
        return ""
    last = curves.last
    words = f"After epoch {last.epoch}: training loss {last.training_loss:.3f}, accuracy {last.training_accuracy:.1%}."
    if last.validation_loss is not None and last.validation_accuracy is not None:
        words += f" Validation loss {last.validation_loss:.3f}, accuracy {last.validation_accuracy:.1%}."
    if curves.best is not None and curves.best.validation_accuracy is not None:
        words += f" Best so far: epoch {curves.best.epoch} with {curves.best.validation_accuracy:.1%}."
    if curves.changes:
        words += f" Changed during the run: {', '.join(map(change_words, curves.changes))}."
    return " ".join(part for part in (words, trend(curves), finding.sentence if finding else "") if part)


def in_sentences(line: str, curves: str) -> str:
    """A line about a run, with points between its parts, and its curves in words; to be heard, and not to be seen."""
    spoken = line.replace(" · ", ". ")
    return " ".join(filter(None, (spoken if spoken.endswith((".", "…")) else f"{spoken}.", curves)))


def trend(curves: RunCurves) -> str:
    """The direction of both losses: "The training loss is falling, the validation loss is level."; at first empty."""
    recent = curves.records[-6:]
    if len(recent) < 4:
        return ""
    words = f"The training loss is {_direction([record.training_loss for record in recent])}"
    validation = [record.validation_loss for record in recent if record.validation_loss is not None]
    if len(validation) == len(recent):
        words += f", the validation loss is {_direction(validation)}"
    return f"{words}."


def _direction(losses: list[float]) -> str:
    """The mean of the later half against that of the earlier half; a change of less than 2 % is "level"."""
    half = len(losses) // 2
    before, now = fmean(losses[:half]), fmean(losses[-half:])
    if abs(now - before) < 0.02 * before:
        return "level"
    return "falling" if now < before else "rising"


def size_line(inputs: int) -> str:
    """A sentence about samples of another size than the pad's; empty for those of its size."""
    if inputs == IMAGE_PIXELS:
        return ""
    side = math.isqrt(inputs)
    size = f"{side}×{side} pixels" if side * side == inputs else f"{inputs} pixels"
    return f"Images of {size}: the network has {inputs} inputs and can't read the pad."


def not_for_pad(network: Network) -> str:
    """Why a network cannot be used in the window; empty where it can."""
    inputs = network.config.inputs
    if inputs == IMAGE_PIXELS:
        return ""
    return (
        f"The pad needs a network of {IMAGE_PIXELS} inputs. This one has {inputs}; its weights are kept with its run."
    )


def at_the_end(result: TrainingResult) -> str:
    """The outcome of a run and its best epoch."""
    history = result.history
    if result.outcome == "diverged":
        return "Stopped because the loss is no longer a number. The last good weights are kept."
    epochs = counted(len(history), "epoch")
    words = {
        "finished": f"Done: {epochs}",
        "stopped": f"Stopped after {epochs}",
        "stopped early": f"Done early: {epochs}, no gain in the last ones",
    }[result.outcome]
    if history.best is not None and history.best.validation_accuracy is not None:
        words += f" · best {1 - history.best.validation_accuracy:.1%} errors in epoch {history.best.epoch}, kept"
    elif history.epochs:
        words += f" · training accuracy {history.epochs[-1].training_accuracy:.1%}"
    return words
