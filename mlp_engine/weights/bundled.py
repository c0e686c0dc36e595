"""The bundled network, read once by a process: it takes 27 MB, and several parts of a program use it."""

from functools import cache

from mlp_engine.files.resources import bundled_weights
from mlp_engine.weights.file import WeightsFile, load_weights


@cache
def bundled_network() -> WeightsFile:
    """The network that comes with the program, its model card and its reject score; the same object every time.

    Raises:
        WeightsReadError: if its file is not sound; the next call reads it again.
    """
    return load_weights(bundled_weights())
