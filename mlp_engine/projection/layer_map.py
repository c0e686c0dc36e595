"""The map of a layer: its samples as points in the plane, and where another sample would lie among them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import Floats
from mlp_engine.errors import DataError
from mlp_engine.projection.alignment import Alignment, alignment
from mlp_engine.projection.linear import Doubles, squared_distances
from mlp_engine.projection.neighbours import NeighbourShares, nearest, neighbour_shares
from mlp_engine.projection.pca import PrincipalAxes, principal_axes
from mlp_engine.projection.tsne import PERPLEXITY, STEPS, tsne

Method = Literal["PCA", "t-SNE"]
_NEAREST = 5  # samples whose places decide where another one lies on a map of t-SNE


@dataclass(frozen=True, eq=False)
class LayerMap:
    """One layer as a map.

    Attributes:
        name: of the layer.
        method: how the points were found.
        points: shape (n, 2), within the unit circle.
        explained: share of the variance of the layer that the two directions of the map show; ``None`` for t-SNE,
            which has no directions.
        neighbours: whose nearest neighbours are whose in the layer itself, whatever the map shows.
        samples: the activations, shape (n, width).
        axes: the principal axes of the layer.
        alignment: what made ``points`` of the points that were found.
    """

    name: str
    method: Method
    points: Doubles
    explained: float | None
    neighbours: NeighbourShares
    samples: Floats
    axes: PrincipalAxes
    alignment: Alignment

    def place(self, activations: Floats) -> Doubles:
        """Where a sample with these activations lies, shape (2,).

        On a map of PCA that is its projection. t-SNE has no rule for new samples: there it is the mean place of its
        five nearest neighbours in the layer, each weighted with 1 / d².

        Args:
            activations: of this layer, shape (width,).
        """
        if self.method == "PCA":
            return self.alignment.place(self.axes.project(activations))
        nearness = self.samples @ activations - self._half_squares  # (‖a‖² − d²) / 2, without another pass
        chosen = np.argpartition(-nearness, min(_NEAREST, len(nearness)) - 1)[:_NEAREST]
        difference = self.samples[chosen] - activations
        weights = 1 / np.maximum(np.einsum("ij,ij->i", difference, difference, dtype=np.float64), 1e-12)
        return (self.points[chosen] * (weights / weights.sum())[:, None]).sum(axis=0)

    @cached_property
    def _half_squares(self) -> Floats:
        """‖x‖² / 2 of every sample, shape (n,)."""
        return np.einsum("ij,ij->i", self.samples, self.samples) / 2


def pca_map(
    name: str, samples: Floats, labels: NDArray[np.int64], classes: int, target: LayerMap | None = None
) -> LayerMap:
    """The map of a layer by its two principal axes.

    Args:
        name: of the layer.
        samples: its activations, shape (n, width), n at least 2.
        labels: shape (n,).
        classes: how many there are.
        target: the map to turn this one towards; of the same samples.

    Raises:
        SettingError: if there are fewer than 2 samples, or other ones than on the map to turn to.
        DataError: if an activation is not finite.
    """
    _check_finite(name, samples)
    axes = principal_axes(samples)
    flat = axes.project(samples)
    to = alignment(flat, None if target is None else target.points)
    shares = neighbour_shares(nearest(squared_distances(samples)), labels, classes)
    return LayerMap(name, "PCA", to.place(flat), float(axes.shares.sum()), shares, samples, axes, to)


def pca_maps(
    names: Sequence[str],
    layers: Sequence[Floats],
    labels: NDArray[np.int64],
    classes: int,
    targets: Sequence[LayerMap] = (),
) -> tuple[LayerMap, ...]:
    """The maps of all layers of a network by PCA, each turned towards the one before.

    Args:
        names: of the layers.
        layers: the activations, as :class:`~mlp_engine.projection.layers.LayerActivations` holds them.
        labels: shape (n,).
        classes: how many there are.
        targets: the maps of the same layers at the moment before, to turn to instead, if there was one. A layer that
            has not changed since keeps its map.

    Raises:
        SettingError, DataError: as :func:`pca_map`.
    """
    maps: list[LayerMap] = []
    for number, (name, samples) in enumerate(zip(names, layers, strict=True)):
        target = targets[number] if targets else maps[-1] if maps else None
        if targets and np.array_equal(targets[number].samples, samples):
            maps.append(targets[number])
            continue
        maps.append(pca_map(name, samples, labels, classes, target))
    return tuple(maps)


def moved_map(shown: LayerMap, samples: Floats, labels: NDArray[np.int64], classes: int) -> LayerMap:
    """Other activations of the same samples on the map of a layer by PCA: the map stays, and the points move.

    Args:
        shown: the map, of the samples as they were.
        samples: their activations now, shape (n, width).
        labels: shape (n,).
        classes: how many there are.

    Returns:
        The map with its two directions. Neighbours, and the share of the variance that it shows, are those of the
        activations now.

    Raises:
        DataError: as :func:`pca_map`.
    """
    _check_finite(shown.name, samples)
    flat = shown.axes.project(samples)
    variance = float(samples.var(axis=0, dtype=np.float64).sum())
    explained = float(flat.var(axis=0).sum()) / variance if variance > 0 else 0.0
    shares = neighbour_shares(nearest(squared_distances(samples)), labels, classes)
    return replace(shown, points=shown.alignment.place(flat), explained=explained, neighbours=shares, samples=samples)


def tsne_map(
    flat: LayerMap,
    target: LayerMap | None = None,
    *,
    perplexity: float = PERPLEXITY,
    steps: int = STEPS,
    on_progress: Callable[[int, Doubles], None] | None = None,
) -> LayerMap:
    """The map of a layer by t-SNE, starting from its map by PCA.

    Args:
        flat: the map by PCA.
        target: the map to turn this one towards; by default the map by PCA.
        perplexity: as :func:`~mlp_engine.projection.tsne.tsne`, as are the rest.
        steps: number of steps.
        on_progress: called after each step with the steps done and the points as they would be shown.

    Raises:
        SettingError: as :func:`~mlp_engine.projection.tsne.tsne`.
    """
    towards = flat if target is None else target

    def show(step: int, points: Doubles) -> None:
        if on_progress is not None:
            on_progress(step, alignment(points, towards.points).place(points))

    samples = flat.samples
    found = tsne(squared_distances(samples), flat.points, perplexity=perplexity, steps=steps, on_progress=show)
    to = alignment(found, towards.points)
    return LayerMap(flat.name, "t-SNE", to.place(found), None, flat.neighbours, samples, flat.axes, to)


def _check_finite(name: str, samples: Floats) -> None:
    if not np.isfinite(samples).all():
        raise DataError(f"Activations on a map must be finite numbers. Got others in {name}: undo the last change.")
