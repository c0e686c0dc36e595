"""The options of ``mlp-engine train``, and the settings that they make."""

import argparse
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

from mlp_engine.cli.arguments import DATA_HELP, add_data, add_json, alternatives, choice, number, whole_number
from mlp_engine.datasets.subset import SampleChoice, SliceName
from mlp_engine.errors import SettingError
from mlp_engine.perceptron.config import (
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
from mlp_engine.training.recipe import read_recipe

_DEFAULTS = TrainingConfig()
_NETWORK_OPTIONS = ("hidden", "activation", "output", "loss", "initializer", "dtype")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare every option. What is not given stays ``None``: the configs know their defaults."""
    parser.set_defaults(refuse=parser.error)
    add_data(parser, required=False, instead=" (default: the recipe's)")
    parser.add_argument(
        "--recipe",
        type=Path,
        metavar="FILE",
        help="a TOML file that names data and settings, instead of options; with --resume its data alone counts",
    )
    _add_samples(parser)
    _add_networks(parser)
    parser.add_argument(
        "--hidden",
        action="append",
        type=whole_number("Neurons of a hidden layer", at_least=0),
        metavar="N",
        help="neurons of a hidden layer; again for each further layer, 0 alone for none (default: 100)",
    )
    parser.add_argument(
        "--activation",
        action="append",
        type=choice("Activation", ACTIVATIONS),
        metavar=alternatives(ACTIVATIONS),
        help="what hidden layers do; once for all of them, or again for each (default: sigmoid)",
    )
    _add_choice(parser, "--output", "Output", OUTPUTS, None, "the output layer (default: what fits the loss, softmax)")
    _add_choice(parser, "--loss", "Loss", LOSSES, None, "the loss (default: what fits the output)")
    _add_choice(
        parser,
        "--initializer",
        "Initializer",
        INITIALIZERS,
        "gaussian",
        "how weights begin; local: each neuron looks at one part of the image",
    )
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
    parser.add_argument(
        "--calibrate",
        action="store_const",
        const=True,
        help="fit the finished network's probabilities to the validation samples (default: leave them)",
    )
    _add_whole(parser, "--seed", "Seed", _DEFAULTS.seed, "of everything random")
    parser.add_argument("--test", metavar="DATA", help=f"measure the finished network once on this data: {DATA_HELP}")
    parser.add_argument("--out", type=Path, metavar="FILE", help="weights file to write (default: none)")
    checkpoints = parser.add_mutually_exclusive_group()
    checkpoints.add_argument(
        "--checkpoint",
        type=Path,
        metavar="FILE",
        help="file to keep the training in, epoch by epoch, so that it can be resumed (default: one in the run store)",
    )
    checkpoints.add_argument(
        "--resume",
        type=Path,
        metavar="FILE",
        help="go on with the training of this checkpoint, on the same data; --epochs then counts all its epochs",
    )
    parser.add_argument("--no-store", action="store_true", help="do not keep this run in the run store")
    add_json(parser, "one JSON object an epoch")


def _add_samples(parser: argparse.ArgumentParser) -> None:
    """What to take of the data."""
    slices = parser.add_mutually_exclusive_group()
    count = whole_number("Number of samples", at_least=1)
    slices.add_argument("--first", type=count, metavar="N", help="train on the first N samples (default: on all)")
    slices.add_argument("--random", type=count, metavar="N", help="train on N samples that the seed draws")
    slices.add_argument("--per-class", type=count, metavar="N", help="train on the first N samples of each class")
    _add_number(parser, "--label-noise", "Label noise", 0.0, "share of labels to train on wrongly, drawn by the seed")


def _add_networks(parser: argparse.ArgumentParser) -> None:
    """Trained networks to begin with and to learn from."""
    parser.add_argument(
        "--start",
        type=Path,
        metavar="FILE",
        help="train the network of this weights file further, instead of a new one; with a recipe, what it says of the "
        "network does not count",
    )
    parser.add_argument(
        "--teacher",
        action="append",
        type=Path,
        default=[],
        metavar="FILE",
        help="learn what the network of this weights file answers, instead of the labels; again for more of them",
    )


def _add_choice(
    parser: argparse.ArgumentParser, flag: str, name: str, choices: tuple[str, ...], default: str | None, text: str
) -> None:
    text = f"{text} (default: {default})" if default else text
    kind = choice(name, choices)
    parser.add_argument(flag, type=kind, metavar=alternatives(choices), help=text)


def _add_number(parser: argparse.ArgumentParser, flag: str, name: str, default: float, text: str) -> None:
    parser.add_argument(flag, type=number(name), metavar="F", help=f"{text} (default: {default:g})")


def _add_whole(parser: argparse.ArgumentParser, flag: str, name: str, default: int, text: str) -> None:
    parser.add_argument(flag, type=whole_number(name), metavar="N", help=f"{text} (default: {default})")


def follow_recipe(arguments: argparse.Namespace) -> None:
    """Put what the recipe names, if one is given, into ``arguments``; only other data may have been named beside it.

    Raises:
        SettingError: if the recipe cannot be read or followed, or a setting is named besides.
        SystemExit: with the usage, if no data is named at all.
    """
    if arguments.recipe is None:
        if arguments.data is None:
            arguments.refuse("one of the arguments --data and --recipe is required")
        return
    recipe = read_recipe(arguments.recipe)
    arguments.data = arguments.data or recipe.data
    if arguments.resume is not None:
        return
    settings = [*_NETWORK_OPTIONS, *(field.name for field in fields(TrainingConfig))]
    given = _given(arguments, settings)
    if given:
        raise SettingError(f"With --recipe, no other setting must be there. Got {_flag(given)}.")
    if arguments.start is not None:
        settings = [name for name in settings if name not in _NETWORK_OPTIONS]
    named = asdict(recipe.network) | asdict(recipe.training)
    named |= {"hidden": recipe.network.hidden or (0,), "activation": recipe.network.activations}
    for name in settings:
        setattr(arguments, name, named[name])


def samples_of(arguments: argparse.Namespace, seed: int) -> SampleChoice:
    """Which samples ``arguments`` name, drawn by the ``seed`` of the training.

    Raises:
        SettingError: if they cannot be.
    """
    counts: dict[SliceName, int | None] = {
        "first": arguments.first,
        "random": arguments.random,
        "per-class": arguments.per_class,
    }
    choice = SampleChoice(label_noise=arguments.label_noise or 0.0, seed=seed)
    for name, count in counts.items():
        if count is not None:
            choice = replace(choice, slice=name, count=count)
    return choice


def settings_of(arguments: argparse.Namespace) -> tuple[NetworkConfig, TrainingConfig]:
    """The settings that ``arguments`` name.

    Raises:
        SettingError: if one of them cannot be.
    """
    output, loss = _output_and_loss(arguments.output, arguments.loss)
    named = _given(arguments, [field.name for field in fields(TrainingConfig)])
    named.setdefault("learning_rate", DEFAULT_LEARNING_RATES[named.get("optimizer", _DEFAULTS.optimizer)])
    hidden = tuple(arguments.hidden or (100,))
    network_config = NetworkConfig(
        hidden=() if hidden == (0,) else hidden,
        activations=tuple(arguments.activation or ("sigmoid",)),
        output=output,
        loss=loss,
        **_given(arguments, ["initializer", "dtype"]),
    )
    return network_config, TrainingConfig(**named)


def check_no_network_given(arguments: argparse.Namespace) -> None:
    """A network that is trained further keeps its architecture: refuse whatever ``arguments`` name of one.

    Raises:
        SettingError: if there is anything.
    """
    given = _given(arguments, list(_NETWORK_OPTIONS))
    if given:
        raise SettingError(f"With --start, the network must be that of the file alone. Got {_flag(given)}.")


def check_only_epochs_given(arguments: argparse.Namespace) -> None:
    """A resumed training keeps its settings: refuse any that ``arguments`` name, but for the epochs.

    Raises:
        SettingError: if there is another.
    """
    training = [field.name for field in fields(TrainingConfig) if field.name != "epochs"]
    given = _given(arguments, ["start", *_NETWORK_OPTIONS, *training])
    if given:
        raise SettingError(
            f"With --resume, --epochs must be the only setting: the others are kept. Got {_flag(given)}."
        )


def _given(arguments: argparse.Namespace, names: list[str]) -> dict[str, Any]:
    return {name: getattr(arguments, name) for name in names if getattr(arguments, name) is not None}


def _flag(given: dict[str, Any]) -> str:
    """The option of the first of the settings ``given``."""
    return "--" + next(iter(given)).replace("_", "-")


def _output_and_loss(output: OutputName | None, loss: LossName | None) -> tuple[OutputName, LossName]:
    """Complete what the user named by the first pair that fits; two that do not fit are refused by the config."""
    for known_output, known_loss in OUTPUT_LOSS_PAIRS:
        if output in (None, known_output) and loss in (None, known_loss):
            return known_output, known_loss
    return output or "softmax", loss or "log-likelihood"
