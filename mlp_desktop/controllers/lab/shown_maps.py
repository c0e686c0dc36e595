"""What the page Map shows: the maps that are there, and the moment, the layers and the method that are chosen."""

from dataclasses import dataclass, field

from mlp_desktop.workers.lab.map_workers import MomentMaps
from mlp_engine.projection.layer_map import LayerMap

TSNE = 1


@dataclass(eq=False)
class ShownMaps:
    """Shared by those who find maps and those who show them.

    Attributes:
        moments: the maps of every moment by PCA, as far as they are there.
        tsne: maps by t-SNE, by those by PCA.
        moment: the place of the moment that is shown.
        layers: the layer of each panel.
        method: 0 for PCA, :data:`TSNE`.
    """

    moments: tuple[MomentMaps, ...] = ()
    tsne: dict[LayerMap, LayerMap] = field(default_factory=dict[LayerMap, LayerMap])
    moment: int = 0
    layers: list[int] = field(default_factory=lambda: [0, 0])
    method: int = 0

    @property
    def now(self) -> MomentMaps:
        """The maps of the moment that is shown, if there are any."""
        return self.moments[self.moment]

    def keep(self, moments: tuple[MomentMaps, ...]) -> None:
        """Show these maps from now on; those by t-SNE stay as far as they belong to them."""
        self.moments = moments
        flat = {layer for moment in moments for layer in moment.layers}
        self.tsne = {layer: found for layer, found in self.tsne.items() if layer in flat}

    def clear(self) -> None:
        """There are no maps any more."""
        self.moments, self.tsne = (), {}

    def shown(self, layer: int) -> LayerMap | None:
        """The map that is shown of a layer; ``None`` while there is none."""
        if not self.moments:
            return None
        flat = self.now.layers[layer]
        return self.tsne.get(flat) if self.method == TSNE else flat
