"""The chain of dense layers in another program's named arrays, read as a network.

The arrays have the usual names: ``0.weight``/``0.bias`` (PyTorch), ``coefs_0``/``intercepts_0`` (scikit-learn),
``W1``/``b1``, ``kernel``/``bias`` (Keras), or ``arr_0``, ``arr_1``, … in order. Weights may have the shape
(fan_in, fan_out) or (fan_out, fan_in), which follows from the biases and the neighbouring layers.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_engine.datasets.tables.array_names import read_name
from mlp_engine.datasets.tables.labels import CLASSES
from mlp_engine.errors import SettingError, WeightsReadError
from mlp_engine.perceptron.config import MAX_HIDDEN_LAYERS, MAX_PARAMETERS, ActivationName, NetworkConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.validation import shortened

Array = NDArray[Any]

_WEIGHT = re.compile(r"(?<![a-z])(weights?|kernels?|coefs?|w)(?![a-z])")
_BIAS = re.compile(r"(?<![a-z])(bias(?:es)?|intercepts?|b)(?![a-z])")
_MOST_TO_ORDER = 7  # largest number of layers whose order is searched: at most 5,040 orders


@dataclass(frozen=True, eq=False)
class _Layer:
    name: str
    matrix: Array
    bias: Array | None


def chain_of(
    path: Path,
    arrays: Mapping[str, Array],
    activation: ActivationName = "relu",
    known: NetworkConfig | None = None,
) -> Network:
    """The network with the layers in ``arrays``.

    Args:
        path: the file that they come from, for error messages.
        arrays: floating-point arrays by name; matrices are weights, vectors are biases.
        activation: activation of all hidden layers if ``known`` is not given.
        known: the architecture, if the file states it.

    Raises:
        WeightsReadError: if they do not form one chain of dense layers.
    """
    _refuse_data(path, arrays)
    layers = _layers(path, arrays)
    matrices = _in_direction(_oriented(_ordered(path, layers)))
    sizes = [matrices[0][0].shape[0], *(w.shape[1] for w, _ in matrices)]
    if known is not None and list(known.layers) != sizes:
        raise WeightsReadError(f"{path} must hold the layers {known.layers} that it states. Got {tuple(sizes)}.")
    first, *hidden, last = sizes
    try:
        config = known or NetworkConfig(inputs=first, hidden=tuple(hidden), outputs=last, activations=(activation,))
    except SettingError as error:
        raise WeightsReadError(f"{path} describes a network that cannot be: {error}") from error
    network = Network(config, np.empty(config.parameter_count, config.dtype))
    with np.errstate(over="ignore"):
        for w, b, (matrix, bias) in zip(network.weights, network.biases, matrices, strict=True):
            w[...] = matrix
            b[...] = 0 if bias is None else bias
    if not np.isfinite(network.parameters).all():
        raise WeightsReadError(f"Weights must be finite numbers. Got others in {path}.")
    return network.copy()


def _refuse_data(path: Path, arrays: Mapping[str, Array]) -> None:
    """Refuse arrays that are called as images and labels are, and none as weights are."""
    if any(map(is_name_of_weights, arrays)) or not any(read_name(name).role in ("inputs", "labels") for name in arrays):
        return
    raise WeightsReadError(
        f"{path} must hold the weights of a network, under names such as W1, b1, W2, b2. It holds "
        f"{shortened(', '.join(arrays))}, as data does."
    )


def is_name_of_weights(name: str) -> bool:
    """Whether an array is named as weights or biases are."""
    return _WEIGHT.search(name.lower()) is not None or _BIAS.search(name.lower()) is not None


def _layers(path: Path, arrays: Mapping[str, Array]) -> list[_Layer]:
    """Each matrix with its bias, in the natural order of their names."""
    names = sorted(arrays, key=_natural)
    _refuse_other_layers(path, {name: arrays[name] for name in names})
    biases = {name for name in names if _is_bias(name, arrays[name])}
    matrices = [name for name in names if name not in biases]
    if not matrices:
        raise WeightsReadError(f"{path} must hold a matrix of weights for each layer. Got none.")
    if len(matrices) > MAX_HIDDEN_LAYERS + 1 or len(biases) > len(matrices):
        raise WeightsReadError(
            f"{path} must hold one matrix of weights and one vector of biases a layer, and at most "
            f"{MAX_HIDDEN_LAYERS + 1} layers. Got {len(matrices)} and {len(biases)}."
        )
    by_key = {_BIAS.sub("", name.lower()): name for name in biases}
    keys = [_WEIGHT.sub("", name.lower()) for name in matrices]
    if set(by_key) <= set(keys) and len(by_key) == len(biases) and len(set(keys)) == len(keys):
        found = [by_key.get(key) for key in keys]
    elif len(biases) == len(matrices):
        found = sorted(biases, key=_natural)
    else:
        raise WeightsReadError(
            f"{path} must name its arrays so that weights and biases go together, such as W1, b1, W2, b2. "
            f"Got {shortened(', '.join(names))}."
        )
    return [
        _Layer(name, arrays[name], None if bias is None else arrays[bias].ravel())
        for name, bias in zip(matrices, found, strict=True)
    ]


def _refuse_other_layers(path: Path, arrays: Mapping[str, Array]) -> None:
    for name, array in arrays.items():
        if array.dtype.kind != "f" or array.ndim not in (1, 2) or not array.size:
            raise WeightsReadError(
                f"{path} must hold dense layers alone, weights as floating matrices and biases as vectors. "
                f"Got {shortened(repr(name))}, {array.dtype} of shape {shortened(array.shape)}."
            )
        is_gain = array.ndim == 1 and _WEIGHT.search(name.lower()) and not _BIAS.search(name.lower())
        if "running_" in name or is_gain:
            raise WeightsReadError(
                f"{path} must hold dense layers alone. Got {shortened(repr(name))}, which belongs to a normalisation."
            )
    if sum(array.size for array in arrays.values()) > MAX_PARAMETERS:
        raise WeightsReadError(f"{path} must hold at most {MAX_PARAMETERS} numbers. Got more.")


def _is_bias(name: str, array: Array) -> bool:
    return array.ndim == 1 or (1 in array.shape and _BIAS.search(name.lower()) is not None)


def _natural(name: str) -> list[tuple[int, str]]:
    """A sort key that puts ``fc10`` after ``fc9``."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d{1,9})", name)]


def _ordered(path: Path, layers: Sequence[_Layer]) -> list[_Layer]:
    """The layers from input to output: in the order of their names if that fits, else in the only order that fits.

    Files do not always keep the order of layers, and names such as "hidden" and "input" do not show it.
    """
    if _fits(layers):
        return list(layers)
    fitting = list(islice(_orders([], list(layers)), 2)) if len(layers) <= _MOST_TO_ORDER else []
    if len(fitting) != 1:
        raise WeightsReadError(
            f"{path} must hold layers that follow one another in the order of their names. "
            f"Got {shortened(', '.join(f'{layer.name} {layer.matrix.shape}' for layer in layers), 200)}."
        )
    return fitting[0]


def _orders(begun: list[_Layer], left: list[_Layer]) -> Iterator[list[_Layer]]:
    if not left:
        yield begun
    for number, layer in enumerate(left):
        if _fits([*begun, layer]):
            yield from _orders([*begun, layer], left[:number] + left[number + 1 :])


def _fits(layers: Sequence[_Layer]) -> bool:
    return any(_fits_as(layers, turned) for turned in (True, False))


def _fits_as(layers: Sequence[_Layer], turned: bool) -> bool:
    """Whether the layers form a chain, with matrices of shape (fan_out, fan_in) if ``turned``."""
    shapes = [layer.matrix.shape[::-1] if turned else layer.matrix.shape for layer in layers]
    biased = all(layer.bias is None or layer.bias.size == shape[1] for layer, shape in zip(layers, shapes, strict=True))
    return biased and all(before[1] == after[0] for before, after in pairwise(shapes))


def _oriented(layers: Sequence[_Layer]) -> list[tuple[Array, Array | None]]:
    """Weights as (fan_in, fan_out) with their biases."""
    orientations = [turned for turned in (True, False) if _fits_as(layers, turned)]
    by_pytorch = all(layer.name.lower().endswith("weight") for layer in layers)
    turned = orientations[0] if len(orientations) == 1 else by_pytorch  # both fit if all layers are square
    return [(layer.matrix.T if turned else layer.matrix, layer.bias) for layer in layers]


def _in_direction(layers: list[tuple[Array, Array | None]]) -> list[tuple[Array, Array | None]]:
    """The layers turned round where, without biases, only that makes a network with an output a digit.

    Without biases a chain of matrices can be read in both directions, and names such as "wih" and "who" do not show it.
    """
    first, last = layers[0][0].shape[0], layers[-1][0].shape[1]
    if all(bias is None for _, bias in layers) and first == CLASSES < last:
        return [(matrix.T, None) for matrix, _ in reversed(layers)]
    return layers
