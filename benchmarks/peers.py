"""Training as others do it: PyTorch and scikit-learn, and the bare matrix products that nobody can do without.

Each function plays the contender of :mod:`measuring`: one turn is one epoch of a :class:`TrainingCase`.
"""

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from measuring import Turns, digits, limit_blas
from numpy.typing import NDArray

from mlp_engine.arrays import IMAGE_SIDE
from mlp_engine.augmentation import RANGES
from mlp_engine.perceptron.config import ActivationName, AugmentationName, NetworkConfig, OptimizerName, TrainingConfig
from mlp_engine.training.control import RunControl
from mlp_engine.training.history import EpochFinished, TrainingEvent
from mlp_engine.training.train import train_new_network

# Small enough that no contender ever diverges, however many epochs it is asked for.
RATES: dict[OptimizerName, float] = {"sgd": 0.01, "momentum": 0.001, "adam": 1e-4}
MOMENTUM = 0.9
EVERY_SAMPLE = 60_000


@dataclass(frozen=True)
class TrainingCase:
    """One row: what is trained, how, and with how many samples an epoch."""

    hidden: tuple[int, ...]
    batch: int
    activation: ActivationName = "relu"
    optimizer: OptimizerName = "sgd"
    l2: float = 0.0
    augmentation: AugmentationName = "none"
    samples: int = EVERY_SAMPLE

    @property
    def layers(self) -> tuple[int, ...]:
        """Neurons of every layer, input to output."""
        return (784, *self.hidden, 10)

    @property
    def name(self) -> str:
        """The network, as people write it."""
        return "-".join(map(str, self.layers))

    @property
    def flops(self) -> float:
        """Multiplications and additions of one epoch's products; nobody asks for the error of the inputs."""
        sizes = [fan_in * fan_out for fan_in, fan_out in pairwise(self.layers)]
        return 2.0 * self.samples * (3 * sum(sizes) - sizes[0])


def train_ours(case: TrainingCase, turns: Turns) -> None:
    """A whole training of the engine, with its records, losses, reports and kept networks, an epoch a turn."""
    control = RunControl()

    def at_epoch_end(event: TrainingEvent) -> None:
        if isinstance(event, EpochFinished) and next(turns, None) is None:
            control.stop()

    network = NetworkConfig(hidden=case.hidden, activations=(case.activation,))
    settings = TrainingConfig(
        l2=case.l2,
        optimizer=case.optimizer,
        learning_rate=RATES[case.optimizer],
        momentum=MOMENTUM,
        batch_size=case.batch,
        epochs=1_000_000,
        augmentation=case.augmentation,
    )
    data = digits(case.samples)
    next(turns)
    train_new_network(data, network, settings, on_progress=at_epoch_end, control=control)


def train_torch(case: TrainingCase, turns: Turns) -> None:
    """The usual fast loop of PyTorch: floats at hand, one gather a minibatch, fused loss and fused optimizer."""
    import torch
    from torch import nn

    layers: list[nn.Module] = []
    for fan_in, fan_out in pairwise(case.layers):
        layers += [nn.Linear(fan_in, fan_out), nn.ReLU() if case.activation == "relu" else nn.Sigmoid()]
    network = nn.Sequential(*layers[:-1])
    loss = nn.CrossEntropyLoss()
    settings: dict[str, Any] = {
        "lr": RATES[case.optimizer],
        "weight_decay": case.l2 / case.samples,
        "fused": True,  # on a CPU never slower than the others to speak of, and with Adam a tenth faster
    }
    if case.optimizer == "adam":
        optimizer: torch.optim.Optimizer = torch.optim.Adam(network.parameters(), **settings)
    else:
        momentum = MOMENTUM if case.optimizer == "momentum" else 0.0
        optimizer = torch.optim.SGD(network.parameters(), momentum=momentum, **settings)
    data = digits(case.samples)
    inputs, labels = torch.from_numpy(floats(data.inputs)), torch.from_numpy(data.labels.copy())
    distort = torch_distortion(case.augmentation) if case.augmentation != "none" else None
    for threads in turns:
        torch.set_num_threads(threads)
        for chosen in torch.randperm(case.samples).split(case.batch):
            x = inputs.index_select(0, chosen)
            if distort is not None:
                x = distort(x)
            optimizer.zero_grad(set_to_none=True)
            loss(network(x), labels.index_select(0, chosen)).backward()
            optimizer.step()


def torch_distortion(name: AugmentationName) -> Any:
    """The engine's distortions with PyTorch's means: smoothed noise, ``affine_grid`` and ``grid_sample``."""
    import torch
    from torch.nn import functional

    ranges = RANGES[name]
    turn, half = math.radians(ranges.rotation), IMAGE_SIDE / 2
    offsets = torch.arange(float(IMAGE_SIDE))[:, None] - torch.arange(float(IMAGE_SIDE))
    # Two products with this matrix smooth the noise; PyTorch's convolution takes longer.
    smoothing = torch.exp(-0.5 * (offsets / ranges.smoothness) ** 2)
    smoothing /= ranges.smoothness * math.sqrt(2 * math.pi)

    @torch.no_grad()
    def distort(images: torch.Tensor) -> torch.Tensor:
        n = len(images)

        def spread(largest: float) -> torch.Tensor:
            return (torch.rand(n) * 2 - 1) * largest

        angle, shear = spread(turn), spread(ranges.shear)
        wide, high = 1 + spread(ranges.scale), 1 + spread(ranges.scale)
        cos, sin = torch.cos(angle), torch.sin(angle)
        matrix = [cos / wide, (shear * cos - sin) / wide, spread(ranges.shift / half)]
        matrix += [sin / high, (shear * sin + cos) / high, spread(ranges.shift / half)]
        size = [n, 1, IMAGE_SIDE, IMAGE_SIDE]
        grid = functional.affine_grid(torch.stack(matrix, dim=1).view(n, 2, 3), size, align_corners=False)
        if ranges.elastic > 0:
            noise = (torch.rand(n, 2, IMAGE_SIDE, IMAGE_SIDE) * 2 - 1) * (ranges.elastic / half)
            grid += (smoothing @ noise @ smoothing).permute(0, 2, 3, 1)
        return functional.grid_sample(images.view(size), grid, align_corners=False).view(n, -1)

    return distort


def train_sklearn(case: TrainingCase, turns: Turns) -> None:
    """scikit-learn's own loop, an epoch a call, spared its search for numbers that are not finite."""
    from sklearn import config_context
    from sklearn.neural_network import MLPClassifier

    data = digits(case.samples)
    inputs = floats(data.inputs)
    model = MLPClassifier(
        case.hidden,
        activation="relu" if case.activation == "relu" else "logistic",
        solver="adam" if case.optimizer == "adam" else "sgd",
        alpha=case.l2 * case.batch / case.samples,
        batch_size=case.batch,  # pyright: ignore[reportArgumentType]
        learning_rate_init=RATES[case.optimizer],
        momentum=MOMENTUM if case.optimizer == "momentum" else 0.0,
        nesterovs_momentum=False,
    )
    with config_context(assume_finite=True):
        for threads in turns:
            limit_blas(threads)
            model.partial_fit(inputs, data.labels, classes=np.arange(10))


def products_only(case: TrainingCase | int, turns: Turns) -> None:
    """Exactly the matrix products of one epoch, and nothing else; or, of a number, that large a square one."""
    if isinstance(case, int):
        a, b, out = (np.ones((case, case), np.float32) for _ in range(3))
        for threads in turns:
            limit_blas(threads)
            np.dot(a, b, out=out)
        return
    rng = np.random.default_rng(0)
    weights = [
        rng.normal(0, fan_in**-0.5, (fan_in, fan_out)).astype(np.float32) for fan_in, fan_out in pairwise(case.layers)
    ]
    gradients = [np.empty_like(w) for w in weights]
    activations, errors = (
        [rng.random((case.batch, size), np.float32) - np.float32(0.5) for size in case.layers] for _ in range(2)
    )
    whole, rest = divmod(case.samples, case.batch)
    for threads in turns:
        limit_blas(threads)
        for n in [case.batch] * whole + [rest] * (rest > 0):
            for layer, w in enumerate(weights):
                np.dot(activations[layer][:n], w, out=activations[layer + 1][:n])
            for layer in reversed(range(len(weights))):
                np.dot(activations[layer][:n].T, errors[layer + 1][:n], out=gradients[layer])
                if layer > 0:
                    np.dot(errors[layer + 1][:n], weights[layer].T, out=errors[layer][:n])


def floats(ink: NDArray[np.generic]) -> NDArray[np.float32]:
    """All samples as the floats that the others want: shares of full ink."""
    return np.multiply(ink, np.float32(1 / 255), dtype=np.float32)
