"""The weights of a network as pictures, and the statistics of its layers as bars and words."""

import math
from collections.abc import Sequence

import numpy as np

from mlp_desktop.views.train.layer_statistics import Statistic
from mlp_desktop.views.train.weight_pictures import MOST_PICTURES
from mlp_desktop.views.train.weights_panel import LayerSummary, WeightsPanel
from mlp_engine.arrays import IMAGE_PIXELS, IMAGE_SIDE
from mlp_engine.diagnosis.layer_statistics import LayerStatistics
from mlp_engine.perceptron.network import Network

_SHORTEST, _LONGEST = -6, 1  # powers of ten that the bar of a gradient begins and ends with

_DEAD = "Units that are 0 for every sample looked at: no gradient reaches them."
_SATURATED = "Units that are near an end of their range for at least half of the samples: their slope is flat there."
_GRADIENT = (
    "Length of the gradient of the mean loss by this layer's weights. The bar's scale is the same for all layers: from "
    f"10^{_SHORTEST} to 10^{_LONGEST}, each step of a power of ten as long as any other."
)


def show_weights(panel: WeightsPanel, network: Network, layers: Sequence[LayerStatistics]) -> None:
    """Show the first-layer weights of ``network`` and the statistics of its layers."""
    facts = [_facts(layer, last=layer is layers[-1]) for layer in layers]
    panel.show_weights(_pictures(network), layers[0].units, facts)


def _pictures(network: Network) -> np.ndarray | None:
    if network.config.inputs != IMAGE_PIXELS:
        return None
    return network.weights[0][:, :MOST_PICTURES].T.reshape(-1, IMAGE_SIDE, IMAGE_SIDE)


def _facts(layer: LayerStatistics, *, last: bool) -> LayerSummary:
    name = f"{'Output' if last else f'Layer {layer.number}'} · {layer.units} {layer.activation}"
    return LayerSummary(
        name,
        layer.counts,
        float(layer.edges[-1]),
        _figures(layer),
        layer_words(layer),
        layer.start_counts,
        _spread(layer),
    )


def _spread(layer: LayerStatistics) -> str:
    """How far the weights spread, now and at the start; empty if the start is not known."""
    if layer.start_deviation is None:
        return ""
    return f"Standard deviation {layer.deviation:.2g} now, {layer.start_deviation:.2g} at the start."


def _figures(layer: LayerStatistics) -> list[Statistic]:
    near = f"Weights below {layer.near_zero_below:.1g}, a hundredth of the deviation 1/√inputs that weights begin with."
    norm = layer.gradient_norm
    reach = (math.log10(norm) - _SHORTEST) / (_LONGEST - _SHORTEST) if 0 < norm < math.inf else 0.0
    figures = [
        Statistic("near zero", layer.near_zero, f"{layer.near_zero:.1%}", f"{near} {layer.zero:.1%} are exactly 0."),
        Statistic("gradient", reach, f"{norm:.2g}", _GRADIENT),
    ]
    if layer.dead is not None:
        figures.append(Statistic("dead", layer.dead, _of_all(layer, layer.dead), _DEAD))
    if layer.saturated is not None:
        figures.append(Statistic("saturated", layer.saturated, _of_all(layer, layer.saturated), _SATURATED))
    return figures


def _of_all(layer: LayerStatistics, share: float) -> str:
    return f"{round(share * layer.units)} of {layer.units}"


def layer_words(layer: LayerStatistics) -> str:
    """The statistics of a layer, one on each line."""
    lines = [
        f"{layer.near_zero:.1%} of weights near zero (below {layer.near_zero_below:.1g}), {layer.zero:.1%} exactly 0",
        f"Gradient's length {layer.gradient_norm:.3g}",
    ]
    if layer.dead is not None:
        lines.append(_units(layer, "dead", layer.dead))
    if layer.saturated is not None:
        lines.append(_units(layer, "saturated", layer.saturated))
    return "\n".join(lines)


def _units(layer: LayerStatistics, kind: str, share: float) -> str:
    count = round(share * layer.units)
    return f"{count} {kind} {'unit' if count == 1 else 'units'} ({share:.0%})"
