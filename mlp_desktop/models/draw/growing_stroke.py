"""A stroke while the pen is on the paper."""

from mlp_engine.ink import PenStroke

Point = tuple[float, float]


class GrowingStroke:
    """Collects what a pen reports, in the order in which it does.

    Clocks may stand still or run backwards, as they do where two devices report; recorded times never do.
    """

    def __init__(self, point: Point, time: float, pressure: float | None, width: float, smoothed: bool) -> None:
        self._points = [point]
        self._start = time
        self._times = [0.0]
        self._pressures = None if pressure is None else [pressure]
        self._width = width
        self._smoothed = smoothed

    def extend(self, point: Point, time: float, pressure: float | None) -> bool:
        """Go on to ``point``; says whether that is any farther."""
        if point == self._points[-1]:
            return False
        self._points.append(point)
        self._times.append(max(time - self._start, self._times[-1]))
        if self._pressures is not None:
            self._pressures.append(self._pressures[-1] if pressure is None else pressure)
        return True

    def so_far(self) -> PenStroke:
        """The stroke as it is now."""
        pressures = None if self._pressures is None else tuple(self._pressures)
        return PenStroke(tuple(self._points), tuple(self._times), pressures, self._width, self._smoothed)
