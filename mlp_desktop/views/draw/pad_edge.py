"""The edge of the pad: what of a straight movement lies on the paper."""

from typing import NamedTuple

from mlp_desktop.views.kit.stroke_ink import PAD_SIDE


class PadPoint(NamedTuple):
    """A point on the pad.

    Attributes:
        x: from 0 to ``PAD_SIDE``; beyond them beside the pad, where nothing is drawn.
        y: likewise, downwards.
        time: in seconds.
        pressure: from 0 to 1; ``None`` if the device does not report it.
    """

    x: float
    y: float
    time: float = 0.0
    pressure: float | None = None

    @property
    def is_on_paper(self) -> bool:
        """Whether the point lies on the pad or on its edge."""
        return 0 <= self.x <= PAD_SIDE and 0 <= self.y <= PAD_SIDE

    def snapped(self) -> "PadPoint":
        """The point of the pad that is nearest: the same but for rounding, if the point was at the edge."""
        return self._replace(x=min(max(self.x, 0.0), PAD_SIDE), y=min(max(self.y, 0.0), PAD_SIDE))


def part_on_paper(before: PadPoint, after: PadPoint) -> tuple[PadPoint, PadPoint] | None:
    """The ends of the part of a straight movement that lies on the pad; ``None`` if no part does.

    The line is clipped side by side (Y.-D. Liang and B. A. Barsky, A New Concept and Method for Line Clipping, 1984).
    Time and pressure at the edge lie between those of the two points.
    """
    enters, leaves = 0.0, 1.0
    for place, step in ((before.x, after.x - before.x), (before.y, after.y - before.y)):
        if step == 0:
            if not 0 <= place <= PAD_SIDE:
                return None
            continue
        near, far = sorted((-place / step, (PAD_SIDE - place) / step))
        enters, leaves = max(enters, near), min(leaves, far)
    if enters > leaves:
        return None
    return _between(before, after, enters), _between(before, after, leaves)


def _between(before: PadPoint, after: PadPoint, share: float) -> PadPoint:
    """The point at ``share`` of the way; the two ends themselves, unrounded, at 0 and 1."""
    if share in (0, 1):
        return after if share else before
    x, y, time = (one + share * (other - one) for one, other in zip(before[:3], after[:3], strict=True))
    hard, harder = before.pressure, after.pressure
    pressure = harder if hard is None or harder is None else hard + share * (harder - hard)
    return PadPoint(x, y, time, pressure).snapped()
