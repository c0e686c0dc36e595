"""K-fold cross-validation: as many trainings as folds, each measured on the fold that it was not trained on.

Every sample is measured once, so the mean depends less on chance than that of a single split, and the deviation over
the folds shows how much. The accuracy of a fold is that of its last epoch: choosing the best epoch by the same samples
would overestimate it.
Source: Hastie, Tibshirani & Friedman, *The Elements of Statistical Learning* (2009), section 7.10.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.training.control import RunControl
from mlp_engine.training.history import TrainingEvent
from mlp_engine.training.result import TrainingResult
from mlp_engine.training.train import train
from mlp_engine.validation import check_whole_number

_STREAM = 3
"""The folds have their own random numbers, so that another number of folds leaves the initial weights unchanged."""


@dataclass(frozen=True, eq=False)
class CrossValidation:
    """The trainings of a cross-validation.

    Attributes:
        results: the result of each fold that was trained on to its end.
    """

    results: tuple[TrainingResult, ...]

    @property
    def accuracies(self) -> tuple[float, ...]:
        """The validation accuracy of each fold after its last epoch; 0 where the training diverged in its first."""
        ends = [result.history.epochs[-1:] for result in self.results]
        return tuple((end[0].validation_accuracy or 0.0) if end else 0.0 for end in ends)

    @property
    def mean(self) -> float:
        """The mean accuracy; NaN without folds."""
        return float(np.mean(self.accuracies)) if self.results else float("nan")

    @property
    def deviation(self) -> float:
        """The standard deviation of the accuracies, with n − 1 below the line; NaN for fewer than two folds."""
        return float(np.std(self.accuracies, ddof=1)) if len(self.results) > 1 else float("nan")


def cross_validate(
    data: Dataset,
    network_config: NetworkConfig,
    config: TrainingConfig,
    folds: int,
    *,
    on_fold: Callable[[int, TrainingResult], None] | None = None,
    on_progress: Callable[[int, TrainingEvent], None] | None = None,
    control: RunControl | None = None,
) -> CrossValidation:
    """Train a new network for each fold, all with the same initial weights.

    Args:
        data: the samples; each is in one fold, drawn by ``config.seed``.
        network_config: the architecture.
        config: the settings; the validation share does not count.
        folds: how many, from 2 to the number of samples.
        on_fold: called with the number of each finished fold, from 1, and its result.
        on_progress: called with the number of the fold and each report of its training.
        control: polled after every minibatch; a stop ends the cross-validation with the folds that are finished.

    Raises:
        DataError: if the data does not fit the network.
        SettingError: if there cannot be so many folds.
    """
    check_whole_number("Folds", folds, at_least=2, at_most=len(data))
    control = control or RunControl()
    results: list[TrainingResult] = []
    for number, (training, held_out) in enumerate(folds_of(data, folds, config.seed), start=1):
        rng = np.random.default_rng(config.seed)
        network = Network.initialise(network_config, rng)

        def report(event: TrainingEvent, number: int = number) -> None:
            if on_progress is not None:
                on_progress(number, event)

        settings = replace(config, validation=0.0)
        result = train(
            network, training, settings, rng=rng, validation=held_out, on_progress=report, control=control
        )  # fmt: skip
        if control.is_stopped:
            break
        results.append(result)
        if on_fold is not None:
            on_fold(number, result)
    return CrossValidation(tuple(results))


def folds_of(data: Dataset, folds: int, seed: int) -> Iterator[tuple[Dataset, Dataset]]:
    """For each fold the samples outside it, and those inside with their true labels; sizes differ by one at most."""
    order = np.random.default_rng((seed, _STREAM)).permutation(len(data))
    parts = np.array_split(order, folds)
    for number, part in enumerate(parts, start=1):
        held_out = data.take(np.sort(part), f"{data.name}, fold {number} of {folds}")
        if held_out.true_labels is not None:
            held_out = replace(held_out, labels=held_out.true_labels, true_labels=None)
        others = np.concatenate([other for other in parts if other is not part])
        yield data.take(np.sort(others), f"{data.name}, without fold {number} of {folds}"), held_out
