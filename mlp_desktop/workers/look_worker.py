"""Looks at the layers of a network in a thread of its own, while another one trains."""

import time
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, QThread, Signal

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.layer_statistics import LayerStatistics, layer_statistics
from mlp_engine.network import Network


@dataclass(frozen=True, eq=False)
class Look:
    """A network as it was at one moment, what was found out about its layers, and how long that took in seconds."""

    network: Network
    layers: tuple[LayerStatistics, ...]
    seconds: float


class LookWorker(QThread):
    """One look. Exactly one of ``succeeded``, ``unchanged`` and ``failed`` is emitted before it finishes.

    It takes a moment and cannot be cut short, so whoever wants it to end waits for it.
    """

    succeeded = Signal(object)  # Look
    unchanged = Signal()  # it is the network that was seen last
    failed = Signal(str)

    def __init__(self, network: Network, sample: Dataset, seen: Network | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._network = network
        self._sample = sample
        self._seen = seen

    def run(self) -> None:
        """Look; called by the thread."""
        began = time.perf_counter()
        try:
            if self._seen is not None and np.array_equal(self._seen.parameters, self._network.parameters):
                self.unchanged.emit()
                return
            # A network on its way to be lost has numbers that overflow; the run itself tells of that.
            with np.errstate(all="ignore"):
                layers = layer_statistics(self._network, self._sample)
        except MemoryError:
            self.failed.emit("The weights cannot be shown while the run goes on: there is too little memory.")
        except Exception as error:  # see TrainingWorker
            self.failed.emit(f"The weights cannot be shown while the run goes on ({type(error).__name__}: {error}).")
        else:
            self.succeeded.emit(Look(self._network, layers, time.perf_counter() - began))
