"""``mlp-engine train``: trains a new network and saves it."""

import argparse
import json
import signal
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from types import FrameType
from typing import NoReturn

from tqdm import tqdm

from mlp_engine.cli.arguments import Commands
from mlp_engine.cli.loading import SECONDS_WITHOUT_BAR, load_data
from mlp_engine.cli.train_options import add_options, settings_of
from mlp_engine.errors import WeightsWriteError
from mlp_engine.history import EpochFinished, EpochRecord, Progress, TrainingEvent
from mlp_engine.metrics import evaluate
from mlp_engine.model_card import card_of_training
from mlp_engine.run_control import RunControl
from mlp_engine.training import train_new_network
from mlp_engine.training_run import TrainingResult
from mlp_engine.weights_file import save_weights

DIVERGED = 1
INTERRUPTED = 130


def add_parser(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "train",
        help="train a new network",
        description="Trains a new network. With n training samples, L2 adds strength/(2n)·Σw² to the loss and L1 "
        "adds strength/n·Σ|w|. Ctrl+C stops and keeps the best network so far.",
    )
    parser.set_defaults(run=run)
    add_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Train as ``arguments`` say."""
    network_config, config = settings_of(arguments)
    _check_out(arguments.out)
    data = load_data(arguments.data, quiet=arguments.json)
    test = load_data(arguments.test, quiet=arguments.json) if arguments.test else None
    network_config = replace(network_config, inputs=data.inputs.shape[1], outputs=data.classes)

    with _stopped_by_interrupt() as control, _reporter(arguments.json, config.epochs) as report:
        result = train_new_network(data, network_config, config, on_progress=report.event, control=control)

    card = card_of_training(result, data, config)
    if test is not None:
        scores = evaluate(result.network, test)
        card = replace(card, scores=card.scores | {"test_error_rate": scores.error_rate, "test_loss": scores.loss})
    if arguments.out is not None:
        save_weights(arguments.out, result.network, card)
    _say(_last_words(result, arguments.out, card.scores.get("test_error_rate")))
    return {"diverged": DIVERGED, "stopped": INTERRUPTED}.get(result.outcome, 0)


def _check_out(out: Path | None) -> None:
    """A training of hours must not end with "no such folder"."""
    if out is not None and (out.is_dir() or not out.resolve().parent.is_dir()):
        raise WeightsWriteError(f"The weights file must be a file in an existing folder. Got {out}.")


@contextmanager
def _stopped_by_interrupt() -> Generator[RunControl]:
    """A control that the first Ctrl+C stops; a second one interrupts as usual."""
    control = RunControl()

    def stop(number: int, frame: FrameType | None) -> None:
        control.stop()
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield control
    finally:
        signal.signal(signal.SIGINT, before)


class _JsonLines:
    """Prints each epoch as a JSON object on a line of its own."""

    def event(self, event: TrainingEvent) -> None:
        if isinstance(event, EpochFinished):
            print(json.dumps(asdict(event.record)), flush=True)


class _Bar:
    """Shows a progress bar and a line an epoch."""

    def __init__(self, bar: "tqdm[NoReturn]") -> None:
        self.bar = bar

    def event(self, event: TrainingEvent) -> None:
        match event:
            case Progress():
                self.bar.set_postfix_str(f"loss {event.training_loss:.4f}", refresh=False)
                self.bar.update(event.epoch - self.bar.n)
            case EpochFinished():
                self.bar.update(event.record.epoch - self.bar.n)
                self.bar.write(_epoch_line(event.record, event.is_best), file=sys.stdout)


@contextmanager
def _reporter(as_json: bool, epochs: int) -> Generator[_JsonLines | _Bar]:
    if as_json:
        yield _JsonLines()
        return
    shape = "{percentage:3.0f}%|{bar}| epoch {n:.1f} of {total} [{elapsed}<{remaining}]{postfix}"
    with tqdm(total=epochs, bar_format=shape, leave=False, dynamic_ncols=True, delay=SECONDS_WITHOUT_BAR) as bar:
        yield _Bar(bar)


def _epoch_line(record: EpochRecord, is_best: bool) -> str:
    line = f"epoch {record.epoch:4d}  loss {record.training_loss:.4f}  accuracy {record.training_accuracy:7.2%}"
    if record.validation_accuracy is not None:
        line += f"  validation loss {record.validation_loss:.4f}  accuracy {record.validation_accuracy:7.2%}"
    return line + ("  best" if is_best else "")


def _last_words(result: TrainingResult, out: Path | None, test_error_rate: float | None) -> str:
    words = [result.message or f"{result.outcome.capitalize()} after {len(result.history)} epochs."]
    best = result.history.best
    if best is not None:
        words.append(f"Best validation accuracy {best.validation_accuracy:.2%} in epoch {best.epoch}.")
    if test_error_rate is not None:
        words.append(f"Test errors {test_error_rate:.2%}.")
    words.append(f"Saved in {out}." if out is not None else "Not saved: no --out was given.")
    return " ".join(words)


def _say(words: str) -> None:
    """To standard error: standard output holds the epochs alone."""
    print(words, file=sys.stderr)
