"""Local initial weights: each hidden neuron starts with a small receptive field on the image.

To a perceptron the pixels of an image are 784 unrelated numbers; it has to learn which ones are neighbours. Here each
hidden neuron starts at a place on the image, and its weights are large only near that place: in the first layer for
pixels, in the next ones for neurons, in a circle that widens from layer to layer. Training may change every weight,
and the network is the same dense one as with other initial weights.

Local receptive fields: LeCun et al., *Backpropagation Applied to Handwritten Zip Code Recognition*, 1989;
that a dense network learns better from such a start: d'Ascoli et al., *Finding the Needle in the Haystack
with Convolutions*, 2019. Measured here, 784-1000-500-10 on 54,000 distorted MNIST samples, 6 epochs, two seeds: 99.04 %
of 6,000 others right, with He's weights 98.69 %; the command and more such runs stand in the documentation.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import IMAGE_SIDE

_MARGIN = 3  # pixels along the edges, where hardly any digit has ink: no neuron has its place there
_FIRST_WIDTH = 2.25  # standard deviation of the first layer's circles, in pixels
_WIDER = 1.5  # factor from one layer's circles to the next layer's
# Pixels over which an initial weight resembles its neighbours: ink is that smooth, and finer patterns fit noise.
_SMOOTHNESS = 0.6
# Σw² of a neuron: that of He's weights, of standard deviation √(2/fan_in) each (He et al., 2015).
_SQUARES = 2.0

Floats = NDArray[np.float64]


def local_weights(layers: Sequence[int], rng: np.random.Generator) -> Iterator[Floats]:
    """Initial weights of every layer of a ReLU network, shape (fan_in, fan_out) each.

    A hidden neuron at c starts with Gaussian noise times exp(−d²/2s²), where d is the distance from c to a pixel, or
    to a neuron of the layer before, and s = 2.25 · 1.5^(l − 1) pixels in hidden layer l. The output layer has no
    places, and starts with He's weights.

    Args:
        layers: neurons of every layer, input to output; the 784 inputs are an image, row by row.
        rng: source of the random numbers.
    """
    places = np.indices((IMAGE_SIDE, IMAGE_SIDE)).reshape(2, -1).T.astype(np.float64)
    width = _FIRST_WIDTH
    for number, (fan_in, fan_out) in enumerate(pairwise(layers[:-1])):
        weights = rng.standard_normal((fan_in, fan_out))
        if number == 0:
            weights = _smoothed(weights)
        centres = rng.uniform(_MARGIN, IMAGE_SIDE - 1 - _MARGIN, (fan_out, 2))
        for axis in (0, 1):
            weights *= np.exp((places[:, None, axis] - centres[:, axis]) ** 2 / (-2 * width**2))
        weights *= np.sqrt(_SQUARES / (weights**2).sum(axis=0))
        yield weights
        places = centres
        width *= _WIDER
    yield rng.standard_normal(layers[-2:]) * np.sqrt(_SQUARES / layers[-2])


def _smoothed(weights: Floats) -> Floats:
    """Blur the image that each column of ``weights`` is, shape (784, n)."""
    pixels = np.arange(IMAGE_SIDE)
    blur = np.exp(-0.5 * ((pixels[:, None] - pixels) / _SMOOTHNESS) ** 2)
    images = (blur @ weights.reshape(IMAGE_SIDE, -1)).reshape(IMAGE_SIDE, IMAGE_SIDE, -1)
    return (blur @ images).reshape(weights.shape)
