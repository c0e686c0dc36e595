"""The options of ``mlp-engine train``, and the settings that they make."""

import argparse
from dataclasses import fields
from pathlib import Path
from typing import Any

from mlp_engine.cli.arguments import DATA_HELP, add_data, add_json, alternatives, choice, number, whole_number
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

_DEFAULTS = TrainingConfig()


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare every option."""
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


def settings_of(arguments: argparse.Namespace) -> tuple[NetworkConfig, TrainingConfig]:
    """The settings that ``arguments`` name.

    Raises:
        SettingError: if one of them cannot be.
    """
    output, loss = _output_and_loss(arguments.output, arguments.loss)
    named: dict[str, Any] = {field.name: getattr(arguments, field.name) for field in fields(TrainingConfig)}
    if arguments.learning_rate is None:
        named["learning_rate"] = DEFAULT_LEARNING_RATES[arguments.optimizer]
    hidden = tuple(arguments.hidden or (100,))
    network_config = NetworkConfig(
        hidden=() if hidden == (0,) else hidden,
        activations=(arguments.activation,),
        output=output,
        loss=loss,
        initializer=arguments.initializer,
        dtype=arguments.dtype,
    )
    return network_config, TrainingConfig(**named)


def _output_and_loss(output: OutputName | None, loss: LossName | None) -> tuple[OutputName, LossName]:
    """Complete what the user named by the first pair that fits; two that do not fit are refused by the config."""
    for known_output, known_loss in OUTPUT_LOSS_PAIRS:
        if output in (None, known_output) and loss in (None, known_loss):
            return known_output, known_loss
    return output or "softmax", loss or "log-likelihood"
