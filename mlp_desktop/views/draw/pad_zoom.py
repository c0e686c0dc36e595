"""How large a picture on the pad is shown, and which part of it."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

MOST_PIXELS = 4096
"""Side of the largest pad that is painted, in pixels of the screen: its pictures must fit into memory."""
_MOST = 8.0
STEP = 1.25
"""From one size to the next."""


@dataclass(frozen=True)
class PadZoom:
    """Which part of the pad is in sight.

    Attributes:
        factor: how many times as large as the paper the pad is shown, 1 or more.
        left: of the pad, how much lies left of the paper, in sides of the paper; 0 to ``factor`` − 1.
        top: the same above the paper.
    """

    factor: float = 1.0
    left: float = 0.0
    top: float = 0.0

    def square(self, paper: QRectF) -> QRectF:
        """The whole pad where ``paper`` is the part in sight, in the same coordinates."""
        side = paper.width()
        corner = paper.topLeft() - QPointF(self.left * side, self.top * side)
        return QRectF(corner.x(), corner.y(), self.factor * side, self.factor * side)

    def zoomed(self, factor: float, at: QPointF, paper: QRectF, ratio: float = 1.0) -> "PadZoom":
        """Shown ``factor`` times as large as the paper; what lies at a point of the widget stays there.

        Args:
            factor: wanted; at least 1, and no more than memory allows.
            at: the point, in the coordinates of ``paper``.
            paper: the part in sight.
            ratio: pixels of the screen for one of those coordinates.
        """
        most = min(max(MOST_PIXELS / max(paper.width() * ratio, 1.0), 2.0), _MOST)
        factor = min(max(factor, 1.0), most)
        x, y = ((at - paper.topLeft()) / max(paper.width(), 1.0)).toTuple()
        grown = factor / self.factor
        return _within(factor, (self.left + x) * grown - x, (self.top + y) * grown - y)

    def moved(self, by: QPointF, paper: QRectF) -> "PadZoom":
        """The pad moved under the paper by so much, as far as it reaches."""
        side = max(paper.width(), 1.0)
        return _within(self.factor, self.left - by.x() / side, self.top - by.y() / side)


def _within(factor: float, left: float, top: float) -> PadZoom:
    return PadZoom(factor, min(max(left, 0.0), factor - 1), min(max(top, 0.0), factor - 1))
