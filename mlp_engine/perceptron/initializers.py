"""Initializers: the random weights that training starts from. Biases start at 0."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.receptive_fields import local_weights


def initial_weights(config: NetworkConfig, rng: "np.random.Generator") -> Iterator[NDArray[np.float64]]:
    """Initial weights of every layer, shape (fan_in, fan_out) each, Gaussian of mean 0.

    Their standard deviation is

    - ``gaussian``: 1/√fan_in, so that a logit starts with about the spread of one input whatever the layer's
      width and few sigmoids start saturated (LeCun et al., *Efficient BackProp*, 1998; Nielsen, chapter 3);
    - ``he``: √(2/fan_in), which makes up for the half that ReLU cuts away (He et al., 2015);
    - ``local``: with the sum of squares of ``he``, but large near a place on the image and smaller away from it
      (see :mod:`mlp_engine.perceptron.receptive_fields`);
    - ``unit-gaussian``: 1, the naive start, kept to show how it saturates wide layers.

    All of them are multiplied by ``config.initial_scale``: below 1 the signal fades from layer to layer, above 1 it
    grows, until sigmoids saturate.

    Drawn in float64 whatever the network's type, so that float32 and float64 networks of one seed start alike.
    """
    if config.initializer == "local":
        for weights in local_weights(config.layers, rng):
            yield weights * config.initial_scale
        return
    for fan_in, fan_out in zip(config.layers, config.layers[1:], strict=False):
        match config.initializer:
            case "gaussian":
                deviation = fan_in**-0.5
            case "he":
                deviation = (2.0 / fan_in) ** 0.5
            case "unit-gaussian":
                deviation = 1.0
        yield rng.standard_normal((fan_in, fan_out)) * (deviation * config.initial_scale)
