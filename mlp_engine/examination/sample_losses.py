"""The loss of each sample over the epochs of a training: samples that are never learned often have a wrong label.

The training is a small one made for this purpose (:func:`sample_losses`), or a finished one that kept its network at
several moments (:func:`losses_at_moments`).

While a network learns what the samples have in common, a sample whose label contradicts its image keeps a large loss:
only when the network begins to memorise does it fall. So the mean loss over the first epochs distinguishes such samples
from the others. Distortions, new in every epoch, make memorising hard.

Sources: Swayamdipta and others, *Dataset Cartography* (2020), who average the probability of the label over the epochs;
Toneva and others, *An Empirical Study of Example Forgetting during Deep Neural Network Learning* (2019), who count the
samples that are never learned.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import IMAGE_PIXELS, Floats
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.errors import DataError
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.perceptron.losses import loss
from mlp_engine.perceptron.network import Network
from mlp_engine.training.history import Progress, TrainingEvent
from mlp_engine.training.metrics import check_fits
from mlp_engine.training.train import train
from mlp_engine.validation import check_whole_number

EPOCHS = 8
NEURONS = 100
LEARNING_RATE = 0.1


@dataclass(frozen=True, eq=False)
class SampleLosses:
    """What was recorded of each sample after some epochs.

    Attributes:
        data: the samples.
        losses: loss of each sample after each of the epochs, shape (m, n).
        answers: the class that it was read as, shape (m, n).
        moments: how many epochs were done each time, rising, shape (m,); ``None`` for one more each time.
    """

    data: Dataset
    losses: Floats
    answers: NDArray[np.int64]
    moments: NDArray[np.int64] | None = None

    def __repr__(self) -> str:
        return f"SampleLosses({len(self.losses)} epochs, {len(self.data)} samples)"

    @property
    def epochs(self) -> NDArray[np.int64]:
        """How many epochs were done each time, shape (m,)."""
        return np.arange(1, len(self.losses) + 1) if self.moments is None else self.moments

    @cached_property
    def mean(self) -> Floats:
        """Mean loss of each sample over these epochs, shape (n,)."""
        return self.losses.mean(axis=0)

    @cached_property
    def never_learned(self) -> NDArray[np.bool_]:
        """Whether a sample was read as its label after none of these epochs, shape (n,)."""
        return ~(self.answers == self.data.labels).any(axis=0)

    def hardest(self, count: int) -> NDArray[np.int64]:
        """The samples with the largest mean loss, largest first, shape (count,)."""
        return np.argsort(-self.mean, kind="stable")[:count].astype(np.int64, copy=False)


def sample_losses(
    data: Dataset,
    *,
    epochs: int = EPOCHS,
    seed: int = 0,
    on_progress: Callable[[float], None] | None = None,
) -> SampleLosses:
    """Train a small network on ``data``, and record the loss of each sample after each epoch.

    The network has one hidden layer of 100 ReLU neurons and a softmax output. It learns by plain gradient descent with
    a minibatch of 10; digit images are distorted by affine maps, and their losses are those of the images as they are.
    The network is thrown away: only what is said about the samples is of use.

    Of 2,000 samples of MNIST's training set, 100 of which were labelled wrongly on purpose, 80 to 90 of the 100 with
    the largest mean loss are such (``tests/engine/examination/test_sample_losses.py``).

    Args:
        data: the samples.
        epochs: how many; few, because later on wrong labels are memorised.
        seed: draws the initial weights and the order of the samples.
        on_progress: called with the number of epochs done, with the fraction of the current one, at most about twenty
            times a second and after each epoch; an exception from it ends the training.

    Raises:
        DataError: if the training diverges.
        SettingError: if the number of epochs is not at least one.
    """
    check_whole_number("Epochs", epochs, at_least=1)
    rng = np.random.default_rng(seed)
    inputs = data.inputs.shape[1]
    network = Network.initialise(
        NetworkConfig(inputs, (NEURONS,), data.classes, activations=("relu",), initializer="he"), rng
    )
    config = TrainingConfig(
        learning_rate=LEARNING_RATE,
        epochs=1,
        validation=0,
        augmentation="affine" if inputs == IMAGE_PIXELS else "none",
    )
    losses: list[Floats] = []
    answers: list[NDArray[np.int64]] = []

    def report(event: TrainingEvent) -> None:
        if on_progress is not None and isinstance(event, Progress):
            on_progress(len(losses) + min(event.epoch, 1))

    while len(losses) < epochs:
        # A training of one epoch after another is the same as one of all epochs: plain steps remember nothing.
        result = train(network, data, config, rng=rng, on_progress=report)
        if result.outcome == "diverged":
            raise DataError(result.message)
        network = result.network
        _record(network, data, losses, answers)
        if on_progress is not None:
            on_progress(len(losses))
    return SampleLosses(data, np.array(losses), np.array(answers))


def losses_at_moments(
    data: Dataset,
    networks: Sequence[Network],
    epochs: Sequence[int],
    *,
    on_progress: Callable[[float], None] | None = None,
) -> SampleLosses:
    """Record the loss of each sample at several moments of a training that is over.

    It finds wrong labels as far as the training learned from these samples, and had not yet memorised them at the
    first moments.

    Args:
        data: the samples.
        networks: the network at each moment, at least one.
        epochs: how many epochs were done each time, rising.
        on_progress: called with the number of moments done, after each; an exception from it ends the reading.

    Raises:
        DataError: if the data does not fit a network.
        SettingError: if there is no network, or not one for each number of epochs.
    """
    check_whole_number("Moments", len(networks), at_least=1)
    check_whole_number("Numbers of epochs", len(epochs), at_least=len(networks), at_most=len(networks))
    losses: list[Floats] = []
    answers: list[NDArray[np.int64]] = []
    for network in networks:
        check_fits(network, data)
        _record(network, data, losses, answers)
        if on_progress is not None:
            on_progress(len(losses))
    return SampleLosses(data, np.array(losses), np.array(answers), np.array(epochs, np.int64))


def _record(network: Network, data: Dataset, losses: list[Floats], answers: list[NDArray[np.int64]]) -> None:
    """Read all samples, and append the loss and the answer of each."""
    logits = network.logits(data.inputs)
    losses.append(loss(network.config.loss).values(logits, data.labels))
    answers.append(logits.argmax(axis=1).astype(np.int64, copy=False))
