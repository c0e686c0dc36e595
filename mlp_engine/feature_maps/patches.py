"""The windows (patches) of a layer of feature maps as rows of one matrix, and the way back for the errors.

With every window as a row, a layer of maps is the same product as any other layer, a W + b: the rows are all places of
all samples, and the columns of W are the maps (Chellapilla, Puri & Simard, *High Performance Convolutional Neural
Networks for Document Processing*, 2006). Activations are ordered by sample, row, column and map.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from mlp_engine.arrays import Floats
from mlp_engine.feature_maps.config import MapLayer


class Patches:
    """The windows of one layer, in a workspace that is allocated once.

    Args:
        layer: the layer.
        capacity: number of samples of the largest minibatch.
    """

    def __init__(self, layer: MapLayer, capacity: int) -> None:
        self._layer = layer
        shape = (capacity, layer.side, layer.side, layer.kernel, layer.kernel, layer.maps_in)
        self._rows = np.empty(shape, np.float32)
        self._errors = np.empty(shape, np.float32)

    def __repr__(self) -> str:
        return f"Patches({self._layer})"

    def extract(self, a: Floats) -> Floats:
        """Copy the windows of ``a``, shape (n, neurons before); returns shape (n · places, fan_in)."""
        layer, n = self._layer, len(a)
        inner = slice(layer.margin, layer.side_in - layer.margin)
        seen = a.reshape(n, layer.side_in, layer.side_in, layer.maps_in)[:, inner, inner]
        windows = sliding_window_view(seen, (layer.kernel, layer.kernel), axis=(1, 2))
        windows = windows[:, :: layer.stride, :: layer.stride]  # (n, side, side, maps_in, kernel, kernel)
        np.copyto(self._rows[:n], windows.transpose(0, 1, 2, 4, 5, 3))
        return self.rows(n)

    def rows(self, n: int) -> Floats:
        """The windows that were extracted last, shape (n · places, fan_in)."""
        return self._rows[:n].reshape(-1, self._layer.fan_in)

    def errors(self, n: int) -> Floats:
        """Where the caller writes the errors of these windows, shape (n · places, fan_in)."""
        return self._errors[:n].reshape(-1, self._layer.fan_in)

    def sum_errors(self, out: Floats) -> None:
        """Fill ``out``, shape (n, neurons before), with the sum of a neuron's errors over all its windows."""
        layer, n = self._layer, len(out)
        out.fill(0)
        before = out.reshape(n, layer.side_in, layer.side_in, layer.maps_in)
        reach = layer.stride * (layer.side - 1) + 1
        for row in range(layer.kernel):
            for column in range(layer.kernel):
                top, left = layer.margin + row, layer.margin + column
                seen = before[:, top : top + reach : layer.stride, left : left + reach : layer.stride]
                seen += self._errors[:n, :, :, row, column]
