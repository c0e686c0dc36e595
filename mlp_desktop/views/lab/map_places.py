"""The places of samples on a map, at rest or on their way, and which of them lie where."""

import numpy as np
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPolygonF

from mlp_desktop.views.kit import theme

_MARGIN = 2 * theme.GRID


class MapPlaces:
    """Points of a map, as large as the room allows, with one scale both ways and y up.

    Attributes:
        points: shape (n, 2); ``None`` while there are none.
    """

    def __init__(self) -> None:
        self.points: np.ndarray | None = None
        # The lowest and the highest corner of what is shown move with the points.
        self._corners = self._from = self._to = np.array([[-1.0, -1.0], [1.0, 1.0]])

    def put(self, points: np.ndarray | None, kept: np.ndarray | None = None) -> None:
        """Be there at once; places that are ``kept``, shape (m, 2), lie in the room too, whatever is there."""
        self.points = points
        if points is not None:
            self._corners = _corners(points, kept)

    def begin_to_move(self, points: np.ndarray, kept: np.ndarray | None = None) -> None:
        """Leave for other places, from where there were points before; ``kept`` as in :meth:`put`."""
        assert self.points is not None, "there were points before"
        self._from = np.concatenate([self._corners, self.points])
        self._to = np.concatenate([_corners(points, kept), points])

    def move(self, share: float) -> None:
        """Be this share of the time, 0 to 1, on the way; slow at both ends."""
        both = self._from + (self._to - self._from) * (share * share * (3 - 2 * share))
        self._corners, self.points = both[:2], both[2:]

    def on_screen(self, points: np.ndarray, size: QSize) -> np.ndarray:
        """Places in logical pixels, shape (n, 2), in a room of this size."""
        room = np.array([size.width(), size.height()])
        scale = float(((room - 2 * _MARGIN) / np.maximum(self._corners[1] - self._corners[0], 1e-9)).min())
        return room / 2 + (points - self._corners.mean(axis=0)) * (scale, -scale)

    def nearest(self, place: QPointF, size: QSize, reach: float) -> int | None:
        """The sample nearest to a place, if it is not farther than ``reach``."""
        if self.points is None or not len(self.points):
            return None
        difference = self.on_screen(self.points, size) - (place.x(), place.y())
        distances = np.einsum("ij,ij->i", difference, difference)
        number = int(distances.argmin())
        return number if distances[number] <= reach**2 else None

    def within(self, area: QPolygonF, size: QSize) -> np.ndarray:
        """The samples in an area, shape (m,)."""
        if self.points is None:
            return np.empty(0, np.int64)
        rule = Qt.FillRule.OddEvenFill
        inside = [area.containsPoint(QPointF(x, y), rule) for x, y in self.on_screen(self.points, size).tolist()]
        return np.flatnonzero(inside)


def _corners(points: np.ndarray, kept: np.ndarray | None) -> np.ndarray:
    everything = points if kept is None else np.concatenate([points, kept])
    return np.stack([everything.min(axis=0), everything.max(axis=0)])
