"""Tunes a network to a person's hand in a thread of its own."""

from collections.abc import Callable

from mlp_desktop.workers.kit.worker import Stopped, Worker
from mlp_engine.my_digits import DrawingStore
from mlp_engine.perceptron.network import Network
from mlp_engine.training.control import RunControl
from mlp_engine.tuning.rehearsal import load_rehearsal
from mlp_engine.tuning.tuning import Tuning, tune_to_hand


class TuningWorker(Worker):
    """One tuning; ``progressed`` tells a TuningProgress, ``succeeded`` the Tuning."""

    fault = "Tuning ended by a fault of this program"
    out_of_memory = "A network and the drawings must fit into memory. Got more than there is."

    def __init__(self, network: Network, open_store: Callable[[], DrawingStore]) -> None:
        super().__init__()
        self._control = RunControl()
        self._network = network
        self._open_store = open_store

    def stop(self) -> None:
        """Ask it to end after the step that is being done."""
        self._control.stop()

    def work(self) -> Tuning:
        """Load the drawings and what to rehearse, and tune; called by the thread."""
        own = self._open_store().dataset()
        rehearsal, checks = load_rehearsal()
        tuning = tune_to_hand(
            self._network, own, rehearsal, checks, on_progress=self.progressed.emit, control=self._control
        )
        if tuning.network is None:
            raise Stopped
        return tuning
