"""Shows in words, bars and pictures what a training has made of the weights."""

from collections.abc import Sequence

import numpy as np

from mlp_desktop.views.weights_panel import LayerFacts, WeightsPanel
from mlp_engine.ink.normalise import IMAGE_SIDE
from mlp_engine.layer_statistics import LayerStatistics
from mlp_engine.network import Network


def show_weights(panel: WeightsPanel, network: Network, layers: Sequence[LayerStatistics]) -> None:
    """Show ``network`` and what was found out about its layers."""
    panel.show_weights(_pictures(network), [_facts(layer, last=layer is layers[-1]) for layer in layers])


def _pictures(network: Network) -> np.ndarray | None:
    if network.config.inputs != IMAGE_SIDE**2:
        return None
    return network.weights[0].T.reshape(-1, IMAGE_SIDE, IMAGE_SIDE)


def _facts(layer: LayerStatistics, *, last: bool) -> LayerFacts:
    name = "Output" if last else f"Layer {layer.number}"
    return LayerFacts(f"{name} · {layer.units} {layer.activation}", layer_words(layer), layer.counts, layer.edges[-1])


def layer_words(layer: LayerStatistics) -> str:
    """The numbers of a layer, one a line."""
    lines = [
        f"{layer.near_zero:.1%} of weights near zero (below {layer.near_zero_below:.1g})",
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
