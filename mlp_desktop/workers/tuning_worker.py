"""Tunes a network to a person's hand in a thread of its own."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QThread, Signal

from mlp_engine.adapting import TuningProgress, tune_to_hand
from mlp_engine.errors import MlpError
from mlp_engine.my_digits import DrawingStore
from mlp_engine.network import Network
from mlp_engine.rehearsal import load_rehearsal
from mlp_engine.run_control import RunControl


class TuningWorker(QThread):
    """One tuning. Exactly one of ``succeeded``, ``stopped`` and ``failed`` is emitted before it finishes."""

    progressed = Signal(object)  # TuningProgress
    succeeded = Signal(object)  # Tuning
    stopped = Signal()
    failed = Signal(str)

    def __init__(self, network: Network, open_store: Callable[[], DrawingStore], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.control = RunControl()
        self._network = network
        self._open_store = open_store

    def run(self) -> None:
        """Load the drawings and what to rehearse, and tune; called by the thread."""
        try:
            own = self._open_store().dataset()
            rehearsal, checks = load_rehearsal()
            tuning = tune_to_hand(self._network, own, rehearsal, checks, on_progress=self._report, control=self.control)
        except MlpError as error:
            self.failed.emit(str(error))
        except MemoryError:
            self.failed.emit("A network and the drawings must fit into memory. Got more than there is.")
        except Exception as error:  # see TrainingWorker
            self.failed.emit(f"Tuning ended by a fault of this program ({type(error).__name__}: {error}).")
        else:
            if tuning.network is None:
                self.stopped.emit()
            else:
                self.succeeded.emit(tuning)

    def _report(self, progress: TuningProgress) -> None:
        self.progressed.emit(progress)
