"""The accuracy of an edited network on fixed samples: only what stands behind the edit is computed again."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import Floats
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.examination.robustness import some_samples
from mlp_engine.lab.edited_network import EditedNetwork
from mlp_engine.lab.layer_state import LayerState
from mlp_engine.perceptron.inputs import read_inputs
from mlp_engine.perceptron.network import Network, layer_logits
from mlp_engine.training.metrics import check_fits
from mlp_engine.validation import check_whole_number

MOST_PRODUCTS = 3_400_000_000
"""Products of a weight and an activation in one measurement at most (``benchmarks/lab.py`` says how long they take)."""
FEWEST_SAMPLES = 200
MOST_SAMPLES = 10_000
"""More samples would take memory, and tell little more: one of them is 0.01 % of the accuracy."""


@dataclass(frozen=True, eq=False)
class LabScore:
    """How many samples are read correctly.

    Attributes:
        samples: number of samples of each class, shape (classes,).
        correct: how many of them are read correctly, shape (classes,).
    """

    samples: NDArray[np.int64]
    correct: NDArray[np.int64]

    @classmethod
    def of(cls, labels: NDArray[np.int64], right: NDArray[np.bool_], classes: int = 10) -> "LabScore":
        """The score of samples with these labels, shape (n,), of which those that are ``right`` are read correctly."""
        return cls(np.bincount(labels, minlength=classes), np.bincount(labels[right], minlength=classes))

    @property
    def accuracy(self) -> float:
        """Share of all samples that are read correctly."""
        return float(self.correct.sum() / self.samples.sum())

    @property
    def per_class(self) -> NDArray[np.float64]:
        """The same share of each class; NaN for a class without samples."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return self.correct / self.samples


def measured_samples(network: Network, data: Dataset) -> Dataset:
    """As many random samples of ``data``, always the same, as a network of this size reads in a fifth of a second."""
    count = max(MOST_PRODUCTS // network.config.weight_count, FEWEST_SAMPLES)
    return some_samples(data, min(count, MOST_SAMPLES))


class Measurement:
    """Reads the same samples with one edited network after another, and keeps the activations of the last.

    It may be used in one thread at a time.

    Attributes:
        data: the samples.
    """

    def __init__(self, data: Dataset, base: Network) -> None:
        """Read ``data`` with ``base``.

        Raises:
            DataError: if the data does not fit the network.
        """
        check_fits(base, data)
        self.data = data
        self._edited = EditedNetwork(base)
        self._inputs = np.empty(data.inputs.shape, base.config.dtype)
        read_inputs(data.inputs, self._inputs)
        self._outputs: list[Floats] = []
        for layer in range(len(base.weights)):
            self._outputs.append(self._whole_layer(self._edited, layer))

    def __repr__(self) -> str:
        return f"Measurement({self.data!r}, {self._edited!r})"

    def measure(self, edited: EditedNetwork) -> LabScore:
        """The score of ``edited``, which has the base of this measurement."""
        assert edited.base is self._edited.base, "one measurement, one base"
        everything = False
        for layer, (state, before) in enumerate(zip(edited.layers, self._edited.layers, strict=True)):
            if everything:
                self._outputs[layer] = self._whole_layer(edited, layer)
            elif state is not before:
                everything = self._change_layer(edited, layer, before)
        self._edited = edited
        return LabScore.of(self.data.labels, self._right, self.data.classes)

    def misread(self) -> NDArray[np.int64]:
        """The places in ``data`` of the samples that the network measured last misreads, in order, shape (m,)."""
        return np.flatnonzero(~self._right).astype(np.int64, copy=False)

    def strongest_samples(self, layer: int, neuron: int, count: int = 9) -> tuple[NDArray[np.int64], Floats]:
        """The samples with the largest logit of a neuron in the network measured last.

        Returns:
            Their places in ``data``, and the logits, both shape (count,), largest first.
        """
        check_whole_number("Layer", layer, at_least=0, at_most=len(self._outputs) - 1)
        state = self._edited.layers[layer]
        check_whole_number("Neuron", neuron, at_least=0, at_most=len(state.biases) - 1)
        z = self._before(layer) @ state.weights[:, neuron] + state.biases[neuron]
        order = np.argsort(-z, kind="stable")[:count]
        return order.astype(np.int64), z[order]

    @property
    def _right(self) -> NDArray[np.bool_]:
        return self._outputs[-1].argmax(axis=1) == self.data.labels

    def _before(self, layer: int) -> Floats:
        return self._outputs[layer - 1] if layer else self._inputs

    def _whole_layer(self, edited: EditedNetwork, layer: int) -> Floats:
        """Activations of a layer, those of the output as logits, whose order is that of the probabilities."""
        state = edited.layers[layer]
        z = np.empty((len(self._inputs), len(state.biases)), state.biases.dtype)
        layer_logits(self._before(layer), state.weights, state.biases, z)
        return z if layer == len(edited.layers) - 1 else edited.activations(layer, z)

    def _change_layer(self, edited: EditedNetwork, layer: int, before: LayerState) -> bool:
        """Compute the neurons of a layer that have changed; returns whether any has."""
        state = edited.layers[layer]
        changed = state.changed_neurons(before)
        if len(changed) > len(state.biases) / 4:
            self._outputs[layer] = self._whole_layer(edited, layer)
        elif len(changed):
            outputs = self._outputs[layer].copy()
            for neuron in changed:
                z = self._before(layer) @ state.weights[:, neuron] + state.biases[neuron]
                outputs[:, neuron] = z
            if layer < len(edited.layers) - 1:
                outputs[:, changed] = _activated(edited, layer, outputs[:, changed], changed)
            self._outputs[layer] = outputs
        return bool(len(changed))


def _activated(edited: EditedNetwork, layer: int, z: Floats, neurons: NDArray[np.intp]) -> Floats:
    """Activations of some neurons of a hidden layer, shape (n, neurons)."""
    whole = np.zeros((len(z), len(edited.layers[layer].biases)), z.dtype)
    whole[:, neurons] = z
    return edited.activations(layer, whole)[:, neurons]
