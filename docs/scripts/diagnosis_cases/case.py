"""A configuration that is trained, and the networks that configurations are made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from mlp_engine import Dataset
from mlp_engine.datasets.subset import with_label_noise
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig

POOL, MEASURED_ON = 8_000, 3_000
"""Samples that the cases are taken from, and those behind them that measure the trained networks."""

SHRUNK = 14 * 14
"""Inputs of a network whose digits are shrunk to half: for the program they are no images, and can't be distorted."""


@dataclass(frozen=True)
class Case:
    """One configuration.

    Attributes:
        name: what it is, for the table.
        planted: the kinds of findings that name its fault; empty for a healthy training.
        network: the architecture.
        training: the settings; the seed is set for each run.
        samples: number of training samples.
        validation: number of validation samples.
        noise: share of wrong training labels.
        shifted: pixels by which the validation digits are moved.
        digits: 0 for the first pool of digits, 1 for another.
        all_used: whether the person has no more samples than these.
    """

    name: str
    planted: tuple[str, ...]
    network: NetworkConfig
    training: TrainingConfig
    samples: int = 1_000
    validation: int = 400
    noise: float = 0.0
    shifted: int = 0
    digits: int = 0
    all_used: bool = field(default=False, repr=False)  # no other training: it has no part in the name of its file

    def cured(self, remedy: Mapping[str, object]) -> "Case":
        """The same training with the settings of a cure."""
        case = self
        for record, name in ((self.network, "network"), (self.training, "training")):
            values = {key: value for key, value in remedy.items() if hasattr(record, key)}
            if "hidden" in values and "activations" not in values:
                values["activations"] = tuple(set(self.network.activations))[:1] or ("sigmoid",)
            case = replace(case, **{name: replace(record, **values)})
        if "count" in remedy:
            case = replace(case, samples=int(str(remedy["count"])))
        return case

    def data(self, source: Dataset, seed: int) -> tuple[Dataset, Dataset | None, Dataset]:
        """Training, validation and test samples; the first two are drawn by the seed."""
        rng = np.random.default_rng((seed, 23))
        first = self.digits * (POOL + MEASURED_ON)
        order = first + rng.permutation(POOL)
        validation = source.take(order[: self.validation], "validation") if self.validation else None
        if validation is not None and self.shifted:
            images = validation.inputs.reshape(-1, 28, 28)
            moved = np.roll(images, (self.shifted, self.shifted), axis=(1, 2)).reshape(len(images), -1)
            validation = replace(validation, inputs=moved)
        training = source.take(order[self.validation : self.validation + self.samples], "training")
        if self.noise:
            training = with_label_noise(training, self.noise, rng)
        test = source.take(first + np.arange(POOL, POOL + MEASURED_ON), "test")
        if self.network.inputs == SHRUNK:
            training, test = _shrunk(training), _shrunk(test)
            validation = None if validation is None else _shrunk(validation)
        return training, validation, test


def _shrunk(data: Dataset) -> Dataset:
    """The digits with four pixels made one, their mean."""
    blocks = data.inputs.reshape(-1, 14, 2, 14, 2).mean((2, 4))
    return replace(data, inputs=np.rint(blocks).astype(np.uint8).reshape(len(data), -1))


SIGMOID = NetworkConfig(hidden=(30,))
SIGMOID_UNIT = replace(SIGMOID, initializer="unit-gaussian")
WIDE = NetworkConfig(hidden=(100,))
TANH = NetworkConfig(hidden=(30,), activations=("tanh",))
RELU = NetworkConfig(hidden=(30,), activations=("relu",), initializer="he")
RELU2 = NetworkConfig(hidden=(50, 30), activations=("relu",), initializer="he")
ENTROPY = NetworkConfig(hidden=(30,), output="sigmoid", loss="cross-entropy")
QUADRATIC = NetworkConfig(hidden=(30,), output="sigmoid", loss="quadratic")
NONE = NetworkConfig(hidden=())


def deep(layers: int, activation: str, initializer: str = "gaussian", width: int = 30, **more: object) -> NetworkConfig:
    """A network of so many hidden layers, all alike."""
    return replace(
        NetworkConfig(), hidden=(width,) * layers, activations=(activation,), initializer=initializer, **more
    )


@dataclass
class Cases:
    """A list of configurations; what is not said of one is as usual."""

    all: list[Case] = field(default_factory=list)

    def add(
        self,
        planted: str,
        name: str,
        network: NetworkConfig,
        *,
        samples: int = 1_000,
        validation: int = 400,
        noise: float = 0.0,
        shifted: int = 0,
        all_used: bool = False,
        **settings: object,
    ) -> None:
        """Add a training; several kinds that may name its fault are joined by ``|``, and a healthy one has none."""
        training = replace(TrainingConfig(learning_rate=0.5, epochs=20), **settings)
        kinds = tuple(filter(None, planted.split("|")))
        self.all.append(Case(name, kinds, network, training, samples, validation, noise, shifted, all_used=all_used))


def counterpart(case: Case) -> Case:
    """The same fault, or health, with other digits and other sizes: layers, minibatches, both sets and the rate."""
    network = replace(case.network, hidden=tuple(max(round(1.5 * size), size + 1) for size in case.network.hidden))
    batch = max(round(1.2 * case.training.batch_size), 2)
    training = replace(case.training, batch_size=batch, learning_rate=1.1 * case.training.learning_rate)
    return replace(
        case,
        network=network,
        training=training,
        samples=round(0.95 * case.samples),
        validation=case.validation if case.validation < 100 else 480,
        digits=1,
    )
