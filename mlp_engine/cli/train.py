"""``mlp-engine train``: trains a new network, or goes on with a training, and saves the network."""

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from mlp_engine.checkpoint import load_checkpoint
from mlp_engine.cli.arguments import Commands
from mlp_engine.cli.interrupting import INTERRUPTED, stopped_by_interrupt
from mlp_engine.cli.keeping import keeping
from mlp_engine.cli.loading import load_data
from mlp_engine.cli.train_options import add_options, check_only_epochs_given, follow_recipe, samples_of, settings_of
from mlp_engine.cli.train_report import reporter
from mlp_engine.config import NetworkConfig, TrainingConfig
from mlp_engine.errors import WeightsWriteError
from mlp_engine.history import TrainingEvent
from mlp_engine.metrics import evaluate
from mlp_engine.model_card import card_of_training
from mlp_engine.training import resume_training, train_new_network
from mlp_engine.training_run import TrainingResult
from mlp_engine.weights_file import save_weights

DIVERGED = 1


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
    follow_recipe(arguments)
    network_config, config = settings_of(arguments) if arguments.resume is None else _settings_to_resume(arguments)
    samples = samples_of(arguments, config.seed)
    _check_out(arguments.out)
    data = samples.apply(load_data(arguments.data, quiet=arguments.json))
    test = load_data(arguments.test, quiet=arguments.json) if arguments.test else None
    network_config = replace(network_config, inputs=data.inputs.shape[1], outputs=data.classes)

    with keeping(arguments, network_config, config, data, samples) as kept:
        with stopped_by_interrupt() as control, reporter(arguments.json, config.epochs) as report:

            def on_progress(event: TrainingEvent) -> None:
                kept.event(event)
                report.event(event)

            if arguments.resume is None:
                result = train_new_network(
                    data, network_config, config, on_progress=on_progress, control=control, checkpoint=kept.checkpoint
                )
            else:
                result = resume_training(
                    arguments.resume, data, epochs=config.epochs, on_progress=on_progress, control=control
                )

        card = card_of_training(result, data, config)
        if test is not None:
            scores = evaluate(result.network, test)
            card = replace(card, scores=card.scores | {"test_error_rate": scores.error_rate, "test_loss": scores.loss})
        kept.finish(result, card)
    if arguments.out is not None:
        save_weights(arguments.out, result.network, card)
    _say(_last_words(result, arguments.out, kept.run, card.scores.get("test_error_rate")))
    return {"diverged": DIVERGED, "stopped": INTERRUPTED}.get(result.outcome, 0)


def _settings_to_resume(arguments: argparse.Namespace) -> tuple[NetworkConfig, TrainingConfig]:
    check_only_epochs_given(arguments)
    checkpoint = load_checkpoint(arguments.resume)
    config = checkpoint.config
    return checkpoint.state.network.config, config if arguments.epochs is None else replace(
        config, epochs=arguments.epochs
    )


def _check_out(out: Path | None) -> None:
    """A training of hours must not end with "no such folder"."""
    if out is not None and (out.is_dir() or not out.resolve().parent.is_dir()):
        raise WeightsWriteError(f"The weights file must be a file in an existing folder. Got {out}.")


def _last_words(result: TrainingResult, out: Path | None, run: int | None, test_error_rate: float | None) -> str:
    words = [result.message or f"{result.outcome.capitalize()} after {len(result.history)} epochs."]
    best = result.history.best
    if best is not None:
        words.append(f"Best validation accuracy {best.validation_accuracy:.2%} in epoch {best.epoch}.")
    if test_error_rate is not None:
        words.append(f"Test errors {test_error_rate:.2%}.")
    words.append(f"Saved in {out}." if out is not None else "Not saved: no --out was given.")
    if run is not None:
        words.append(f"Kept as run {run}.")
    return " ".join(words)


def _say(words: str) -> None:
    """To standard error: standard output holds the epochs alone."""
    print(words, file=sys.stderr)
