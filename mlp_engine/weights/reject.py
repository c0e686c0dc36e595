"""The reject score: the probability that an image does not show a digit.

The network that reads digits has ten outputs and none for "something else": it takes a letter or a scribble for a
digit too, often with a probability near 1. So a separate small perceptron decides whether the image shows a digit.
It has two outputs, digit and not a digit, and was trained on digits and on other drawings. The reject score is its
probability of "not a digit". An image is refused if the score reaches a threshold, which was chosen on data that the
detector was not trained on.

The detector reads only the digit image, so it serves any network that reads digits. Its training and its results are
in ``docs/reject.md``.
"""

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import IMAGE_PIXELS, IMAGE_SIDE, Floats
from mlp_engine.errors import DataError
from mlp_engine.perceptron.network import Network
from mlp_engine.validation import check_number

NOT_A_DIGIT = 1
"""Index of the detector's output for "not a digit"; index 0 is "a digit"."""


class Reject:
    """A detector of images that are not digits, with the threshold for refusing them. It is immutable.

    Attributes:
        network: the detector, with 784 inputs and two outputs: digit, not a digit.
        threshold: the lowest reject score that is refused, above 0 and at most 1.
    """

    def __init__(self, network: Network, threshold: float) -> None:
        """Create it from a trained detector.

        Raises:
            DataError: if the network does not have 784 inputs and 2 outputs.
            SettingError: if the threshold is out of range.
        """
        inputs, outputs = network.config.inputs, network.config.outputs
        if (inputs, outputs) != (IMAGE_PIXELS, 2):
            raise DataError(
                f"A network that gives a reject score must have {IMAGE_PIXELS} inputs and 2 outputs. "
                f"Got {inputs} and {outputs}."
            )
        self.network = network
        self.threshold = check_number("Threshold of the reject score", threshold, above=0, at_most=1)

    def __repr__(self) -> str:
        return f"Reject({self.network!r}, threshold {self.threshold:g})"

    def scores(self, images: NDArray[np.generic]) -> Floats:
        """The reject score of each image.

        Args:
            images: one digit image, shape (784,) or (28, 28), or many, shape (n, 784): ``uint8`` ink or floats.

        Returns:
            Scores from 0, certainly a digit, to 1, certainly not: shape () or (n,).

        Raises:
            DataError: for any other shape.
        """
        samples = images.ravel() if images.shape == (IMAGE_SIDE, IMAGE_SIDE) else images
        return self.network.predict(samples)[..., NOT_A_DIGIT]

    def refuses(self, image: NDArray[np.generic]) -> bool:
        """Whether one digit image, shape (784,) or (28, 28), is refused as "not a digit".

        Raises:
            DataError: for any other shape.
        """
        score = self.scores(image)
        if score.ndim:
            raise DataError(f"One digit image must be asked about at a time. Got an array of shape {image.shape}.")
        return bool(score >= self.threshold)
