"""The weights of a running training, with statistics of its layers."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from mlp_desktop.controllers.kit.one_worker import OneWorker
from mlp_desktop.controllers.train.weights_display import show_weights
from mlp_desktop.views.train.weights_panel import WeightsPanel
from mlp_desktop.workers.train.layers_worker import LayersSnapshot, LayersWorker
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.perceptron.network import Network
from mlp_engine.training.control import RunControl

SECONDS_WHEN_SEEN = 0.5
SECONDS_WHEN_HIDDEN = 5.0
"""The weights are there at once when the person turns to them."""
RESTS_PER_SNAPSHOT = 9
"""After a snapshot it waits nine times as long as the snapshot took, so snapshots take a tenth of the time at most."""

_MILLISECONDS_BETWEEN_TICKS = 100


class LiveWeights(QObject):
    """Makes snapshots of one run after the other; between two runs it does nothing."""

    ended = Signal()
    """No snapshot is being made any more."""

    _network_ready = Signal(object)  # Network, out of the training's thread

    def __init__(self, panel: WeightsPanel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._panel = panel
        self._control: RunControl | None = None
        self._sample: Dataset | None = None
        self._start: Callable[[], Network | None] | None = None
        self._work = OneWorker(self)
        self._work.ended.connect(self._has_ended)
        self._measured_run: RunControl | None = None
        self._asked = False
        self._seen: Network | None = None
        self._last = 0.0
        self._rest = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(_MILLISECONDS_BETWEEN_TICKS)
        self._timer.timeout.connect(self._ask_when_due)
        self._network_ready.connect(self._measure)

    @property
    def is_running(self) -> bool:
        """Whether a snapshot is being made."""
        return self._work.is_running

    def begin(self, control: RunControl, sample: Dataset, start: Callable[[], Network | None] | None = None) -> None:
        """Begin with the run that ``control`` controls; the statistics are computed on ``sample``.

        ``start``, which is called in other threads, makes the network that the run began with.
        """
        self._control, self._sample, self._start = control, sample, start
        self._seen, self._asked = None, False
        self._last, self._rest = -SECONDS_WHEN_HIDDEN, 0.0
        self._timer.start()

    def end(self) -> None:
        """Stop: a snapshot that is still being made is not shown."""
        self._timer.stop()
        self._control = self._sample = self._seen = self._start = None

    def _ask_when_due(self) -> None:
        if self._control is None or self._asked or self.is_running:
            return
        pause = SECONDS_WHEN_SEEN if self._panel.isVisible() else SECONDS_WHEN_HIDDEN
        if time.monotonic() - self._last >= max(pause, self._rest):
            self._asked = True
            self._control.request_network(self._network_ready.emit)

    def _measure(self, network: Network) -> None:
        self._asked = False
        if self._control is None or self._sample is None or self.is_running:
            return
        self._measured_run = self._control
        self._work.begin(LayersWorker(network, self._sample, self._seen, self._start), self._show, self._give_up)

    def _show(self, snapshot: LayersSnapshot | None) -> None:
        if snapshot is None:  # nothing has changed since the last one
            return
        self._rest = RESTS_PER_SNAPSHOT * snapshot.seconds
        if self._measured_run is self._control:
            self._seen = snapshot.network
            show_weights(self._panel, snapshot.network, snapshot.layers)

    def _give_up(self, sentence: str) -> None:
        if self._measured_run is self._control:
            self.end()
            self._panel.clear(sentence)

    def _has_ended(self) -> None:
        self._measured_run = None
        self._last = time.monotonic()
        self.ended.emit()
