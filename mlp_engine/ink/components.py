"""Connected pieces of a mask, found run by run; and distances from it."""

from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Mask = NDArray[np.bool_]
Places = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Components:
    """The connected pieces of a mask, numbered from 1 in reading order of their first pixels.

    Attributes:
        labels: the number of each pixel's piece, 0 where the mask is not set; shape (height, width).
        boxes: left, top, right and bottom of each piece, right and bottom just behind the last pixel; shape (count, 4).
        areas: pixels of each piece, shape (count,).
    """

    labels: NDArray[np.int64]
    boxes: NDArray[np.int64]
    areas: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.areas)

    def mask(self, kept: NDArray[np.bool_]) -> Mask:
        """The pixels of the pieces for which ``kept``, shape (count,), is true."""
        return np.concatenate(([False], kept))[self.labels]


def numbered(labels: NDArray[np.int64], count: int) -> Components:
    """Components as ``labels``, shape (height, width), numbers them from 1 to ``count``; they need not be connected."""
    rows, columns = np.nonzero(labels)
    places = labels[rows, columns] - 1
    boxes = np.zeros((count, 4), np.int64)
    boxes[:, :2] = max(labels.shape)
    for side, values in enumerate((columns, rows)):
        np.minimum.at(boxes[:, side], places, values)
        np.maximum.at(boxes[:, side + 2], places, values + 1)
    return Components(labels, boxes, np.bincount(places, minlength=count).astype(np.int64))


def components_of(mask: Mask, *, corners: bool = True) -> Components:
    """Share the pixels of ``mask`` out to connected pieces.

    Runs of neighbouring pixels in a row are the units. Runs of neighbouring rows that touch are joined, and the
    smallest number travels along the joins until nothing changes.

    Args:
        mask: shape (height, width).
        corners: whether pixels that meet only at a corner are connected.
    """
    height, width = mask.shape
    stride = width + 1  # a column of paper keeps the runs of two rows apart
    flat = np.zeros(height * stride + 1, np.int8)
    flat[1:].reshape(height, stride)[:, :width] = mask
    steps = np.diff(flat, append=np.int8(0))
    starts: Places = np.flatnonzero(steps > 0)
    stops: Places = np.flatnonzero(steps < 0)
    reach = 1 if corners else 0
    first = cast(Places, stops.searchsorted(starts + (stride + 1 - reach), side="left"))
    last = cast(Places, starts.searchsorted(stops + (stride - 1 + reach), side="right"))
    counts = np.maximum(last - first, 0)
    above = np.repeat(np.arange(len(starts)), counts)
    below = np.arange(len(above)) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(first, counts)

    number = np.arange(len(starts))
    while True:
        least = np.minimum(number[above], number[below])
        before = number.copy()
        np.minimum.at(number, before[above], least)
        np.minimum.at(number, before[below], least)
        while not np.array_equal(number, jumped := number[number]):
            number = jumped
        if np.array_equal(number, before):
            break
    _, number = np.unique(number, return_inverse=True)
    count = int(number.max()) + 1 if len(number) else 0

    lengths = stops - starts
    labels = np.zeros(mask.shape, np.int64)
    labels[mask] = np.repeat(number + 1, lengths)
    rows, lefts = starts // stride, starts % stride
    boxes = np.empty((count, 4), np.int64)
    boxes[:, :2], boxes[:, 2:] = max(mask.shape), 0
    np.minimum.at(boxes[:, 0], number, lefts)
    np.minimum.at(boxes[:, 1], number, rows)
    np.maximum.at(boxes[:, 2], number, lefts + lengths)
    np.maximum.at(boxes[:, 3], number, rows + 1)
    return Components(labels, boxes, np.bincount(number, lengths, count).astype(np.int64))


def joined(together: NDArray[np.bool_]) -> list[list[int]]:
    """The connected groups, by their places, where ``together``, shape (n, n), connects pairs of strokes or pieces."""
    before: list[list[int]] = [[] for _ in together]
    pairs: list[list[int]] = np.argwhere(np.tril(together, -1)).tolist()
    for place, other in pairs:
        before[place].append(other)
    groups: dict[int, list[int]] = {}  # by the place that was added last, which is also their order
    homes: list[int] = []
    for place, others in enumerate(before):
        mine = sorted({homes[other] for other in others})
        group = [place, *(other for home in mine for other in groups.pop(home))]
        groups[place] = group
        homes.append(place)
        for other in group:
            homes[other] = place
    return list(groups.values())


def filled_in(mask: Mask) -> Mask:
    """The mask with its holes: all that is not connected with the edge of the picture outside of it."""
    outside = components_of(np.pad(~mask, 1, constant_values=True), corners=False)
    return outside.labels[1:-1, 1:-1] != outside.labels[0, 0]


def grown(mask: Mask, reach: int) -> Mask:
    """The mask with all pixels within ``reach`` rows and columns of it."""
    image = Image.fromarray(mask.astype(np.uint8))
    return np.asarray(image.filter(ImageFilter.MaxFilter(2 * reach + 1))) > 0


def distances(mask: Mask, reach: int) -> NDArray[np.float32]:
    """How far each pixel lies from the nearest one in ``mask``, in pixels; ``reach`` + 1 where it is farther.

    The Euclidean distance: along each row first, then the least of the rows up to ``reach`` above and below.
    """
    height, width = mask.shape
    far = reach + 1
    columns: Places = np.arange(width, dtype=np.intp)
    before = np.maximum.accumulate(np.where(mask, columns, -far - width), axis=1)
    behind = np.minimum.accumulate(np.where(mask, columns, width + far + width)[:, ::-1], axis=1)[:, ::-1]
    along = np.minimum(np.minimum(columns - before, behind - columns), far).astype(np.float32) ** 2
    least = along.copy()
    for step in range(1, min(reach, height - 1) + 1):
        np.minimum(least[step:], along[:-step] + step * step, out=least[step:])
        np.minimum(least[:-step], along[step:] + step * step, out=least[:-step])
    return np.minimum(np.sqrt(least), np.float32(far))
