"""The rehearsal data of a tuning: samples of other writers, mixed in so that the network does not forget them."""

from dataclasses import replace

import numpy as np

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.joined import joined
from mlp_engine.datasets.mnist import is_mnist_cached, load_mnist
from mlp_engine.datasets.practice import practice_set

_POOL = 4_500  # samples to rehearse, as many as a tuning uses
_PRACTICE_BESIDE_MNIST = 1_500
_PRACTICE_ALONE = 3_000
_PRACTICE_CHECKED = 1_000
_CHECK_SEED = 1_000_003


def load_rehearsal(seed: int = 0) -> tuple[Dataset, tuple[Dataset, ...]]:
    """Load practice digits, and MNIST if it is in the cache, to rehearse while tuning and to check afterwards.

    Args:
        seed: seed for choosing the samples to rehearse; those to check are always the same.

    Returns:
        The samples to rehearse, those of MNIST from its training set, and the data sets to check: other practice
        digits and MNIST's test set, which is used for the report only.

    Raises:
        DataError: if MNIST is in the cache and cannot be read.
    """
    checks = [replace(practice_set(_PRACTICE_CHECKED, _CHECK_SEED), name="practice digits")]
    if not is_mnist_cached():
        return practice_set(_PRACTICE_ALONE, seed), tuple(checks)
    practice, mnist = practice_set(_PRACTICE_BESIDE_MNIST, seed), load_mnist("train")
    chosen = np.random.default_rng(seed).permutation(len(mnist))[: _POOL - len(practice)]
    return joined([practice, mnist.take(chosen)]), (*checks, load_mnist("test"))
