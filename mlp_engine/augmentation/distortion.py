"""The distortion of whole minibatches of digit images."""

import numpy as np

from mlp_engine.arrays import IMAGE_PIXELS, IMAGE_SIDE, Floats
from mlp_engine.augmentation.coordinates import RandomCoordinates
from mlp_engine.augmentation.frame import FRAME
from mlp_engine.augmentation.pen_width import PenWidth
from mlp_engine.augmentation.ranges import RANGES, DistortionRanges
from mlp_engine.augmentation.resampling import Resampling
from mlp_engine.errors import DataError
from mlp_engine.perceptron.config import AugmentationName

# Images distorted at a time. Few enough that the workspace (4 MB) stays near the cache, enough that the overhead of
# about 50 numpy calls is small for each image (32 take 13 % more time, 16 take 36 % more, 128 take 3 % less).
_AT_ONCE = 64


class Augmentation:
    """Distorts minibatches of digit images, with new random numbers for each image and each call.

    Args:
        name: the kind of distortion.
        inputs: number of inputs of a sample; only samples of 784 inputs can be distorted.
        ranges: the largest changes; those that belong to ``name`` by default.

    Raises:
        DataError: if the samples are not digit images.
    """

    def __init__(self, name: AugmentationName, inputs: int, ranges: DistortionRanges | None = None) -> None:
        if name != "none" and inputs != IMAGE_PIXELS:
            raise DataError(
                f"Samples to be distorted must be {IMAGE_SIDE}×{IMAGE_SIDE} digit images. Got {inputs} inputs."
            )
        self.name = name
        self.ranges = RANGES[name] if ranges is None else ranges
        if name == "none":
            return
        self._coordinates = RandomCoordinates(_AT_ONCE, self.ranges)
        self._resampling = Resampling(_AT_ONCE)
        changes_pen = self.ranges.thinner > 0 or self.ranges.broader > 0
        self._pen_width = PenWidth(_AT_ONCE, self.ranges) if changes_pen else None

    def __repr__(self) -> str:
        return f"Augmentation({self.name!r})"

    def distort(self, images: Floats, rng: np.random.Generator) -> None:
        """Distort ``images`` in place: shape (n, 784), activations from 0 to 1 (values beyond are clipped).

        The same images and the same state of ``rng`` give the same result and leave the same state.
        """
        if self.name == "none":
            return
        for start in range(0, len(images), _AT_ONCE):
            self._distort(images[start : start + _AT_ONCE], rng)

    def _distort(self, images: Floats, rng: np.random.Generator) -> None:
        n = len(images)
        framed = self._resampling.framed[:n]
        framed.fill(0)
        inner = framed[:, FRAME:-FRAME, FRAME:-FRAME]
        np.copyto(inner, images.reshape(n, IMAGE_SIDE, IMAGE_SIDE), casting="same_kind")
        np.clip(framed, 0, 1, out=framed)
        if self._pen_width is not None:
            self._pen_width.change(framed.reshape(n, -1), rng)
        self._coordinates.draw(self._resampling.coordinates(n), rng)
        self._resampling.resample(images)
