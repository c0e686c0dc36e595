"""Cross-validation: every sample is held out once, and the mean is that of the folds."""

import numpy as np
import pytest

from mlp_engine.datasets.subset import with_label_noise
from mlp_engine.errors import SettingError
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.training.control import RunControl
from mlp_engine.training.cross_validation import cross_validate, folds_of

NETWORK = NetworkConfig(hidden=(15,))
TRAINING = TrainingConfig(learning_rate=0.5, epochs=4, validation=0.3)


def test_every_sample_is_held_out_once_and_with_its_right_label(striped_digits) -> None:
    noisy = with_label_noise(striped_digits, 0.3, np.random.default_rng(0))
    held, sizes = [], []
    for training, fold in folds_of(noisy, 7, seed=2):
        assert len(training) + len(fold) == 200
        assert fold.true_labels is None
        assert not {row.tobytes() for row in fold.inputs} & {row.tobytes() for row in training.inputs}
        assert (training.labels != training.true_labels).any()
        held += [(row.tobytes(), int(label)) for row, label in zip(fold.inputs, fold.labels, strict=True)]
        sizes.append(len(fold))
    assert max(sizes) - min(sizes) == 1
    rows = zip(striped_digits.inputs, striped_digits.labels, strict=True)
    assert sorted(held) == sorted((row.tobytes(), int(label)) for row, label in rows)


def test_mean_and_deviation_are_those_of_the_folds(striped_digits) -> None:
    seen: list[int] = []
    found = cross_validate(striped_digits, NETWORK, TRAINING, 4, on_fold=lambda fold, _: seen.append(fold))
    assert seen == [1, 2, 3, 4]
    assert [result.trained_on for result in found.results] == [150] * 4
    ends = [result.history.epochs[-1].validation_accuracy for result in found.results]
    assert found.accuracies == tuple(ends)
    assert found.mean == pytest.approx(np.mean(ends))
    assert found.mean > 0.8
    assert found.deviation == pytest.approx(np.std(ends, ddof=1))
    again = cross_validate(striped_digits, NETWORK, TRAINING, 4)
    assert again.accuracies == found.accuracies


def test_a_stop_keeps_the_folds_that_are_finished(striped_digits) -> None:
    control = RunControl()
    found = cross_validate(
        striped_digits, NETWORK, TRAINING, 4, on_progress=lambda fold, _: control.stop() if fold == 2 else None,
        control=control,
    )  # fmt: skip
    assert len(found.results) == 1
    assert np.isnan(found.deviation)


@pytest.mark.parametrize("folds", [1, 201])
def test_there_are_two_folds_at_least_and_one_for_each_sample_at_most(striped_digits, folds) -> None:
    with pytest.raises(SettingError, match="Folds must be a whole number from 2 to 200"):
        cross_validate(striped_digits, NETWORK, TRAINING, folds)
