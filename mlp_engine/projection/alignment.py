"""One map turned so that its points lie as near as they can to those of another: points move, the map never flips."""

from dataclasses import dataclass

import numpy as np

from mlp_engine.arrays import Floats
from mlp_engine.errors import SettingError
from mlp_engine.projection.linear import Doubles


@dataclass(frozen=True, eq=False)
class Alignment:
    """y = (x − centre) · turn · scale: the map keeps its shape.

    Attributes:
        centre: what becomes the origin, shape (2,).
        turn: a rotation, or a rotation and a reflection, shape (2, 2).
        scale: after which the point farthest from the centre is 1 away from it.
    """

    centre: Doubles
    turn: Doubles
    scale: float

    def place(self, points: Floats) -> Doubles:
        """Points, shape (n, 2) or (2,), of the map as it was, on the map as it is shown."""
        x, y = np.moveaxis((points - self.centre) * self.scale, -1, 0)
        return np.stack([x * self.turn[0, 0] + y * self.turn[1, 0], x * self.turn[0, 1] + y * self.turn[1, 1]], axis=-1)


def alignment(points: Doubles, target: Doubles | None = None) -> Alignment:
    """The alignment that centres a map and makes it as large as the unit circle, turned towards another.

    The turn is the solution of the orthogonal Procrustes problem: R = U Vᵀ, with the singular value decomposition
    U Σ Vᵀ of Xᵀ Y, minimises ‖X R − Y‖. Source: Schönemann, *Psychometrika* 31 (1966). The scale takes no part in it:
    maps that have little in common would shrink.

    Args:
        points: shape (n, 2).
        target: the same samples on the other map, shape (n, 2); ``None`` to leave the map as it is turned.

    Raises:
        SettingError: if the maps have different numbers of points.
    """
    centre = points.mean(axis=0)
    x = points - centre
    size = float(np.hypot(x[:, 0], x[:, 1]).max())
    scale = 1 / size if size > 0 else 1.0
    turn = np.eye(2)
    if target is not None:
        if target.shape != points.shape:
            raise SettingError(f"Both maps must have the same points. Got {len(points)} and {len(target)}.")
        y = target - target.mean(axis=0)
        u, _, v = np.linalg.svd(np.einsum("ni,nj->ij", x, y))
        turn = np.einsum("ij,jk->ik", u, v)
    return Alignment(centre, turn, scale)
