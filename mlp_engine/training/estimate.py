"""Estimates of the size of a weights file and of the time of a training, before either exists."""

import math
from functools import cache
from itertools import pairwise

import numpy as np

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.training.train import train_new_network

_PROBE_NETWORK = NetworkConfig()
_PROBE_TRAINING = TrainingConfig(epochs=4, learning_rate=1e-4, l2=1.0)
_PROBE_SAMPLES = 250

# Seconds on the machine where this was fitted (2 idle cores, numpy 2.4), by least squares over epochs of 20 different
# networks, minibatches and optimizers; benchmarks/estimate.py tests the formula on others.
_PER_MINIBATCH = 2.5e-5
_PER_LAYER_AND_MINIBATCH = 1.2e-5
_PER_OPERATION = 6.0e-12  # with two BLAS threads; with one 1.1e-11
PER_PARAMETER_AND_MINIBATCH = {
    "sgd": 1.5e-10, "momentum": 3.2e-10, "nesterov": 9.5e-10, "adam": 1.7e-9, "adamw": 1.5e-9,
}  # fmt: skip
"""Nesterov and AdamW came later: each lies between momentum and Adam where its step does, 0.46 and 0.87 of the way with
``benchmarks/optimizer_steps.py --rounds 40``. AdamW shrinks weights in one pass, Adam adds L2 to the gradient in two.
"""
_PER_INPUT = 1.5e-9
_PER_DISTORTED_SAMPLE = {"none": 0.0, "affine": 1.0e-5, "elastic": 1.3e-5, "pen": 1.4e-5}
_PER_NOISY_INPUT = 7.9e-9  # came later: 0.62 of the time of affine distortions, measured beside them


def weights_file_bytes(config: NetworkConfig) -> int:
    """Size of the weights file of a network, within a few hundred bytes, as the length of its card varies."""
    return config.parameter_count * np.dtype(config.dtype).itemsize + 850 + 160 * len(config.layers)


def seconds_per_epoch(network: NetworkConfig, training: TrainingConfig, samples: int, slowness: float) -> float:
    """A rough estimate of the seconds that one epoch takes, with validation.

    It is a sum of fixed times for each minibatch and layer; the multiplications and additions of the matrix products
    (six for each weight and training sample, four in the first layer, two in validation); the passes over the
    parameters; and the gathering and distorting of the samples.

    Args:
        network: the architecture.
        training: the settings.
        samples: number of samples, including those for validation.
        slowness: the factor for this machine, from :func:`machine_slowness`.
    """
    validated = round(samples * training.validation)
    trained = samples - validated
    minibatches = math.ceil(trained / training.batch_size)
    first = network.layers[0] * network.layers[1]
    operations = trained * (6 * network.weight_count - 2 * first) + validated * 2 * network.weight_count
    seconds = minibatches * (_PER_MINIBATCH + _PER_LAYER_AND_MINIBATCH * (len(network.layers) - 1))
    seconds += operations * _PER_OPERATION
    seconds += minibatches * network.parameter_count * PER_PARAMETER_AND_MINIBATCH[training.optimizer]
    seconds += samples * network.inputs * _PER_INPUT
    seconds += trained * _PER_DISTORTED_SAMPLE[training.augmentation]
    seconds += trained * network.inputs * _PER_NOISY_INPUT if training.noise else 0.0
    return seconds * slowness


@cache
def machine_slowness() -> float:
    """The time of an epoch on this machine, relative to the formula, from one tiny training (0.02 s)."""
    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (_PROBE_SAMPLES, _PROBE_NETWORK.inputs), np.uint8)
    data = Dataset(images, np.arange(_PROBE_SAMPLES) % _PROBE_NETWORK.outputs, "noise")
    history = train_new_network(data, _PROBE_NETWORK, _PROBE_TRAINING).history
    ends = [record.seconds for record in history.epochs]
    # The shortest of several, since other programs can only make it longer.
    measured = min(after - before for before, after in pairwise(ends))
    return measured / seconds_per_epoch(_PROBE_NETWORK, _PROBE_TRAINING, _PROBE_SAMPLES, 1.0)
