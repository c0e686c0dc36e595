"""The options that ``mlp-engine sweep`` and ``mlp-engine committee`` share, and what they make."""

import argparse
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import cast

from mlp_engine.cli.arguments import add_setting, whole_number
from mlp_engine.cli.output import print_notice
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.errors import SettingError
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.sweeps import (
    PARAMETERS,
    Axis,
    ClusterKeys,
    Sweep,
    WorkerPool,
    cluster_pool,
    comma_warning,
    parse_axis,
    process_pool,
)
from mlp_engine.sweeps.axis import SAMPLES
from mlp_engine.training.settings import SETTINGS

EPOCHS = 10


def axis_argument(text: str) -> Axis:
    """An argument type: text to an axis; a notice says so if a comma may be meant as a decimal comma."""
    axis = parse_axis(text)
    if warning := comma_warning(text):
        print_notice(warning)
    return axis


def add_settings(parser: argparse.ArgumentParser, *, validation: float) -> None:
    """What every training has: samples, fixed settings, epochs, validation share, seed, and a name for them all."""
    parser.add_argument(
        "--first",
        type=whole_number("Number of samples", at_least=1),
        metavar="N",
        help="train on the first N samples (default: on all)",
    )
    parser.add_argument(
        "--set",
        action="append",
        type=parse_axis,
        metavar="NAME=VALUE",
        help=f"a setting that differs from the usual one; repeat it for further ones: {', '.join(PARAMETERS)}; hidden "
        "layers are joined by a minus, as in hidden=100-50",
    )
    add_setting(parser, SETTINGS["epochs"], f"{EPOCHS}")
    add_setting(parser, SETTINGS["validation"], f"{validation:g}")
    add_setting(parser, SETTINGS["seed"], "0", "; the trainings have this one and those that follow it")
    parser.add_argument("--name", metavar="NAME", help="name of the sweep (default: the next free number)")


def add_workers(parser: argparse.ArgumentParser) -> None:
    """Who does the work."""
    workers = parser.add_mutually_exclusive_group()
    workers.add_argument(
        "--workers", type=whole_number("Number of workers"), metavar="N", help="processes (default: one per core)"
    )
    workers.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="run on the workers of this Dask scheduler, such as tcp://10.0.0.1:8786 (needs the extra dask); whoever "
        "controls it can run code on this machine, so name only one that you trust, over a network that you trust or "
        "with tls:// and the three options below",
    )
    for name, words in (
        ("--tls-ca", "certificate of the authority of a tls:// scheduler"),
        ("--tls-cert", "certificate to show to it"),
        ("--tls-key", "private key of that certificate"),
    ):
        parser.add_argument(name, type=Path, metavar="FILE", help=f"{words}, in PEM form")


def sweep_of(
    arguments: argparse.Namespace, axes: Sequence[Axis], data: Dataset, *, seeds: int, validation: float
) -> Sweep:
    """A sweep of ``axes`` on ``data``, with the settings that ``arguments`` name.

    Raises:
        SettingError: if one of them cannot be.
    """
    fixed: Sequence[Axis] = arguments.set or ()
    for axis in fixed:
        if len(axis.values()) > 1:
            raise SettingError(f"A setting that is --set must have one value. Got {len(axis.values())} of {axis.name}.")
        if axis.name == SAMPLES.option:
            raise SettingError("Samples that all trainings share must be named by --first. Got --set samples.")
    swept = {axis.name for axis in axes}
    if "optimizer" in swept and "learning_rate" not in swept and any(axis.name == "learning_rate" for axis in fixed):
        raise SettingError(
            "Where the optimizer varies, the learning rate must be swept over too, or left to be the usual one "
            "of each. Got --set learning_rate."
        )
    training = TrainingConfig(
        epochs=EPOCHS if arguments.epochs is None else arguments.epochs,
        validation=validation if arguments.validation is None else arguments.validation,
        seed=arguments.seed or 0,
    )
    network = NetworkConfig(inputs=data.inputs.shape[1], outputs=data.classes)
    usual = Sweep(tuple(fixed), network, training).points[0]
    return Sweep(tuple(axes), usual.network, usual.training, seeds=seeds)


def choice_of(arguments: argparse.Namespace) -> SampleChoice:
    """Which samples ``arguments`` name, and the share of wrong labels, which the seed draws.

    Raises:
        SettingError: if one of them cannot be.
    """
    noise = [axis.values()[0] for axis in arguments.set or () if axis.name == "label_noise"]
    choice = SampleChoice(label_noise=cast("float", noise[-1]) if noise else 0.0, seed=arguments.seed or 0)
    if arguments.first is None:
        return choice
    return replace(choice, slice="first", count=arguments.first)


def pool_of(arguments: argparse.Namespace, data: Dataset) -> AbstractContextManager[WorkerPool]:
    """The pool that ``arguments`` ask for."""
    files = (arguments.tls_ca, arguments.tls_cert, arguments.tls_key)
    if any(files) and (arguments.scheduler is None or not all(files)):
        raise SettingError("--tls-ca, --tls-cert and --tls-key must be given together, with --scheduler. Got a part.")
    if arguments.scheduler is not None:
        return cluster_pool(data, arguments.scheduler, ClusterKeys(*files) if all(files) else None)
    return process_pool(data, arguments.workers)
