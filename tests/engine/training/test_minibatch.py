"""Minibatches hold the samples that were asked for, each distorted anew."""

import numpy as np
import pytest

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.perceptron.config import AugmentationName
from mlp_engine.training.minibatch import Minibatches


def minibatches_of(data: Dataset, batch_size: int, augmentation: AugmentationName, seed: int = 0) -> Minibatches:
    inputs = np.empty((batch_size, 784), np.float32)
    return Minibatches(data, inputs, augmentation, np.random.default_rng(seed))


def gathered(minibatches: Minibatches, *indices: int) -> tuple[np.ndarray, list[int]]:
    minibatches.follow(np.array(indices))
    inputs, labels = minibatches.gather(0, len(indices))
    return inputs.copy(), labels.tolist()


def test_samples_and_labels_are_those_at_the_indices(striped_digits) -> None:
    minibatches = minibatches_of(striped_digits, 3, "none")
    for indices in ((5, 199, 0), (7, 7), (12,)):
        inputs, labels = gathered(minibatches, *indices)
        np.testing.assert_allclose(inputs, striped_digits.inputs[list(indices)] / np.float32(255), rtol=1e-6)
        assert labels == striped_digits.labels[list(indices)].tolist()


def test_a_sample_is_distorted_anew_each_time_as_the_generator_says(striped_digits) -> None:
    first, again = (minibatches_of(striped_digits, 2, "elastic", seed=3) for _ in range(2))
    seen = [gathered(first, 4, 4)[0] for _ in range(2)]
    images = [*seen[0], *seen[1]]
    plain = striped_digits.inputs[4] / np.float32(255)
    assert all(np.abs(image - other).max() > 0.1 for n, image in enumerate(images) for other in [plain, *images[:n]])
    assert np.array_equal(gathered(again, 4, 4)[0], seen[0])
    assert np.array_equal(gathered(again, 4, 4)[0], seen[1])


@pytest.mark.parametrize("begin", [0, 30], ids=["from the beginning", "in the middle, as after a pause"])
@pytest.mark.parametrize("augmentation", ["none", "elastic"])
def test_minibatches_of_an_epoch_are_those_gathered_one_by_one(striped_digits, augmentation, begin: int) -> None:
    """Small ones are gathered several at a time; each is distorted in its turn."""
    order = np.random.default_rng(1).permutation(len(striped_digits))
    together, alone = (minibatches_of(striped_digits, 10, augmentation, seed=2) for _ in range(2))
    together.follow(order)
    for first in range(begin, len(order), 10):
        inputs, labels = together.gather(first, 10)
        expected, expected_labels = gathered(alone, *order[first : first + 10])
        assert np.array_equal(inputs, expected)
        assert labels.tolist() == expected_labels


def test_noise_is_added_to_every_pixel_anew_and_cut_at_no_ink_and_full_ink(striped_digits) -> None:
    noise, grey = 0.1, np.full((400, 784), 128, np.uint8)
    data = Dataset(grey, np.arange(400) % 10, "grey")
    minibatches = Minibatches(data, np.empty((200, 784), np.float32), "none", np.random.default_rng(0), noise)
    minibatches.follow(np.arange(400))
    first = minibatches.gather(0, 200)[0].copy()
    second = minibatches.gather(200, 200)[0].copy()
    for inputs in (first, second):
        added = inputs - 128 / 255
        assert added.mean() == pytest.approx(0, abs=4 * noise / np.sqrt(added.size))
        assert added.std() == pytest.approx(noise, rel=0.02)
    assert np.corrcoef(first.ravel(), second.ravel())[0, 1] == pytest.approx(0, abs=0.02)
    strong = Minibatches(striped_digits, np.empty((9, 784), np.float32), "none", np.random.default_rng(0), 0.8)
    inputs, _ = gathered(strong, *range(9))
    assert (inputs.min(), inputs.max()) == (0, 1)
    assert 0.2 < (inputs == 0).mean() < 0.6


def test_the_last_minibatch_may_be_smaller(striped_digits) -> None:
    minibatches = minibatches_of(striped_digits, 150, "none")
    minibatches.follow(np.arange(200))
    assert [len(minibatches.gather(first, n)[0]) for first, n in ((0, 150), (150, 50))] == [150, 50]
    assert minibatches.gather(150, 50)[1].tolist() == striped_digits.labels[150:].tolist()
