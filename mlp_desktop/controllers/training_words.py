"""What is said of a run, in words."""

from mlp_desktop.models.run_curves import RunCurves
from mlp_engine.history import Progress
from mlp_engine.training_run import TrainingResult


def progress_line(event: Progress, curves: RunCurves) -> str:
    """Where the run stands: "epoch 7 of 30 · 12 s left · best 1.9 % errors in epoch 5"."""
    parts = [f"epoch {int(event.epoch) + 1} of {event.epochs}", f"{duration(event.seconds_left)} left"]
    if event.epoch >= event.epochs:
        parts[0] = f"epoch {event.epochs} of {event.epochs}"
    if curves.best is not None and curves.best.validation_accuracy is not None:
        parts.append(f"best {1 - curves.best.validation_accuracy:.1%} errors in epoch {curves.best.epoch}")
    return " · ".join(parts)


def duration(seconds: float) -> str:
    """A span of time, no finer than one can use."""
    if seconds < 60:
        return f"{max(round(seconds), 1)} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def summary(curves: RunCurves) -> str:
    """What the curves show, for those who cannot see them."""
    if curves.last is None:
        return ""
    last = curves.last
    words = f"After epoch {last.epoch}: training loss {last.training_loss:.3f}, accuracy {last.training_accuracy:.1%}."
    if last.validation_loss is not None and last.validation_accuracy is not None:
        words += f" Validation loss {last.validation_loss:.3f}, accuracy {last.validation_accuracy:.1%}."
    if curves.best is not None and curves.best.validation_accuracy is not None:
        words += f" Best so far: epoch {curves.best.epoch} with {curves.best.validation_accuracy:.1%}."
    return words


def at_the_end(result: TrainingResult) -> str:
    """How the run ended and what it left."""
    history = result.history
    if result.outcome == "diverged":
        return "Stopped: the loss was no longer a number. The last good weights are kept."
    epochs = f"{len(history)} {'epoch' if len(history) == 1 else 'epochs'}"
    words = {
        "finished": f"Done: {epochs}",
        "stopped": f"Stopped after {epochs}",
        "stopped early": f"Done early: {epochs}, and no gain in the last ones",
    }[result.outcome]
    if history.best is not None and history.best.validation_accuracy is not None:
        words += f" · best {1 - history.best.validation_accuracy:.1%} errors in epoch {history.best.epoch}, kept"
    elif history.epochs:
        words += f" · training accuracy {history.epochs[-1].training_accuracy:.1%}"
    return words
