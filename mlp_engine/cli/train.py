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

from mlp_engine.cli.arguments import (
    DATA_HELP,
    Commands,
    add_data,
    add_json,
    alternatives,
    choice,
    number,
    whole_number,
)
from mlp_engine.config import (
    ACTIVATIONS,
    AUGMENTATIONS,
    DEFAULT_LEARNING_RATES,
    DTYPES,
    INITIALIZERS,
    LOSSES,
    OPTIMIZERS,
    OUTPUT_LOSS_PAIRS,
    OUTPUTS,
    SCHEDULES,
    LossName,
    NetworkConfig,
    OutputName,
    TrainingConfig,
)
from mlp_engine.datasets.source import load_source
from mlp_engine.errors import WeightsWriteError
from mlp_engine.history import EpochFinished, EpochRecord, Progress, TrainingEvent
from mlp_engine.metrics import evaluate
from mlp_engine.model_card import card_of_training
from mlp_engine.run_control import RunControl
from mlp_engine.training import TrainingResult, train_new_network
from mlp_engine.weights_file import save_weights

DIVERGED = 1
INTERRUPTED = 130
_DEFAULTS = TrainingConfig()


def add_parser(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "train",
        help="train a new network",
        description="Trains a new network. With n training samples, L2 adds strength/(2n)·Σw² to the loss and L1 "
        "adds strength/n·Σ|w|. Ctrl+C stops and keeps the best network so far.",
    )
    parser.set_defaults(run=run)
    add_data(parser)
    parser.add_argument(
        "--hidden",
        action="append",
        type=whole_number("Neurons of a hidden layer", at_least=0),
        metavar="N",
        help="neurons of a hidden layer; again for each further layer, 0 alone for none (default: 100)",
    )
    _add_choice(parser, "--activation", "Activation", ACTIVATIONS, "sigmoid", "what hidden layers do")
    _add_choice(parser, "--output", "Output", OUTPUTS, None, "the output layer (default: what fits the loss, softmax)")
    _add_choice(parser, "--loss", "Loss", LOSSES, None, "the loss (default: what fits the output)")
    _add_choice(parser, "--initializer", "Initializer", INITIALIZERS, "gaussian", "how weights begin")
    _add_choice(parser, "--dtype", "Floating type", DTYPES, "float32", "arithmetic")
    _add_number(parser, "--l1", "L1 strength", _DEFAULTS.l1, "L1 strength")
    _add_number(parser, "--l2", "L2 strength", _DEFAULTS.l2, "L2 strength")
    _add_choice(parser, "--optimizer", "Optimizer", OPTIMIZERS, "sgd", "how a gradient becomes a step")
    parser.add_argument(
        "--learning-rate",
        type=number("Learning rate"),
        metavar="F",
        help="size of a step (default: "
        + ", ".join(f"{rate:g} for {name}" for name, rate in DEFAULT_LEARNING_RATES.items())
        + ")",
    )
    _add_number(parser, "--momentum", "Momentum", _DEFAULTS.momentum, "share of the last step that momentum keeps")
    _add_choice(parser, "--schedule", "Schedule", SCHEDULES, "constant", "how the learning rate changes")
    _add_whole(parser, "--step-every", "Epochs between two steps", _DEFAULTS.step_every, "step schedule: epochs a step")
    _add_number(parser, "--step-factor", "Step factor", _DEFAULTS.step_factor, "step schedule: what a step multiplies")
    _add_number(parser, "--warmup", "Warm-up", _DEFAULTS.warmup, "cosine schedule: epochs until the full rate")
    _add_whole(parser, "--batch-size", "Batch size", _DEFAULTS.batch_size, "samples of a minibatch")
    _add_whole(parser, "--epochs", "Epochs", _DEFAULTS.epochs, "how often to go through the data")
    _add_number(parser, "--validation", "Validation share", _DEFAULTS.validation, "share of samples set apart")
    parser.add_argument(
        "--patience",
        type=whole_number("Patience"),
        metavar="N",
        help="stop after N epochs without a better validation error (default: never)",
    )
    parser.add_argument(
        "--gradient-clip",
        type=number("Gradient clip"),
        metavar="F",
        help="longest gradient let through (default: any)",
    )
    _add_choice(parser, "--augmentation", "Augmentation", AUGMENTATIONS, "none", "distort samples anew at every sight")
    _add_whole(parser, "--seed", "Seed", _DEFAULTS.seed, "of everything random")
    parser.add_argument("--test", metavar="DATA", help=f"measure the finished network once on this data: {DATA_HELP}")
    parser.add_argument("--out", type=Path, metavar="FILE", help="weights file to write (default: none)")
    add_json(parser, "one JSON object an epoch")


def _add_choice(
    parser: argparse.ArgumentParser, flag: str, name: str, choices: tuple[str, ...], default: str | None, text: str
) -> None:
    text = f"{text} (default: {default})" if default else text
    kind = choice(name, choices)
    parser.add_argument(flag, type=kind, default=default, metavar=alternatives(choices), help=text)


def _add_number(parser: argparse.ArgumentParser, flag: str, name: str, default: float, text: str) -> None:
    parser.add_argument(flag, type=number(name), default=default, metavar="F", help=f"{text} (default: {default:g})")


def _add_whole(parser: argparse.ArgumentParser, flag: str, name: str, default: int, text: str) -> None:
    parser.add_argument(
        flag, type=whole_number(name), default=default, metavar="N", help=f"{text} (default: {default})"
    )


def run(arguments: argparse.Namespace) -> int:
    """Train as ``arguments`` say."""
    output, loss = _output_and_loss(arguments.output, arguments.loss)
    rate: float | None = arguments.learning_rate
    config = TrainingConfig(
        l1=arguments.l1,
        l2=arguments.l2,
        optimizer=arguments.optimizer,
        learning_rate=DEFAULT_LEARNING_RATES[arguments.optimizer] if rate is None else rate,
        momentum=arguments.momentum,
        schedule=arguments.schedule,
        step_every=arguments.step_every,
        step_factor=arguments.step_factor,
        warmup=arguments.warmup,
        batch_size=arguments.batch_size,
        epochs=arguments.epochs,
        validation=arguments.validation,
        patience=arguments.patience,
        gradient_clip=arguments.gradient_clip,
        augmentation=arguments.augmentation,
        seed=arguments.seed,
    )
    hidden = tuple(arguments.hidden or (100,))
    network_config = NetworkConfig(
        hidden=() if hidden == (0,) else hidden,
        activations=(arguments.activation,),
        output=output,
        loss=loss,
        initializer=arguments.initializer,
        dtype=arguments.dtype,
    )
    _check_out(arguments.out)
    data = load_source(arguments.data)
    test = load_source(arguments.test) if arguments.test else None
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


def _output_and_loss(output: OutputName | None, loss: LossName | None) -> tuple[OutputName, LossName]:
    """Complete what the user named by the first pair that fits; two that do not fit are refused by the config."""
    for known_output, known_loss in OUTPUT_LOSS_PAIRS:
        if output in (None, known_output) and loss in (None, known_loss):
            return known_output, known_loss
    return output or "softmax", loss or "log-likelihood"


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
    with tqdm(total=epochs, bar_format=shape, leave=False, dynamic_ncols=True, delay=0.2) as bar:
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
