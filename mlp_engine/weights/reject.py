"""The reject score: whether a digit image shows a digit at all.

The network that reads digits has ten answers and no eleventh: a letter or a scribble gets one of the ten too, often
with a probability near 1. So the question "a digit or not?" is put to a small perceptron of its own, with two
outputs, digit and not a digit, trained on digits and on drawings that are none. The reject score is its probability
of the second; from a threshold on, which was chosen on data that it was not trained on, the image is refused.

It looks at the digit image alone and so serves any network that reads digits. How it was trained and what it
reaches is told in ``docs/reject.md``.
"""

import numpy as np
from numpy.typing import NDArray

from mlp_engine.errors import DataError
from mlp_engine.ink.normalise import IMAGE_SIDE
from mlp_engine.perceptron.network import Network
from mlp_engine.validation import check_number

NOT_A_DIGIT = 1
"""The detector's second output; its first, 0, is "a digit"."""


class Reject:
    """Tells digits from everything else. It never changes.

    Attributes:
        network: the detector, 784 inputs and two outputs: digit, not a digit.
        threshold: the reject score from which an image is refused, above 0 and at most 1.
    """

    def __init__(self, network: Network, threshold: float) -> None:
        """Make it of a trained detector.

        Raises:
            DataError: if the network does not have 784 inputs and 2 outputs.
            SettingError: if the threshold is out of its range.
        """
        inputs, outputs = network.config.inputs, network.config.outputs
        if (inputs, outputs) != (IMAGE_SIDE**2, 2):
            raise DataError(
                f"A network that gives a reject score must have {IMAGE_SIDE**2} inputs and 2 outputs. "
                f"Got {inputs} and {outputs}."
            )
        self.network = network
        self.threshold = check_number("Threshold of the reject score", threshold, above=0, at_most=1)

    def __repr__(self) -> str:
        return f"Reject({self.network!r}, threshold {self.threshold:g})"

    def scores(self, images: NDArray[np.generic]) -> NDArray[np.floating]:
        """How little each image looks like a digit.

        Args:
            images: one digit image, shape (784,) or (28, 28), or many, shape (n, 784): ``uint8`` ink or floats.

        Returns:
            From 0, surely a digit, to 1, surely none: shape () or (n,).

        Raises:
            DataError: for any other shape.
        """
        samples = images.ravel() if images.shape == (IMAGE_SIDE, IMAGE_SIDE) else images
        return self.network.predict(samples)[..., NOT_A_DIGIT]

    def refuses(self, image: NDArray[np.generic]) -> bool:
        """Whether one digit image, shape (784,) or (28, 28), is to be called "not a digit".

        Raises:
            DataError: for any other shape.
        """
        score = self.scores(image)
        if score.ndim:
            raise DataError(f"One digit image must be asked about at a time. Got an array of shape {image.shape}.")
        return bool(score >= self.threshold)
