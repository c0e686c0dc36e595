"""A worker that computes statistics of a network's layers while a training goes on."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mlp_desktop.workers.kit.worker import Worker
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.diagnosis.layer_statistics import LayerStatistics, layer_statistics
from mlp_engine.perceptron.network import Network


@dataclass(frozen=True, eq=False)
class LayersSnapshot:
    """A network at one moment of its training, with the statistics of its layers.

    Attributes:
        network: a copy of the network.
        layers: statistics of each layer.
        seconds: how long it took to compute them.
    """

    network: Network
    layers: tuple[LayerStatistics, ...]
    seconds: float


class LayersWorker(Worker):
    """Makes a snapshot; ``succeeded`` gives a :class:`LayersSnapshot`, or ``None`` if the network has not changed.

    The work is short and cannot be stopped: whoever stops it waits for its end.
    """

    fault = "The weights cannot be shown while the run goes on"
    out_of_memory = "The weights cannot be shown while the run goes on: there is too little memory."

    def __init__(
        self,
        network: Network,
        sample: Dataset,
        seen: Network | None,
        start: Callable[[], Network | None] | None = None,
    ) -> None:
        """Compute statistics of ``network`` on ``sample``, unless it equals ``seen``, the last network shown.

        ``start`` makes the network that the training began with; it is made anew for each snapshot and not kept.
        """
        super().__init__()
        self._network = network
        self._sample = sample
        self._seen = seen
        self._start = start

    def work(self) -> LayersSnapshot | None:
        """Compute the statistics; called in the thread."""
        began = time.perf_counter()
        if self._seen is not None and np.array_equal(self._seen.parameters, self._network.parameters):
            return None
        # The numbers of a diverging network overflow; the training itself reports that.
        with np.errstate(all="ignore"):
            start = None if self._start is None else self._start()
            layers = layer_statistics(self._network, self._sample, start)
        return LayersSnapshot(self._network, layers, time.perf_counter() - began)
