"""Distorts whole minibatches of digit images."""

import numpy as np
from numpy.typing import NDArray

from mlp_engine.augmentation.frame import FRAME, SIDE
from mlp_engine.augmentation.mapping import Mapping
from mlp_engine.augmentation.pen_width import PenWidth
from mlp_engine.augmentation.ranges import RANGES, DistortionRanges
from mlp_engine.augmentation.resampling import Resampling
from mlp_engine.errors import DataError
from mlp_engine.perceptron.config import AugmentationName

# So many images at a time: few enough that the workspace (4 MB) stays near the cache, enough that some 50 calls of
# numpy cost little an image (32 take 13 % more time, 16 take 36 %, 128 take 3 % less).
_AT_ONCE = 64


class Augmentation:
    """Distorts minibatches of digit images; fresh random numbers for each image and each call.

    Args:
        name: which distortions.
        inputs: of a sample; distorted can only be 784.
        ranges: how far each may go, instead of what goes by that name.

    Raises:
        DataError: if the samples are no digit images.
    """

    def __init__(self, name: AugmentationName, inputs: int, ranges: DistortionRanges | None = None) -> None:
        if name != "none" and inputs != SIDE * SIDE:
            raise DataError(f"Samples to be distorted must be {SIDE}×{SIDE} digit images. Got {inputs} inputs.")
        self.name = name
        self.ranges = RANGES[name] if ranges is None else ranges
        if name == "none":
            return
        self._mapping = Mapping(_AT_ONCE, self.ranges)
        self._resampling = Resampling(_AT_ONCE)
        changes_pen = self.ranges.thinner > 0 or self.ranges.broader > 0
        self._pen_width = PenWidth(_AT_ONCE, self.ranges) if changes_pen else None

    def __repr__(self) -> str:
        return f"Augmentation({self.name!r})"

    def distort(self, images: NDArray[np.floating], rng: np.random.Generator) -> None:
        """Distort ``images``, shape (n, 784), activations of 0 to 1 (cut to that where beyond), in place.

        The same images and the same state of ``rng`` give the same result, and leave the same state.
        """
        if self.name == "none":
            return
        for start in range(0, len(images), _AT_ONCE):
            self._distort(images[start : start + _AT_ONCE], rng)

    def _distort(self, images: NDArray[np.floating], rng: np.random.Generator) -> None:
        n = len(images)
        framed = self._resampling.framed[:n]
        framed.fill(0)
        inner = framed[:, FRAME:-FRAME, FRAME:-FRAME]
        np.copyto(inner, images.reshape(n, SIDE, SIDE), casting="same_kind")
        np.clip(framed, 0, 1, out=framed)
        if self._pen_width is not None:
            self._pen_width.change(framed.reshape(n, -1), rng)
        self._mapping.draw(self._resampling.places(n), rng)
        self._resampling.look(images)
