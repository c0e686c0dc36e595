"""Trainings with a planted fault, and healthy ones, on which ``measure_diagnosis.py`` judges the diagnosis."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from mlp_engine import Dataset
from mlp_engine.datasets.subset import with_label_noise
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig

POOL, MEASURED_ON = 8_000, 3_000
"""Samples that the cases are taken from, and those behind them that measure the trained networks."""


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
        return training, validation, source.take(first + np.arange(POOL, POOL + MEASURED_ON), "test")


_SIGMOID = NetworkConfig(hidden=(30,))
_SIGMOID_UNIT = replace(_SIGMOID, initializer="unit-gaussian")
_WIDE = NetworkConfig(hidden=(100,))
_TANH = NetworkConfig(hidden=(30,), activations=("tanh",))
_RELU = NetworkConfig(hidden=(30,), activations=("relu",), initializer="he")
_RELU2 = NetworkConfig(hidden=(50, 30), activations=("relu",), initializer="he")
_ENTROPY = NetworkConfig(hidden=(30,), output="sigmoid", loss="cross-entropy")
_QUADRATIC = NetworkConfig(hidden=(30,), output="sigmoid", loss="quadratic")
_NONE = NetworkConfig(hidden=())


def _deep(
    layers: int, activation: str, initializer: str = "gaussian", width: int = 30, **more: object
) -> NetworkConfig:
    return replace(
        NetworkConfig(), hidden=(width,) * layers, activations=(activation,), initializer=initializer, **more
    )


@dataclass
class _Cases:
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
        **settings: object,
    ) -> None:
        training = replace(TrainingConfig(learning_rate=0.5, epochs=20), **settings)
        kinds = tuple(filter(None, planted.split("|")))
        self.all.append(Case(name, kinds, network, training, samples, validation, noise, shifted))


def cases() -> tuple[Case, ...]:
    """All configurations: those at even places, on which thresholds were fitted, and behind each its counterpart."""
    return tuple(case for fitted in _fitted() for case in (fitted, _counterpart(fitted)))


def _counterpart(case: Case) -> Case:
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


def _fitted() -> tuple[Case, ...]:
    c = _Cases()
    # Healthy: the network learns, and reads new samples nearly as well.
    ok = ""
    c.add(ok, "sigmoid, 3 epochs", _SIGMOID, samples=4_000, epochs=4)
    c.add(ok, "cross-entropy, 4 epochs", _ENTROPY, samples=4_000, epochs=4, learning_rate=0.3)
    c.add(ok, "sigmoid, L2 5", _SIGMOID, samples=4_000, l2=15.0, epochs=15)
    c.add(ok, "wide sigmoid, L2 10", _WIDE, samples=4_000, l2=20.0, epochs=15)
    c.add(ok, "sigmoid, elastic", _SIGMOID, samples=2_000, augmentation="elastic", epochs=15)
    c.add(ok, "relu, affine", _RELU, samples=2_000, augmentation="affine", epochs=15, learning_rate=0.05)
    c.add(ok, "relu 2 layers, elastic", _RELU2, samples=4_000, augmentation="elastic", epochs=12, learning_rate=0.05)
    c.add(ok, "tanh, affine", _TANH, samples=3_000, augmentation="affine", epochs=15, learning_rate=0.05)
    c.add(ok, "no hidden layer", _NONE, samples=3_000, epochs=8, learning_rate=0.1)
    c.add(ok, "no hidden layer, L2", _NONE, samples=4_000, epochs=10, learning_rate=0.1, l2=4.0)
    c.add(
        ok,
        "adam, affine",
        _RELU,
        samples=3_000,
        augmentation="affine",
        epochs=12,
        optimizer="adam",
        learning_rate=0.002,
        batch_size=20,
    )
    c.add(
        ok,
        "adam, elastic",
        _WIDE,
        samples=3_000,
        augmentation="elastic",
        epochs=12,
        optimizer="adam",
        learning_rate=0.003,
        batch_size=20,
    )
    c.add(ok, "momentum, L2", _TANH, samples=4_000, l2=20.0, epochs=10, optimizer="momentum", learning_rate=0.01)
    c.add(
        ok,
        "momentum, affine",
        _RELU,
        samples=3_000,
        augmentation="affine",
        epochs=10,
        optimizer="momentum",
        learning_rate=0.01,
    )
    c.add(ok, "quadratic, L2", _QUADRATIC, samples=4_000, l2=2.0, epochs=10, learning_rate=1.0)
    c.add(ok, "quadratic, 8 epochs", _QUADRATIC, samples=4_000, epochs=8, learning_rate=1.0)
    c.add(ok, "large minibatches", _RELU, samples=4_000, batch_size=100, epochs=15, learning_rate=0.1)
    c.add(ok, "one sample a step", _SIGMOID, samples=2_000, batch_size=1, epochs=3, learning_rate=0.1)
    c.add(ok, "cosine, affine", _SIGMOID, samples=3_000, augmentation="affine", schedule="cosine", epochs=15)
    c.add(
        ok,
        "step, elastic",
        _RELU,
        samples=3_000,
        augmentation="elastic",
        schedule="step",
        step_every=5,
        epochs=15,
        learning_rate=0.1,
    )
    c.add(ok, "L1", _SIGMOID, samples=4_000, l1=1.0, epochs=12)
    c.add(ok, "L1 and L2, relu", _RELU, samples=4_000, l1=0.5, l2=10.0, epochs=10, learning_rate=0.05)
    c.add(
        ok,
        "three layers, He",
        _deep(3, "relu", "he"),
        samples=4_000,
        augmentation="affine",
        epochs=12,
        learning_rate=0.05,
    )
    c.add(ok, "five tanh layers", _deep(5, "tanh"), samples=4_000, augmentation="affine", epochs=10, learning_rate=0.02)
    c.add(ok, "few steps, slow start", _SIGMOID, samples=3_000, batch_size=100, epochs=15, learning_rate=1.0)
    c.add(ok, "pen augmentation", _WIDE, samples=2_000, augmentation="pen", epochs=12, l2=4.0)
    c.add(
        ok,
        "two sigmoid layers",
        _deep(2, "sigmoid"),
        samples=4_000,
        augmentation="affine",
        epochs=12,
        learning_rate=1.0,
    )
    c.add(ok, "ten relu layers, He", _deep(10, "relu", "he"), samples=4_000, epochs=8, learning_rate=0.01, l2=10.0)
    # Overfitting.
    over = "overfitting"
    c.add(over, "sigmoid, 500", _WIDE, samples=500, epochs=40)
    c.add(over, "relu, 300", replace(_RELU, hidden=(100,)), samples=300, epochs=30, learning_rate=0.1)
    c.add(over, "tanh, 200", _TANH, samples=200, epochs=40, learning_rate=0.1)
    c.add(over, "cross-entropy, 300", replace(_ENTROPY, hidden=(100,)), samples=300, epochs=40)
    c.add(over, "adam, 500", _RELU2, samples=500, epochs=30, optimizer="adam", learning_rate=0.002)
    c.add(over, "momentum, 400", _RELU, samples=400, epochs=30, optimizer="momentum", learning_rate=0.02)
    c.add(over, "weak L2, 500", _WIDE, samples=500, epochs=40, l2=0.05)
    c.add(over, "weak L1, 400", _RELU, samples=400, epochs=30, l1=0.01, learning_rate=0.1)
    c.add(over, "quadratic, 300", _QUADRATIC, samples=300, epochs=40, learning_rate=2.0)
    c.add(
        over,
        "affine, 100",
        replace(_RELU, hidden=(200,)),
        samples=100,
        augmentation="affine",
        epochs=60,
        learning_rate=0.1,
    )
    # Wrong labels.
    wrong = "label noise"
    c.add(wrong, "noise 0.2", _WIDE, samples=1_000, noise=0.2, epochs=30)
    c.add(wrong, "noise 0.4", _WIDE, samples=1_000, noise=0.4, epochs=30)
    c.add(
        wrong, "noise 0.3, relu", replace(_RELU, hidden=(100,)), samples=2_000, noise=0.3, epochs=24, learning_rate=0.05
    )
    c.add(wrong, "noise 0.3, cross-entropy", _ENTROPY, samples=2_000, noise=0.3, epochs=24, learning_rate=0.2)
    c.add(wrong, "noise 0.2, affine", _WIDE, samples=2_000, noise=0.2, epochs=20, augmentation="affine")
    c.add(wrong, "noise 0.4, adam", _RELU, samples=2_000, noise=0.4, epochs=24, optimizer="adam", learning_rate=0.002)
    # Learning rate.
    high = "rate too high"
    c.add(high, "sigmoid 100", _SIGMOID, learning_rate=100.0)
    c.add(high, "tanh 5", _TANH, learning_rate=5.0)
    c.add(f"{high}|dead units", "relu 1", _RELU, learning_rate=1.0)
    c.add(f"{high}|dead units", "adam 0.3", _RELU, optimizer="adam", learning_rate=0.3)
    c.add(high, "momentum 1", _TANH, optimizer="momentum", learning_rate=1.0)
    c.add(high, "cross-entropy 30", _ENTROPY, learning_rate=30.0)
    c.add(high, "no hidden layer 20", _NONE, learning_rate=20.0)
    c.add(high, "adam 0.1, sigmoid", _SIGMOID, optimizer="adam", learning_rate=1.0)
    low = "rate too low"
    c.add(low, "sigmoid 0.001", _SIGMOID, learning_rate=0.001)
    c.add(low, "tanh 0.0002", _TANH, learning_rate=0.0002)
    c.add(low, "relu 0.0001", _RELU, learning_rate=0.0001)
    c.add(low, "adam 1e-6", _RELU, optimizer="adam", learning_rate=1e-6)
    c.add(low, "momentum 1e-4", _SIGMOID, optimizer="momentum", learning_rate=1e-4)
    c.add(low, "cross-entropy 0.0005", _ENTROPY, learning_rate=0.0005)
    c.add(low, "quadratic 0.005", _QUADRATIC, learning_rate=0.005)
    c.add(low, "no hidden layer 1e-4", _NONE, learning_rate=1e-4)
    # Signals.
    gone = "vanishing gradient"
    c.add(gone, "6 sigmoid layers", _deep(6, "sigmoid"), learning_rate=0.1)
    c.add(gone, "20 relu layers, 1/sqrt(inputs)", _deep(20, "relu"), learning_rate=0.1)
    c.add(gone, "14 relu layers, 1/sqrt(inputs)", _deep(14, "relu"), learning_rate=0.05)
    c.add(gone, "4 sigmoid layers, cross-entropy", _deep(4, "sigmoid", output="sigmoid", loss="cross-entropy"))
    c.add(gone, "8 sigmoid layers, adam", _deep(8, "sigmoid"), optimizer="adam", learning_rate=0.001)
    c.add(f"{gone}|dead units", "30 relu layers, adam", _deep(30, "relu"), optimizer="adam", learning_rate=0.001)
    burst = "exploding gradient|diverged"
    c.add(burst, "6 relu layers, deviation 1", _deep(6, "relu", "unit-gaussian"), learning_rate=0.1)
    c.add(burst, "20 relu layers, deviation 1", _deep(20, "relu", "unit-gaussian"), learning_rate=0.1)
    c.add(burst, "4 relu layers, deviation 1", _deep(4, "relu", "unit-gaussian", 50), learning_rate=0.05)
    c.add(
        burst,
        "5 relu layers, deviation 1, adam",
        _deep(5, "relu", "unit-gaussian"),
        optimizer="adam",
        learning_rate=0.001,
    )
    full = "saturated units"
    c.add(full, "sigmoid, deviation 1", _SIGMOID_UNIT, learning_rate=0.05)
    c.add(full, "tanh, deviation 1", replace(_TANH, initializer="unit-gaussian"), learning_rate=0.02)
    c.add(full, "3 tanh layers, deviation 1", _deep(3, "tanh", "unit-gaussian", 50), learning_rate=0.02)
    c.add(
        full,
        "cross-entropy, deviation 1",
        replace(_ENTROPY, hidden=(100,), initializer="unit-gaussian"),
        learning_rate=0.02,
    )
    ends = "saturated outputs"
    c.add(ends, "quadratic, deviation 1", replace(_QUADRATIC, initializer="unit-gaussian"), learning_rate=0.1)
    c.add(
        ends,
        "quadratic, deviation 1, wide",
        replace(_QUADRATIC, hidden=(100,), initializer="unit-gaussian"),
        learning_rate=0.1,
    )
    c.add(
        ends,
        "quadratic, no hidden layer",
        replace(_QUADRATIC, hidden=(), initializer="unit-gaussian"),
        learning_rate=0.3,
    )
    c.add(ends, "quadratic, rate 20", replace(_QUADRATIC, hidden=(100,)), learning_rate=20.0)
    dead = "dead units|rate too high"
    c.add(dead, "relu, momentum 0.1", _RELU, optimizer="momentum", learning_rate=0.1)
    c.add(dead, "relu, adam 0.05", _RELU2, optimizer="adam", learning_rate=0.05)
    c.add(dead, "relu 0.9", replace(_RELU, hidden=(100,)), learning_rate=0.9)
    c.add(dead, "2 relu layers 0.7", _RELU2, learning_rate=0.7)
    # Too little.
    under = "penalty too strong"
    c.add(under, "L2 100", _SIGMOID, l2=100.0)
    c.add(under, "L1 20", _SIGMOID, l1=20.0)
    c.add(under, "L2 300, relu", _RELU, l2=300.0, learning_rate=0.05)
    c.add(under, "L1 30, tanh", _TANH, l1=30.0, learning_rate=0.1)
    small = "too small"
    c.add(small, "1 neuron", replace(_SIGMOID, hidden=(1,)), samples=2_000, epochs=30)
    c.add(small, "2 neurons, tanh", replace(_TANH, hidden=(2,)), samples=2_000, epochs=30, learning_rate=0.05)
    c.add(small, "2 neurons, relu", replace(_RELU, hidden=(2,)), samples=2_000, epochs=30, learning_rate=0.02)
    c.add(small, "1 neuron, cross-entropy", replace(_ENTROPY, hidden=(1,)), samples=2_000, epochs=30)
    # Out of range.
    c.add("diverged", "rate 1e9, L2 0.0001", _SIGMOID, learning_rate=1e9, l2=1e-4)
    c.add("diverged", "L2 1e4", _SIGMOID, l2=1e4)
    c.add("rate too high|dead units|diverged", "relu, rate 1000", _RELU2, learning_rate=1_000.0)
    c.add("diverged", "L2 3e4, tanh", _TANH, l2=3e4, learning_rate=0.1)
    unlike = "validation unlike"
    c.add(unlike, "validation moved by 5", _SIGMOID, samples=3_000, shifted=5, epochs=12)
    c.add(unlike, "validation moved by 6, relu", _RELU, samples=2_000, shifted=6, epochs=12, learning_rate=0.05)
    # Nobody can know.
    c.add("no validation", "no validation", _WIDE, samples=500, validation=0, epochs=20)
    c.add("few validation samples", "4 validation samples", _WIDE, samples=500, validation=4, epochs=20)
    c.add("no validation", "no validation, relu", _RELU, samples=300, validation=0, epochs=20, learning_rate=0.1)
    c.add(
        "few validation samples",
        "10 validation samples",
        _RELU,
        samples=300,
        validation=10,
        epochs=20,
        learning_rate=0.1,
    )
    return tuple(c.all)
