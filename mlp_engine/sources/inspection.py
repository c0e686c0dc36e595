"""Inspection of arrays of digits before they are used: which way up they are, and which of ink and paper is dark.

A table of numbers does not say whether its rows are images row by row or column by column, nor whether 255 is ink or
paper. The bundled network does: it reads some samples as they are, transposed, inverted, and both. Where another
arrangement reads far better the samples are arranged so, and a remark says so with its evidence. The person can choose
the arrangement instead (see :func:`mlp_engine.sources.load_source`).
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_engine.datasets.samples import Samples
from mlp_engine.files.resources import bundled_weights
from mlp_engine.ink.normalise import IMAGE_SIDE
from mlp_engine.perceptron.inputs import FULL_INK
from mlp_engine.weights.file import WeightsFile, load_weights

MOST_READ = 200
"""Samples that are read in each arrangement: 0.2 s in all on one core of 2.8 GHz."""

_FEWEST = 10
_FEWEST_TO_DOUBT = 50
# An arrangement is taken where it reads this much more of the samples than they are read as they are: on 200 samples
# a difference of 0.25 is more than five standard errors, whatever the two shares are.
_MUCH_BETTER = 0.25
_READS = 0.5  # share that the better arrangement must read
_NOT_DIGITS = 0.3  # share below which labelled samples may be something else
_DARK_EDGE = 0.5  # share of ink along the edge above which the paper is dark


@dataclass(frozen=True)
class Arrangement:
    """How arrays of digits become digit images.

    Attributes:
        transposed: whether rows and columns of each image are exchanged.
        inverted: whether ink and paper are exchanged.
    """

    transposed: bool = False
    inverted: bool = False

    def __str__(self) -> str:
        words = ["transposed"] * self.transposed + ["inverted"] * self.inverted
        return " and ".join(words) or "as they are"

    def is_part_of(self, other: "Arrangement") -> bool:
        """Whether all that this one exchanges is exchanged by ``other`` too."""
        return self.transposed <= other.transposed and self.inverted <= other.inverted

    def with_(self, other: "Arrangement") -> "Arrangement":
        """The arrangement that exchanges what this one does and what ``other`` does."""
        return Arrangement(self.transposed or other.transposed, self.inverted or other.inverted)

    def of(self, inputs: NDArray[np.generic]) -> NDArray[np.generic]:
        """The rows of ``inputs``, shape (n, 784), so arranged."""
        images: NDArray[Any] = inputs.reshape(-1, IMAGE_SIDE, IMAGE_SIDE)
        if self.transposed:
            images = images.transpose(0, 2, 1)
        if self.inverted:
            images = np.subtract(_full(inputs), images, dtype=images.dtype)
        return np.ascontiguousarray(images.reshape(inputs.shape))


def _full(inputs: NDArray[np.generic]) -> int:
    """The number that stands for full ink."""
    return FULL_INK if inputs.dtype == np.uint8 else 1


AS_THEY_ARE = Arrangement()
_OTHERS = (Arrangement(transposed=True), Arrangement(inverted=True), Arrangement(transposed=True, inverted=True))


def inspected(samples: Samples, chosen: Arrangement | None = None) -> Samples:
    """The samples in the arrangement that was chosen, or that reads best, with remarks on what is odd about them.

    Args:
        samples: as a reader gives them; only arrays of 28×28 images can be arranged.
        chosen: the arrangement that a person wants; ``None`` to find out.
    """
    if chosen is not None:
        return _arranged(samples, chosen)
    if samples.origin != "arrays" or samples.inputs.shape[1] != IMAGE_SIDE**2 or len(samples) < _FEWEST:
        return samples
    places = np.linspace(0, len(samples) - 1, min(MOST_READ, len(samples)), dtype=np.int64)
    inputs = samples.inputs[places]
    labels = None if samples.labels is None else samples.labels[places]
    if labels is not None and not (np.isin(labels, range(10)).all() and len(np.unique(labels)) > 1):
        return _with_remark(samples, _on_labels(samples))
    network = load_weights(bundled_weights())
    shares = {arrangement: _share_read(network, arrangement.of(inputs), labels) for arrangement in _candidates(inputs)}
    as_they_are = shares[AS_THEY_ARE]
    best = max(shares, key=shares.__getitem__)
    if shares[best] >= _READS and shares[best] - as_they_are >= _MUCH_BETTER:
        verb = "read right" if labels is not None else "look like digits"
        remark = (
            f"{shares[best]:.0%} of {len(places)} samples {verb} when they are {best} and {as_they_are:.0%} as they "
            f"are: they are {best} (to take them as they are, write :as-is behind the data)."
        )
        return _with_remark(_arranged(samples, best), remark)
    if labels is not None and len(places) >= _FEWEST_TO_DOUBT and shares[best] < _NOT_DIGITS:
        return _with_remark(
            samples, f"The bundled network reads {shares[best]:.0%} of {len(places)} samples right: are they digits?"
        )
    return samples


def _candidates(inputs: NDArray[np.generic]) -> tuple[Arrangement, ...]:
    """Arrangements to try: inverted ones only where the edges are dark."""
    images: NDArray[Any] = inputs.reshape(-1, IMAGE_SIDE, IMAGE_SIDE)
    edge = np.concatenate([images[:, 0], images[:, -1], images[:, :, 0], images[:, :, -1]], axis=1)
    is_dark = float(edge.mean()) > _DARK_EDGE * _full(inputs)
    return (AS_THEY_ARE, *(other for other in _OTHERS if is_dark or not other.inverted))


def _share_read(weights: WeightsFile, inputs: NDArray[np.generic], labels: NDArray[np.int64] | None) -> float:
    """Share of the samples that is read right, or without labels that the reject score takes for digits."""
    if labels is not None:
        return float((weights.network.predict(inputs).argmax(axis=1) == labels).mean())
    assert weights.reject is not None
    return float((weights.reject.scores(inputs) < weights.reject.threshold).mean())


def _on_labels(samples: Samples) -> str:
    assert samples.labels is not None
    found = np.unique(samples.labels)
    if len(found) == 1:
        return f"All {len(samples)} labels are {found[0]}: is the label in another place?"
    return ""


def _arranged(samples: Samples, arrangement: Arrangement) -> Samples:
    if arrangement == AS_THEY_ARE:
        return samples
    return replace(samples, inputs=arrangement.of(samples.inputs), name=f"{samples.name}, {arrangement}")


def _with_remark(samples: Samples, remark: str) -> Samples:
    return replace(samples, remarks=(*samples.remarks, remark)) if remark else samples
