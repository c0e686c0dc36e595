"""``mlp-engine train``: trains a new network, or goes on with a training, and saves the network."""

import argparse
from dataclasses import replace
from pathlib import Path

from mlp_engine.cli.arguments import Commands, check_out
from mlp_engine.cli.cross_validation import validate_in_folds
from mlp_engine.cli.interrupting import stopped_by_interrupt
from mlp_engine.cli.loading import load_data, load_teacher
from mlp_engine.cli.output import print_notice, print_words
from mlp_engine.cli.rate_search import check_nothing_kept, search_rate
from mlp_engine.cli.train_options import (
    add_options,
    check_no_network_given,
    check_only_epochs_given,
    follow_recipe,
    samples_of,
    settings_of,
)
from mlp_engine.cli.train_report import exit_code, outcome_text, reporter, taught_by, with_test_scores
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.runs.run_keeper import RunKeeper
from mlp_engine.sources import trimmed_source
from mlp_engine.training.checkpoint import load_checkpoint
from mlp_engine.training.history import TrainingEvent
from mlp_engine.training.result import TrainingResult
from mlp_engine.training.state import Checkpoint
from mlp_engine.training.teachers import Teacher
from mlp_engine.training.train import resume_training, train_further, train_new_network
from mlp_engine.weights.file import load_weights, save_weights
from mlp_engine.weights.model_card import card_of_training


def add_parser(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "train",
        help="train a new network",
        description="Trains a new network. With n training samples, L2 adds strength/(2n)·Σw² to the loss and L1 "
        "adds strength/n·Σ|w|. Ctrl+C stops and keeps the best network so far, as do SIGTERM and SIGHUP.",
    )
    parser.set_defaults(run=run)
    add_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Train as ``arguments`` say."""
    follow_recipe(arguments)
    resumed: Path | None = arguments.resume
    begun = None if resumed is None else _begun(arguments)
    start = None if arguments.start is None else _start(arguments)
    teachers = [load_teacher(path) for path in arguments.teacher]
    network_config, config = _settings(arguments, begun, start)
    samples = samples_of(arguments, config.seed)
    check_out(arguments.out)
    check_nothing_kept(arguments)
    data = samples.apply(load_data(trimmed_source(arguments.data, samples), quiet=arguments.json))
    test = load_data(arguments.test, quiet=arguments.json) if arguments.test else None
    if start is None:
        network_config = replace(network_config, inputs=data.inputs.shape[1], outputs=data.classes)

    if arguments.find_rate:
        return search_rate(data, network_config, config, as_json=arguments.json)

    if arguments.folds is not None:
        return validate_in_folds(data, network_config, config, arguments.folds, as_json=arguments.json)

    with RunKeeper(data.source, print_notice, arguments.checkpoint) as keeper:
        if not arguments.no_store:
            if resumed is None:
                keeper.begin(network_config, config, data, samples)
            else:
                keeper.go_on(resumed, config, data, samples)
        with stopped_by_interrupt() as control, reporter(arguments.json, config.epochs) as report:

            def on_progress(event: TrainingEvent) -> None:
                keeper.event(event)
                report(event)

            if resumed is not None:
                result = resume_training(
                    resumed, data, teachers=teachers, epochs=config.epochs,
                    on_progress=on_progress, on_snapshot=keeper.snapshot, control=control,
                )  # fmt: skip
            elif start is not None:
                result = train_further(
                    start, data, config, teachers=teachers,
                    on_progress=on_progress, on_snapshot=keeper.snapshot, control=control,
                    checkpoint=keeper.checkpoint,
                )  # fmt: skip
            else:
                result = train_new_network(
                    data, network_config, config, teachers=teachers,
                    on_progress=on_progress, on_snapshot=keeper.snapshot, control=control,
                    checkpoint=keeper.checkpoint,
                )  # fmt: skip

        card = card_of_training(result, data, config)
        card = replace(card, training=card.training | _descent(begun, start, teachers))
        if test is not None:
            card = with_test_scores(card, result.network, test)
        keeper.finish(result, card)
    if arguments.out is not None:
        save_weights(arguments.out, result.network, card)
    elif keeper.run is None:
        report.check()  # nothing but the printed epochs is left of this training
    print_words(_last_words(result, arguments.out, keeper.run, card.scores.get("test_error_rate")))
    return exit_code(result, control)


def _begun(arguments: argparse.Namespace) -> Checkpoint:
    check_only_epochs_given(arguments)
    return load_checkpoint(arguments.resume)


def _start(arguments: argparse.Namespace) -> Network:
    check_no_network_given(arguments)
    return load_weights(arguments.start).network


def _settings(
    arguments: argparse.Namespace, begun: Checkpoint | None, start: Network | None
) -> tuple[NetworkConfig, TrainingConfig]:
    """The network's settings and the training's; inputs and outputs of a new network are still to come."""
    if begun is not None:
        epochs = begun.config.epochs if arguments.epochs is None else arguments.epochs
        return begun.state.network.config, replace(begun.config, epochs=epochs)
    network_config, config = settings_of(arguments)
    return network_config if start is None else start.config, config


def _descent(begun: Checkpoint | None, start: Network | None, teachers: list[Teacher]) -> dict[str, object]:
    """For the card, by their fingerprints: the network that was trained further, and those that were learned from."""
    first = begun.origin.start if begun is not None else None if start is None else start.fingerprint()
    descent: dict[str, object] = {} if first is None else {"start": first}
    return descent | taught_by(teachers)


def _last_words(result: TrainingResult, out: Path | None, run: int | None, test_error_rate: float | None) -> str:
    words = [outcome_text(result)]
    best = result.history.best
    if best is not None:
        words.append(f"Best validation accuracy {best.validation_accuracy:.2%} in epoch {best.epoch}.")
    if test_error_rate is not None:
        words.append(f"Test errors {test_error_rate:.2%}.")
    words.append(f"Saved in {out}." if out is not None else "Not saved: no --out was given.")
    if run is not None:
        words.append(f"Kept as run {run}.")
    return " ".join(words)
