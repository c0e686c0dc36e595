"""Random distortions of digit images, new in every epoch, so that the network never sees the same image twice.

1. The pen becomes thinner or broader (``pen_width``).
2. A random affine map and a random elastic displacement give the coordinates of each pixel's source
   (``coordinates``).
3. Bilinear interpolation reads the ink at those coordinates (``resampling``).
4. If wanted, a random number is added to every pixel (``noise``).

The largest change of each kind, with its source, is in ``ranges``.
"""

from mlp_engine.augmentation.distortion import Augmentation
from mlp_engine.augmentation.noise import add_noise
from mlp_engine.augmentation.ranges import RANGES, DistortionRanges, ranges_of

__all__ = ["RANGES", "Augmentation", "DistortionRanges", "add_noise", "ranges_of"]
