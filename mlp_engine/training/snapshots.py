"""Snapshots: the network as it was at chosen epochs of its training, dense at the beginning, where it learns most."""

from dataclasses import dataclass

from mlp_engine.perceptron.network import Network

_FIRST = (0, 1, 2, 3, 5, 8)
_IN_A_DECADE = (12, 20, 30, 50, 80)


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A network at the end of an epoch.

    Attributes:
        epoch: number of finished epochs; 0 for the network before its first step.
        network: a copy.
    """

    epoch: int
    network: Network


def is_snapshot_epoch(epoch: int) -> bool:
    """Whether a snapshot is taken after so many epochs.

    It is after 0, 1, 2, 3, 5, 8, 12, 20, 30, 50, 80, 120, 200 epochs, and so on: they grow by about 1.6 from one to the
    next, so a million epochs have 31 of them.
    """
    while epoch >= 100 and epoch % 10 == 0:
        epoch //= 10
    return epoch in _FIRST or epoch in _IN_A_DECADE
