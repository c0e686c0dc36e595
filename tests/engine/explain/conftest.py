"""The bundled network, and the sample digits as it sees them."""

import numpy as np
import pytest
from numpy.typing import NDArray

from mlp_engine import Network, load_weights
from mlp_engine.files.resources import bundled_weights, resource_path
from mlp_engine.ink import digit_image_from_picture


@pytest.fixture(scope="package")
def bundled() -> Network:
    return load_weights(bundled_weights())[0]


@pytest.fixture(scope="package")
def samples() -> dict[str, NDArray[np.uint8]]:
    """Digit image of every sample, by its name, such as "digit-7-barred"."""
    paths = sorted(resource_path("samples").glob("*.png"))
    return {path.stem: digit_image_from_picture(path) for path in paths}
