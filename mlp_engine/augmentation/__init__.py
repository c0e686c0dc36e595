"""Distorts digit images anew every time they are seen, so that the network meets no image twice.

1. The pen becomes thinner or broader (``pen_width``),
2. every pixel is told where it comes from, by a random affine map and a random elastic displacement (``mapping``),
3. and takes its ink from there, between pixels by interpolation (``resampling``).

How far each may go, and by whom that was found, is in ``ranges``.
"""

from mlp_engine.augmentation.distortion import Augmentation
from mlp_engine.augmentation.frame import SIDE
from mlp_engine.augmentation.ranges import RANGES, DistortionRanges

__all__ = ["RANGES", "SIDE", "Augmentation", "DistortionRanges"]
