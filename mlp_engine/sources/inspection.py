"""Inspection of samples before they are used: are these digits, upright, in dark ink, and labelled as they should be?

An array does not say whether its images stand row by row or column by column, nor whether 255 is ink or paper. The
bundled network does: it reads some samples as they are and, where that goes badly, in other arrangements. Where another
one reads far better the samples are arranged so, and a remark says so with its evidence. The person can choose the
arrangement instead (see :func:`mlp_engine.sources.load_source`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import IMAGE_SIDE
from mlp_engine.datasets.samples import Samples
from mlp_engine.datasets.tables.columns import MIN_SIDE
from mlp_engine.datasets.tables.labels import CLASSES
from mlp_engine.perceptron.inputs import FULL_INK
from mlp_engine.sources.arrangement import AS_THEY_ARE, Arrangement, Size, arranged, normalised
from mlp_engine.weights.bundled import bundled_network

MOST_READ = 200
"""Samples that are read in each arrangement: 0.2 s for four of them on one core of 2.8 GHz."""

_GOOD = 0.9  # if this share is read right as they are, nothing else is tried
_FEWEST_LABELLED, _FEWEST_UNLABELLED = 4, 10  # samples that must speak for another arrangement
_FEWEST_TO_DOUBT = 20
# An arrangement is taken where it reads this much more of the samples than are read as they are: on 200 samples a
# difference of 0.25 is more than five standard errors, whatever the two shares are.
_MUCH_BETTER = 0.25
_READS = 0.6  # share that the better arrangement must read: upside down 0, 1, 8, and many a 2 and 5 are read too
_DOUBTFUL, _NOT_DIGITS = 0.7, 0.25  # shares read right below which labels are doubted, or that these are digits at all
_SURE = 0.9  # probability of an answer that is sure
_DARK_EDGE = 0.5  # share of ink along the edge above which the paper is dark


@dataclass(frozen=True)
class Inspection:
    """What was found out about some samples.

    Attributes:
        lowest: smallest value of the inputs that were looked at.
        highest: largest value of them.
        edge: mean share of ink along the edges of the images; ``None`` where their height and width are not known.
        label_counts: how many samples of each class there are; empty without labels.
        read: how many samples the network read in each arrangement.
        shares: share of them that it read right, by arrangement; without labels, that it surely took for digits.
        arrangement: the one that is right, as far as can be known, or the one that was chosen.
        labels_one_less: whether labels that run from 1 to 10 are each one too high, rather than 10 a zero.
        remarks: sentences for a person; empty where nothing is odd.
    """

    lowest: float
    highest: float
    edge: float | None
    label_counts: tuple[int, ...]
    read: int
    shares: dict[Arrangement, float]
    arrangement: Arrangement
    labels_one_less: bool
    remarks: tuple[str, ...]


def inspect(samples: Samples, chosen: Arrangement | None = None) -> Inspection:
    """Inspect samples before they are used.

    Args:
        samples: as a reader gives them.
        chosen: the arrangement that a person wants; ``None`` to find out.
    """
    places = np.unique(np.linspace(0, len(samples) - 1, min(MOST_READ, len(samples)), dtype=np.int64))
    inputs = samples.inputs[places]
    labels = None if samples.labels is None else samples.labels[places]
    shares: dict[Arrangement, float] = {}
    arrangement, one_less, edge = chosen or AS_THEY_ARE, False, None
    remarks: list[str] = []
    if samples.size is not None and min(samples.size) >= MIN_SIDE:
        images = _Images(inputs, samples.size, labels, samples.origin)
        edge = float(images.edges().mean())
        if chosen is None:
            one_less = samples.labels_from_one and images.labels_are_one_too_high()
            if one_less:
                images = replace(images, labels=None if labels is None else (labels - 1) % CLASSES)
            arrangement, shares = images.best()
            remarks = list(images.remarks(arrangement, shares))
    counts = () if samples.labels is None else tuple(np.bincount(samples.labels, minlength=CLASSES).tolist())
    remarks = [*_remarks_on_labels(samples, counts, one_less), *remarks]
    return Inspection(
        float(inputs.min()),
        float(inputs.max()),
        edge,
        counts,
        len(inputs),
        shares,
        arrangement,
        one_less,
        tuple(remarks),
    )


def inspected(samples: Samples, chosen: Arrangement | None = None) -> tuple[Samples, Inspection]:
    """The samples in the arrangement that was chosen, or that is right, with remarks on what is odd; and the findings.

    Raises:
        DataError: if they cannot be arranged as was chosen, for it is not known how high and wide the images are.
    """
    found = inspect(samples, chosen)
    labels = samples.labels
    if found.labels_one_less and labels is not None:
        labels = (labels - 1) % CLASSES
    samples = replace(samples, labels=labels, remarks=samples.remarks + found.remarks)
    return arranged(samples, found.arrangement), found


def _remarks_on_labels(samples: Samples, counts: tuple[int, ...], one_less: bool) -> Iterator[str]:
    if samples.labels_from_one:
        yield "The labels run from 1 to 10: " + ("each is taken for one less." if one_less else "10 is taken for 0.")
    if len(samples) > 1 and sum(count > 0 for count in counts) == 1:
        label = int(np.argmax(counts))
        yield f"All {len(samples)} labels are {label}" + (": is the label in another place?" if label == 0 else ".")


@dataclass(frozen=True, eq=False)
class _Images:
    """Some of the samples, to be read in several arrangements."""

    inputs: NDArray[Any]
    size: Size
    labels: NDArray[np.int64] | None
    origin: str

    def edges(self) -> NDArray[np.floating]:
        """Share of ink along the edge of each image."""
        images = self.inputs.reshape(len(self.inputs), *self.size)
        edge = np.concatenate([images[:, 0], images[:, -1], images[:, 1:-1, 0], images[:, 1:-1, -1]], axis=1)
        return edge.mean(axis=1, dtype=np.float64) / (FULL_INK if edge.dtype == np.uint8 else 1)

    def labels_are_one_too_high(self) -> bool:
        """Whether far more of the samples are read right if each label is taken for one less."""
        assert self.labels is not None, "it was asked of labels from 1 to 10"
        lowered = replace(self, labels=(self.labels - 1) % CLASSES)
        return lowered._share(AS_THEY_ARE) - self._share(AS_THEY_ARE) >= _MUCH_BETTER

    def best(self) -> tuple[Arrangement, dict[Arrangement, float]]:
        """The right arrangement, and the share that is read in each that was tried."""
        shares = {AS_THEY_ARE: self._share(AS_THEY_ARE)}
        if shares[AS_THEY_ARE] >= _GOOD and len(self.inputs) >= _FEWEST_LABELLED:
            return AS_THEY_ARE, shares
        for is_flipped in (False, True) if self._may_be_upside_down() else (False,):
            shares |= {other: self._share(other) for other in self._others(is_flipped)}
            best = max(shares, key=shares.__getitem__)
            if self._is_clear(best, shares):
                return best, shares
        if self._has_dark_paper() and (self.labels is None or len(self.inputs) < _FEWEST_TO_DOUBT):
            return Arrangement(inverted=True), shares
        return AS_THEY_ARE, shares

    def _others(self, is_flipped: bool) -> list[Arrangement]:
        """What else is tried, upside down or not: inverted images only where their edges are dark."""
        inverted = (False, True) if self._has_dark_paper() else (False,)
        return [Arrangement(*turns) for turns in product((False, True), inverted, (is_flipped,)) if any(turns)]

    def _may_be_upside_down(self) -> bool:
        """Whether that is worth a trial where nothing else is right: labels must speak for it, or y may point up."""
        return self.labels is not None or self.origin == "strokes"

    def _has_dark_paper(self) -> bool:
        return self.origin == "arrays" and float(np.median(self.edges())) > _DARK_EDGE

    def _is_clear(self, other: Arrangement, shares: dict[Arrangement, float]) -> bool:
        gain = shares[other] - shares[AS_THEY_ARE]
        if shares[other] < _READS or gain < _MUCH_BETTER:
            return False
        if self.labels is None:
            return len(self.inputs) >= _FEWEST_UNLABELLED
        return round(gain * len(self.inputs)) >= _FEWEST_LABELLED

    def _share(self, arrangement: Arrangement) -> float:
        """Share of the samples that is read right, or without labels that is surely a digit."""
        network, _, reject = bundled_network()
        height, width = self.size
        rows = arrangement.of(self.inputs, self.size)
        if self.size != (IMAGE_SIDE, IMAGE_SIDE):
            rows = normalised(rows, (width, height) if arrangement.transposed else self.size)
        probabilities = network.predict(rows)
        if self.labels is not None:
            return float((probabilities.argmax(axis=1) == self.labels).mean())
        is_digit = probabilities.max(axis=1) >= _SURE
        if reject is not None:
            is_digit &= reject.scores(rows) < reject.threshold
        return float(is_digit.mean())

    def remarks(self, arrangement: Arrangement, shares: dict[Arrangement, float]) -> Iterator[str]:
        """What is odd about the images, and what was done about it."""
        count, share, as_they_are = len(self.inputs), shares.get(arrangement, 0.0), shares[AS_THEY_ARE]
        taken = f"{arrangement}".capitalize()  # first: a form has room for the beginning of the sentence alone
        overrule = "To leave them as they are, write :as-is behind the data."
        if arrangement != AS_THEY_ARE and self._is_clear(arrangement, shares):
            verb = "read right" if self.labels is not None else "look like digits"
            yield f"{taken}: {share:.0%} of {count} {verb} so, {as_they_are:.0%} as they are. {overrule}"
        elif arrangement != AS_THEY_ARE:
            yield f"{taken}: the edges of most images are dark, where paper should be. {overrule}"
        elif self.labels is not None and share < _DOUBTFUL and count >= _FEWEST_TO_DOUBT:
            asked = (
                "are they upright digits, or clothes as in Fashion-MNIST?"
                if share < _NOT_DIGITS
                else "are the labels right?"
            )
            yield f"The bundled network reads {share:.0%} of {count} samples right: {asked}"
