"""How weights begin. Biases begin at 0 everywhere."""

import numpy as np
from numpy.typing import NDArray

from mlp_engine.config import InitializerName


def initial_weights(
    name: InitializerName, fan_in: int, fan_out: int, rng: "np.random.Generator"
) -> NDArray[np.float64]:
    """Gaussian weights of mean 0, shape (fan_in, fan_out).

    Their standard deviation is

    - ``gaussian``: 1/√fan_in, so that a logit starts with about the spread of one input whatever the layer's
      width and few sigmoids start saturated (LeCun et al., *Efficient BackProp*, 1998; Nielsen, chapter 3);
    - ``he``: √(2/fan_in), which makes up for the half that ReLU cuts away (He et al., 2015);
    - ``unit-gaussian``: 1, the naive start, kept to show how it saturates wide layers.

    Drawn in float64 whatever the network's type, so that float32 and float64 networks of one seed begin alike.
    """
    match name:
        case "gaussian":
            deviation = fan_in**-0.5
        case "he":
            deviation = (2.0 / fan_in) ** 0.5
        case "unit-gaussian":
            deviation = 1.0
    return rng.standard_normal((fan_in, fan_out)) * deviation
