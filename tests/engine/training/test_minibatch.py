"""Minibatches hold the samples that were asked for, each distorted anew."""

import numpy as np

from mlp_engine.training.minibatch import Minibatches


def gathered(minibatches: Minibatches, *indices: int) -> tuple[np.ndarray, list[int]]:
    inputs = np.empty((len(indices), 784), np.float32)
    labels = minibatches.gather(np.array(indices), inputs)
    return inputs, labels.tolist()


def test_samples_and_labels_are_those_at_the_indices(striped_digits) -> None:
    minibatches = Minibatches(striped_digits, 3, "none", np.random.default_rng(0))
    for indices in ((5, 199, 0), (7, 7), (12,)):
        inputs, labels = gathered(minibatches, *indices)
        np.testing.assert_allclose(inputs, striped_digits.inputs[list(indices)] / np.float32(255), rtol=1e-6)
        assert labels == striped_digits.labels[list(indices)].tolist()


def test_a_sample_is_distorted_anew_each_time_as_the_generator_says(striped_digits) -> None:
    first, again = (Minibatches(striped_digits, 2, "elastic", np.random.default_rng(3)) for _ in range(2))
    seen = [gathered(first, 4, 4)[0] for _ in range(2)]
    images = [*seen[0], *seen[1]]
    plain = striped_digits.inputs[4] / np.float32(255)
    assert all(np.abs(image - other).max() > 0.1 for n, image in enumerate(images) for other in [plain, *images[:n]])
    assert np.array_equal(gathered(again, 4, 4)[0], seen[0])
    assert np.array_equal(gathered(again, 4, 4)[0], seen[1])
