"""Looks at the layers of a network in a thread of its own, while another one trains."""

import time
from dataclasses import dataclass

import numpy as np

from mlp_desktop.workers.kit.worker import Worker
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.diagnosis.layer_statistics import LayerStatistics, layer_statistics
from mlp_engine.perceptron.network import Network


@dataclass(frozen=True, eq=False)
class Look:
    """A network as it was at one moment, what was found out about its layers, and how long that took in seconds."""

    network: Network
    layers: tuple[LayerStatistics, ...]
    seconds: float


class LayersWorker(Worker):
    """One look; ``succeeded`` tells a :class:`Look`, or ``None`` where it is the network that was seen last.

    It takes a moment and cannot be cut short, so whoever wants it to end waits for it.
    """

    fault = "The weights cannot be shown while the run goes on"
    out_of_memory = "The weights cannot be shown while the run goes on: there is too little memory."

    def __init__(self, network: Network, sample: Dataset, seen: Network | None) -> None:
        super().__init__()
        self._network = network
        self._sample = sample
        self._seen = seen

    def work(self) -> Look | None:
        """Look; called by the thread."""
        began = time.perf_counter()
        if self._seen is not None and np.array_equal(self._seen.parameters, self._network.parameters):
            return None
        # A network on its way to be lost has numbers that overflow; the run itself tells of that.
        with np.errstate(all="ignore"):
            layers = layer_statistics(self._network, self._sample)
        return Look(self._network, layers, time.perf_counter() - began)
