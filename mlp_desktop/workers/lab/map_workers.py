"""Workers of the map: the places of all samples in all layers, by PCA at once, or by t-SNE layer by layer."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlp_desktop.workers.kit.worker import Stopped, Worker, throttled
from mlp_engine.arrays import Floats
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.examination.damage import DamageName
from mlp_engine.examination.robustness import damaged_samples
from mlp_engine.lab.edited_network import EditedNetwork
from mlp_engine.projection.layer_map import LayerMap, moved_map, pca_maps, tsne_map
from mlp_engine.projection.layers import layer_activations, map_layer_names
from mlp_engine.projection.tsne import STEPS, Progress
from mlp_engine.training.metrics import check_fits


@dataclass(frozen=True, eq=False)
class MomentMaps:
    """The maps of one network.

    Attributes:
        layers: pixels to output.
        probabilities: of its answers, shape (n, classes).
        data: the samples, damaged if that was wanted.
        undamaged: the maps of the samples as they were; the same as ``layers`` without damage.
    """

    layers: tuple[LayerMap, ...]
    probabilities: Floats
    data: Dataset
    undamaged: tuple[LayerMap, ...]

    @property
    def answers(self) -> NDArray[np.int64]:
        """What it reads the samples as."""
        return self.probabilities.argmax(axis=1).astype(np.int64)


class PcaWorker(Worker):
    """Reads samples with networks, and finds their places; ``succeeded`` gives a tuple of :class:`MomentMaps`.

    Of several networks ``progressed`` gives the share that is done.
    """

    fault = "The map failed because of an error in this program"

    def __init__(
        self,
        moments: Sequence[EditedNetwork],
        data: Dataset,
        before: Sequence[MomentMaps] | None = None,
        damage: tuple[DamageName, float] | None = None,
    ) -> None:
        """Map ``data``.

        Args:
            moments: one network, or one run at several moments.
            data: the samples.
            before: the maps of the same samples by as many networks of the same layers, if there were any, which the
                new ones are turned to.
            damage: kind and strength of a damage; damaged samples lie on the maps of the undamaged ones.
        """
        super().__init__()
        self._moments = moments
        self._data = data
        self._before = before
        self._damage = damage

    def work(self) -> tuple[MomentMaps, ...]:
        """Read and place; called in the thread."""
        found: list[MomentMaps] = []
        damaged = None if self._damage is None else damaged_samples(self._data, *self._damage)
        for number, edited in enumerate(self._moments):
            if self.isInterruptionRequested():
                raise Stopped
            check_fits(edited.base, self._data)
            earlier = found[-1:] if self._before is None else self._before[number : number + 1]
            targets = earlier[0].undamaged if earlier else ()
            with np.errstate(over="ignore", invalid="ignore"):  # weights set by hand may be anything
                read = layer_activations(edited, self._data.inputs)
                names = map_layer_names(edited.base.config)
                maps = pca_maps(names, read.layers, self._data.labels, self._data.classes, targets)
                found.append(MomentMaps(maps, read.probabilities, self._data, maps))
                if damaged is not None:
                    found[-1] = self._moved(edited, damaged, maps)
            if len(self._moments) > 1:
                self.progressed.emit((number + 1) / len(self._moments))
        return tuple(found)

    @staticmethod
    def _moved(edited: EditedNetwork, damaged: Dataset, maps: tuple[LayerMap, ...]) -> MomentMaps:
        read = layer_activations(edited, damaged.inputs)
        pairs = zip(maps, read.layers, strict=True)
        moved = tuple(moved_map(each, layer, damaged.labels, damaged.classes) for each, layer in pairs)
        return MomentMaps(moved, read.probabilities, damaged, maps)


@dataclass(frozen=True, eq=False)
class TsneProgress:
    """How far t-SNE is.

    Attributes:
        layer: that is being placed, counted from 0.
        share: of all layers, from 0 to 1.
        points: where its samples are now, shape (n, 2).
        done: the map, once the layer is done.
    """

    layer: int
    share: float
    points: NDArray[np.float64]
    done: LayerMap | None = None


class TsneWorker(Worker):
    """Places one layer after another; ``progressed`` gives a :class:`TsneProgress`, 20 times a second at most."""

    fault = "The map failed because of an error in this program"

    def __init__(self, layers: Sequence[LayerMap], known: Sequence[LayerMap | None], order: Sequence[int]) -> None:
        """Place samples.

        Args:
            layers: the maps by PCA.
            known: those by t-SNE that are there already; each new one is turned towards the nearest of them.
            order: which of them to place, the one that is looked at first.
        """
        super().__init__()
        self._layers = layers
        self._done = {layer: found for layer, found in enumerate(known) if found is not None}
        self._order = order

    def work(self) -> None:
        """Place; called in the thread."""
        for number, layer in enumerate(self._order):
            nearest = min(self._done, key=lambda other: abs(other - layer), default=None)
            found = tsne_map(
                self._layers[layer],
                None if nearest is None else self._done[nearest],
                steps=STEPS,
                on_progress=self._reports(number, layer),
            )
            self._done[layer] = found
            self.progressed.emit(TsneProgress(layer, (number + 1) / len(self._order), found.points, found))

    def _reports(self, number: int, layer: int) -> Progress:
        newest: list[NDArray[np.float64]] = []

        def report(step: int) -> None:
            share = (number + step / STEPS) / len(self._order)
            self.progressed.emit(TsneProgress(layer, share, newest[-1]))

        tick = throttled(report, self.isInterruptionRequested)

        def go_on(step: int, points: NDArray[np.float64]) -> None:
            newest[:] = [points]
            tick(step)

        return go_on
