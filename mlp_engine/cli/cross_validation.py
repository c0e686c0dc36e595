"""``mlp-engine train --folds K``: measures settings by k-fold cross-validation, instead of one training."""

from mlp_engine.cli.interrupting import stopped_by_interrupt
from mlp_engine.cli.output import ProgressBar, print_json, print_words
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.training.cross_validation import CrossValidation, cross_validate
from mlp_engine.training.history import Progress, TrainingEvent
from mlp_engine.training.result import TrainingResult


def validate_in_folds(
    data: Dataset, network_config: NetworkConfig, config: TrainingConfig, folds: int, *, as_json: bool
) -> int:
    """Train once for each fold, and print accuracies, mean and deviation; returns the exit code."""
    layout = "{percentage:3.0f}%|{bar}| fold {n:.1f} of {total} [{elapsed}{postfix}]"
    with stopped_by_interrupt() as control, ProgressBar(folds, layout=layout) as bar:

        def on_progress(fold: int, event: TrainingEvent) -> None:
            if isinstance(event, Progress) and not as_json:
                bar.move_to(fold - 1 + event.epoch / event.epochs)

        def on_fold(fold: int, result: TrainingResult) -> None:
            accuracy = CrossValidation((result,)).mean
            if as_json:
                print_json({"fold": fold, "validation_accuracy": accuracy, "outcome": result.outcome})
            else:
                bar.move_to(fold)
                bar.print_above(f"fold {fold:3d}  validation accuracy {accuracy:7.2%}  {result.outcome}")

        found = cross_validate(
            data, network_config, config, folds, on_fold=on_fold, on_progress=on_progress, control=control
        )  # fmt: skip
    done = len(found.results)
    if as_json and done > 1:
        print_json({"folds": done, "mean": found.mean, "deviation": found.deviation})
    if done > 1:
        print_words(
            f"{done} of {folds} folds: validation accuracy {100 * found.mean:.2f} ± {100 * found.deviation:.2f} %, "
            "mean and standard deviation after the last epoch."
        )
    else:
        print_words(f"Stopped: {done} of {folds} folds {'is' if done == 1 else 'are'} done, and a mean needs two.")
    return control.exit_code if control.is_stopped else 0
