"""The report of ``mlp-engine train`` and ``share``: one line an epoch, and the outcome."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from functools import partial

from mlp_engine.cli.interrupting import SignalControl
from mlp_engine.cli.output import ProgressBar, duration_text, epochs_text, print_json
from mlp_engine.cli.streams import LastingReport
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.perceptron.network import Network
from mlp_engine.training.history import (
    Change,
    EpochFinished,
    EpochRecord,
    MinibatchStep,
    NotSaved,
    Progress,
    TrainingEvent,
)
from mlp_engine.training.metrics import evaluate
from mlp_engine.training.result import TrainingResult
from mlp_engine.training.teachers import Teacher
from mlp_engine.weights.model_card import ModelCard

DIVERGED = 1


@contextmanager
def reporter(as_json: bool, epochs: int) -> Generator[LastingReport[TrainingEvent]]:
    """What to call with each event of the training: prints its epochs, and moves a progress bar."""
    if as_json:
        yield LastingReport(_print_record)
        return
    layout = "{percentage:3.0f}%|{bar}| epoch {n:.1f} of {total} [{elapsed}{postfix}]"
    with ProgressBar(epochs, layout=layout) as bar:
        yield LastingReport(partial(_show, bar))


def _print_record(event: TrainingEvent) -> None:
    if isinstance(event, EpochFinished):
        print_json(asdict(event.record))


def _show(bar: ProgressBar, event: TrainingEvent) -> None:
    match event:
        case Progress():
            bar.move_to(event.epoch, f"{duration_text(event.seconds_left)} left, loss {event.training_loss:.4f}")
        case EpochFinished():
            bar.move_to(event.record.epoch)
            bar.print_above(epoch_line(event.record) + ("  best" if event.is_best else ""))
        case Change():
            bar.print_above(f"{event.what} is {event.shown_value} from epoch {event.epoch:.1f} on")
        case NotSaved():
            pass  # RunKeeper has informed the user.
        case MinibatchStep():
            pass  # Steps are asked for in a pause, which the command line has not.


def epoch_line(record: EpochRecord) -> str:
    """An epoch in one line."""
    line = f"epoch {record.epoch:4d}  loss {record.training_loss:.4f}  accuracy {record.training_accuracy:7.2%}"
    if record.validation_accuracy is not None:
        line += f"  validation loss {record.validation_loss:.4f}  accuracy {record.validation_accuracy:7.2%}"
    return line


def with_test_scores(card: ModelCard, network: Network, test: Dataset) -> ModelCard:
    """The card of a network with its error rate and loss on a test set."""
    scores = evaluate(network, test)
    return replace(card, scores=card.scores | {"test_error_rate": scores.error_rate, "test_loss": scores.loss})


def taught_by(teachers: Sequence[Teacher]) -> dict[str, object]:
    """For the card: the networks that were learned from, by their fingerprints."""
    return {"teachers": [teacher.dense().fingerprint() for teacher in teachers]} if teachers else {}


def outcome_text(result: TrainingResult) -> str:
    """How a training ended, in a sentence."""
    return result.message or f"{result.outcome.capitalize()} after {epochs_text(len(result.history))}."


def exit_code(result: TrainingResult, control: SignalControl) -> int:
    """The exit code of a command that trained under ``control``."""
    return {"diverged": DIVERGED, "stopped": control.exit_code}.get(result.outcome, 0)
