"""What a tuning changed: errors before and after, on one data set or on the parts of one."""

from collections.abc import Sequence
from dataclasses import dataclass

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.perceptron.network import Network
from mlp_engine.tuning.head import Body


@dataclass(frozen=True)
class Gain:
    """What a tuning changed in the reading of one data set.

    Attributes:
        name: of the data set.
        samples: how many of it were read.
        before: errors of the network that was tuned.
        after: errors of the tuned one; of own drawings each counts as read by a network that was not tuned with it.
    """

    name: str
    samples: int
    before: int
    after: int


def gain(body: Body, tuned: Network, data: Dataset) -> Gain:
    """What a tuned head changed in the reading of ``data``."""
    outputs = body.outputs(data.inputs)
    before, after = (int((head.logits(outputs).argmax(axis=1) != data.labels).sum()) for head in (body.head(), tuned))
    return Gain(data.name, len(data), before, after)


def total(gains: Sequence[Gain]) -> Gain | None:
    """The gains on the parts of a data set as one; ``None`` if there is no part."""
    if not gains:
        return None
    return Gain(
        gains[0].name,
        sum(gain.samples for gain in gains),
        sum(gain.before for gain in gains),
        sum(gain.after for gain in gains),
    )
