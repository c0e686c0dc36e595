"""``mlp-engine train --find-rate``: suggests a learning rate instead of training."""

import argparse

from mlp_engine.cli.output import print_json, print_result
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.errors import SettingError
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.training.rate_finder import RateSearch, find_learning_rate


def check_nothing_kept(arguments: argparse.Namespace) -> None:
    """Refuse options that have no meaning where nothing is trained.

    Raises:
        SettingError: if there is one.
    """
    option = "--find-rate" if arguments.find_rate else "--folds" if arguments.folds is not None else ""
    if not option:
        return
    for name in ("out", "checkpoint", "resume", "test", "start"):
        if getattr(arguments, name) is not None:
            raise SettingError(f"With {option}, nothing is trained and kept. Got --{name}.")
    if arguments.teacher:
        raise SettingError(f"With {option}, nothing is trained and kept. Got --teacher.")


def search_rate(data: Dataset, network_config: NetworkConfig, config: TrainingConfig, *, as_json: bool) -> int:
    """Search, and print the curve and the suggestion; returns the exit code."""
    found = find_learning_rate(data, network_config, config)
    if as_json:
        print_json({"rates": found.rates, "losses": found.losses, "suggestion": found.suggestion})
    else:
        for line in _lines(found):
            print_result(line)
    return 0


def _lines(found: RateSearch) -> list[str]:
    """The loss at every sixth rate, as a bar, and the suggestion."""
    most = max(found.losses[0], min(found.losses))
    lines = [
        f"rate {rate:8.2g}  loss {loss:7.4f}  {'#' * round(40 * min(loss / most, 1.25))}"
        for rate, loss in list(zip(found.rates, found.losses, strict=True))[::6]
    ]
    if found.suggestion is None:
        return [*lines, "The loss fell at no rate. Change another setting: the initial weights, or the activation."]
    return [*lines, f"Suggested learning rate: {found.suggestion:g}"]
