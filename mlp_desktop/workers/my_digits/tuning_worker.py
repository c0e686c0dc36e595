"""A worker that tunes a network to a person's handwriting."""

from collections.abc import Callable

from mlp_desktop.workers.kit.worker import Stopped, Worker
from mlp_engine.my_digits import DrawingStore
from mlp_engine.perceptron.network import Network
from mlp_engine.training.control import RunControl
from mlp_engine.tuning.rehearsal import load_rehearsal
from mlp_engine.tuning.tuning import Tuning, tune_to_hand


class TuningWorker(Worker):
    """Tunes a network; ``progressed`` gives a ``TuningProgress``, ``succeeded`` the ``Tuning``."""

    fault = "Tuning failed because of an error in this program"
    out_of_memory = "There is not enough memory for tuning. Close other programs and try again."

    def __init__(self, network: Network, open_store: Callable[[], DrawingStore]) -> None:
        super().__init__()
        self._control = RunControl()
        self._network = network
        self._open_store = open_store

    def stop(self) -> None:
        """Ask the tuning to stop after its current step."""
        self._control.stop()

    def work(self) -> Tuning:
        """Load the drawings and the samples to rehearse, and tune; called in the thread."""
        own = self._open_store().dataset()
        rehearsal, checks = load_rehearsal()
        tuning = tune_to_hand(
            self._network, own, rehearsal, checks, on_progress=self.progressed.emit, control=self._control
        )
        if tuning.network is None:
            raise Stopped
        return tuning
