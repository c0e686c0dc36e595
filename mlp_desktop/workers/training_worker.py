"""Trains in a thread of its own."""

import time

from PySide6.QtCore import QObject, QThread, Signal

from mlp_engine.config import NetworkConfig, TrainingConfig
from mlp_engine.datasets.source import load_source
from mlp_engine.errors import MlpError
from mlp_engine.history import TrainingEvent
from mlp_engine.model_card import card_of_training
from mlp_engine.run_control import RunControl
from mlp_engine.training import train_new_network

SECONDS_BETWEEN_SIGNALS = 0.05


class TrainingWorker(QThread):
    """One training. Exactly one of ``succeeded``, ``stopped`` and ``failed`` is emitted before it finishes.

    Both results come with the card for the network's weights file. ``stopped`` is a run that a person or a loss
    that was no number any more ended before its time; it still has a network to use.
    """

    progressed = Signal(object)  # list[TrainingEvent], what happened since the last one
    succeeded = Signal(object, object)  # TrainingResult, ModelCard
    stopped = Signal(object, object)  # TrainingResult, ModelCard
    failed = Signal(str)

    def __init__(
        self, source: str, network_config: NetworkConfig, config: TrainingConfig, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.control = RunControl()
        self._source = source
        self._network_config = network_config
        self._config = config
        self._events: list[TrainingEvent] = []
        self._last_emit = 0.0

    def run(self) -> None:
        """Load the data and train; called by the thread."""
        try:
            data = load_source(self._source)
            result = train_new_network(
                data, self._network_config, self._config, on_progress=self._report, control=self.control
            )
            card = card_of_training(result, data, self._config)
        except MlpError as error:
            self.failed.emit(str(error))
        except MemoryError:
            self.failed.emit("A network and its minibatches must fit into memory. Got more than there is.")
        except Exception as error:  # a thread that dies without a word would leave the window waiting for ever
            self.failed.emit(f"Training ended by a fault of this program ({type(error).__name__}: {error}).")
        else:
            self._emit_events()
            ended_early = result.outcome in ("stopped", "diverged")
            (self.stopped if ended_early else self.succeeded).emit(result, card)

    def _report(self, event: TrainingEvent) -> None:
        # Epochs of a small data set may take a millisecond; a signal for each would flood the window's event loop.
        self._events.append(event)
        if time.perf_counter() - self._last_emit >= SECONDS_BETWEEN_SIGNALS:
            self._emit_events()

    def _emit_events(self) -> None:
        self.progressed.emit(self._events)
        self._events = []
        self._last_emit = time.perf_counter()
