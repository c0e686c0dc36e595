"""The options of ``mlp-engine train``, and the settings that they make."""

import argparse
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from mlp_engine.cli.arguments import DATA_HELP, add_data, add_json, add_setting, whole_number
from mlp_engine.datasets.subset import SampleChoice, SliceName
from mlp_engine.errors import SettingError
from mlp_engine.perceptron.config import (
    DEFAULT_LEARNING_RATES,
    OUTPUT_LOSS_PAIRS,
    LossName,
    NetworkConfig,
    OutputName,
    TrainingConfig,
)
from mlp_engine.training.recipe import read_recipe
from mlp_engine.training.settings import FOLDS, FROM_THE_DATA, SETTINGS, settings_in

_NETWORK = tuple(setting for setting in settings_in(NetworkConfig) if setting.name not in FROM_THE_DATA)
_NETWORK_OPTIONS = [setting.option for setting in _NETWORK]
_TRAINING_OPTIONS = [setting.option for setting in settings_in(TrainingConfig)]

_DEPENDENT = {
    "output": "the one that fits the loss; softmax",
    "loss": "the one that fits the output",
    "learning_rate": ", ".join(f"{rate:g} for {name}" for name, rate in DEFAULT_LEARNING_RATES.items()),
}
"""Defaults that depend on another option."""

_REPEATED = {
    "hidden": "; repeat it for each further layer, 0 alone for none",
    "activations": "; once for all hidden layers, or once for each",
}
"""What there is to say of options that may be given more than once."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare every option. What is not given stays ``None``: the configs know their defaults."""
    parser.set_defaults(refuse=parser.error)
    add_data(parser, required=False, instead=" (default: the recipe's)")
    parser.add_argument(
        "--recipe",
        type=Path,
        metavar="FILE",
        help="a TOML file that gives data and settings in place of options; with --resume only its data is used",
    )
    _add_samples(parser)
    _add_networks(parser)
    for record, settings in ((NetworkConfig, _NETWORK), (TrainingConfig, settings_in(TrainingConfig))):
        for setting in settings:
            default = _DEPENDENT.get(setting.name) or setting.words(getattr(record, setting.name))
            add_setting(parser, setting, default, _REPEATED.get(setting.name, ""))
    parser.add_argument("--test", metavar="DATA", help=f"measure the finished network once on this data: {DATA_HELP}")
    parser.add_argument("--out", type=Path, metavar="FILE", help="weights file to write (default: none)")
    add_checkpoints(
        parser,
        "one in the run store",
        "resume the training of this checkpoint on the same data; --epochs then includes the epochs already done",
    )
    parser.add_argument(
        "--find-rate",
        action="store_true",
        help="train nothing: try learning rates from far too low to far too high in one short run, and suggest one",
    )
    parser.add_argument(
        "--folds",
        type=whole_number(FOLDS.label, at_least=2),
        metavar="K",
        help="cross-validate: train K times, each time leaving out another fold of the samples, and report mean and "
        "standard deviation of the validation accuracy; no network is kept",
    )
    parser.add_argument("--no-store", action="store_true", help="do not keep this run in the run store")
    add_json(parser, "one JSON object per epoch")


def _add_samples(parser: argparse.ArgumentParser) -> None:
    """What to take of the data."""
    slices = parser.add_mutually_exclusive_group()
    count = whole_number("Number of samples", at_least=1)
    slices.add_argument("--first", type=count, metavar="N", help="train on the first N samples (default: on all)")
    slices.add_argument("--random", type=count, metavar="N", help="train on N samples drawn at random by the seed")
    slices.add_argument("--per-class", type=count, metavar="N", help="train on the first N samples of each class")
    add_setting(parser, SETTINGS["label_noise"], "0")


def _add_networks(parser: argparse.ArgumentParser) -> None:
    """Trained networks to begin with and to learn from."""
    parser.add_argument(
        "--start",
        type=Path,
        metavar="FILE",
        help="train the network of this weights file further, instead of a new one; what a recipe says about the "
        "network is then ignored",
    )
    add_teachers(parser)


def add_teachers(parser: argparse.ArgumentParser) -> None:
    """Declare ``--teacher``."""
    parser.add_argument(
        "--teacher",
        action="append",
        type=Path,
        default=[],
        metavar="FILE",
        help="learn the answers of the network in this weights file instead of the labels; repeat it for more teachers",
    )


def add_checkpoints(parser: argparse.ArgumentParser, default: str, resume: str) -> None:
    """Declare ``--checkpoint``, whose ``default`` is told, and ``--resume`` with this help."""
    checkpoints = parser.add_mutually_exclusive_group()
    checkpoints.add_argument(
        "--checkpoint",
        type=Path,
        metavar="FILE",
        help=f"file that saves the training epoch by epoch, so that it can be resumed (default: {default})",
    )
    checkpoints.add_argument("--resume", type=Path, metavar="FILE", help=resume)


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
    settings = [*_NETWORK_OPTIONS, *_TRAINING_OPTIONS]
    given = _given(arguments, settings)
    if given:
        raise SettingError(f"With --recipe, no other setting must be there. Got {_flag(given)}.")
    if arguments.start is not None:
        settings = [name for name in settings if name not in _NETWORK_OPTIONS]
    named = asdict(recipe.network) | asdict(recipe.training)
    named |= {"hidden": recipe.network.hidden or (0,), "activation": recipe.network.activations}
    for name in settings:
        setattr(arguments, name, named[name])
    arguments.folds = arguments.folds or recipe.folds


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
    named = _given(arguments, _TRAINING_OPTIONS)
    named.setdefault("learning_rate", DEFAULT_LEARNING_RATES[named.get("optimizer", TrainingConfig.optimizer)])
    hidden = tuple(arguments.hidden or (100,))
    network_config = NetworkConfig(
        hidden=() if hidden == (0,) else hidden,
        activations=tuple(arguments.activation or ("sigmoid",)),
        output=output,
        loss=loss,
        **_given(arguments, ["initializer", "dtype", "initial_scale"]),
    )
    return network_config, TrainingConfig(**named)


def check_no_network_given(arguments: argparse.Namespace) -> None:
    """A network that is trained further keeps its architecture: refuse whatever ``arguments`` name of one.

    Raises:
        SettingError: if there is anything.
    """
    given = _given(arguments, _NETWORK_OPTIONS)
    if given:
        raise SettingError(f"With --start, the network must be that of the file alone. Got {_flag(given)}.")


def check_only_epochs_given(arguments: argparse.Namespace) -> None:
    """A resumed training keeps its settings: refuse any that ``arguments`` name, but for the epochs.

    Raises:
        SettingError: if there is another.
    """
    training = [option for option in _TRAINING_OPTIONS if option != "epochs"]
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
